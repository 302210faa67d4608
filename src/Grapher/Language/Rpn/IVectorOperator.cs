using System.Numerics;

namespace Metrics.Grapher.Language.Rpn;

/// <summary>An operator of one to three operands, on as many rows as the processor takes at a time.</summary>
internal interface IVectorOperator
{
    static abstract Vector<double> Of(Vector<double> a, Vector<double> b, Vector<double> c);
}
