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

    /// <summary>Files that could not be taken.</summary>
    public int Failures { get; private set; }

    /// <summary>Adds a file that was taken.</summary>
    public void Add(ImportAnswer answer)
    {
        files++;
        imported += answer.Imported.Count;
        present += answer.Present.Count;
        foreach (var note in answer.Notes)
            notes[note] = notes.GetValueOrDefault(note) + 1;
    }

    /// <summary>Adds a file that was not.</summary>
    public void AddFailure() => Failures++;

    /// <summary>Prints what was mapped how, then the figures.</summary>
    public void Print(StoreOutput output)
    {
        foreach (var (note, count) in notes.OrderBy(one => one.Key.Outcome).ThenByDescending(one => one.Value).Take(MostLines))
            output.Say($"{Word(note.Outcome),-9}{count,6} times  {note.Subject}: {note.Text}");
        if (notes.Count > MostLines)
            output.Say($"… and {notes.Count - MostLines} more such lines.");
        output.Say($"{imported} series imported from {Files(files)}; {present} series were there already; {Files(Failures)} skipped.");
    }

    private static string Files(int count) => count == 1 ? "1 file" : $"{count} files";

    private static string Word(RrdOutcome outcome) => outcome switch
    {
        RrdOutcome.Mapped => "kept",
        RrdOutcome.Changed => "changed",
        _ => "left out",
    };
}
