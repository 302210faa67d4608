using System.Numerics;

namespace Metrics.Analyzers.Tops;

/// <summary>How many different addresses there were, in 2 KiB however many: HyperLogLog (Flajolet and others, 2007) with hashes of 64 bits, 2.3 % standard
/// error; small numbers are counted linearly and nearly exact.</summary>
internal sealed class DistinctCount
{
    /// <summary>Bytes of the registers.</summary>
    public const int Bytes = 1 << IndexBits;

    private const int IndexBits = 11;

    private readonly byte[] registers;

    /// <summary>Counts from the registers of an earlier one, or from nothing.</summary>
    /// <param name="registers">As <see cref="Registers"/> gave them; empty for nothing.</param>
    /// <exception cref="FormatException">They are of another size.</exception>
    public DistinctCount(ReadOnlySpan<byte> registers)
    {
        if (registers.Length is not (0 or Bytes))
            throw new FormatException($"A count of addresses has {Bytes} bytes; found {registers.Length}.");
        this.registers = registers.IsEmpty ? new byte[Bytes] : registers.ToArray();
    }

    /// <summary>The registers, for the database.</summary>
    public ReadOnlySpan<byte> Registers => registers;

    /// <summary>How many there were.</summary>
    public long Estimate
    {
        get
        {
            var (sum, empty) = (0.0, 0);
            foreach (var register in registers)
            {
                sum += Math.ScaleB(1, -register);
                empty += register == 0 ? 1 : 0;
            }
            var raw = 0.7213 / (1 + (1.079 / Bytes)) * Bytes * Bytes / sum;
            return (long)Math.Round(raw <= 2.5 * Bytes && empty > 0 ? Bytes * Math.Log((double)Bytes / empty) : raw);
        }
    }

    /// <summary>Counts an address by its hash, of 64 even bits.</summary>
    /// <returns>Whether that changed anything.</returns>
    public bool Add(ulong hash)
    {
        var index = hash >> (64 - IndexBits);
        var rank = (byte)(Math.Min(BitOperations.LeadingZeroCount(hash << IndexBits), 64 - IndexBits) + 1);
        if (registers[index] >= rank)
            return false;
        registers[index] = rank;
        return true;
    }

    /// <summary>Adds what another one has counted.</summary>
    public void Add(DistinctCount other)
    {
        for (var i = 0; i < Bytes; i++)
            registers[i] = Math.Max(registers[i], other.registers[i]);
    }
}
