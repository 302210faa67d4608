namespace Metrics.Grapher.Language.Rpn;

/// <summary>What is made of the values in the windows of a prediction.</summary>
internal enum Prediction
{
    Mean,
    Deviation,
    Percentile,
}
