using System.Text;
using Metrics.Analyzers.Events;
using Metrics.Analyzers.Formats;
using Metrics.Analyzers.Text;

namespace Metrics.Analyzers.Tests.Formats;

/// <summary>What the database has of a format's state, in the order in which it gives it back.</summary>
internal sealed class KeptState
{
    private readonly SortedDictionary<byte[], byte[]> rows = new(ByteKeys.InOrder);

    /// <summary>What there is, as text.</summary>
    public IEnumerable<string> Rows => rows.Select(row => $"{Text(row.Key)} = {Text(row.Value)}");

    /// <summary>The keys of it.</summary>
    public IEnumerable<string> Keys => rows.Keys.Select(Text);

    /// <summary>Takes what a format has to say.</summary>
    public void Save(ILogFormat format)
    {
        var changes = new StateChanges();
        format.Save(changes);
        foreach (var key in changes.Removed)
            rows.Remove(key);
        foreach (var (key, value) in changes.Put)
            rows[key] = value;
    }

    /// <summary>Gives all of it to a format.</summary>
    public void Restore(ILogFormat format)
    {
        foreach (var (key, value) in rows)
            format.Restore(key, value);
    }

    /// <summary>Reads lines, and goes on with another reader that knows what is kept, after as many lines as are asked for each time.</summary>
    public static KeptState Read(IEnumerable<byte[]> lines, Func<ILogFormat> make, ILogEvents events, Func<int> linesUntilRestart)
    {
        var (kept, format, left) = (new KeptState(), make(), linesUntilRestart());
        foreach (var line in lines)
        {
            format.Read(line, events);
            if (--left > 0)
                continue;
            kept.Save(format);
            kept.Restore(format = make());
            left = linesUntilRestart();
        }
        kept.Save(format);
        return kept;
    }

    private static string Text(byte[] bytes) => string.Concat(Encoding.Latin1.GetString(bytes).Select(c => c is >= ' ' and <= '~' ? $"{c}" : $"\\{(int)c:x2}"));
}
