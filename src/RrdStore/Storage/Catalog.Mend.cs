using System.Buffers.Binary;

namespace Metrics.RrdStore.Storage;

internal sealed partial class Catalog
{
    /// <summary>Writes a damaged catalogue anew with what is whole in it, and keeps it as it was under another name.</summary>
    /// <param name="disk">The disk.</param>
    /// <param name="directory">The directory of the store.</param>
    /// <param name="aside">Takes the damaged file.</param>
    /// <returns>What is lost.</returns>
    /// <exception cref="StoreFormatException">No definition in it is whole, or it is of a newer version; nothing has changed.</exception>
    /// <exception cref="IOException">The disk refuses; the catalogue is as it was.</exception>
    public static IReadOnlyList<StoreDamage> Mend(IDisk disk, string directory, string aside)
    {
        var path = Path.Combine(directory, Name);
        var bytes = File.ReadAllBytes(path);
        var version = bytes.Length < HeaderSize ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(4));
        var isMarked = bytes.Length >= HeaderSize && BinaryPrimitives.ReadUInt32LittleEndian(bytes) == Magic;
        if (isMarked && version is > FormatVersion and < 256)
            throw new StoreFormatException(path, 4, $"The catalogue is of version {version}; this program knows versions up to {FormatVersion}.");
        var salvage = new CatalogSalvage(path, bytes, HeaderSize);
        if (salvage.Series == 0)
            throw new StoreFormatException(path, 0, $"No definition of a series is whole in it. {Advice}");

        Directory.CreateDirectory(aside);
        File.Copy(path, FreePath.Of(Path.Combine(aside, Name)));
        var target = path + TemporarySuffix;
        try
        {
            using (var file = disk.Open(target, create: true))
            {
                file.SetLength(0);
                file.Write(salvage.Records.Span, HeaderSize);
                WriteHeader(file, HeaderSize + salvage.Records.Length);
                file.Sync();
            }
            disk.Rename(target, path);
            disk.SyncDirectory(directory);
        }
        catch (IOException)
        {
            disk.Delete(target);
            throw;
        }
        return salvage.Damages is { Count: > 0 } damages
            ? damages
            : [new StoreDamage(path, 0, null, "The head of the catalogue is damaged; all of its records are whole.")];
    }
}
