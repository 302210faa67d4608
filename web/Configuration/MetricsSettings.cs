using System.Collections.Immutable;
using Metrics.Actions.Alerts;
using Metrics.Actions.Blocking;
using Metrics.Actions.Firewall;
using Metrics.Actions.Guard;
using Metrics.Actions.Hold;
using Metrics.Actions.Mail;
using Metrics.Actions.MailServers;
using Metrics.Actions.Rules;
using Metrics.Actions.Services;
using Metrics.Actions.Traps;
using Metrics.Collector;
using Metrics.Grapher;
using Metrics.Web.OldAddresses;
using Metrics.Web.Reports;

namespace Metrics.Web.Configuration;

/// <summary>All settings, typed; untouched they are the defaults.</summary>
internal sealed class MetricsSettings
{
    /// <summary>What commands have to be given besides, so that they mean the same server; empty: nothing.</summary>
    public string CommandOptions { get; set; } = "";

    /// <summary>Section <c>[server]</c>.</summary>
    public ServerOptions Server { get; } = new();

    /// <summary>Section <c>[access]</c>.</summary>
    public AccessOptions Access { get; } = new();

    /// <summary>Section <c>[store]</c>.</summary>
    public StoreSettings Store { get; } = new();

    /// <summary>Section <c>[collector]</c>.</summary>
    public CollectorOptions Collector { get; } = new();

    /// <summary>Section <c>[logs]</c>.</summary>
    public LogSettingsTable Logs { get; } = new();

    /// <summary>Section <c>[mail]</c>.</summary>
    public MailOptions Mail { get; } = new();

    /// <summary>Section <c>[firewall]</c>, with the sections <c>[blocklist.NAME]</c>.</summary>
    public FirewallOptions Firewall { get; } = new();

    /// <summary>Section <c>[guard]</c>.</summary>
    public GuardOptions Guard { get; } = new();

    /// <summary>Sections <c>[graph.NAME]</c>, in the order in which they were read.</summary>
    public ImmutableArray<GraphTemplate> Graphs { get; set; } = [];

    /// <summary>Sections <c>[report.NAME]</c>, in the order in which they were read.</summary>
    public ImmutableArray<ReportTemplate> Reports { get; set; } = [];

    /// <summary>Sections <c>[rule.NAME]</c>, in the order in which they were read.</summary>
    public ImmutableArray<Rule> Rules { get; set; } = [];

    /// <summary>Sections <c>[alert.NAME]</c>, in the order in which they were read.</summary>
    public ImmutableArray<Receiver> Alerts { get; set; } = [];

    /// <summary>Section <c>[traps]</c>.</summary>
    public TrapOptions Traps { get; } = new();

    /// <summary>Sections <c>[block.NAME]</c>, in the order in which they were read.</summary>
    public ImmutableArray<BlockRule> Blocks { get; set; } = [];

    /// <summary>Section <c>[hold]</c>.</summary>
    public HoldOptions Hold { get; } = new();

    /// <summary>Sections <c>[mailserver.NAME]</c>, in the order in which they were read.</summary>
    public ImmutableArray<MailServerOptions> MailServers { get; set; } = [];

    /// <summary>Sections <c>[silence.NAME]</c>, in the order in which they were read.</summary>
    public ImmutableArray<PlannedSilence> Silences { get; set; } = [];

    /// <summary>Sections <c>[service.NAME]</c>, in the order in which they were read.</summary>
    public ImmutableArray<ServiceOptions> Services { get; set; } = [];

    /// <summary>The address that is asked for while all is looked at; empty: none.</summary>
    public string Heartbeat { get; set; } = "";

    /// <summary>What the file of <see cref="ServerOptions.OldAddresses"/> says.</summary>
    public OldAddressMap OldAddresses { get; set; } = OldAddressMap.Empty;
}
