using Metrics.Analyzers.Text;

namespace Metrics.Analyzers.Mail;

/// <summary>Connections to a mail server whose later lines only have their name: from where each is, and who signed in.</summary>
internal sealed class MailSessions
{
    private readonly StateTable<Session> open = new(
        18, 20_000,
        (state, session) =>
        {
            state.Bytes(session.Client);
            state.Bytes(session.User);
        },
        (ref StateReader state) => new Session(state.Bytes().ToArray(), state.Bytes().ToArray()));

    /// <summary>One begins.</summary>
    public void Begin(ReadOnlySpan<byte> name, ReadOnlySpan<byte> client) => open.Put(name, new Session(Short(client), []));

    /// <summary>Somebody signed in.</summary>
    public void SignIn(ReadOnlySpan<byte> name, ReadOnlySpan<byte> user)
    {
        if (open.TryGet(name, out var session))
            open.Put(name, session! with { User = Short(user) });
    }

    /// <summary>From where one is and who signed in; empty what is not known.</summary>
    public void Find(ReadOnlySpan<byte> name, out ReadOnlySpan<byte> client, out ReadOnlySpan<byte> user)
    {
        var known = open.TryGet(name, out var session);
        client = known ? session!.Client : [];
        user = known ? session!.User : [];
    }

    /// <summary>One ends.</summary>
    public void End(ReadOnlySpan<byte> name) => open.Remove(name, out _);

    /// <summary>Tells what has changed since the last time.</summary>
    public void Save(StateChanges changes) => open.Save(changes);

    /// <summary>Takes an entry back; false when it is of something else.</summary>
    /// <exception cref="FormatException">It was written by something else.</exception>
    public bool Restore(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) => open.Restore(key, value);

    private static byte[] Short(ReadOnlySpan<byte> text) => ByteText.Short(text).ToArray();

    private sealed record Session(byte[] Client, byte[] User);
}
