namespace Metrics.Actions.MailServers;

/// <summary>The messages that a release keeps back, to let them go a few at a time: their numbers, on the disk.</summary>
internal sealed class SetAside
{
    private readonly KeptFile file;
    private List<string> ids;

    /// <summary>Reads what is there.</summary>
    public SetAside(string directory, string name)
    {
        file = new KeptFile(directory, $"{name}.aside");
        ids = [.. (file.Read() ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }

    /// <summary>How many there are.</summary>
    public int Count => ids.Count;

    /// <summary>Adds messages; those of before stay.</summary>
    public void Add(IEnumerable<string> more) => Write([.. ids.Concat(more).Distinct(StringComparer.Ordinal)]);

    /// <summary>The ones that are to go first.</summary>
    public IReadOnlyList<string> First(int most) => ids[..Math.Min(most, ids.Count)];

    /// <summary>Forgets as many.</summary>
    /// <param name="count">How many of the first ones.</param>
    /// <param name="but">Those of them that stay, behind all others.</param>
    public void Remove(int count, params IEnumerable<string> but) => Write([.. ids[count..], .. but]);

    private void Write(List<string> others)
    {
        if (others.Count > 0)
            file.Write(string.Join('\n', others));
        else
            file.Delete();
        ids = others;
    }
}
