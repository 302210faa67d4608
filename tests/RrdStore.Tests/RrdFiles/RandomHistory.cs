using System.Globalization;

namespace Metrics.RrdStore.Tests.RrdFiles;

/// <summary>Random databases with random updates, the same for the same seed.</summary>
internal sealed class RandomHistory
{
    private const long Start = 1_700_000_000;

    private static readonly string[] Types = ["GAUGE", "COUNTER", "DERIVE", "ABSOLUTE", "DCOUNTER", "DDERIVE"];
    private static readonly string[] Functions = ["AVERAGE", "MIN", "MAX", "LAST"];
    private static readonly string[] Expressions = ["ds0,2,*", "ds0,UN,0,ds0,IF", "ds0,-7,+,ABS", "ds0,ds0,MAXNAN,1000,/"];

    private readonly Random random;
    private readonly string[] types;
    private readonly ulong[] counts;
    private decimal time = Start;

    /// <param name="seed">The seed.</param>
    /// <param name="holtWinters">Whether archives of that family are added.</param>
    public RandomHistory(int seed, bool holtWinters = false)
    {
        random = new(seed);
        Step = random.GetItems([1, 10, 60, 300], 1)[0];
        types = random.GetItems(seed % 4 == 0 ? Types : Types[..4], random.Next(1, 5));
        counts = new ulong[types.Length];
        var words = types.Select((type, i) => $"DS:ds{i}:{type}:{Step * random.Next(1, 4)}:{Limit("-1000")}:{Limit("1e9")}").ToList();
        if (random.Next(2) == 0)
            words.Add($"DS:made:COMPUTE:{random.GetItems(Expressions, 1)[0]}");
        for (var i = random.Next(1, 5); i > 0; i--)
            words.Add($"RRA:{random.GetItems(Functions, 1)[0]}:{random.Next(10) / 10.0}:{random.Next(1, 8)}:{random.Next(2, 40)}");
        if (holtWinters)
            words.Add(random.GetItems(["RRA:HWPREDICT:30:0.1:0.0035:6", "RRA:MHWPREDICT:20:0.2:0.01:5"], 1)[0]);
        Create = $"--start {Start} --step {Step} {string.Join(' ', words)}";
    }

    public int Step { get; }

    /// <summary>What follows the file name in a create command.</summary>
    public string Create { get; }

    public long Last => (long)time;

    /// <summary>Some more updates; what follows the file name in an update command.</summary>
    public string Update()
    {
        var updates = new string[random.Next(1, 6)];
        for (var i = 0; i < updates.Length; i++)
        {
            time += Math.Round((decimal)(random.NextDouble() * Step * (random.Next(8) == 0 ? 12 : 1.6)), 3) + 0.001m;
            updates[i] = $"{time.ToString(CultureInfo.InvariantCulture)}:{string.Join(':', types.Select(Value))}";
        }
        return string.Join(' ', updates);
    }

    private string Limit(string limit) => random.Next(2) == 0 ? "U" : limit;

    private string Value(string type, int i)
    {
        if (random.Next(9) == 0)
            return "U";
        counts[i] += (ulong)random.NextInt64(100_000);
        return type switch
        {
            "COUNTER" or "DERIVE" => counts[i].ToString(CultureInfo.InvariantCulture),
            "DCOUNTER" or "DDERIVE" => (counts[i] / 8.0).ToString(CultureInfo.InvariantCulture),
            _ => (random.NextDouble() * 1e4 - 100).ToString("R", CultureInfo.InvariantCulture),
        };
    }
}
