using Metrics.Grapher;
using Metrics.RrdStore;

namespace Metrics.Web.Control;

/// <summary>Does what commands ask of a store.</summary>
internal static class StoreVerbs
{
    /// <summary>Does it, and gives every answer to <paramref name="send"/>.</summary>
    /// <exception cref="ControlRefusedException">It cannot be done; the message says why.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static void Answer(
        RoundRobinStore store, GraphVerb graphs, ControlRequest request, Action<ControlAnswer> send, CancellationToken cancellation)
    {
        try
        {
            switch (request)
            {
                case StatRequest:
                    send(Stat(store));
                    break;
                case CheckRequest:
                    send(Check(store, new ProgressSender(send), cancellation));
                    break;
                case RepairRequest:
                    send(new RepairAnswer(
                        Path.Combine(store.Directory, "damaged"), [.. store.Repair(new ProgressSender(send), cancellation).Select(Contract)],
                        store.Health.Recovery));
                    break;
                case BackupRequest backup:
                    Make(backup.Directory);
                    store.Backup(backup.Directory, new ProgressSender(send), cancellation);
                    send(new DoneAnswer($"The store is copied to {backup.Directory}."));
                    break;
                case PlanRequest:
                    send(SpaceVerb.Plan(store));
                    break;
                case ClipRequest clip:
                    send(ClipVerb.Clip(store, Find(store, clip.Series), clip));
                    break;
                case ChangeRequest change:
                    send(ChangeVerb.Change(store, change));
                    break;
                case RenameRequest rename:
                    store.Rename(Find(store, rename.Series).Id, SeriesName.Parse(rename.Name));
                    send(new DoneAnswer($"{rename.Series} is now {rename.Name}."));
                    break;
                case DeleteRequest delete:
                    store.Delete(Find(store, delete.Series).Id);
                    send(new DoneAnswer($"{delete.Series} is deleted."));
                    break;
                case ImportRequest import:
                    send(ImportVerb.Import(store, import));
                    break;
                case ExportRequest export:
                    ExportVerb.Export(store, [.. export.Series.Select(name => Find(store, name))], export, send);
                    break;
                case GraphRequest graph:
                    graphs.Draw(graph, send);
                    break;
                case UnmatchedRequest unmatched:
                    send(graphs.Unmatched(unmatched));
                    break;
                case RuleRequest rule:
                    send(RuleVerb.Replay(store, rule, cancellation));
                    break;
                case RuleProblemsRequest rules:
                    send(RuleVerb.Problems(store, rules));
                    break;
                case QueryRequest query:
                    QueryVerb.Query(store, Find(store, query.Series), query, send);
                    break;
            }
        }
        catch (Exception e) when (e is ArgumentException or IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            throw new ControlRefusedException(ControlRefusedException.ReasonOf(e), e);
        }
    }

    /// <summary>Makes a directory where there is none.</summary>
    /// <exception cref="ControlRefusedException">It cannot be made.</exception>
    internal static void Make(string directory)
    {
        try
        {
            Directory.CreateDirectory(directory);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            // The system misses what was to be made.
            throw new ControlRefusedException($"The directory {directory} cannot be made there.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ControlRefusedException($"The directory {directory} cannot be made: {e.Message}", e);
        }
    }

    private static StatAnswer Stat(RoundRobinStore store)
    {
        var found = store.Measure();
        var health = store.Health;
        return new StatAnswer(
            store.Directory, found.Series, found.Values, Known(found.BytesPerValue), Known(found.CompressedBytesPerValue), found.Blocks, found.Chunks,
            found.RowBytes, found.GarbageBytes, found.LogSegments, found.LogBytes, found.LastSync, (int)Math.Min(health.DamagedBlocks, int.MaxValue),
            health.LateReadings, health.WaitingReadings, health.RefusedReadings, health.LoneReadings,
            health.LastError is { } error ? $"not written since {health.Since:u}: {error}" : health.ClockDoubt);
    }

    // JSON has no NaN.
    private static double? Known(double figure) => double.IsNaN(figure) ? null : figure;

    private static CheckAnswer Check(RoundRobinStore store, ProgressSender progress, CancellationToken cancellation)
    {
        var found = store.Check(progress, cancellation);
        return new CheckAnswer(found.Blocks, found.Chunks, [.. found.Damages.Select(Contract)], store.Health.Recovery);
    }

    /// <summary>A damaged place, as it is told.</summary>
    internal static DamageContract Contract(StoreDamage damage) => new(damage.Path, damage.Offset, damage.Series?.Value, damage.Problem);

    private static SeriesInfo Find(RoundRobinStore store, string text)
    {
        if (store.TryFind(SeriesName.Parse(text), out var series))
            return series;
        throw new ControlRefusedException(NearestName.Of(text, store.List().Select(one => one.Name.Value)) is { } near
            ? $"There is no series {text}; did you mean {near}?"
            : $"There is no series {text}.");
    }
}
