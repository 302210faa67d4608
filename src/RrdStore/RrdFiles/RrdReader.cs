using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Metrics.RrdStore.RrdFiles;

/// <summary>Reads RRDtool databases of versions 1, 3, 4 and 5, from machines of 32 and 64 bits and of either byte order.</summary>
/// <remarks>Nothing in a file is believed: each count is compared with the bytes that are there before memory is taken for it, so that
/// at most a small multiple of the file is allocated. A database has no checksum; a changed value cannot be told from a true one.</remarks>
public static class RrdReader
{
    /// <summary>Reads a database.</summary>
    /// <exception cref="StoreFormatException">The file is no database, is damaged, or breaks a limit of <see cref="RrdLimits"/>.</exception>
    /// <exception cref="IOException">The file cannot be read, or is no regular one.</exception>
    public static RrdFile Read(string path)
    {
        using var handle = RrdInput.Open(path);
        return Read(handle, path);
    }

    /// <summary>Reads a database from an open file.</summary>
    internal static RrdFile Read(SafeFileHandle handle, string path)
    {
        var length = RandomAccess.GetLength(handle);
        if (length > RrdLimits.FileBytes)
            throw new StoreFormatException(path, 0, $"The file has {length} bytes; at most {RrdLimits.FileBytes} are read.");
        var bytes = GC.AllocateUninitializedArray<byte>((int)length);
        var filled = 0;
        while (filled < bytes.Length && RandomAccess.Read(handle, bytes.AsSpan(filled), filled) is > 0 and var count)
            filled += count;
        return Read(bytes.AsSpan(0, filled), path);
    }

    /// <summary>Reads a database from memory.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="path">Its name, for errors.</param>
    /// <exception cref="StoreFormatException">The bytes are no database, are damaged, or break a limit.</exception>
    public static RrdFile Read(ReadOnlySpan<byte> bytes, string path)
    {
        var layout = RrdLayoutReader.Read(bytes, path);
        var reader = new RrdByteReader(bytes, path, layout);
        var head = RrdHead.Read(ref reader, layout, bytes.Length);

        var sources = Definitions(ref reader, head);
        var archives = ArchiveDefinitions(ref reader, layout, head);
        layout = Measure(ref reader, layout, head, archives, bytes.Length);
        reader = new RrdByteReader(bytes, path, layout) { Offset = reader.Offset };

        var (seconds, microseconds) = LastUpdate(ref reader, layout, head.Version);
        for (var i = 0; i < sources.Length; i++)
            sources[i] = Point(ref reader, sources[i]);
        var open = OpenRows(ref reader, archives, sources.Length);
        var newest = NewestRows(ref reader, archives);
        for (var i = 0; i < archives.Length; i++)
        {
            var values = Values(ref reader, layout, archives[i].Rows, sources.Length, newest[i]);
            archives[i] = archives[i] with { Open = open[i], Values = values };
        }
        return new(head.Version, (long)head.StepSeconds, seconds, microseconds,
            ImmutableCollectionsMarshal.AsImmutableArray(sources), ImmutableCollectionsMarshal.AsImmutableArray(archives));
    }

    private static RrdDataSource[] Definitions(ref RrdByteReader reader, RrdHead head)
    {
        var sources = new RrdDataSource[head.DataSources];
        for (var i = 0; i < sources.Length; i++)
        {
            var at = reader.Offset;
            var name = reader.Text(RrdLayout.NameBytes);
            var type = reader.Text(RrdLayout.NameBytes);
            if ((RrdLimits.NameFault(name) ?? RrdLimits.KeywordFault(type, "data source type")) is { } fault)
                reader.Fail(at, fault);
            var parameters = reader.Offset;
            if (type == RrdDataSource.Compute)
                sources[i] = new(name, type, 0, double.NaN, double.NaN, Expression(ref reader, i), "", double.NaN, 0);
            else
            {
                var heartbeat = reader.Long();
                reader.Offset = parameters + RrdLayout.CellBytes;
                sources[i] = new(name, type, heartbeat, reader.Double(), reader.Double(), [], "", double.NaN, 0);
            }
            reader.Offset = parameters + RrdLayout.CellsBytes;
        }
        return sources;
    }

    private static ImmutableArray<RrdOperation> Expression(ref RrdByteReader reader, int dataSource)
    {
        var expression = ImmutableArray.CreateBuilder<RrdOperation>();
        while (expression.Count < RrdLimits.Operations)
        {
            var at = reader.Offset;
            var operation = reader.Operation();
            if (operation.Code == RrdExpression.End)
                return expression.DrainToImmutable();
            if (RrdExpression.Fault(operation, dataSource) is { } fault)
                reader.Fail(at, fault);
            expression.Add(operation);
        }
        reader.Fail(reader.Offset, $"The expression has no end in its {RrdLimits.Operations} operations.");
        return [];
    }

