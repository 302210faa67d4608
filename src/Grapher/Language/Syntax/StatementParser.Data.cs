namespace Metrics.Grapher.Language.Syntax;

/// <content>DEF: rrdgraph_data(1).</content>
internal sealed partial class StatementParser
{
    /// <summary>DEF:name=series:FUNCTION or DEF:name=file:data source:FUNCTION, and settings.</summary>
    private DefStatement Def(Fields fields)
    {
        var first = Definition(fields, out var name);
        var source = Fields.Unescape(first.Value);
        if (source.Length == 0)
            throw new GraphLanguageException(first.At, "Found no series after =; expected its name.");
        var inFile = Function(fields.Peek(1)) is not null;
        var reference = inFile ? new SeriesReference(source, Fields.Unescape(fields.Next("a data source").Value))
            : new SeriesReference("", source);
        var statement = new DefStatement(fields.At, name.Value, new Located<SeriesReference>(reference, first.At),
            Function(fields.Next("AVERAGE, MIN, MAX or LAST")));
        while (!fields.AtEnd)
            statement = Setting(statement, fields.Next("a setting"));
        variables.Define(name.Value, VariableKind.Series);
        return statement;
    }

    private DefStatement Setting(DefStatement statement, Located<string> field)
    {
        var (key, value) = Grammar.Setting.Read(field);
        switch (key)
        {
            case "step":
                return statement with { StepSeconds = (int)Number(value, 1, GraphLimits.StepSeconds, "step in seconds") };
            case "start":
                return statement with { Start = Time(value) };
            case "end":
                return statement with { End = Time(value) };
            case "reduce":
                return statement with { Reduce = Function(value) };
            case "daemon":
                notes.Add(new GraphFault(field.At, "\"daemon\" is left out of account: there is one store, and it is asked directly."));
                return statement;
            default:
                string[] known = ["step", "start", "end", "reduce", "daemon"];
                throw new GraphLanguageException(field.At,
                    $"Found \"{key}=\"; expected step, start, end, reduce or daemon{NearestName.Hint(key, known)}");
        }
    }
}
