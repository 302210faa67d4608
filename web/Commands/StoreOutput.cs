using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Metrics.Web.Configuration;
using Metrics.Web.Control;

namespace Metrics.Web.Commands;

/// <summary>What commands print. Names of series and files come from outside: no control character of theirs reaches the terminal.</summary>
internal sealed class StoreOutput(TextWriter output, TextWriter error)
{
    /// <summary>How answers are printed for programs.</summary>
    public static readonly JsonSerializerOptions Json = new(ControlProtocol.Json) { WriteIndented = true };

    /// <summary>Where a command prints.</summary>
    public static StoreOutput Of(ParseResult command) => new(command.InvocationConfiguration.Output, command.InvocationConfiguration.Error);

    /// <summary>Prints a line as it is.</summary>
    public void Line(string line) => output.WriteLine(line);

    /// <summary>Prints a sentence or a row of a table.</summary>
    public void Say(FormattableString sentence) => output.WriteLine(Printable(sentence.ToString(CultureInfo.InvariantCulture)));

    /// <summary>Prints an answer as JSON or as text.</summary>
    public void Print<T>(T answer, bool isJson, Action<T> print) where T : ControlAnswer
    {
        if (isJson)
            Line(JsonSerializer.Serialize(answer, Json));
        else
            print(answer);
    }

    /// <summary>Prints why something failed.</summary>
    public void Error(string sentence) => error.WriteLine(Printable(sentence));

    /// <summary>Bytes for people: <c>1.5 MiB</c>.</summary>
    public static string Bytes(long bytes)
    {
        string[] units = ["bytes", "KiB", "MiB", "GiB", "TiB"];
        var (value, unit) = ((double)bytes, 0);
        for (; value >= 1024 && unit < units.Length - 1; unit++)
            value /= 1024;
        return unit == 0 ? $"{bytes} bytes" : string.Create(CultureInfo.InvariantCulture, $"{value:0.0} {units[unit]}");
    }

    /// <summary>A moment as RFC 3339 in UTC, to the second.</summary>
    public static string Time(DateTimeOffset moment) =>
        moment.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>A moment as RFC 3339 in UTC.</summary>
    public static string Time(long unixSeconds) => Time(DateTimeOffset.FromUnixTimeSeconds(unixSeconds));

    private static string Printable(string text) => string.Join(Environment.NewLine, text.Split('\n').Select(ConfigValue.Printable));
}
