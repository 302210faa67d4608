using System.Runtime.InteropServices;

namespace Metrics.Bench.Peers;

/// <summary>Debian's librrd in this process: what a C program that links it has, less a few nanoseconds for the crossing.</summary>
internal static unsafe partial class Librrd
{
    private const string Library = "librrd.so.8";

    /// <summary>Makes a file, as "rrdtool create".</summary>
    public static void Create(string path, long lastUpdate, int stepSeconds, params string[] arguments)
    {
        using var words = new CStrings(arguments);
        Check(rrd_create_r(path, (nuint)stepSeconds, (nint)lastUpdate, arguments.Length, words.Pointer), path);
    }

    /// <summary>Takes one reading.</summary>
    /// <param name="path">The file, zero-terminated.</param>
    /// <param name="reading">"time:value", zero-terminated.</param>
    public static void Update(ReadOnlySpan<byte> path, ReadOnlySpan<byte> reading)
    {
        fixed (byte* file = path, argument = reading)
        {
            var arguments = argument;
            Check(rrd_update_r(file, null, 1, &arguments), "update");
        }
    }

    /// <summary>Reads the rows of a range and gives them back at once.</summary>
    /// <returns>How many rows there were.</returns>
    public static int Fetch(string path, string function, long start, long end, int stepSeconds)
    {
        nint from = (nint)start, to = (nint)end;
        var step = (nuint)stepSeconds;
        Check(rrd_fetch_r(path, function, ref from, ref to, ref step, out var sources, out var names, out var rows), path);
        for (nuint i = 0; i < sources; i++)
            rrd_freemem(names[i]);
        rrd_freemem((byte*)names);
        rrd_freemem((byte*)rows);
        return (int)((to - from) / (nint)step);
    }

    /// <summary>Draws a picture into memory, as "rrdtool graphv -".</summary>
    /// <returns>Its size in bytes.</returns>
    public static long Graph(params string[] arguments)
    {
        using var words = new CStrings(["graphv", "-", .. arguments]);
        var first = rrd_graph_v(arguments.Length + 2, words.Pointer);
        if (first == null)
            Check(-1, "graph");
        var size = 0L;
        for (var entry = first; entry != null; entry = entry->Next)
        {
            if (Marshal.PtrToStringUTF8((nint)entry->Key) == "image")
                size = (long)entry->Size;
        }
        rrd_info_free(first);
        return size;
    }

    private static void Check(int result, string what)
    {
        if (result >= 0)
            return;
        var error = Marshal.PtrToStringUTF8((nint)rrd_get_error());
        rrd_clear_error();
        throw new InvalidOperationException($"librrd: {what}: {error}");
    }

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int rrd_create_r(string filename, nuint step, nint lastUpdate, int argc, byte** argv);

    [LibraryImport(Library)]
    private static partial int rrd_update_r(byte* filename, byte* template, int argc, byte** argv);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int rrd_fetch_r(
        string filename, string function, ref nint start, ref nint end, ref nuint step, out nuint sources, out byte** names, out double* rows);

    [LibraryImport(Library)]
    private static partial Info* rrd_graph_v(int argc, byte** argv);

    [LibraryImport(Library)]
    private static partial void rrd_info_free(Info* info);

    [LibraryImport(Library)]
    private static partial void rrd_freemem(byte* memory);

    [LibraryImport(Library)]
    private static partial byte* rrd_get_error();

    [LibraryImport(Library)]
    private static partial void rrd_clear_error();

    // struct rrd_info_t of rrd.h; of its union the part that a picture has.
    [StructLayout(LayoutKind.Sequential)]
    private struct Info
    {
        public byte* Key;
        public int Type;
        public nuint Size;
        public byte* Bytes;
        public Info* Next;
    }

    /// <summary>An argv.</summary>
    private readonly struct CStrings : IDisposable
    {
        private readonly int count;

        public CStrings(string[] words)
        {
            count = words.Length;
            Pointer = (byte**)NativeMemory.Alloc((nuint)words.Length, (nuint)sizeof(byte*));
            for (var i = 0; i < words.Length; i++)
                Pointer[i] = (byte*)Marshal.StringToCoTaskMemUTF8(words[i]);
        }

        public byte** Pointer { get; }

        public void Dispose()
        {
            for (var i = 0; i < count; i++)
                Marshal.FreeCoTaskMem((nint)Pointer[i]);
            NativeMemory.Free(Pointer);
        }
    }
}
