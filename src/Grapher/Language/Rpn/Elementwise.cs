using System.Numerics;

namespace Metrics.Grapher.Language.Rpn;

/// <summary>Runs an operator over columns. One definition serves whole vectors, the rest of a column and single rows alike.</summary>
internal static class Elementwise
{
    /// <summary>The kernel of an operator that has a vector form.</summary>
    public static void Run<TOperator>(ReadOnlySpan<double> a, ReadOnlySpan<double> b, ReadOnlySpan<double> c, Span<double> result)
        where TOperator : IVectorOperator
    {
        var width = Vector<double>.Count;
        var whole = result.Length - result.Length % width;
        for (var i = 0; i < whole; i += width)
            TOperator.Of(Load(a, i), Load(b, i), Load(c, i)).CopyTo(result[i..]);
        if (whole == result.Length)
            return;

        Span<double> rest = stackalloc double[width];
        TOperator.Of(LoadRest(a, whole, rest), LoadRest(b, whole, rest), LoadRest(c, whole, rest)).CopyTo(rest);
        rest[..(result.Length - whole)].CopyTo(result[whole..]);
    }

    /// <summary>The kernel of a function of one number.</summary>
    public static Kernel Scalar(Func<double, double> function) => (a, _, _, result) =>
    {
        for (var i = 0; i < result.Length; i++)
            result[i] = function(a[a.Length == 1 ? 0 : i]);
    };

    /// <summary>The kernel of a function of two numbers.</summary>
    public static Kernel Scalar(Func<double, double, double> function) => (a, b, _, result) =>
    {
        for (var i = 0; i < result.Length; i++)
            result[i] = function(a[a.Length == 1 ? 0 : i], b[b.Length == 1 ? 0 : i]);
    };

    private static Vector<double> Load(ReadOnlySpan<double> operand, int row) => operand.Length switch
    {
        0 => default,
        1 => new Vector<double>(operand[0]),
        _ => new Vector<double>(operand[row..]),
    };

    private static Vector<double> LoadRest(ReadOnlySpan<double> operand, int row, Span<double> scratch)
    {
        if (operand.Length <= 1)
            return Load(operand, row);
        scratch.Clear();
        operand[row..].CopyTo(scratch);
        return new Vector<double>(scratch);
    }
}
