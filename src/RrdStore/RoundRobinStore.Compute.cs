using System.Buffers;
using Metrics.RrdStore.Expressions;
using Metrics.RrdStore.Storage;

namespace Metrics.RrdStore;

// A computed series has its points as readings of its own, one at the end of each step, which are logged like any others: recovery, late
// readings and archives need know nothing of it. They are made in the rounds of the background thread from the rows of the inputs, as far as
// these are closed. What is logged of a round comes before the states of the inputs that it has seen: whatever a start finds of the
// inputs beyond their logged states, their points are looked at again.
public sealed partial class RoundRobinStore
{
    // The writer is held up for so many points at most.
    private const int PointsPerBatch = 4096;

    private readonly Computations computations;

    private void Compute()
    {
        IReadOnlyList<Computation> all;
        lock (writer)
            all = computations.InOrder;
        foreach (var one in all)
            while (ComputeSome(one))
            {
            }
    }

    // False: all is done, or has to wait for the disk or for late readings to be worked in.
    private bool ComputeSome(Computation computation)
    {
        lock (writer)
        {
            if (computations.Of(computation.Series) != computation || log.UnsyncedBytes + pending.Bytes > options.MaximumUnsavedBytes / 2)
                return false;
            var state = Copy(computation.Series);
            var step = state.Layout!.Schema.StepSeconds;
            var (begin, next, end) = Reach(computation, state);
            computation.NoteDone(Math.Max(begin, next - state.Layout.ReachMicroseconds / state.Layout.StepMicroseconds));
            if (computation.IsDue && computation.Due.First < next)
            {
                if (late.Count + 2 * PointsPerBatch > LateQueue.Capacity)
                    return false;
                var first = computation.Due.First;
                var last = Math.Min(Math.Min(computation.Due.End, next), first + PointsPerBatch);
                Log(Corrections(computation, step, first, (int)(last - first)));
                computation.NoteDone(last);
                return true;
            }
            computation.NoteDone(computation.Due.End);
            // It begins with its inputs, even if they have no point yet.
            var isFirst = state.LastMicroseconds == 0;
            if (next > end || next == end && !isFirst)
                return false;
            Log(NewPoints(computation, step, next, (int)Math.Min(end - next, PointsPerBatch), isFirst));
            return true;
        }
    }

    private bool IsDue()
    {
        lock (writer)
            return computations.IsDue;
    }

    private void Log(List<Reading> readings)
    {
        if (readings.Count > 0)
            Log([.. readings], LateQueue.Capacity, isComputed: true);
    }

    // The first point that any input has, the first that is missing, and the one up to which all inputs are known. Those that are silent for
    // longer than their heartbeat are not waited for: they are unknown, and looked at again when they come back.
    private (long Begin, long Next, long End) Reach(Computation computation, in SeriesState state)
    {
        var inputs = computation.Expression.Inputs;
        var newest = 0L;
        foreach (var input in inputs)
            newest = Math.Max(newest, Copy(input).LastMicroseconds);
        var begin = long.MaxValue;
        var end = newest == 0 ? 0 : long.MaxValue;
        foreach (var input in inputs)
        {
            var its = Copy(input);
            if (its.Layout is not { } layout || its.LastMicroseconds == 0)
                continue;
            begin = Math.Min(begin, FirstPoint(input, its));
            if (newest - its.LastMicroseconds <= layout.HeartbeatMicroseconds)
                end = Math.Min(end, OpenPoint(input));
        }
        var next = state.LastMicroseconds > 0 ? state.LastMicroseconds / state.Layout!.StepMicroseconds : begin;
        for (var i = 0; i < inputs.Length; i++)
        {
            var open = OpenPoint(inputs[i]);
            if (computation.Seen[i] < open && state.LastMicroseconds > 0)
                computation.NoteChanged(computation.Seen[i] > 0 ? computation.Seen[i] : FirstPoint(inputs[i], Copy(inputs[i])), Math.Min(open, next));
            computation.Seen[i] = open;
        }
        return (Math.Max(1, begin), next, end);
    }

    private long OpenPoint(int series) => shards[series / Shard.Capacity].OpenPointNumber(series % Shard.Capacity);

    // Before any is known, the first that is still there.
    private long FirstPoint(int series, in SeriesState state)
    {
        var column = state.Layout!.Columns[0];
        var open = OpenPoint(series);
        var first = open - shards[series / Shard.Capacity].Memory.Columns[state.ColumnBase].HotCount;
        if (state.FirstKnownSeconds > 0)
            first = Math.Min(first, state.FirstKnownSeconds / state.Layout.Schema.StepSeconds - 1);
        return Math.Max(first, open - column.Class.Rows);
    }

    // A reading for each known point, which holds for its step; one at the end of a gap.
    private List<Reading> NewPoints(Computation computation, int step, long first, int count, bool isFirst)
    {
        var id = new SeriesId(computation.Series);
        var readings = new List<Reading>(count + 1);
        if (isFirst)
            readings.Add(Reading.Unknown(id, first * step * 1_000_000));
        var told = first;
        var points = PointsOf(computation, step, first, count);
        for (var i = 0; i < count; i++)
        {
            if (double.IsNaN(points[i]))
                continue;
            if (told < first + i)
                readings.Add(Reading.Unknown(id, (first + i) * step * 1_000_000));
            told = first + i + 1;
            readings.Add(Reading.Of(id, told * step * 1_000_000, points[i]));
        }
        if (told < first + count)
            readings.Add(Reading.Unknown(id, (first + count) * step * 1_000_000));
        return readings;
    }

