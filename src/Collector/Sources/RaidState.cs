using System.Buffers.Text;

namespace Metrics.Collector;

/// <summary>State of an array as /proc/mdstat tells it; what it does not tell is NaN.</summary>
/// <param name="Active">Devices at work.</param>
/// <param name="Degraded">Devices that are missing.</param>
/// <param name="Failed">Devices marked as faulty.</param>
/// <param name="Progress">How far a resync, recovery, reshape or check is, in percent; NaN when none is running.</param>
internal readonly record struct RaidState(double Active, double Degraded, double Failed, double Progress)
{
    /// <summary>Nothing is known.</summary>
    public static readonly RaidState Unknown = new(double.NaN, double.NaN, double.NaN, double.NaN);

    /// <summary>From what stands behind the name: <c>active raid1 sdb1[1](F) sda1[0]</c>. Levels without redundancy tell no more than that; of an
    /// array that is not active it is not known what it lacks.</summary>
    public static RaidState OfMembers(ReadOnlySpan<byte> rest)
    {
        var fields = new Fields(rest);
        fields.Next(out var word);
        var active = word.SequenceEqual("active"u8);
        var (members, failed) = (0, 0);
        while (fields.Next(out var member))
        {
            if (!member.Contains((byte)'['))
                continue;
            if (member.EndsWith("(F)"u8))
                failed++;
            else if (!member.EndsWith("(S)"u8))
                members++;
        }
        return new RaidState(active ? members : 0, active ? 0 : double.NaN, failed, double.NaN);
    }

    /// <summary>With what a further line tells: <c>[2/1] [U_]</c> or <c>recovery = 12.6%</c>.</summary>
    public RaidState With(ReadOnlySpan<byte> line)
    {
        var state = this;
        var fields = new Fields(line);
        while (fields.Next(out var field))
        {
            if (field.Length > 2 && field[0] == '[' && field[^1] == ']' && field.IndexOf((byte)'/') is > 0 and var slash
                && Fields.TryCount(field[1..slash], out var wanted) && Fields.TryCount(field[(slash + 1)..^1], out var working))
                state = state with { Active = working, Degraded = Math.Max(0, (double)wanted - working) };
            else if (field[^1] == '%' && Utf8Parser.TryParse(field, out double percent, out var used) && used == field.Length - 1 && percent is >= 0 and <= 100)
                state = state with { Progress = percent };
        }
        return state;
    }
}
