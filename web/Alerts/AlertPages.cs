using System.Globalization;
using Metrics.Actions.Alerts;
using Metrics.Actions.Incidents;
using Metrics.Actions.Mail;
using Metrics.Grapher;
using Metrics.Web.Pages;
using Microsoft.AspNetCore.DataProtection;

namespace Metrics.Web.Alerts;

/// <summary>What mails about incidents show and lead to.</summary>
internal sealed class AlertPages(GraphCatalog graphs, GraphRenderer renderer, AlertSettings settings, IDataProtectionProvider protection) : IAlertPages
{
    private const int Width = 620, Height = 200;

    private string Link => settings.Current.Mail.Link;

    private readonly IDataProtector tokens = protection.CreateProtector("Metrics.Alerts.Acknowledge");

    /// <inheritdoc/>
    public string Page => Link.Length == 0 ? "" : Link + "/alerts";

    /// <inheritdoc/>
    public MailFigure? Graph(Incident incident, string name)
    {
        if (GraphOf(incident) is not { } graph)
            return null;
        var range = GraphRange.Named[0];
        var shown = graph with { Alerts = [new AlertInterval(incident.Started, incident.Ended, IncidentMarks.LevelOf(incident), incident.Title)] };
        var summary = renderer.Summarize(shown, range);
        return new MailFigure(name, summary.Sentence, renderer.Png(shown, range, new PictureOptions(Width, Height, GraphTheme.Light, Scale: 2, Title: true)), Width);
    }

    /// <inheritdoc/>
    public string Acknowledge(Incident incident) =>
        Link.Length == 0 ? "" : $"{Link}/alerts/acknowledge/{tokens.Protect(incident.Id.ToString(CultureInfo.InvariantCulture))}";

    /// <summary>The number of the incident that a token is for; null when it is none of ours.</summary>
    public long? Read(string token)
    {
        try
        {
            return long.Parse(tokens.Unprotect(token), CultureInfo.InvariantCulture);
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return null;
        }
    }

    /// <summary>The graph that shows a series of an incident; null when none does.</summary>
    public GraphDefinition? GraphOf(Incident incident) =>
        graphs.Graphs.FirstOrDefault(graph => graph.Sources.Any(series => incident.Series.Contains(series.Value)));
}
