using Metrics.RrdStore;

namespace Metrics.Grapher.Known;

/// <summary>Series of names that mean nothing to us: those of one beginning and unit together, six to a graph.</summary>
internal static class OtherGraphs
{
    private const int MostOnOneGraph = 6;

    /// <summary>The graphs of what is left.</summary>
    public static IEnumerable<GraphDefinition> Of(SeriesPool pool)
    {
        foreach (var group in pool.Left.GroupBy(s => (Beginning: BeginningOf(s.Name), s.Info.Metadata.Unit)))
        {
            var members = group.ToArray();
            for (var from = 0; from < members.Length; from += MostOnOneGraph)
            {
                var some = members[from..Math.Min(from + MostOnOneGraph, members.Length)];
                var name = members.Length == 1
                    ? some[0].Name
                    : from == 0 ? group.Key.Beginning : $"{group.Key.Beginning}.{from / MostOnOneGraph + 1}";
                var (unit, factor) = UcumUnits.Find(group.Key.Unit);
                yield return new(pool.GraphName(Distinct(name, group.Key.Unit, pool)), "other", pool.Title(name), unit,
                [
                    .. some.Select((s, i) => pool.Put(s.Name, LabelOf(s.Name, s.Info, group.Key.Beginning), (SeriesColour)i,
                        some.Length == 1 ? SeriesShape.Area : SeriesShape.Line, factor)!),
                ]);
            }
        }
    }

    private static string BeginningOf(string name) => name.LastIndexOf('.') is > 0 and var dot ? name[..dot] : name;

    /// <summary>Series of one beginning may have several units: then the unit tells the graphs apart.</summary>
    private static string Distinct(string name, string unit, SeriesPool pool) =>
        pool.Left.Any(s => BeginningOf(s.Name) == name && s.Info.Metadata.Unit != unit)
            ? $"{name}.{new string([.. unit.Where(char.IsAsciiLetterOrDigit)])}"
            : name;

    private static string LabelOf(string name, SeriesInfo info, string beginning) =>
        info.Metadata.Label.Length > 0 ? info.Metadata.Label : name.Length > beginning.Length ? name[(beginning.Length + 1)..] : name;
}
