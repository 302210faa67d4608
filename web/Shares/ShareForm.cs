using System.Collections.Immutable;

namespace Metrics.Web.Shares;

/// <summary>The form for a new share, as it was filled in.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Title">What visitors read on top.</param>
/// <param name="Note">A note for the operator.</param>
/// <param name="Graphs">Graphs and patterns.</param>
/// <param name="Ranges">Names of the ranges that are ticked.</param>
/// <param name="IsLink">A link, and not user and password.</param>
/// <param name="User">The visitor's name.</param>
/// <param name="Password">The visitor's password; empty: one is made up.</param>
/// <param name="Until">The last day.</param>
/// <param name="Frames">Origins that may show it in a frame.</param>
public sealed record ShareForm(
    string Name, string Title, string Note, string Graphs, ImmutableArray<string> Ranges, bool IsLink, string User, string Password, string Until, string Frames)
{
    /// <summary>The form before anything is filled in.</summary>
    /// <param name="graph">The graph it was opened for, if any.</param>
    public static ShareForm Empty(string? graph) => new("", "", "", graph ?? "", ["day", "week", "month", "year"], true, "visitor", "", "", "");

    /// <summary>The form as it was sent.</summary>
    public static ShareForm Read(IFormCollection fields)
    {
        return new ShareForm(Text("name"), Text("title"), Text("note"), Text("graphs"), [.. fields["range"].OfType<string>()], Text("kind") != "password",
            Text("user"), fields["password"].ToString(), Text("until"), Text("frames"));

        string Text(string name) => fields[name].ToString().Trim();
    }

    /// <summary>The share that it describes.</summary>
    public ShareDraft ToDraft() => new(Name, Title, Note, ShareScope.Of(Graphs), Ranges, Until, IsLink ? null : User,
        [.. Frames.Split([' ', ',', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries)]);
}
