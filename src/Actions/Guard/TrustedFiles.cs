using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Metrics.Actions.Guard;

/// <summary>Which files the guard may believe: those that nobody but root, and the user that it is itself, can change or put another in the place of.</summary>
/// <remarks>A path is followed as path_resolution(7) says, through every link, and every directory on the way is looked at: who may write to one can put another file there. An
/// access control list that lets others write shows in the group's bits: acl(5).</remarks>
public static partial class TrustedFiles
{
    /// <summary>Where programs without a path are looked for: fixed, whatever the environment says.</summary>
    public const string ProgramPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/command";

    private const int MostLinks = 40;
    private const UnixFileMode OthersWrite = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    private enum Kind
    {
        Other,
        Directory,
        Link,
    }

    /// <summary>Why somebody else could change what a path leads to, as a sentence with what to do about it; null when nobody can. What is not there yet must be somewhere where nobody else can put it.</summary>
    /// <param name="path">An absolute path.</param>
    public static string? FaultOf(string path)
    {
        var rest = new Stack<string>(Parts(path));
        var (at, links, isShared) = ("/", 0, false);
        for (string? part = "."; part is not null; part = rest.TryPop(out var next) ? next : null)
        {
            // What is behind us has no links any more.
            at = part == ".." ? Path.GetDirectoryName(at) ?? "/" : part == "." ? at : Path.Combine(at, part);
            if (Look(at) is not var (kind, owner, mode))
                return isShared ? $"{at} is not there, and everybody can put it there. Move it to a directory of root's." : null;
            if (owner != 0 && owner != EffectiveUser())
                return Fault(at, $"belongs to user {owner}, who can change it", $"chown root {ShellWord.Of(at)}");
            // In a directory such as /tmp only owners can move or remove what is theirs; a file could be a second name of another one.
            if (isShared && kind != Kind.Directory)
                return $"{at} is in a directory that everybody may write to. Move it to one of root's.";
            isShared = kind == Kind.Directory && mode.HasFlag(UnixFileMode.StickyBit);
            if (kind == Kind.Link)
            {
                if (++links > MostLinks)
                    return $"{path} leads through more than {MostLinks} links.";
                var target = new FileInfo(at).LinkTarget ?? "";
                at = target.StartsWith('/') ? "/" : Path.GetDirectoryName(at) ?? "/";
                foreach (var one in Parts(target))
                    rest.Push(one);
            }
            else if ((mode & OthersWrite) != 0 && !isShared)
                return Fault(at, "can be written by others than root", $"chmod go-w {ShellWord.Of(at)}");
            else
                isShared &= (mode & OthersWrite) != 0;
        }
        return null;
    }

    /// <summary>Why a program must not be run as root: somebody else could change it, or a file that its arguments name, which may be a script; null when nobody can.</summary>
    /// <param name="command">The program and its arguments.</param>
    public static string? FaultOf(ImmutableArray<string> command) =>
        command.Select((part, at) => at == 0 ? Find(part) : FileIn(part)).OfType<string>().Select(path => FaultOf(path)).FirstOrDefault(fault => fault is not null);

    /// <summary>Where a program is; null: nowhere.</summary>
    /// <param name="program">An absolute path, or a name that is looked for in <see cref="ProgramPath"/>.</param>
    public static string? Find(string program) => Path.IsPathRooted(program)
        ? program
        : ProgramPath.Split(':').Select(directory => Path.Combine(directory, program)).FirstOrDefault(File.Exists);

    /// <summary>The absolute path of a file in an argument: <c>/x</c>, <c>--config=/x</c>, <c>-c/x</c>; null: there is none.</summary>
    private static string? FileIn(string argument)
    {
        const int letter = 2;
        var slash = argument.IndexOf('/', StringComparison.Ordinal);
        var isPath = slash == 0 || (slash > 0 && (argument[slash - 1] == '=' || (slash == letter && argument[0] == '-')));
        return isPath && argument[slash..] is var path && !Directory.Exists(path) ? path : null;
    }

    private static string Fault(string path, string problem, string remedy) => $"{path} {problem}. What the guard reads and runs must be root's alone: {remedy}";

    // The last part first.
    private static IEnumerable<string> Parts(string path) => path.Split('/', StringSplitOptions.RemoveEmptyEntries).Reverse();

    private static (Kind Kind, uint Owner, UnixFileMode Mode)? Look(string path)
    {
        const int fromHere = -100, noFollow = 0x100;
        const uint typeModeAndOwner = 0x1 | 0x2 | 0x8;
        const int typeMask = 0xf000, directory = 0x4000, link = 0xa000;
        return Stat(fromHere, path, noFollow, typeModeAndOwner, out var status) != 0
            ? null
            : ((status.Mode & typeMask) switch { directory => Kind.Directory, link => Kind.Link, _ => Kind.Other }, status.Owner, (UnixFileMode)(status.Mode & 0xfff));
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Stat(int directory, string path, int flags, uint mask, out Status status);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint EffectiveUser();

    /// <summary>The fields of statx(2) that matter here.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Status
    {
        [FieldOffset(20)]
        public uint Owner;

        [FieldOffset(28)]
        public ushort Mode;
    }
}
