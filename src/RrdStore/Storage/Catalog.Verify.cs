using System.Buffers.Binary;

namespace Metrics.RrdStore.Storage;

internal sealed partial class Catalog
{
    /// <summary>Reads the file again and compares it with what was written: head, numbers and checksums of all records.</summary>
    /// <returns>What is damaged first, or null.</returns>
    /// <exception cref="IOException">It cannot be read.</exception>
    public StoreDamage? Verify()
    {
        lock (gate)
        {
            var bytes = new byte[length];
            var read = file.ReadFully(bytes, 0);
            if (read < bytes.Length)
                return Damage(read, $"The catalogue ends here and not at byte {length}.");
            if (BinaryPrimitives.ReadUInt32LittleEndian(bytes) != Magic || BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(4)) != FormatVersion)
                return Damage(0, "The head of the catalogue is damaged.");
            var compacted = BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(8));
            var isEndOfRecord = compacted == 0;
            var version = 0U;
            for (var at = HeaderSize; at < bytes.Length;)
            {
                if (!CatalogRecord.TryRead(bytes.AsSpan(at), version + 1, out var payload))
                    return Damage(at, $"Record {version + 1} of the catalogue is damaged.");
                version++;
                var source = new ByteSource(payload);
                if (source.Byte() == CatalogRecord.GapType)
                    version = (uint)source.Varint() - 1;
                at += CatalogRecord.HeaderSize + payload.Length;
                isEndOfRecord |= at == compacted;
            }
            return isEndOfRecord ? null : Damage(8, "The head of the catalogue is damaged.");
        }
    }

    private StoreDamage Damage(long offset, string problem) => new(path, offset, null, problem);
}
