namespace Metrics.Grapher.Language.Syntax;

/// <summary>Cuts a text into statements and option words, within the limits on its size.</summary>
/// <remarks>A line is a statement as a whole, blanks included. A line that begins with <c>-</c> holds options, whose words are separated
/// by blanks and may be quoted with <c>"</c> or <c>'</c>. Empty lines and lines that begin with <c>#</c> say nothing.</remarks>
internal static class SourceText
{
    public static List<Argument> Lines(string text)
    {
        if (text.Length > GraphLimits.TextLength)
            throw new GraphLanguageException(new TextPosition(1, 1),
                $"The text has {text.Length:N0} characters; at most {GraphLimits.TextLength:N0} are taken.");
        var arguments = new List<Argument>();
        var number = 0;
        foreach (var range in text.AsSpan().Split('\n'))
        {
            number++;
            var line = text.AsSpan(range).TrimEnd();
            var indent = line.Length - line.TrimStart().Length;
            if (indent == line.Length || line[indent] == '#')
                continue;
            CheckLength(line.Length, number);
            var statement = new Argument(line[indent..].ToString(), new TextPosition(number, indent + 1));
            if (statement.IsOption)
                AddWords(arguments, statement);
            else
                arguments.Add(statement);
            CheckCount(arguments.Count, number);
        }
        return arguments;
    }

    public static List<Argument> Arguments(IReadOnlyList<string> words)
    {
        CheckCount(words.Count, GraphLimits.Statements + 1);
        var arguments = new List<Argument>(words.Count);
        foreach (var word in words)
        {
            CheckLength(word.Length, arguments.Count + 1);
            arguments.Add(new Argument(word, new TextPosition(arguments.Count + 1, 1)));
        }
        return arguments;
    }

    private static void AddWords(List<Argument> arguments, Argument line)
    {
        var text = line.Text;
        var i = 0;
        while (i < text.Length)
        {
            if (char.IsWhiteSpace(text[i]))
            {
                i++;
                continue;
            }
            var start = i;
            var word = new System.Text.StringBuilder();
            while (i < text.Length && !char.IsWhiteSpace(text[i]))
            {
                if (text[i] is not ('"' or '\''))
                {
                    word.Append(text[i++]);
                    continue;
                }
                var close = text.IndexOf(text[i], i + 1);
                if (close < 0)
                    throw new GraphLanguageException(line.At.Plus(i), $"The quote {text[i]} is not closed on its line.");
                word.Append(text, i + 1, close - i - 1);
                i = close + 1;
            }
            arguments.Add(new Argument(word.ToString(), line.At.Plus(start)));
        }
    }

    private static void CheckLength(int length, int line)
    {
        if (length > GraphLimits.LineLength)
            throw new GraphLanguageException(new TextPosition(line, GraphLimits.LineLength + 1),
                $"The line has {length:N0} characters; at most {GraphLimits.LineLength:N0} are taken.");
    }

    private static void CheckCount(int count, int line)
    {
        if (count > GraphLimits.Statements)
            throw new GraphLanguageException(new TextPosition(line, 1),
                $"There are more than {GraphLimits.Statements:N0} statements and options.");
    }
}
