using System.Globalization;
using System.Xml;
using Metrics.Actions.Incidents;
using Metrics.Actions.Rules;
using Metrics.Web.Configuration;

namespace Metrics.Web.Alerts;

/// <summary>Incidents as a feed: RFC 4287. An entry is changed once, when its incident is over.</summary>
internal static class AtomFeed
{
    private const string Namespace = "http://www.w3.org/2005/Atom";

    /// <summary>Writes the feed.</summary>
    /// <param name="xml">Takes it.</param>
    /// <param name="incidents">The incidents.</param>
    /// <param name="server">Name of the server.</param>
    /// <param name="link">The address of the pages; empty when it is not known.</param>
    /// <param name="since">Since when there was nothing, where there is nothing.</param>
    public static void Write(XmlWriter xml, IReadOnlyList<Incident> incidents, string server, string link, DateTimeOffset since)
    {
        xml.WriteStartElement("feed", Namespace);
        xml.WriteElementString("id", Namespace, $"urn:metrics:{Uri.EscapeDataString(server)}:alerts");
        xml.WriteElementString("title", Namespace, Text($"Alerts of {server}"));
        Moment("updated", incidents.Select(Updated).DefaultIfEmpty(since).Max());
        if (link.Length > 0)
        {
            xml.WriteStartElement("link", Namespace);
            xml.WriteAttributeString("rel", "self");
            xml.WriteAttributeString("href", $"{link}/alerts.atom");
            xml.WriteEndElement();
        }
        foreach (var incident in incidents)
        {
            xml.WriteStartElement("entry", Namespace);
            xml.WriteElementString("id", Namespace, string.Create(CultureInfo.InvariantCulture, $"urn:metrics:{Uri.EscapeDataString(server)}:incident:{incident.Id}"));
            xml.WriteElementString("title", Namespace, Text($"{(incident.Worst == RuleLevel.Critical ? "Critical" : "Warning")}: {incident.Title}{(incident.Ended is null ? "" : " (over)")}"));
            Moment("published", incident.Started);
            Moment("updated", Updated(incident));
            xml.WriteStartElement("author", Namespace);
            xml.WriteElementString("name", Namespace, "Metrics");
            xml.WriteEndElement();
            if (link.Length > 0)
            {
                xml.WriteStartElement("link", Namespace);
                xml.WriteAttributeString("href", $"{link}/alerts");
                xml.WriteEndElement();
            }
            xml.WriteElementString("summary", Namespace, Text($"Rule {incident.Rule}."));
            xml.WriteEndElement();
        }
        xml.WriteEndElement();

        void Moment(string name, DateTimeOffset at) => xml.WriteElementString(name, Namespace, at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
    }

    /// <summary>XML has no place for some characters, and names from outside may have any.</summary>
    private static string Text(string text) => string.Concat(ConfigValue.Printable(text).Select(c => XmlConvert.IsXmlChar(c) ? c : '\uFFFD'));

    private static DateTimeOffset Updated(Incident incident) => incident.Ended ?? incident.Started;
}
