using System.Runtime.InteropServices;

namespace Metrics.Actions.Guard;

/// <summary>A user of this machine.</summary>
/// <param name="Id">Its number.</param>
/// <param name="GroupId">Its first group.</param>
internal readonly partial record struct UnixUser(uint Id, uint GroupId)
{
    /// <summary>Root.</summary>
    public static readonly UnixUser Root = new(0, 0);

    /// <summary>The user of a name, from wherever the machine has its users: getpwnam(3). Null when there is none.</summary>
    public static unsafe UnixUser? Find(string name)
    {
        // struct passwd of a 64-bit Linux: two pointers, then uid and gid.
        const int placeOfId = 16;
        var found = GetPasswordEntry(name);
        return found == null ? null : new UnixUser(*(uint*)(found + placeOfId), *(uint*)(found + placeOfId + sizeof(uint)));
    }

    // Its answer is overwritten by the next call; the guard looks at its start and while it reads its configuration again, on one thread at a time.
    [LibraryImport("libc", EntryPoint = "getpwnam", StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial byte* GetPasswordEntry(string name);
}
