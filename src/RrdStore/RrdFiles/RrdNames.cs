namespace Metrics.RrdStore.RrdFiles;

/// <summary>Names of data sources for series, whose own names are longer and freer.</summary>
internal static class RrdNames
{
    /// <summary>The last part of the name of a series, with _ for each character that cannot be in the name of a data source, cut to
    /// its length, and with a number behind it where that name is taken.</summary>
    public static string Of(SeriesName series, IReadOnlyDictionary<string, int> taken)
    {
        var text = series.Value.AsSpan();
        var last = text[(text.LastIndexOfAny('.', '/') + 1)..];
        var plain = Plain(last.IsEmpty ? text : last);
        var name = Cut(plain, RrdLimits.NameCharacters);
        for (var i = 2; taken.ContainsKey(name); i++)
        {
            var suffix = $"_{i}";
            name = Cut(plain, RrdLimits.NameCharacters - suffix.Length) + suffix;
        }
        return name;
    }

    private static string Plain(ReadOnlySpan<char> text) =>
        string.Create(text.Length, text, static (target, source) =>
        {
            for (var i = 0; i < source.Length; i++)
                target[i] = RrdText.NameCharacters.Contains(source[i]) ? source[i] : '_';
        });

    private static string Cut(string text, int characters) => text.Length > characters ? text[..characters] : text;
}
