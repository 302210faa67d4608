using System.Collections.Immutable;

namespace Metrics.Actions.Mail;

/// <summary>A table of a mail: a text in the first column, figures in the others.</summary>
/// <param name="Title">Its title; empty: none.</param>
/// <param name="Rows">Its rows, at least one.</param>
public sealed record MailTable(string Title, ImmutableArray<ImmutableArray<string>> Rows);
