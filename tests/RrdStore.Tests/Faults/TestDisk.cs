using Metrics.RrdStore.Storage;

namespace Metrics.RrdStore.Tests.Faults;

/// <summary>Real files in a scratch directory, and a record of what of them is not durable yet. It can fail, and lose power.</summary>
/// <param name="random">Decides what a power cut leaves.</param>
internal sealed class TestDisk(Random random) : IDisk, IDisposable
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, TestFileState> states = [];

    // What was done to names and is not durable, oldest first.
    private readonly List<(string Directory, Action Undo)> names = [];
    private readonly string graveyard = Directory.CreateTempSubdirectory("graveyard-").FullName;
    private int buried;
    private bool isOff;

    /// <summary>Operations that change something until the power goes; none when it stays.</summary>
    public int? OperationsLeft { get; set; }

    /// <summary>Gives the failure of an operation on a path, or null.</summary>
    public Func<DiskOperation, string, IOException?> Fault { get; set; } = (_, _) => null;

    /// <summary>Whether the power is gone.</summary>
    public bool IsOff => Volatile.Read(ref isOff);

    /// <inheritdoc/>
    public IDiskFile Open(string path, bool create) => Do(DiskOperation.Open, path, () =>
    {
        if (create && !File.Exists(path))
            Named(path, () => File.Delete(path));
        return new TestFile(this, path, create ? FileMode.OpenOrCreate : FileMode.Open, FileAccess.ReadWrite, StateOf(path));
    });

    /// <inheritdoc/>
    public IDiskFile OpenRead(string path) =>
        Do(DiskOperation.Read, path, () => new TestFile(this, path, FileMode.Open, FileAccess.Read, StateOf(path)));

    /// <inheritdoc/>
    public void Rename(string from, string to) => Do(DiskOperation.Rename, from, () =>
    {
        var replaced = File.Exists(to) ? Bury(to) : null;
        Move(from, to);
        Named(to, () =>
        {
            Move(to, from);
            if (replaced is not null)
                Move(replaced, to);
        });
        return 0;
    });

    /// <inheritdoc/>
    public void Delete(string path) => Do(DiskOperation.Delete, path, () =>
    {
        if (File.Exists(path) && Bury(path) is var grave)
            Named(path, () => Move(grave, path));
        return 0;
    });

    /// <inheritdoc/>
    public void CreateDirectory(string path) => Do(DiskOperation.CreateDirectory, path, () =>
    {
        Directory.CreateDirectory(path);
        Named(path, () => Directory.Delete(path, recursive: true));
        return 0;
    });

    /// <inheritdoc/>
    public void DeleteDirectory(string path) => Do(DiskOperation.DeleteDirectory, path, () =>
    {
        var grave = Path.Combine(graveyard, $"{++buried}");
        CopyDirectory(path, grave);
        Directory.Delete(path, recursive: true);
        foreach (var file in states.Keys.Where(f => Path.GetDirectoryName(f) == path).ToList())
            states.Remove(file);
        Named(path, () => CopyDirectory(grave, path));
        return 0;
    });

    /// <inheritdoc/>
    public void SyncDirectory(string path) => Do(DiskOperation.SyncDirectory, path, () => names.RemoveAll(n => n.Directory == path));

    /// <summary>Leaves on the disk what a power cut might have, and turns the power on again.</summary>
    public void RestorePower()
    {
        lock (gate)
        {
            // Now and then everything had reached the disk, or nothing; mostly some of it.
            var mood = random.Next(6);
            foreach (var state in states.Values)
                state.LosePower(random, mood);
            // Of the names in a directory the first changes are kept: a journal has them in order.
            var kept = names.GroupBy(n => n.Directory).ToDictionary(
                g => g.Key, g => mood switch { 0 => g.Count(), 1 => 0, _ => random.Next(g.Count() + 1) });
            var later = names.GroupBy(n => n.Directory).ToDictionary(g => g.Key, g => g.Count());
            foreach (var (directory, undo) in Enumerable.Reverse(names))
                if (later[directory]-- > kept[directory] && Directory.Exists(directory))
                    undo();
            names.Clear();
            states.Clear();
            OperationsLeft = null;
            isOff = false;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(graveyard, recursive: true);

    /// <summary>Does an operation, unless it is to fail or the power is gone. The power goes when it is done, or nearly.</summary>
    /// <param name="operation">What is asked for.</param>
    /// <param name="path">Of which file or directory.</param>
    /// <param name="action">Does it.</param>
    /// <param name="onFault">What happens when it fails.</param>
    internal T Do<T>(DiskOperation operation, string path, Func<T> action, Action? onFault = null)
    {
        lock (gate)
        {
            if (isOff)
                throw new IOException($"{path}: the power is off.");
            if (Fault(operation, path) is { } fault)
            {
                onFault?.Invoke();
                throw fault;
            }
            if (operation == DiskOperation.Read || OperationsLeft is null || --OperationsLeft > 0)
                return action();
            isOff = true;
            // A write or a rename under way may yet reach the disk. What a sync was to make durable is only there by chance.
            if (operation is not (DiskOperation.Sync or DiskOperation.SyncDirectory))
                (action() as IDisposable)?.Dispose();
            throw new IOException($"{path}: the power has gone.");
        }
    }

    private TestFileState StateOf(string path)
    {
        if (!states.TryGetValue(path, out var state))
            states.Add(path, state = new TestFileState(path));
        return state;
    }

    private void Named(string path, Action undo) => names.Add((Path.GetDirectoryName(path)!, undo));

    private string Bury(string path)
    {
        var grave = Path.Combine(graveyard, $"{++buried}");
        Move(path, grave);
        return grave;
    }

    private void Move(string from, string to)
    {
        File.Move(from, to, overwrite: true);
        states.Remove(to);
        if (!states.Remove(from, out var state))
            return;
        state.Path = to;
        states.Add(to, state);
    }

    private static void CopyDirectory(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
    }
}
