using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Metrics.RrdStore.RrdFiles;

/// <summary>Writes RRDtool databases as a 64-bit little-endian machine does, which RRDtool on amd64 and arm64 reads.</summary>
/// <remarks>The version is the lowest that has what the database uses: 3, or 4 for MHWPREDICT and smoothing windows, or 5 for DCOUNTER
/// and DDERIVE. The newest row of each archive is its last one in the file.</remarks>
public static class RrdWriter
{
    private const int ValuesAtOnce = 8192;

    /// <summary>Writes a database.</summary>
    /// <param name="file">What to write.</param>
    /// <param name="destination">Where to; written from its position on.</param>
    /// <exception cref="ArgumentException">The database contradicts itself or breaks a limit of <see cref="RrdLimits"/>.</exception>
    public static void Write(RrdFile file, Stream destination)
    {
        RrdFault.ThrowIfAny(file);
        destination.Write(Header(file));
        var buffer = new byte[ValuesAtOnce * RrdLayout.CellBytes];
        foreach (var archive in file.Archives)
            for (var i = 0; i < archive.Values.Length; i += ValuesAtOnce)
                destination.Write(Encode(archive.Values.AsSpan(i, Math.Min(ValuesAtOnce, archive.Values.Length - i)), buffer));
    }

    /// <summary>The lowest version that has what a database uses.</summary>
    internal static int VersionOf(RrdFile file)
    {
        if (file.DataSources.Any(source => source.Type is "DCOUNTER" or "DDERIVE"))
            return 5;
        return file.Archives.Any(archive => archive.Function == "MHWPREDICT"
            || (archive.Function is "SEASONAL" or "DEVSEASONAL" && archive.Parameters.Number(RrdFields.SmoothingWindow) != 0)) ? 4 : 3;
    }

    private static byte[] Header(RrdFile file)
    {
        var layout = RrdLayout.Written;
        var version = VersionOf(file);
        var header = new byte[checked((int)layout.HeaderBytes(version, (ulong)file.DataSources.Length, (ulong)file.Archives.Length))];
        RrdLayout.Cookie.CopyTo(header);
        var writer = new RrdByteWriter(header) { Offset = RrdLayout.VersionOffset };
        writer.Put($"{version:0000}", RrdLayout.VersionBytes);
        writer.Offset = layout.FloatCookieOffset;
        writer.Put(RrdLayout.FloatCookie);
        writer.Put((ulong)file.DataSources.Length);
        writer.Put((ulong)file.Archives.Length);
        writer.Put((ulong)file.StepSeconds);
        writer.Offset = layout.HeadBytes;

        foreach (var source in file.DataSources)
            Put(ref writer, source);
        foreach (var archive in file.Archives)
            Put(ref writer, archive, layout);
        writer.Put((ulong)file.LastUnixSeconds);
        writer.Put((ulong)file.LastMicroseconds);
        foreach (var source in file.DataSources)
            PutPoint(ref writer, source);
        foreach (var archive in file.Archives)
            foreach (ref readonly var cells in archive.Open.AsSpan())
                writer.Put(in cells);
        foreach (var archive in file.Archives)
            writer.Put((ulong)(archive.Rows - 1));
        return header;
    }

    private static void Put(ref RrdByteWriter writer, RrdDataSource source)
    {
        writer.Put(source.Name, RrdLayout.NameBytes);
        writer.Put(source.Type, RrdLayout.NameBytes);
        var cells = writer.Offset;
        if (source.IsComputed)
        {
            foreach (var operation in source.Expression)
                writer.Put(operation);
            writer.Put(new RrdOperation(RrdExpression.End, 0));
        }
        else
        {
            writer.Put(source.HeartbeatSeconds);
            writer.Put(source.Minimum);
            writer.Put(source.Maximum);
        }
        writer.Offset = cells + RrdLayout.CellsBytes;
    }

    private static void Put(ref RrdByteWriter writer, RrdArchive archive, RrdLayout layout)
    {
        var start = writer.Offset;
        writer.Put(archive.Function, RrdLayout.NameBytes);
        writer.Offset = start + layout.RowsOffset;
        writer.Put((ulong)archive.Rows);
        writer.Put((ulong)archive.StepsPerRow);
        writer.Offset = start + layout.ParametersOffset;
        writer.Put(archive.Parameters);
    }

    private static void PutPoint(ref RrdByteWriter writer, RrdDataSource source)
    {
        var start = writer.Offset;
        writer.Put(source.LastReading, RrdLayout.ReadingBytes);
        writer.Offset = start + RrdLayout.PointCells;
        writer.Put(source.UnknownSeconds);
        writer.Put(source.PointSum);
        writer.Offset = start + RrdLayout.PointBytes;
    }

    private static ReadOnlySpan<byte> Encode(ReadOnlySpan<double> values, byte[] buffer)
    {
        var target = buffer.AsSpan(0, values.Length * RrdLayout.CellBytes);
        MemoryMarshal.AsBytes(values).CopyTo(target);
        if (!BitConverter.IsLittleEndian)
        {
            var raw = MemoryMarshal.Cast<byte, long>(target);
            BinaryPrimitives.ReverseEndianness(raw, raw);
        }
        return target;
    }
}
