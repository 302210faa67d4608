using System.Collections.Immutable;
using System.Globalization;

namespace Metrics.Web.Configuration;

/// <summary>A value as somebody wrote it, before it has a type.</summary>
/// <param name="Place">Where it stands.</param>
/// <param name="Text">The text between the quotes, or null when it is no text.</param>
/// <param name="Items">The items of a list; <c>default</c> when it is no list.</param>
/// <param name="Found">What it is, for a message: <c>the integer 10</c>.</param>
internal sealed record ConfigValue(ConfigPlace Place, string? Text, ImmutableArray<ConfigValue> Items, string Found)
{
    private const int LongestFound = 60;

    /// <summary>The number, or null when it is none.</summary>
    public double? Number { get; init; }

    /// <summary>True or false, or null when it is neither.</summary>
    public bool? Truth { get; init; }

    /// <summary>The names and values of a table in braces; <c>default</c> when it is no such table.</summary>
    public ImmutableArray<ConfigField> Fields { get; init; }

    /// <summary>Where the first character of a text stands, behind the quotes.</summary>
    public ConfigPlace TextPlace { get; init; } = Place;

    /// <summary>A text in a file.</summary>
    public static ConfigValue OfText(ConfigPlace place, string text) =>
        new(place, text, default, $"\"{Printable(text.Length > LongestFound ? text[..LongestFound] + "…" : text)}\"");

    /// <summary>A number in a file.</summary>
    public static ConfigValue OfNumber(ConfigPlace place, double number, string found) => Of(place, found) with { Number = number };

    /// <summary>A table in braces.</summary>
    public static ConfigValue OfFields(ConfigPlace place, ImmutableArray<ConfigField> fields) => Of(place, "a table") with { Fields = fields };

    /// <summary>A list in a file.</summary>
    public static ConfigValue OfList(ConfigPlace place, ImmutableArray<ConfigValue> items) => new(place, null, items, "a list");

    /// <summary>Anything else; no setting takes it yet.</summary>
    public static ConfigValue Of(ConfigPlace place, string found) => new(place, null, default, Printable(found));

    /// <summary>A value from the environment: a text, and a list where there are commas.</summary>
    public static ConfigValue OfEnvironment(string variable, string text)
    {
        var place = new ConfigPlace(variable);
        var parts = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return new ConfigValue(place, text, [.. parts.Select(part => OfText(place, part))], $"\"{Printable(text)}\"")
        {
            Truth = text switch { "true" => true, "false" => false, _ => null },
        };
    }

    /// <summary>The items of a list, or the one text or number; null when it is neither.</summary>
    public IReadOnlyList<ConfigValue>? AsList() => !Items.IsDefault ? Items : Text is null && Number is null ? null : [this];

    /// <summary>Names and values from outside go to a terminal: control characters must not.</summary>
    internal static string Printable(string text) =>
        string.Concat(text.Select(c => char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format ? '\uFFFD' : c));
}
