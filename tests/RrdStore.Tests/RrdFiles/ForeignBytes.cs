using System.Buffers.Binary;
using System.Text;

namespace Metrics.RrdStore.Tests.RrdFiles;

/// <summary>A database of two data sources and two archives as a foreign machine would write it.</summary>
internal sealed class ForeignBytes(ForeignAbi abi)
{
    private readonly List<byte> bytes = [];

    /// <summary>The file: a GAUGE "t" and a COMPUTE "t,-2,*", a MAX of 3 rows of 2 steps with the newest row at place 1, and a FAILURES of 2
    /// rows. Values of the first are 1 to 6, oldest first, of the second 7 to 10.</summary>
    public static byte[] Make(ForeignAbi abi, string version)
    {
        var file = new ForeignBytes(abi);
        file.Head(version);
        file.Source("t", "GAUGE", cells => { cells.Count(0, 120); cells.Double(1, double.NaN); cells.Double(2, 99.5); });
        file.Source("twice", "COMPUTE", cells => { cells.Operation(0, 1, 0); cells.Operation(1, 0, -2); cells.Operation(2, 11, 0); cells.Operation(3, 32, 0); });
        file.Archive("MAX", 3, 2, cells => cells.Double(0, 0.25));
        file.Archive("FAILURES", 2, 1, cells => { cells.Double(1, 2); cells.Double(2, 3); cells.Count(3, 7); cells.Count(4, 9); cells.Count(5, 5); });
        file.LastUpdate(version == "0001");
        file.Point("21.5", 17, 322.25);
        file.Point("U", 3, double.NaN);
        for (var i = 0; i < 2; i++)
            file.Struct(80, at => { new Cells(file, at).Double(0, 4.5); new Cells(file, at).Count(1, 1); new Cells(file, at).Double(8, 6.5); });
        for (var i = 0; i < 2; i++)
            file.Struct(80, at => { file.bytes[at + 1] = 1; file.bytes[at + 8] = 1; });
        file.Long(1);
        file.Long(0);
        foreach (var value in (double[])[3, 4, 5, 6, 1, 2, 9, 10, 7, 8])
            file.Struct(8, at => file.Put(at, BitConverter.DoubleToInt64Bits(value), 8));
        return [.. file.bytes];
    }

    private void Head(string version) => Struct(abi.Head, at =>
    {
        Text(at, "RRD");
        Text(at + 4, version);
        Put(at + abi.Cookie, BitConverter.DoubleToInt64Bits(8.642135e130), 8);
        Put(at + abi.Counts, 2, abi.LongBytes);
        Put(at + abi.Counts + abi.LongBytes, 2, abi.LongBytes);
        Put(at + abi.Counts + 2 * abi.LongBytes, 60, abi.LongBytes);
    });

    private void Source(string name, string type, Action<Cells> cells) => Struct(120, at =>
    {
        Text(at, name);
        Text(at + 20, type);
        cells(new(this, at + 40));
    });

    private void Archive(string function, int rows, int steps, Action<Cells> cells) => Struct(abi.Archive, at =>
    {
        Text(at, function);
        Put(at + abi.Rows, rows, abi.LongBytes);
        Put(at + abi.Rows + abi.LongBytes, steps, abi.LongBytes);
        cells(new(this, at + abi.Parameters));
    });

    private void LastUpdate(bool timeOnly) => Struct(timeOnly ? abi.TimeBytes : abi.Live, at =>
    {
        Put(at, 1_700_000_077, abi.TimeBytes);
        if (!timeOnly)
            Put(at + abi.Microseconds, 250_000, abi.LongBytes);
    });

    private void Point(string last, int unknown, double sum) => Struct(112, at =>
    {
        Text(at, last);
        new Cells(this, at + 32).Count(0, unknown);
        new Cells(this, at + 32).Double(1, sum);
    });

    private void Long(int value) => Struct(abi.LongBytes, at => Put(at, value, abi.LongBytes));

    // What the machine left in the gaps is anything.
    private void Struct(int size, Action<int> fill)
    {
        var at = bytes.Count;
        bytes.AddRange(Enumerable.Repeat((byte)0xA5, size));
        fill(at);
    }

    private void Text(int at, string text) => Set(at, [.. Encoding.ASCII.GetBytes(text), 0]);

    private void Put(int at, long value, int size)
    {
        Span<byte> eight = stackalloc byte[8];
        if (abi.Big)
            BinaryPrimitives.WriteInt64BigEndian(eight, value);
        else
            BinaryPrimitives.WriteInt64LittleEndian(eight, value);
        Set(at, abi.Big ? eight[(8 - size)..] : eight[..size]);
    }

    private void Set(int at, ReadOnlySpan<byte> source)
    {
        for (var i = 0; i < source.Length; i++)
            bytes[at + i] = source[i];
    }

    private readonly record struct Cells(ForeignBytes File, int At)
    {
        public void Count(int cell, long value) => File.Put(At + 8 * cell, value, File.Abi.LongBytes);

        public void Double(int cell, double value) => File.Put(At + 8 * cell, BitConverter.DoubleToInt64Bits(value), 8);

        public void Operation(int index, byte code, short operand)
        {
            File.bytes[At + 4 * index] = code;
            File.Put(At + 4 * index + 2, operand, 2);
        }
    }

    private ForeignAbi Abi => abi;
}
