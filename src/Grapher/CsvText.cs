namespace Metrics.Grapher;

/// <summary>Texts in tables of RFC 4180.</summary>
public static class CsvText
{
    /// <summary>A quoted field. A name that a spreadsheet would run as a formula is made a text by an apostrophe.</summary>
    public static string Field(string name)
    {
        var safe = name.Length > 0 && name[0] is '=' or '+' or '-' or '@' or '\t' or '\r' ? "'" + name : name;
        return $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
