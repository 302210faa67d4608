namespace Metrics.RrdStore.Expressions;

/// <summary>The computed series of a store, and what they are computed from. Belongs to the writer.</summary>
internal sealed class Computations
{
    private readonly SortedDictionary<int, Computation> bySeries = [];
    private readonly Dictionary<int, List<Computation>> users = [];
    private Computation[]? inOrder;

    /// <summary>All of them, each after those that it uses.</summary>
    public IReadOnlyList<Computation> InOrder => inOrder ??= Sorted();

    /// <summary>Whether there is none.</summary>
    public bool IsEmpty => bySeries.Count == 0;

    /// <summary>Whether one has points to work out again.</summary>
    public bool IsDue => bySeries.Values.Any(c => c.IsDue);

    /// <summary>The computation of a series, or null.</summary>
    public Computation? Of(int series) => bySeries.GetValueOrDefault(series);

    /// <summary>The computations that use a series.</summary>
    public IReadOnlyList<Computation> UsersOf(int series) => users.TryGetValue(series, out var list) ? list : [];

    /// <summary>Whether a series is computed from another one, directly or not, or is that one.</summary>
    public bool Reaches(int series, int other) => Reaches(series, other, []);

    /// <summary>Puts a computation in, in the place of the one that the series had.</summary>
    public void Set(Computation computation)
    {
        Remove(computation.Series);
        bySeries.Add(computation.Series, computation);
        foreach (var input in computation.Expression.Inputs)
        {
            if (!users.TryGetValue(input, out var list))
                users.Add(input, list = []);
            list.Add(computation);
        }
    }

    /// <summary>Takes the computation of a series out.</summary>
    public void Remove(int series)
    {
        inOrder = null;
        if (!bySeries.Remove(series, out var computation))
            return;
        foreach (var input in computation.Expression.Inputs)
            if (users[input].Remove(computation) && users[input].Count == 0)
                users.Remove(input);
    }

    // Each series is looked at once, whatever number of ways leads to it.
    private bool Reaches(int series, int other, HashSet<int> seen) => series == other
        || seen.Add(series) && Of(series) is { } computation && computation.Expression.Inputs.Any(input => Reaches(input, other, seen));

    private Computation[] Sorted()
    {
        var sorted = new List<Computation>(bySeries.Count);
        var placed = new HashSet<int>();
        foreach (var computation in bySeries.Values)
            Place(computation);
        return [.. sorted];

        void Place(Computation computation)
        {
            if (!placed.Add(computation.Series))
                return;
            foreach (var input in computation.Expression.Inputs)
                if (Of(input) is { } before)
                    Place(before);
            sorted.Add(computation);
        }
    }
}
