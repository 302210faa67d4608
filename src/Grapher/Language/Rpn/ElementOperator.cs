using System.Collections.Frozen;

namespace Metrics.Grapher.Language.Rpn;

/// <summary>An operator that takes one to three values and gives one, row by row.</summary>
/// <param name="Name">As it is written.</param>
/// <param name="Operands">How many values it takes off the stack.</param>
/// <param name="Kernel">Works it out. IF's operands come in the order condition, then, else: the order they are written in.</param>
internal sealed record ElementOperator(string Name, int Operands, Kernel Kernel)
{
    /// <summary>All of them, by name.</summary>
    public static readonly FrozenDictionary<string, ElementOperator> ByName = new ElementOperator[]
    {
        new("+", 2, Elementwise.Run<Add>),
        new("-", 2, Elementwise.Run<Subtract>),
        new("*", 2, Elementwise.Run<Multiply>),
        new("/", 2, Elementwise.Run<Divide>),
        new("%", 2, Elementwise.Scalar((a, b) => a % b)),
        new("ADDNAN", 2, Elementwise.Run<AddKnown>),
        new("POW", 2, Elementwise.Scalar(Math.Pow)),
        new("ROUND", 1, Elementwise.Scalar(a => Math.Round(a, MidpointRounding.AwayFromZero))),
        new("ABS", 1, Elementwise.Run<Absolute>),
        new("SQRT", 1, Elementwise.Run<SquareRoot>),
        new("FLOOR", 1, Elementwise.Run<Floor>),
        new("CEIL", 1, Elementwise.Run<Ceiling>),
        new("SIN", 1, Elementwise.Scalar(Math.Sin)),
        new("COS", 1, Elementwise.Scalar(Math.Cos)),
        new("ATAN", 1, Elementwise.Scalar(Math.Atan)),
        new("ATAN2", 2, Elementwise.Scalar(Math.Atan2)),
        new("LOG", 1, Elementwise.Scalar(a => Math.Log(a))),
        new("EXP", 1, Elementwise.Scalar(Math.Exp)),
        new("RAD2DEG", 1, Elementwise.Run<ToDegrees>),
        new("DEG2RAD", 1, Elementwise.Run<ToRadians>),
        new("LT", 2, Elementwise.Run<Less>),
        new("LE", 2, Elementwise.Run<LessOrEqual>),
        new("GT", 2, Elementwise.Run<Greater>),
        new("GE", 2, Elementwise.Run<GreaterOrEqual>),
        new("EQ", 2, Elementwise.Run<Equal>),
        new("NE", 2, Elementwise.Run<NotEqual>),
        new("UN", 1, Elementwise.Run<Unknown>),
        new("ISINF", 1, Elementwise.Run<Infinite>),
        new("IF", 3, Elementwise.Run<Choose>),
        new("MIN", 2, Elementwise.Run<Smaller>),
        new("MAX", 2, Elementwise.Run<Larger>),
        new("MINNAN", 2, Elementwise.Run<SmallerKnown>),
        new("MAXNAN", 2, Elementwise.Run<LargerKnown>),
        new("LIMIT", 3, Elementwise.Run<Limit>),
    }.ToFrozenDictionary(o => o.Name);
}
