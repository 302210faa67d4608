namespace Metrics.RrdStore.Storage;

/// <summary>What a store asks of the file system. Tests put one in the place of the real one that loses power, or fails.</summary>
/// <remarks>Every failure is an <see cref="IOException"/> whose message names the path.</remarks>
internal interface IDisk
{
    /// <summary>Opens a file for reading and writing.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="create">Makes it, empty, where there is none. The name is durable after <see cref="SyncDirectory"/>.</param>
    IDiskFile Open(string path, bool create);

    /// <summary>Opens a file that is there, for reading.</summary>
    IDiskFile OpenRead(string path);

    /// <summary>Gives a file another name, in place of the file that has it. Durable after <see cref="SyncDirectory"/>.</summary>
    void Rename(string from, string to);

    /// <summary>Removes a file, if there is one.</summary>
    void Delete(string path);

    /// <summary>Makes a directory whose parent is there. Durable after <see cref="SyncDirectory"/> of the parent.</summary>
    void CreateDirectory(string path);

    /// <summary>Removes a directory with all that is in it.</summary>
    void DeleteDirectory(string path);

    /// <summary>Makes the names in a directory durable.</summary>
    void SyncDirectory(string path);
}
