using System.Text;
using Metrics.Grapher.Language;

namespace Metrics.Actions.Rules.Language;

/// <summary>A series as a rule names it.</summary>
/// <param name="At">Where.</param>
/// <param name="Pattern">Its name; each <c>*</c> stands for any characters.</param>
internal sealed record SeriesUse(TextPosition At, string Pattern)
{
    /// <summary>How many stars it has.</summary>
    public int Stars { get; } = Pattern.Count(c => c == '*');

    /// <summary>What the stars stand for in a name; null when the name does not fit. The first star takes as little as it can.</summary>
    /// <remarks>Without going back more than one star: time is at most the product of the lengths.</remarks>
    public string[]? Match(string name)
    {
        var parts = Pattern.Split('*');
        if (parts.Length == 1)
            return name == Pattern ? [] : null;
        if (!name.StartsWith(parts[0], StringComparison.Ordinal) || !name.EndsWith(parts[^1], StringComparison.Ordinal) || name.Length < parts[0].Length + parts[^1].Length)
            return null;
        var captures = new string[parts.Length - 1];
        var (at, end) = (parts[0].Length, name.Length - parts[^1].Length);
        for (var i = 1; i < parts.Length - 1; i++)
        {
            var found = name.IndexOf(parts[i], at, end - at, StringComparison.Ordinal);
            if (found < 0)
                return null;
            captures[i - 1] = name[at..found];
            at = found + parts[i].Length;
        }
        captures[^1] = name[at..end];
        return captures;
    }

    /// <summary>The name with its stars replaced.</summary>
    public string With(ReadOnlySpan<string> captures)
    {
        var parts = Pattern.Split('*');
        var name = new StringBuilder(parts[0]);
        for (var i = 1; i < parts.Length; i++)
            name.Append(captures[i - 1]).Append(parts[i]);
        return name.ToString();
    }
}
