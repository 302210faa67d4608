namespace Metrics.Web.Configuration;

/// <summary>Where a setting was written, so that a fault can be found at once.</summary>
/// <param name="Source">The file, or the name of the environment variable.</param>
/// <param name="Line">Line in the file, from 1; 0 when the source has no lines.</param>
/// <param name="Column">Column in the line, from 1.</param>
internal readonly record struct ConfigPlace(string Source, int Line = 0, int Column = 0)
{
    /// <summary>The form that editors and compilers use: <c>file:line:column</c>.</summary>
    public override string ToString() => Line == 0 ? Source : $"{Source}:{Line}:{Column}";
}
