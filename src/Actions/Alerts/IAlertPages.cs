using Metrics.Actions.Incidents;
using Metrics.Actions.Mail;

namespace Metrics.Actions.Alerts;

/// <summary>What the pages know of an incident: its graph, and addresses.</summary>
public interface IAlertPages
{
    /// <summary>The graph that shows best what an incident is about; null when none does.</summary>
    /// <param name="incident">The incident.</param>
    /// <param name="name">The picture's name in the mail.</param>
    MailFigure? Graph(Incident incident, string name);

    /// <summary>Where a person says that he looks after it; empty when the address of the pages is not known.</summary>
    string Acknowledge(Incident incident);

    /// <summary>The page of alerts; empty when its address is not known.</summary>
    string Page { get; }
}
