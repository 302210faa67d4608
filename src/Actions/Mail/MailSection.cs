using System.Collections.Immutable;

namespace Metrics.Actions.Mail;

/// <summary>A part of a mail.</summary>
/// <param name="Title">Its title; empty: none.</param>
/// <param name="Sentences">Its paragraphs.</param>
public sealed record MailSection(string Title, ImmutableArray<string> Sentences)
{
    /// <summary>Lines behind the paragraphs that are shown as they are, such as those of a log.</summary>
    public ImmutableArray<string> Lines { get; init; } = [];

    /// <summary>Pictures behind these.</summary>
    public ImmutableArray<MailFigure> Figures { get; init; } = [];

    /// <summary>What the reader can do about it, before the pictures; null: nothing.</summary>
    public MailLink? Link { get; init; }

    /// <summary>Tables behind the pictures; each has a row.</summary>
    public ImmutableArray<MailTable> Tables { get; init; } = [];
}
