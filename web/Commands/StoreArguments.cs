using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Metrics.Grapher.Language.Times;
using Metrics.RrdStore;
using Metrics.Web.Configuration;

namespace Metrics.Web.Commands;

/// <summary>Arguments and options that several commands take, checked before anything is opened.</summary>
internal static class StoreArguments
{
    /// <summary>A name of a series.</summary>
    public static Argument<string> Series(string name, string description)
    {
        var argument = new Argument<string>(name) { Description = description };
        argument.Validators.Add(result =>
        {
            foreach (var token in result.Tokens)
                if (!SeriesName.TryParse(token.Value, out _, out var fault))
                    result.AddError(fault!);
        });
        return argument;
    }

    /// <summary>Says that an argument or an option is no path of a file or directory.</summary>
    public static void CheckPath(SymbolResult result)
    {
        if (result.Tokens.All(token => token.Value.Length > 0 && !token.Value.Contains('\0')))
            return;
        var name = result is OptionResult option ? option.Option.Name : ((ArgumentResult)result).Argument.Name;
        result.AddError($"{name} takes a path; what is given is empty or has a null character.");
    }

    /// <summary>Prints the answer for programs.</summary>
    public static Option<bool> Json() => new("--json") { Description = "Prints JSON." };

    /// <summary>A finite number.</summary>
    public static Option<double?> Number(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "NUMBER",
        CustomParser = result =>
        {
            var text = result.Tokens.Single().Value;
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
                return number;
            result.AddError($"{name} takes a number such as 1500 or 1.5e9; found \"{text}\".");
            return null;
        },
    };

    /// <summary>A whole number of seconds, at least 1, alone or as a duration of the configuration.</summary>
    public static Option<int?> Seconds(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "SECONDS",
        CustomParser = result =>
        {
            var text = result.Tokens.Single().Value;
            if (ReadSeconds(text) is { } seconds)
                return seconds;
            result.AddError($"{name} takes a whole number of seconds, at least 1, as 10 or 10s; found \"{text}\".");
            return null;
        },
    };

    private static int? ReadSeconds(string text)
    {
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && ConfigTypes.TryParseDuration(text, out var duration) && duration.Ticks % TimeSpan.TicksPerSecond == 0 && duration.TotalSeconds <= int.MaxValue)
            seconds = (int)duration.TotalSeconds;
        return seconds >= 1 ? seconds : null;
    }

    /// <summary>A time.</summary>
    public static Option<AtTime?> Time(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "TIME",
        CustomParser = result =>
        {
            var text = result.Tokens.Single().Value;
            try
            {
                return ReadTime(text);
            }
            catch (AtTimeException e)
            {
                result.AddError($"{name} takes a date (2026-11-25 or \"2026-11-25 19:00\"), RFC 3339 (2026-11-25T19:00:00Z) or a time such as now-1d or \"noon yesterday\"; found \"{text}\": {e.Message}");
                return null;
            }
        },
    };

    /// <summary>The time between two times, on the clock of this machine and in the configured zone: the day before its end, which is now, where
    /// nothing else is said. Null when there is none, which is then on the error stream.</summary>
    public static TimeRange? Range(this ConfigOptions options, ParseResult command, Option<AtTime?> from, Option<AtTime?> to)
    {
        if (options.Load(command) is not { } config)
            return null;
        try
        {
            return AtTime.Resolve(
                command.GetValue(from) ?? AtTime.DayBeforeEnd, command.GetValue(to) ?? AtTime.Now, TimeProvider.System.GetUtcNow(), config.Settings.Server.TimeZone);
        }
        catch (AtTimeException e)
        {
            StoreOutput.Of(command).Error($"--from and --to: {e.Message}");
            return null;
        }
    }

    private static AtTime ReadTime(string text)
    {
        if (text.Contains('T') && DateTimeOffset.TryParseExact(text, ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"],
            CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment))
            return AtTime.At(moment);
        // As people write a date; at(1) has it without dashes, and behind the time.
        if (DateTime.TryParseExact(text, ["yyyy-MM-dd", "yyyy-MM-dd HH:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
            text = local.ToString("HH:mm yyyyMMdd", CultureInfo.InvariantCulture);
        return AtTime.Parse(text, isMinute: true);
    }
}
