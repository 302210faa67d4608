using Metrics.RrdStore.RrdFiles;
using Metrics.Web.Control;

namespace Metrics.Web.Commands;

/// <summary>What became of all files of an import.</summary>
internal sealed class ImportSummary
{
    // A directory of RRDtool has thousands of files and few shapes of them.
    private const int MostLines = 200;

    private readonly Dictionary<NoteContract, int> notes = [];
    private int files;
    private int imported;
    private int present;
    private int skipped;

    /// <summary>Whether every file could be taken, and to its end.</summary>
    public bool IsComplete { get; private set; } = true;

    /// <summary>Adds a file.</summary>
    /// <returns>Why it was not taken, or not to its end, as a sentence without its name; null when it was.</returns>
    public string? Add(ImportAnswer answer)
    {
        imported += answer.Imported.Count;
        present += answer.Present.Count;
        foreach (var note in answer.Notes)
            notes[note] = notes.GetValueOrDefault(note) + 1;
        if (answer.Imported.Count + answer.Present.Count == 0)
            return AddSkipped(answer.Failure ?? "Nothing in it can be taken; the summary says why.");
        files++;
        IsComplete &= answer.Failure is null;
        return answer.Failure is { } failure ? $"is taken in part only: {failure}" : null;
    }

    /// <summary>Adds a file that nothing was taken of.</summary>
    /// <returns>The same as of one that was.</returns>
    public string AddSkipped(string reason)
    {
        skipped++;
        IsComplete = false;
        return $"is skipped: {reason}";
    }

    /// <summary>Prints what was mapped how, then the figures.</summary>
    public void Print(StoreOutput output)
    {
        foreach (var (note, count) in notes.OrderBy(one => one.Key.Outcome).ThenByDescending(one => one.Value).Take(MostLines))
            output.Say($"{Word(note.Outcome),-9}{count,6} times  {note.Subject}: {note.Text}");
        if (notes.Count > MostLines)
            output.Say($"… and {notes.Count - MostLines} more such lines.");
        output.Say($"{imported} series imported from {Files(files)}; {present} series were there already; {Files(skipped)} skipped.");
    }

    private static string Files(int count) => count == 1 ? "1 file" : $"{count} files";

    private static string Word(RrdOutcome outcome) => outcome switch
    {
        RrdOutcome.Mapped => "kept",
        RrdOutcome.Changed => "changed",
        _ => "left out",
    };
}
