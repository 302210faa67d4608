using System.Buffers.Binary;
using System.Collections.Immutable;

namespace Metrics.RrdStore.RrdFiles;

/// <summary>Reads an archive of a dump.</summary>
internal static class RrdXmlArchive
{
    /// <summary>Reads the <c>rra</c> the cursor is at.</summary>
    public static RrdArchive Read(RrdXmlCursor cursor, ulong stepSeconds, int dataSources)
    {
        cursor.Enter();
        var archive = new RrdArchive("", 0, default, [], 0, []);
        while (cursor.NextChild())
        {
            archive = cursor.Name switch
            {
                "cf" => archive with { Function = Function(cursor) },
                "pdp_per_row" => archive with { StepsPerRow = StepsPerRow(cursor, stepSeconds) },
                "xff" => archive with { Parameters = Xff(cursor) },
                "params" when archive.Function != "" =>
                    archive with { Parameters = Cells(cursor, RrdFields.OfParameters(archive.Function)) },
                "cdp_prep" when archive.Function != "" => archive with { Open = Open(cursor, archive.Function, dataSources) },
                "database" => Database(cursor, archive, dataSources),
                _ => Unexpected(cursor, archive),
            };
        }
        if (archive.StepsPerRow == 0 || archive.Open.IsEmpty || archive.Rows == 0)
            cursor.Fail("An archive needs <cf>, <pdp_per_row>, <cdp_prep>, and a <database> of at least one row.");
        return archive;
    }

    private static RrdArchive Unexpected(RrdXmlCursor cursor, RrdArchive archive)
    {
        cursor.FailUnexpected("rra");
        return archive;
    }

    private static string Function(RrdXmlCursor cursor)
    {
        var function = cursor.Text().ToString();
        if (RrdLimits.KeywordFault(function, "consolidation function") is { } fault)
            cursor.Fail(fault);
        return function;
    }

    private static int StepsPerRow(RrdXmlCursor cursor, ulong stepSeconds)
    {
        var steps = cursor.Count();
        if (RrdLimits.RowFault(stepSeconds, steps) is { } fault)
            cursor.Fail(fault);
        return (int)steps;
    }

    // Version 1 has the xff beside the other elements; params came later.
    private static RrdCells Xff(RrdXmlCursor cursor)
    {
        var cells = new RrdCells();
        cells.Set(RrdFields.Xff, cursor.Number());
        return cells;
    }

    private static RrdCells Cells(RrdXmlCursor cursor, ImmutableArray<RrdField> fields, bool hasHistory = false)
    {
        var parent = cursor.Name;
        cursor.Enter();
        var cells = new RrdCells();
        var seen = 0;
        while (cursor.NextChild())
        {
            if (hasHistory && cursor.Name == RrdFields.History)
            {
                History(cursor, ref cells);
                continue;
            }
            var i = 0;
            while (i < fields.Length && fields[i].Element != cursor.Name)
                i++;
            if (i == fields.Length)
                cursor.FailUnexpected(parent);
            if (fields[i].IsCount)
                cells.Set(fields[i].Cell, cursor.Count());
            else
                cells.Set(fields[i].Cell, cursor.Number());
            seen |= 1 << i;
        }
        for (var i = 0; i < fields.Length; i++)
            if (!fields[i].IsOptional && (seen & 1 << i) == 0)
                cursor.Fail($"<{fields[i].Element}> is missing in <{parent}>.");
        return cells;
    }

    private static void History(RrdXmlCursor cursor, ref RrdCells cells)
    {
        var digits = cursor.Text();
        if (digits.Length > RrdFields.HistoryMaximum || digits.ContainsAnyExceptInRange('0', '1'))
            cursor.Fail($"A history takes up to {RrdFields.HistoryMaximum} digits 0 or 1.");
        Span<byte> bytes = stackalloc byte[RrdLayout.CellsBytes];
        bytes.Clear();
        for (var i = 0; i < digits.Length; i++)
            bytes[i] = (byte)(digits[i] - '0');
        for (var i = 0; i * RrdLayout.CellBytes < RrdFields.HistoryMaximum; i++)
            cells[i] = BinaryPrimitives.ReadUInt64LittleEndian(bytes[(i * RrdLayout.CellBytes)..]);
    }

    private static ImmutableArray<RrdCells> Open(RrdXmlCursor cursor, string function, int dataSources)
    {
        cursor.Enter();
        var open = ImmutableArray.CreateBuilder<RrdCells>();
        while (cursor.NextChild())
        {
            if (cursor.Name != "ds" || open.Count == dataSources)
                cursor.FailUnexpected("cdp_prep");
            open.Add(Cells(cursor, RrdFields.OfOpenRow(function), RrdFields.HasHistory(function)));
        }
        if (open.Count != dataSources)
            cursor.Fail($"<cdp_prep> has {open.Count} data sources; {dataSources} are defined.");
        return open.DrainToImmutable();
    }

    private static RrdArchive Database(RrdXmlCursor cursor, RrdArchive archive, int dataSources)
    {
        cursor.Enter();
        var values = ImmutableArray.CreateBuilder<double>();
        var rows = 0;
        while (cursor.NextChild())
        {
            if (cursor.Name != "row")
                cursor.FailUnexpected("database");
            cursor.Enter();
            while (cursor.NextChild())
            {
                if (cursor.Name != "v")
                    cursor.FailUnexpected("row");
                values.Add(cursor.Number());
            }
            if (values.Count != ++rows * (long)dataSources)
                cursor.Fail($"Row {rows} has {values.Count - (rows - 1L) * dataSources} values; {dataSources} data sources are defined.");
        }
        return archive with { Rows = rows, Values = values.DrainToImmutable() };
    }
}