    // Late readings, for the points that are others than they were.
    private List<Reading> Corrections(Computation computation, int step, long first, int count)
    {
        var id = new SeriesId(computation.Series);
        var readings = new List<Reading>();
        var points = PointsOf(computation, step, first, count);
        // With the one before the first.
        var before = new double[count + 1];
        Fetch(id, ConsolidationFunction.Average, new Rows((first - 1) * step, step, count + 1), before);
        var told = -1L;
        for (var i = 0; i < count; i++)
        {
            if (points[i].Equals(before[i + 1]))
                continue;
            // In a gap there is no reading that it could begin at.
            if (!double.IsNaN(points[i]) && told < first + i && double.IsNaN(before[i]))
                readings.Add(Reading.Unknown(id, (first + i) * step * 1_000_000));
            told = first + i + 1;
            readings.Add(Reading.Of(id, told * step * 1_000_000, points[i]));
        }
        return readings;
    }

    private double[] PointsOf(Computation computation, int step, long first, int count)
    {
        var expression = computation.Expression;
        var inputs = expression.Inputs.Length;
        var rows = ArrayPool<double>.Shared.Rent(inputs * count);
        try
        {
            Fetch([.. expression.Inputs.Select(i => new SeriesId(i))], ConsolidationFunction.Average, new Rows(first * step, step, count), rows);
            Span<double> point = stackalloc double[inputs];
            var points = new double[count];
            for (var i = 0; i < count; i++)
            {
                for (var input = 0; input < inputs; input++)
                    point[input] = rows[input * count + i];
                points[i] = expression.Of(point);
            }
            return points;
        }
        finally
        {
            ArrayPool<double>.Shared.Return(rows);
        }
    }

    // What a change of rows means for those that are computed from them.
    private void NoteChanged(int series, ColumnRows points)
    {
        foreach (var user in computations.UsersOf(series))
            foreach (var (first, last) in points.Changed)
                user.NoteChanged(first, last + 1);
    }

    /// <summary>Says why a computed series cannot be computed here, as a sentence; null when it can, or is none.</summary>
    public string? ComputeFault(SeriesDefinition definition)
    {
        lock (writer)
        {
            TryFind(definition.Name, out var known);
            return ComputeFault(definition, known, out _);
        }
    }

    private string? ComputeFault(SeriesDefinition definition, SeriesInfo? known, out PointExpression? expression)
    {
        var (type, minimum, maximum, text) = definition.Source;
        expression = null;
        if (type != DataSourceType.Compute)
            return text is null ? null : "Only a computed series takes an expression.";
        if (string.IsNullOrEmpty(text))
            return "A computed series needs an expression.";
        if (!double.IsNaN(minimum) || !double.IsNaN(maximum))
            return "A computed series takes no limits; LIMIT does the same in its expression.";
        if (!PointExpression.TryParse(text, FindInput, out expression, out var fault))
            return fault;
        foreach (var input in expression!.Inputs)
        {
            var its = Info(input)!.Definition;
            if (known is not null && computations.Reaches(input, known.Id.Value))
                return $"It would be computed from itself, by way of {its.Name}.";
            if (InputFault(its.Schema, definition.Schema) is { } unfit)
                return $"It cannot be computed from {its.Name}, which {unfit}.";
        }
        return null;

        int? FindInput(string word) =>
            SeriesName.TryParse(word, out var input, out _) && TryFind(input, out var found) ? found.Id.Value : null;
    }

    private static string? InputFault(Schema input, Schema computed) =>
        input.StepSeconds != computed.StepSeconds ? $"has a step of {input.StepSeconds} s, not of {computed.StepSeconds} s"
        : input.Archives.All(a => a.StepsPerRow != 1) ? "keeps no archive with one step per row"
        : null;

    // What others are computed from stays fit for it.
    private void CheckInput(SeriesInfo input, Schema schema)
    {
        foreach (var user in computations.UsersOf(input.Id.Value))
            if (Info(user.Series) is { Definition: var computed } && InputFault(schema, computed.Schema) is { } unfit)
                throw new ArgumentException($"{input.Name} is what {computed.Name} is computed from; with its new schema it {unfit}.", nameof(input));
    }

    private string? UserOf(SeriesId series) =>
        computations.UsersOf(series.Value) is [var user, ..] ? Info(user.Series)?.Name.Value : null;

    // In the catalogue series are named by their numbers, for people by what they are called.
    private static SeriesDefinition ForCatalog(SeriesDefinition definition, PointExpression? expression) => expression is null ? definition
        : definition with { Source = definition.Source with { Expression = expression.ToText(PointExpression.NameOf) } };

    private SeriesDefinition ForPeople(SeriesDefinition definition, PointExpression? expression) => expression is null ? definition
        : definition with { Source = definition.Source with { Expression = expression.ToText(i => Info(i)?.Name.Value ?? PointExpression.NameOf(i)) } };

    private void RegisterUsersOf(SeriesId series)
    {
        foreach (var user in computations.UsersOf(series.Value))
            if (Info(user.Series) is { } info)
                Register(info with { Definition = ForPeople(info.Definition, user.Expression) });
    }
}
