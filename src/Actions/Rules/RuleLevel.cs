namespace Metrics.Actions.Rules;

/// <summary>How bad it is.</summary>
public enum RuleLevel
{
    /// <summary>All is well.</summary>
    None,

    /// <summary>Somebody should look.</summary>
    Warning,

    /// <summary>Somebody must look now.</summary>
    Critical,
}
