using System.Collections.Frozen;
using Metrics.Grapher.Language.Text;

namespace Metrics.Grapher.Language.Syntax;

/// <summary>Reads options: <c>--width 500</c>, <c>--width=500</c>, <c>-w 500</c>, <c>-w500</c>.</summary>
internal sealed class OptionParser(ICollection<GraphFault> notes)
{
    /// <summary>An option.</summary>
    /// <param name="Short">Its letter, or NUL.</param>
    /// <param name="TakesValue">Whether a value follows.</param>
    /// <param name="Apply">What it changes, or null for a value that means nothing here; itself null for options of rrdgraph that
    /// never do.</param>
    private sealed record Option(char Short, bool TakesValue, Func<GraphOptions, Located<string>, GraphOptions?>? Apply);

    private static readonly FrozenDictionary<string, Option> ByName = new Dictionary<string, Option>
    {
        ["start"] = new('s', true, (o, v) => o with { Start = StatementParser.Time(v).Value }),
        ["end"] = new('e', true, (o, v) => o with { End = StatementParser.Time(v).Value }),
        ["step"] = new('S', true, (o, v) => o with { StepSeconds = Integer(v, 1, GraphLimits.StepSeconds) }),
        ["width"] = new('w', true, (o, v) => o with { Width = Integer(v, 10, 4000) }),
        ["height"] = new('h', true, (o, v) => o with { Height = Integer(v, 10, 4000) }),
        ["title"] = new('t', true, (o, v) => o with { Title = v.Value }),
        ["vertical-label"] = new('v', true, (o, v) => o with { VerticalLabel = v.Value }),
        ["lower-limit"] = new('l', true, (o, v) => o with { LowerLimit = Grammar.Number.Read(v) }),
        ["upper-limit"] = new('u', true, (o, v) => o with { UpperLimit = Grammar.Number.Read(v) }),
        ["rigid"] = new('r', false, (o, _) => o with { Rigid = true }),
        ["logarithmic"] = new('o', false, (o, _) => o with { Logarithmic = true }),
        ["units-exponent"] = new('X', true, (o, v) => o with { UnitsExponent = Exponent(v) }),
        ["base"] = new('b', true, (o, v) => o with { Base = Base(v) }),
        ["alt-autoscale"] = new('A', false, (o, _) => o with { AltAutoscale = true }),
        ["alt-autoscale-min"] = new('J', false, (o, _) => o with { AltAutoscaleMin = true }),
        ["alt-autoscale-max"] = new('M', false, (o, _) => o with { AltAutoscaleMax = true }),
        ["no-legend"] = new('g', false, (o, _) => o with { NoLegend = true }),
        ["only-graph"] = new('j', false, (o, _) => o with { OnlyGraph = true }),
        ["full-size-mode"] = new('D', false, (o, _) => o with { FullSizeMode = true }),
        ["allow-shrink"] = new('\0', false, null),
        ["no-gridfit"] = new('N', false, null),
        ["x-grid"] = new('x', true, (o, v) => v.Value == "none" ? o with { NoTimeGrid = true } : null),
        ["y-grid"] = new('y', true, (o, v) => v.Value == "none" ? o with { NoValueGrid = true } : o with { ValueGrid = ValueGrid(v) }),
        ["alt-y-grid"] = new('Y', false, (o, _) => o),
        ["week-fmt"] = new('\0', true, null),
        ["left-axis-formatter"] = new('\0', true, (o, v) => v.Value == "numeric" ? o : null),
        ["left-axis-format"] = new('\0', true, (o, v) => o with { LeftAxisFormat = NumberFormat(v) }),
        ["right-axis"] = new('\0', true, (o, v) => o with { RightAxis = RightAxis(v) }),
        ["right-axis-label"] = new('\0', true, (o, v) => o with { RightAxisLabel = v.Value }),
        ["right-axis-formatter"] = new('\0', true, (o, v) => v.Value == "numeric" ? o : null),
        ["right-axis-format"] = new('\0', true, (o, v) => o with { RightAxisFormat = NumberFormat(v) }),
        ["units-length"] = new('L', true, null),
        ["units"] = new('\0', true, null),
        ["force-rules-legend"] = new('F', false, null),
        ["legend-position"] = new('\0', true, (o, v) => v.Value == "south" ? o : null),
        ["legend-direction"] = new('\0', true, null),
        ["lazy"] = new('z', false, null),
        ["daemon"] = new('d', true, null),
        ["imginfo"] = new('f', true, null),
        ["imgformat"] = new('a', true, null),
        ["color"] = new('c', true, ElementColour.Apply),
        ["grid-dash"] = new('\0', true, null),
        ["border"] = new('\0', true, null),
        ["dynamic-labels"] = new('\0', false, null),
        ["zoom"] = new('m', true, null),
        ["font"] = new('n', true, null),
        ["font-render-mode"] = new('R', true, null),
        ["font-smoothing-threshold"] = new('B', true, null),
        ["pango-markup"] = new('P', false, null),
        ["graph-render-mode"] = new('G', true, null),
        ["slope-mode"] = new('E', false, null),
        ["interlaced"] = new('i', false, null),
        ["tabwidth"] = new('T', true, null),
        ["watermark"] = new('W', true, (o, v) => o with { Watermark = v.Value }),
        ["use-nan-for-all-missing-data"] = new('Z', false, null),
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<char, string> ByLetter =
        ByName.Where(o => o.Value.Short != '\0').ToFrozenDictionary(o => o.Value.Short, o => o.Key);

    /// <summary>Reads an option and its value.</summary>
    /// <param name="options">The options so far.</param>
    /// <param name="arguments">All arguments.</param>
    /// <param name="index">Which is the option; afterwards the last one read.</param>
    /// <exception cref="GraphLanguageException">There is no such option, or its value does not fit.</exception>
    public GraphOptions Read(GraphOptions options, IReadOnlyList<Argument> arguments, ref int index)
    {
        var argument = arguments[index];
        var name = Name(argument, out var attached);
        var option = ByName[name];
        var value = new Located<string>("", argument.At);
        if (!option.TakesValue && attached is not null)
            throw new GraphLanguageException(attached.Value.At, $"Found \"{attached.Value.Text}\"; --{name} takes no value.");
        if (option.TakesValue)
        {
            if (attached is null && index + 1 == arguments.Count)
                throw new GraphLanguageException(argument.At.Plus(argument.Text.Length), $"Found the end; expected the value of --{name}.");
            var word = attached ?? arguments[++index];
            value = new Located<string>(word.Text, word.At);
        }
        if (option.Apply?.Invoke(options, value) is { } changed)
            return changed;
        var what = option.Apply is null ? $"--{name}" : $"--{name} {value.Value}";
        notes.Add(new GraphFault(argument.At, $"{what} is left out of account: it means nothing here."));
        return options;
    }

    private static string Name(Argument argument, out Argument? attached)
    {
        attached = null;
        if (argument.Text.StartsWith("--", StringComparison.Ordinal))
        {
            var sign = argument.Text.IndexOf('=');
            if (sign > 0)
                attached = argument.From(sign + 1);
            var name = sign > 0 ? argument.Text[2..sign] : argument.Text[2..];
            return ByName.ContainsKey(name)
                ? name
                : throw new GraphLanguageException(argument.At,
                    $"Found \"--{name}\"; expected an option{NearestName.Hint(name, ByName.Keys)}");
        }
        if (!ByLetter.TryGetValue(argument.Text[1], out var known))
            throw new GraphLanguageException(argument.At, $"Found \"-{argument.Text[1]}\"; expected an option.");
        if (argument.Text.Length > 2)
            attached = argument.From(2);
        return known;
    }

    private static int Integer(Located<string> value, int minimum, int maximum) =>
        Grammar.WholeNumber.Read(value) is var number && number >= minimum && number <= maximum
            ? (int)number
            : throw new GraphLanguageException(value.At, $"Found {value.Value}; expected {minimum} to {maximum}.");

    private static (double, double) RightAxis(Located<string> value) =>
        Grammar.ScaleAndShift.Read(value) is var axis && axis.Scale != 0
            ? axis
            : throw new GraphLanguageException(value.At, $"Found {value.Value}; expected a scale that is not 0, a colon and a shift.");

    private static (double, int) ValueGrid(Located<string> value) =>
        Grammar.StepAndFactor.Read(value) is var grid && grid is { Step: > 0 and < 1e300, Factor: >= 1 and <= 1000 }
            ? (grid.Step, (int)grid.Factor)
            : throw new GraphLanguageException(value.At, $"Found {value.Value}; expected none, or a step above 0, a colon and a factor of 1 to 1000.");

    private static string NumberFormat(Located<string> value) =>
        PrintFormat.Parse(value.Value, out var fault) is null ? throw new GraphLanguageException(value.At, fault!) : value.Value;

    private static int Exponent(Located<string> value) =>
        Integer(value, -18, 18) is var exponent && exponent % 3 == 0
            ? exponent
            : throw new GraphLanguageException(value.At, $"Found {value.Value}; expected a multiple of 3 from -18 to 18.");

    private static int Base(Located<string> value) =>
        Integer(value, 0, int.MaxValue) is var number && number is 1000 or 1024
            ? number
            : throw new GraphLanguageException(value.At, $"Found {value.Value}; expected 1000 or 1024.");
}
