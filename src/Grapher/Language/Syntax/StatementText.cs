using System.Collections.Immutable;

namespace Metrics.Grapher.Language.Syntax;

/// <summary>A statement cut into its parts, of which nothing is understood yet.</summary>
/// <param name="Keyword">DEF, LINE …</param>
/// <param name="Width">What follows the keyword directly: the width of LINE.</param>
/// <param name="Fields">What the colons separate, as written: <c>\:</c> stands for a colon within one.</param>
internal sealed record StatementText(Located<string> Keyword, Located<string> Width, ImmutableArray<Located<string>> Fields);
