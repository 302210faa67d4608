namespace Metrics.Web.Configuration;

/// <summary>Where the program finds itself: in a checkout everything stays inside it, else it lives where Debian expects a service.</summary>
internal static class Installation
{
    /// <summary>The root of the checkout that the program was built in, or null.</summary>
    public static string? Checkout { get; } = FindCheckout(AppContext.BaseDirectory);

    /// <summary><c>data</c> in the checkout, or the state directory of the service.</summary>
    public static string DefaultDataDirectory { get; } = Checkout is null ? "/var/lib/metrics" : Path.Combine(Checkout, "data");

    /// <summary>The configuration that is read when there is one and none is named.</summary>
    public static string DefaultConfigFile { get; } = Path.Combine(Checkout ?? "/etc/metrics", "metrics.toml");

    /// <summary>Version of the program.</summary>
    public static string Version { get; } = typeof(Installation).Assembly.GetName().Version?.ToString(3) ?? "";

    private static string? FindCheckout(string directory)
    {
        for (var at = new DirectoryInfo(directory); at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, "Metrics.sln")))
                return at.FullName;
        return null;
    }
}
