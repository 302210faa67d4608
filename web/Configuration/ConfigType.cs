namespace Metrics.Web.Configuration;

/// <summary>A kind of value: how it is read, and how it is written back.</summary>
/// <typeparam name="T">What it becomes.</typeparam>
/// <param name="Name">Its name in the documentation.</param>
/// <param name="Expected">What to write, with an example; stands after "takes" in messages.</param>
/// <param name="Read">Gives the value, or false when the text is no such thing.</param>
/// <param name="Write">The value in TOML.</param>
internal sealed record ConfigType<T>(string Name, string Expected, ConfigType<T>.Reader Read, Func<T, string> Write)
{
    /// <summary>Whether what an item of a list means depends on its place, as in a command and its arguments.</summary>
    public bool InOrder { get; init; }

    /// <summary>Takes a value apart.</summary>
    /// <param name="value">What was written.</param>
    /// <param name="result">What it means.</param>
    /// <param name="culprits">Takes what is wrong: the value itself, or each such item of a list.</param>
    /// <returns>Whether it is right; then nothing was taken.</returns>
    public delegate bool Reader(ConfigValue value, out T result, ICollection<ConfigValue> culprits);

    /// <summary>Takes a value apart, and says what is wrong with it.</summary>
    /// <param name="path">The setting, for messages.</param>
    /// <param name="value">What was written.</param>
    /// <param name="check">Says what is wrong with a value that is of the right type, or gives null.</param>
    /// <param name="result">What it means; only when nothing is wrong.</param>
    public IReadOnlyList<ConfigFault> Take(string path, ConfigValue value, Func<T, string?> check, out T result)
    {
        var culprits = new List<ConfigValue>();
        Read(value, out result, culprits);
        var faults = culprits.ConvertAll(culprit => new ConfigFault(culprit.Place, $"{path} takes {Expected}; found {culprit.Found}."));
        // An item of a list that is wrong alone is said where it stands.
        if (!value.Items.IsDefault && !InOrder)
            foreach (var item in value.Items)
                if (Read(item, out var alone, culprits) && check(alone) is { } wrong)
                    faults.Add(new ConfigFault(item.Place, $"{path} {wrong}"));
        if (faults.Count == 0 && check(result) is { } problem)
            faults.Add(new ConfigFault(value.Place, $"{path} {problem}"));
        return faults;
    }
}
