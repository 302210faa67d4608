namespace Metrics.Web.Control;

/// <summary>What the server adds for commands.</summary>
internal static class ControlSetup
{
    /// <summary>Adds the socket in the data directory.</summary>
    public static IServiceCollection AddControl(this IServiceCollection services) => services.AddSingleton<GraphVerb>().AddHostedService<ControlListener>();
}
