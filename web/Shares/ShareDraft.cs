using System.Collections.Immutable;
using System.Globalization;
using Metrics.Grapher;

namespace Metrics.Web.Shares;

/// <summary>A share as somebody wants it, on a page or with a command.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Title">What visitors read on top; empty: its name.</param>
/// <param name="Note">A note for the operator.</param>
/// <param name="Scope">The graphs.</param>
/// <param name="Ranges">Names of the ranges; none: day, week, month and year.</param>
/// <param name="Until">The last day, as 2026-06-30; empty: no end.</param>
/// <param name="User">The visitor's name; null: a link.</param>
/// <param name="Frames">Origins that may show it in a frame.</param>
public sealed record ShareDraft(
    string Name, string Title, string Note, ShareScope Scope, ImmutableArray<string> Ranges, string Until, string? User, ImmutableArray<string> Frames)
{
    /// <summary>The fewest characters of a visitor's password.</summary>
    public const int ShortestPassword = 6;

    private const int LongestText = 100;
    private const int LongestNote = 500;
    private const int MostFrames = 10;

    private static readonly ImmutableArray<GraphRange> UsualRanges = [GraphRange.Day, GraphRange.Week, GraphRange.Month, GraphRange.Year];

    /// <summary>What visitors read on top.</summary>
    public string ShownTitle => Title.Length > 0 ? Title : Name;

    /// <summary>The ranges.</summary>
    public ImmutableArray<GraphRange> ShownRanges => Ranges.IsEmpty ? UsualRanges : [.. GraphRange.Named.Where(range => Ranges.Contains(range.Name))];

    /// <summary>When it ends: with the end of the last day.</summary>
    /// <param name="zone">The zone of the day.</param>
    public DateTimeOffset? End(TimeZoneInfo zone)
    {
        if (ReadDay(Until) is not { } day)
            return null;
        var midnight = day.AddDays(1).ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(midnight, zone.GetUtcOffset(midnight));
    }

    /// <summary>Everything that is wrong with it, as sentences.</summary>
    /// <param name="now">The time, for an end that has passed.</param>
    /// <param name="zone">The zone of the last day.</param>
    public IEnumerable<string> Faults(DateTimeOffset now, TimeZoneInfo zone)
    {
        if (FaultOfName(Name) is { } name)
            yield return name;
        if (Title.Length > LongestText || Title.Any(char.IsControl))
            yield return $"A title has at most {LongestText} characters in one line.";
        if (Note.Length > LongestNote)
            yield return $"A note has at most {LongestNote} characters.";
        if (Scope.Fault is { } scope)
            yield return scope;
        if (Ranges.FirstOrDefault(range => GraphRange.Find(range) is null) is not null)
            yield return $"The ranges are {string.Join(", ", GraphRange.Named.Select(range => range.Name))}.";
        if (Until.Length > 0 && ReadDay(Until) is null)
            yield return "The last day is a date such as 2026-06-30.";
        else if (End(zone) <= now)
            yield return "The last day is in the past.";
        if (User is not null && Access.User.FaultOfName(User) is { } user)
            yield return user;
        if (Frames.Length > MostFrames || Frames.Any(frame => !IsOrigin(frame)))
            yield return $"Pages that may show it in a frame are at most {MostFrames} origins such as https://www.example.net.";
    }

    /// <summary>What is wrong with a name, as a sentence; null when it can be one.</summary>
    public static string? FaultOfName(string name) =>
        name.Length is > 0 and <= 40 && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
            ? null
            : "A share's name has 1 to 40 small letters, digits and dashes.";

    private static DateOnly? ReadDay(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day < DateOnly.MaxValue ? day : null;

    /// <summary>Written back by <see cref="Uri"/> it must be what it was: nothing in it can end a directive of the policy and begin another.</summary>
    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.GetLeftPart(UriPartial.Authority) == text
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is ':' or '/' or '.' or '-' or '[' or ']');
}
