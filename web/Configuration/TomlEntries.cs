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
            StringValueSyntax text => ConfigValue.OfText(place, text.Value ?? ""),
            ArraySyntax list => ConfigValue.OfList(place, [.. list.Items.Select(item => Value(item.Value!))]),
            IntegerValueSyntax number => ConfigValue.Of(place, $"the integer {number.Value}"),
            FloatValueSyntax number => ConfigValue.Of(place, $"the number {number.Value}"),
            BooleanValueSyntax truth => ConfigValue.Of(place, truth.Value ? "true" : "false"),
            InlineTableSyntax => ConfigValue.Of(place, "a table"),
            _ => ConfigValue.Of(place, "a date or time"),
        };
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