    private static RrdArchive[] ArchiveDefinitions(ref RrdByteReader reader, RrdLayout layout, RrdHead head)
    {
        var archives = new RrdArchive[head.Archives];
        for (var i = 0; i < archives.Length; i++)
        {
            var at = reader.Offset;
            var function = reader.Text(RrdLayout.NameBytes);
            if (RrdLimits.KeywordFault(function, "consolidation function") is { } nameFault)
                reader.Fail(at, nameFault);
            reader.Offset = at + layout.RowsOffset;
            var rows = reader.Long();
            var stepsPerRow = reader.Long();
            if (rows is 0 or > RrdLimits.FileBytes / RrdLayout.CellBytes)
                reader.Fail(at + layout.RowsOffset,
                    $"An archive of {rows} rows; 1 to {RrdLimits.FileBytes / RrdLayout.CellBytes} are expected.");
            if (RrdLimits.RowFault(head.StepSeconds, stepsPerRow) is { } rowFault)
                reader.Fail(at + layout.RowsOffset + layout.LongBytes, rowFault);
            reader.Offset = at + layout.ParametersOffset;
            var parameters = reader.Cells(RrdFields.OfParameters(function).AsSpan());
            archives[i] = new(function, (int)stepsPerRow, parameters, [], (int)rows, []);
        }
        return archives;
    }

    // The rest is as long as the definitions say. On 32 bits a time takes 4 bytes, on newer systems 8: the one that fits to the byte is it.
    private static RrdLayout Measure(ref RrdByteReader reader, RrdLayout layout, RrdHead head, RrdArchive[] archives, int fileBytes)
    {
        UInt128 values = 0;
        foreach (var archive in archives)
            values += (UInt128)archive.Rows * (ulong)head.DataSources * RrdLayout.CellBytes;
        var wide = layout with { TimeBytes = 8 };
        if (Length(wide) == (UInt128)fileBytes)
            return wide;
        if (Length(layout) > (UInt128)fileBytes)
            reader.Fail(fileBytes, $"The file ends here; its archives need {Length(layout)} bytes.");
        return layout;

        UInt128 Length(RrdLayout candidate) => values + candidate.HeaderBytes(head.Version, (ulong)head.DataSources, (ulong)head.Archives);
    }

    private static (long Seconds, int Microseconds) LastUpdate(ref RrdByteReader reader, RrdLayout layout, int version)
    {
        var at = reader.Offset;
        var seconds = reader.Time();
        if (version < 3)
            return (seconds, 0);
        reader.Offset = at + layout.MicrosecondsOffset;
        var microseconds = reader.Long();
        if (microseconds >= 1_000_000)
            reader.Fail(at + layout.MicrosecondsOffset, $"The last update has {microseconds} microseconds; 0 to 999,999 are expected.");
        reader.Offset = at + layout.LiveBytes(version);
        return (seconds, (int)microseconds);
    }

    private static RrdDataSource Point(ref RrdByteReader reader, RrdDataSource source)
    {
        var at = reader.Offset;
        var last = reader.Text(RrdLayout.ReadingBytes);
        reader.Offset = at + RrdLayout.PointCells;
        var unknown = reader.Long();
        reader.Offset = at + RrdLayout.PointCells + RrdLayout.CellBytes;
        var sum = reader.Double();
        reader.Offset = at + RrdLayout.PointBytes;
        return source with { LastReading = last, PointSum = sum, UnknownSeconds = unknown };
    }

    private static ImmutableArray<RrdCells>[] OpenRows(ref RrdByteReader reader, RrdArchive[] archives, int dataSources)
    {
        var all = new ImmutableArray<RrdCells>[archives.Length];
        for (var i = 0; i < archives.Length; i++)
        {
            var fields = RrdFields.OfOpenRow(archives[i].Function).AsSpan();
            var cells = new RrdCells[dataSources];
            for (var j = 0; j < cells.Length; j++)
                cells[j] = RrdFields.HasHistory(archives[i].Function) ? reader.History(fields) : reader.Cells(fields);
            all[i] = ImmutableCollectionsMarshal.AsImmutableArray(cells);
        }
        return all;
    }

    private static int[] NewestRows(ref RrdByteReader reader, RrdArchive[] archives)
    {
        var newest = new int[archives.Length];
        for (var i = 0; i < archives.Length; i++)
        {
            var at = reader.Offset;
            var row = reader.Long();
            if (row >= (ulong)archives[i].Rows)
                reader.Fail(at, $"The newest row of archive {i} is {row}; the archive has {archives[i].Rows} rows.");
            newest[i] = (int)row;
        }
        return newest;
    }

    private static ImmutableArray<double> Values(ref RrdByteReader reader, RrdLayout layout, int rows, int dataSources, int newest)
    {
        var values = GC.AllocateUninitializedArray<double>(rows * dataSources);
        var older = (rows - 1 - newest) * dataSources;
        var bytes = reader.Bytes(values.Length * RrdLayout.CellBytes);
        var split = bytes.Length - older * RrdLayout.CellBytes;
        bytes[split..].CopyTo(MemoryMarshal.AsBytes(values.AsSpan(0, older)));
        bytes[..split].CopyTo(MemoryMarshal.AsBytes(values.AsSpan(older)));
        if (layout.LittleEndian != BitConverter.IsLittleEndian)
        {
            var raw = MemoryMarshal.Cast<double, long>(values.AsSpan());
            System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(raw, raw);
        }
        return ImmutableCollectionsMarshal.AsImmutableArray(values);
    }
}
