using System.Collections.Immutable;
using Metrics.Grapher.Language.Syntax;
using Metrics.Grapher.Language.Times;
using Metrics.RrdStore;

namespace Metrics.Grapher.Language;

/// <summary>A text of the graph language that was understood: the statements and options of rrdgraph(1). Immutable; evaluated as often as
/// wanted.</summary>
public sealed class GraphProgram
{
    private GraphProgram(GraphOptions options, ImmutableArray<Statement> statements, ImmutableArray<GraphFault> notes) =>
        (Options, Statements, Notes) = (options, statements, notes);

    /// <summary>The options that were given, and the defaults of those that were not.</summary>
    public GraphOptions Options { get; }

    /// <summary>What was read but means nothing here, for the person who wrote it.</summary>
    public ImmutableArray<GraphFault> Notes { get; }

    internal ImmutableArray<Statement> Statements { get; }

    /// <summary>The series of a store that its DEFs read.</summary>
    public IEnumerable<SeriesName> Sources
    {
        get
        {
            foreach (var def in Statements.OfType<DefStatement>())
                if (SeriesName.TryParse(def.Source.Value.StoreName, out var name, out _))
                    yield return name;
        }
    }

    /// <summary>The files of RRDtool that its DEFs read.</summary>
    public IEnumerable<string> Files =>
        Statements.OfType<DefStatement>().Select(def => def.Source.Value.File).Where(file => file.Length > 0).Distinct();

    /// <summary>Whether a DEF of it reads a series and no file.</summary>
    public bool HasSeries => Statements.OfType<DefStatement>().Any(def => def.Source.Value.File.Length == 0);

    /// <summary>The time that the text's <c>--start</c> and <c>--end</c> mean.</summary>
    /// <exception cref="GraphLanguageException">They make no sense.</exception>
    public TimeRange RangeAt(GraphContext context)
    {
        try
        {
            return AtTime.Resolve(Options.Start, Options.End, context.Now, context.Zone);
        }
        catch (AtTimeException fault)
        {
            throw new GraphLanguageException(new TextPosition(1, 1), fault.Message);
        }
    }

    /// <summary>Understands a text: a statement a line, options on lines that begin with <c>-</c>, comments on lines that begin with
    /// <c>#</c>.</summary>
    /// <exception cref="GraphLanguageException">It cannot be understood; all faults are told, up to
    /// <see cref="GraphLimits.Faults"/>.</exception>
    public static GraphProgram Parse(string text) => Parse(SourceText.Lines(text));

    /// <summary>Understands the arguments of a command line: a statement or an option each.</summary>
    /// <exception cref="GraphLanguageException">They cannot be understood; all faults are told, up to
    /// <see cref="GraphLimits.Faults"/>.</exception>
    public static GraphProgram Parse(IReadOnlyList<string> arguments) => Parse(SourceText.Arguments(arguments));

    /// <summary>Puts the data of a range in.</summary>
    /// <param name="reader">Where the values come from.</param>
    /// <param name="context">Clock, zone and what else the text does not say.</param>
    /// <exception cref="GraphLanguageException">There is no such series, the range makes no sense, or it would take too much.</exception>
    public EvaluatedGraph Evaluate(IColumnReader reader, GraphContext context) => new GraphEvaluation(this, reader, context).Run();

    private static GraphProgram Parse(List<Argument> arguments)
    {
        var options = new GraphOptions();
        var statements = ImmutableArray.CreateBuilder<Statement>();
        var notes = new List<GraphFault>();
        var faults = new List<GraphFault>();
        var statementParser = new StatementParser(notes);
        var optionParser = new OptionParser(notes);
        for (var i = 0; i < arguments.Count && faults.Count < GraphLimits.Faults; i++)
        {
            try
            {
                if (arguments[i].IsOption)
                    options = optionParser.Read(options, arguments, ref i);
                else
                    statements.Add(statementParser.Parse(arguments[i]));
            }
            catch (GraphLanguageException fault)
            {
                faults.AddRange(fault.Faults);
                if (!arguments[i].IsOption)
                    statementParser.Forgive(arguments[i]);
            }
        }
        return faults.Count == 0
            ? new GraphProgram(options, statements.ToImmutable(), [.. notes])
            : throw new GraphLanguageException([.. faults]);
    }
}
