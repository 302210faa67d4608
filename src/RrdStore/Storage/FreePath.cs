namespace Metrics.RrdStore.Storage;

/// <summary>Finds names for what is set aside, so that nothing set aside before is written over.</summary>
internal static class FreePath
{
    /// <summary>A path that nothing has: the one asked for, else with the lowest number from 2 on behind it, <c>name.2</c>.</summary>
    public static string Of(string path)
    {
        var free = path;
        for (var number = 2; Path.Exists(free); number++)
            free = $"{path}.{number}";
        return free;
    }
}
