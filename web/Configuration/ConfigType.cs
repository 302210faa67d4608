namespace Metrics.Web.Configuration;

/// <summary>A kind of value: how it is read, and how it is written back.</summary>
/// <typeparam name="T">What it becomes.</typeparam>
/// <param name="Name">Its name in the documentation.</param>
/// <param name="Expected">What to write, with an example; stands after "takes" in messages.</param>
/// <param name="Read">Gives the value, or false when the text is no such thing.</param>
/// <param name="Write">The value in TOML.</param>
internal sealed record ConfigType<T>(string Name, string Expected, ConfigType<T>.Reader Read, Func<T, string> Write)
{
    /// <summary>Takes a value apart.</summary>
    /// <param name="value">What was written.</param>
    /// <param name="result">What it means.</param>
    /// <param name="culprit">The part that is wrong: the value itself, or one item of a list.</param>
    public delegate bool Reader(ConfigValue value, out T result, out ConfigValue culprit);
}
