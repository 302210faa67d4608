namespace Metrics.Grapher.Language.Syntax;

/// <summary>The names that a text has defined so far. Names are used after they are defined only, so nothing can depend on
/// itself.</summary>
internal sealed class Variables
{
    private readonly Dictionary<string, VariableKind> kinds = [];

    public bool IsSeries(string name) => kinds.GetValueOrDefault(name, VariableKind.Series) == VariableKind.Series;

    public bool Has(string name) => kinds.ContainsKey(name);

    /// <summary>Takes a new name.</summary>
    public void Define(string name, VariableKind kind) => kinds[name] = kind;

    /// <summary>What a name stands for.</summary>
    /// <param name="name">The name that was found.</param>
    /// <param name="at">Where.</param>
    /// <param name="expected">What was expected there, for the message.</param>
    /// <param name="others">Names besides the variables that could have been meant.</param>
    /// <exception cref="GraphLanguageException">Nothing was defined under it up to here.</exception>
    public VariableKind Find(string name, TextPosition at, string expected, IEnumerable<string>? others = null) =>
        kinds.TryGetValue(name, out var kind)
            ? kind
            : throw new GraphLanguageException(at,
                $"Found \"{name}\", which is not defined above; expected a {expected}{NearestName.Hint(name, kinds.Keys.Concat(others ?? []))}");
}
