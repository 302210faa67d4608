using System.CommandLine;
using System.Text.Json;
using Metrics.Web.Access;

namespace Metrics.Web.Commands;

/// <summary><c>metrics user</c>: who may sign in.</summary>
internal sealed class UserCommand : Command
{
    /// <summary>The fewest characters of a password, as NIST SP 800-63B has it.</summary>
    private const int ShortestPassword = 8;

    private readonly ConfigOptions options;
    private readonly Argument<string> name = new("NAME") { Description = "The user." };

    /// <summary>Makes the verbs.</summary>
    public UserCommand(ConfigOptions options) : base("user", "Says who may sign in, whether the server runs or not.")
    {
        this.options = options;
        name.Validators.Add(result =>
        {
            if (User.FaultOfName(result.Tokens.Single().Value) is { } fault)
                result.AddError(fault);
        });
        Subcommands.Add(Add());
        Subcommands.Add(List());
        var password = new Command("password", "Gives a user another password; the sessions end.") { name };
        password.SetAction(SetPassword);
        Subcommands.Add(password);
        var remove = new Command("remove", "Removes a user; the sessions end.") { name };
        remove.SetAction(Remove);
        Subcommands.Add(remove);
    }

    private Command Add()
    {
        var role = new Option<Role>("--role") { Description = "administrator, who may do everything, or owner, who sees domains.", HelpName = "ROLE" };
        var domains = new Option<string[]>("--domains") { Description = "The domains of an owner, with commas between them.", HelpName = "DOMAINS", CustomParser = ReadDomains };
        var noPassword = new Option<bool>("--no-password") { Description = "Only a trusted proxy can say that somebody is this user." };
        var add = new Command("add", "Adds a user; asks for the password, or reads it from the input.") { name, role, domains, noPassword };
        add.SetAction(command => StateAccess.Run(options, command, (state, _, output) =>
        {
            var isOwner = command.GetValue(role) == Role.Owner;
            if (isOwner != command.GetValue(domains) is { Length: > 0 })
            {
                output.Error(isOwner ? "An owner needs --domains." : "--domains is for owners; add --role owner.");
                return ExitCode.Usage;
            }
            var users = new UserDirectory(state, TimeProvider.System);
            var user = command.GetRequiredValue(name);
            if (users.Find(user) is not null)
                return Fail(output, $"There is a user {user} already.");
            var password = command.GetValue(noPassword) ? null : PasswordInput.Read(ShortestPassword, command.InvocationConfiguration.Error);
            if (password is null && !command.GetValue(noPassword))
                return ExitCode.Failed;
            if (!users.Add(user, command.GetValue(role), command.GetValue(domains) ?? [], password is null ? null : Hash(password)))
                return Fail(output, $"{user} could not be added: there is one already, or there are too many users.");
            output.Say($"{user} is added.");
            return ExitCode.Ok;
        }));
        return add;
    }

    private Command List()
    {
        var json = StoreArguments.Json();
        var list = new Command("list", "Lists the users.") { json };
        list.SetAction(command => StateAccess.Run(options, command, (state, _, output) =>
        {
            var users = new UserDirectory(state, TimeProvider.System).All.ToList();
            if (command.GetValue(json))
            {
                output.Line(JsonSerializer.Serialize(
                    users.Select(user => new { user.Name, user.Role, user.Domains, HasPassword = user.Password is not null, user.Created }), StoreOutput.Json));
                return ExitCode.Ok;
            }
            foreach (var user in users)
                output.Say($"{user.Name,-20} {user.Role.ToString().ToLowerInvariant(),-14} {(user.Password is null ? "no password" : "password"),-12} {string.Join(", ", user.Domains)}");
            if (users.Count == 0)
                output.Say($"There are no users: whoever is at this machine sees everything, and nobody else anything.");
            return ExitCode.Ok;
        }));
        return list;
    }

    private int SetPassword(ParseResult command) => StateAccess.Run(options, command, (state, _, output) =>
    {
        var users = new UserDirectory(state, TimeProvider.System);
        var user = command.GetRequiredValue(name);
        if (users.Find(user) is null)
            return Fail(output, $"There is no user {user}.");
        if (PasswordInput.Read(ShortestPassword, command.InvocationConfiguration.Error) is not { } password)
            return ExitCode.Failed;
        if (!users.SetPassword(user, Hash(password)))
            return Fail(output, $"There is no user {user}.");
        output.Say($"{user} has another password; the sessions are ended.");
        return ExitCode.Ok;
    });

    private int Remove(ParseResult command) => StateAccess.Run(options, command, (state, _, output) =>
    {
        var user = command.GetRequiredValue(name);
        if (!new UserDirectory(state, TimeProvider.System).Remove(user))
            return Fail(output, $"There is no user {user}.");
        output.Say($"{user} is removed.");
        return ExitCode.Ok;
    });

    /// <summary>Domains with commas between them.</summary>
    internal static string[]? ReadDomains(System.CommandLine.Parsing.ArgumentResult result)
    {
        var domains = result.Tokens.SelectMany(token => token.Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).ToArray();
        if (domains.Select(User.FaultOfDomain).FirstOrDefault(fault => fault is not null) is { } fault)
            result.AddError(fault);
        return domains;
    }

    private static string Hash(string password)
    {
        using var passwords = new Passwords();
        return passwords.Hash(password);
    }

    private static int Fail(StoreOutput output, string sentence)
    {
        output.Error(sentence);
        return ExitCode.Failed;
    }
}
