namespace Metrics.Grapher.Language.Syntax;

/// <summary>Hands out the fields of a statement one after the other, and says what is missing or left over.</summary>
internal sealed class Fields(StatementText statement)
{
    private int next;

    /// <summary>The statement's keyword, for messages.</summary>
    public string Keyword => statement.Keyword.Value;

    /// <summary>Where the statement begins.</summary>
    public TextPosition At => statement.Keyword.At;

    public bool AtEnd => next == statement.Fields.Length;

    /// <summary>The next field, which must be there.</summary>
    public Located<string> Next(string expected)
    {
        if (!AtEnd)
            return statement.Fields[next++];
        var last = statement.Fields[^1];
        throw new GraphLanguageException(last.At.Plus(last.Value.Length), $"Found the end of {Keyword}; expected \":\" and {expected}.");
    }

    /// <summary>The next field, or an empty one.</summary>
    public Located<string> NextOrEmpty() => AtEnd ? new Located<string>("", At) : statement.Fields[next++];

    /// <summary>Looks at a field without taking it; null when there are not so many.</summary>
    public string? Peek(int ahead = 0) => next + ahead < statement.Fields.Length ? statement.Fields[next + ahead].Value : null;

    /// <summary>Says so when something is left.</summary>
    public void End()
    {
        if (!AtEnd)
            throw new GraphLanguageException(statement.Fields[next].At,
                $"Found \"{statement.Fields[next].Value}\"; expected the end of {Keyword}.");
    }

    /// <summary>A field as it is meant: with colons for their escapes.</summary>
    public static string Unescape(string field) => field.Replace("\\:", ":");
}
