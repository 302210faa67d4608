namespace Metrics.Web.Configuration;

/// <summary>Where readings are kept.</summary>
internal sealed class StoreSettings
{
    /// <summary>The data directory.</summary>
    public string Path { get; set; } = Installation.DefaultDataDirectory;

    /// <summary>Longest time until a reading is durable; zero: every batch at once.</summary>
    public TimeSpan Sync { get; set; } = TimeSpan.FromSeconds(1);
}
