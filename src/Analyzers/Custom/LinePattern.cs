using System.Collections.Immutable;

namespace Metrics.Analyzers.Custom;

/// <summary>How the lines of a log look: text that stands in all of them, and fields between: <c>{ip} - {user} [{time}] "{verb} {path}" {status:number}</c>.
/// A field reaches to the first place where the text behind it stands, the last one to the end of the line.</summary>
public sealed class LinePattern
{
    /// <summary>Longest pattern, in characters.</summary>
    public const int LongestText = 4_096;

    /// <summary>Most fields of a line.</summary>
    public const int MostFields = 64;

    private LinePattern(string head, ImmutableArray<LineField> fields) => (Head, Fields) = (head, fields);

    /// <summary>What lines begin with.</summary>
    public string Head { get; }

    /// <summary>The fields, in their order.</summary>
    public ImmutableArray<LineField> Fields { get; }

    /// <summary>Reads a pattern.</summary>
    /// <exception cref="PatternException">It is none.</exception>
    public static LinePattern Parse(string text)
    {
        if (text.Length > LongestText)
            throw new PatternException(LongestText + 1, $"the pattern is longer than {LongestText} characters.");
        var parts = PatternGrammar.Read(PatternGrammar.Line, text);
        var (head, fields, names) = ("", ImmutableArray.CreateBuilder<LineField>(), new HashSet<string>(StringComparer.Ordinal));
        var between = true;
        foreach (var part in parts)
        {
            if (part.Field is not { } field)
            {
                between = true;
                if (fields.Count == 0)
                    head = part.Text;
                else
                    fields[^1] = fields[^1] with { End = part.Text };
                continue;
            }
            if (!between)
                throw new PatternException(field.Column, "two fields without a text between them cannot be told apart.");
            if (field.Name.Length > 0 && !names.Add(field.Name))
                throw new PatternException(field.Column, $"there are two fields {field.Name}.");
            if (fields.Count == MostFields)
                throw new PatternException(field.Column, $"there are more than {MostFields} fields.");
            fields.Add(field);
            between = false;
        }
        return new LinePattern(head, fields.ToImmutable());
    }

    /// <summary>A field by its name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="column">Where it is asked for.</param>
    /// <param name="number">Whether it has to be a number.</param>
    /// <exception cref="PatternException">There is none.</exception>
    public LineField Field(string name, int column, bool number)
    {
        var field = Fields.FirstOrDefault(f => f.Name == name && name.Length > 0);
        if (field is null)
            throw new PatternException(column, $"there is no field {name} in the line; there are {string.Join(", ", Fields.Where(f => f.Name.Length > 0).Select(f => f.Name))}.");
        return number && !field.IsNumber ? throw new PatternException(column, $"{name} is a text; write {{{name}:number}} in the line.") : field;
    }
}
