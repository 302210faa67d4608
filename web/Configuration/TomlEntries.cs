using Tomlyn.Parsing;
using Tomlyn.Syntax;

namespace Metrics.Web.Configuration;

/// <summary>Flattens a TOML document into settings with their places, whichever of TOML's ways of nesting was used.</summary>
internal sealed class TomlEntries
{
    private readonly string file;

    private TomlEntries(string file) => this.file = file;

    /// <summary>A setting as it stands in a file.</summary>
    /// <param name="Path">Its full name; a section alone ends with a dot.</param>
    /// <param name="Place">Where its name stands.</param>
    /// <param name="Value">Its value; null for a section's header.</param>
    public sealed record Entry(string Path, ConfigPlace Place, ConfigValue? Value);

    /// <summary>Reads a document.</summary>
    /// <param name="file">Its name, for messages.</param>
    /// <param name="text">Its text.</param>
    /// <param name="faults">Takes what is no TOML.</param>
    public static IReadOnlyList<Entry> Read(string file, string text, List<ConfigFault> faults)
    {
        var document = SyntaxParser.Parse(text, file, validate: true);
        var reader = new TomlEntries(file);
        foreach (var message in document.Diagnostics)
            faults.Add(new ConfigFault(reader.PlaceOf(message.Span), ConfigValue.Printable(message.Message)));
        return document.HasErrors ? [] : [.. reader.Document(document)];
    }

    private IEnumerable<Entry> Document(DocumentSyntax document)
    {
        foreach (var entry in document.KeyValues.SelectMany(item => Items("", item)))
            yield return entry;
        foreach (var table in document.Tables)
        {
            var path = PathOf(table.Name);
            yield return new Entry(path + '.', PlaceOf(table.Name!.Span), table is TableArraySyntax ? ConfigValue.Of(PlaceOf(table.Span), $"[[{path}]]") : null);
            foreach (var entry in table.Items.SelectMany(item => Items(path + '.', item)))
                yield return entry;
        }
    }

    private IEnumerable<Entry> Items(string prefix, KeyValueSyntax item)
    {
        var path = prefix + PathOf(item.Key);
        if (item.Value is InlineTableSyntax table)
            return table.Items.SelectMany(inner => Items(path + '.', inner.KeyValue!)).Prepend(new Entry(path + '.', PlaceOf(item.Key!.Span), null));
        return [new Entry(path, PlaceOf(item.Key!.Span), Value(item.Value!))];
    }

    private ConfigValue Value(ValueSyntax value)
    {
        var place = PlaceOf(value.Span);
        return value switch
        {
            StringValueSyntax text => ConfigValue.OfText(place, text.Value ?? "") with { TextPlace = TextPlace(place, text.Token?.Text ?? "") },
            ArraySyntax list => ConfigValue.OfList(place, [.. list.Items.Select(item => Value(item.Value!))]),
            IntegerValueSyntax number => ConfigValue.OfNumber(place, number.Value, $"the integer {number.Value}"),
            FloatValueSyntax number => ConfigValue.OfNumber(place, number.Value, $"the number {number.Value}"),
            BooleanValueSyntax truth => ConfigValue.Of(place, truth.Value ? "true" : "false") with { Truth = truth.Value },
            InlineTableSyntax table => ConfigValue.OfFields(place, [.. table.Items.Select(item => Field(item.KeyValue!))]),
            _ => ConfigValue.Of(place, "a date or time"),
        };
    }

    private ConfigField Field(KeyValueSyntax item) => new(PlaceOf(item.Key!.Span), PathOf(item.Key), Value(item.Value!));

    /// <summary>A text in three quotes may begin on the line below them.</summary>
    private static ConfigPlace TextPlace(ConfigPlace place, string raw)
    {
        var quotes = raw.StartsWith("\"\"\"", StringComparison.Ordinal) || raw.StartsWith("'''", StringComparison.Ordinal) ? 3 : 1;
        return quotes == 3 && raw.AsSpan(quotes).TrimStart('\r').StartsWith('\n')
            ? place with { Line = place.Line + 1, Column = 1 }
            : place with { Column = place.Column + quotes };
    }

    private static string PathOf(KeySyntax? key) =>
        key is null ? "" : string.Join('.', key.DotKeys.Select(dot => NameOf(dot.Key)).Prepend(NameOf(key.Key)));

    private static string NameOf(BareKeyOrStringValueSyntax? name) => name switch
    {
        BareKeySyntax bare => bare.Key?.Text ?? "",
        StringValueSyntax quoted => quoted.Value ?? "",
        _ => "",
    };

    private ConfigPlace PlaceOf(SourceSpan span) => new(file, span.Start.Line + 1, span.Start.Column + 1);
}
