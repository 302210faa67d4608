using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Metrics.Analyzers.Tailing;

/// <summary>An entry of the systemd journal, as <c>journalctl --output=json</c> writes it, made a line of a system log:
/// <c>2026-11-23T00:11:48+00:00 host postfix/smtpd[306]: text</c>.</summary>
/// <remarks>systemd.journal-fields(7). What begins with an underscore was set by journald, the rest by the program: it may say what it likes there, as with
/// syslog, but that it is the kernel.</remarks>
internal sealed class JournalEntry
{
    private readonly ArrayBufferWriter<byte> line = new();
    private readonly ArrayBufferWriter<byte> cursor = new();
    private readonly ArrayBufferWriter<byte> message = new();
    private readonly ArrayBufferWriter<byte> identifier = new();
    private readonly ArrayBufferWriter<byte> command = new();
    private readonly ArrayBufferWriter<byte> process = new();
    private readonly ArrayBufferWriter<byte> knownProcess = new();
    private readonly ArrayBufferWriter<byte> host = new();
    private readonly ArrayBufferWriter<byte> transport = new();
    private readonly ArrayBufferWriter<byte> time = new();
    private readonly byte[] stamp = new byte[26];
    private long stampSecond = long.MinValue;

    /// <summary>The line; empty when the entry is none of a program. Lives until the next one is read.</summary>
    public ReadOnlySpan<byte> Line => line.WrittenSpan;

    /// <summary>Where the entry stands in the journal.</summary>
    public ReadOnlySpan<byte> Cursor => cursor.WrittenSpan;

    /// <summary>Reads an entry.</summary>
    /// <returns>False when it is none.</returns>
    public bool Read(ReadOnlySpan<byte> json)
    {
        foreach (var field in (ReadOnlySpan<ArrayBufferWriter<byte>>)[line, cursor, message, identifier, command, process, knownProcess, host, transport, time])
            field.ResetWrittenCount();
        try
        {
            var reader = new Utf8JsonReader(json);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return false;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var field = Field(ref reader);
                reader.Read();
                Take(ref reader, field);
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
        return Cursor.Length > 0 && Write();
    }

    private ArrayBufferWriter<byte>? Field(ref Utf8JsonReader reader)
    {
        var name = reader.ValueSpan;
        return name.SequenceEqual("MESSAGE"u8) ? message
            : name.SequenceEqual("__CURSOR"u8) ? cursor
            : name.SequenceEqual("__REALTIME_TIMESTAMP"u8) ? time
            : name.SequenceEqual("SYSLOG_IDENTIFIER"u8) ? identifier
            : name.SequenceEqual("_COMM"u8) ? command
            : name.SequenceEqual("SYSLOG_PID"u8) ? process
            : name.SequenceEqual("_PID"u8) ? knownProcess
            : name.SequenceEqual("_HOSTNAME"u8) ? host
            : name.SequenceEqual("_TRANSPORT"u8) ? transport
            : null;
    }

    // A text; an array of its bytes where it is none in UTF-8; an array of these where the field was given several times, of which the first counts.
    private static void Take(ref Utf8JsonReader reader, ArrayBufferWriter<byte>? field)
    {
        if (field is null || field.WrittenCount > 0 || reader.TokenType is not (JsonTokenType.String or JsonTokenType.StartArray))
        {
            reader.Skip();
            return;
        }
        if (reader.TokenType == JsonTokenType.String)
        {
            field.Advance(reader.CopyString(field.GetSpan(reader.ValueSpan.Length + 1)));
            return;
        }
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.Number && reader.TryGetByte(out var value))
                field.Write([value]);
            else
                Take(ref reader, field);
        }
    }

    private bool Write()
    {
        if (!Utf8Parser.TryParse(time.WrittenSpan, out long microseconds, out _) || microseconds < 0)
            return false;
        var program = identifier.WrittenCount > 0 ? identifier.WrittenSpan : command.WrittenSpan;
        // The line could be read otherwise than it is meant; and only the kernel is the kernel.
        if (!IsName(program) || (program.SequenceEqual("kernel"u8) && !transport.WrittenSpan.SequenceEqual("kernel"u8)))
            return true;
        line.Write(Stamp(microseconds / 1_000_000));
        line.Write(IsName(host.WrittenSpan) ? host.WrittenSpan : "localhost"u8);
        line.Write(" "u8);
        line.Write(program);
        var number = process.WrittenCount > 0 ? process.WrittenSpan : knownProcess.WrittenSpan;
        if (!number.IsEmpty && !number.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            line.Write("["u8);
            line.Write(number);
            line.Write("]"u8);
        }
        line.Write(": "u8);
        // A message of several lines is one line here: what stands in it must not look like one of another program.
        message.WrittenSpan.CopyTo(line.GetSpan(message.WrittenCount + 1));
        line.GetSpan(message.WrittenCount + 1)[..message.WrittenCount].Replace((byte)'\n', (byte)' ');
        line.Advance(message.WrittenCount);
        return true;
    }

    // Many entries have the second of the one before.
    private ReadOnlySpan<byte> Stamp(long second)
    {
        if (second != stampSecond)
        {
            var text = DateTimeOffset.FromUnixTimeSeconds(Math.Min(second, DateTimeOffset.MaxValue.ToUnixTimeSeconds())).ToString("yyyy-MM-dd'T'HH:mm:ss'+00:00 '", CultureInfo.InvariantCulture);
            Encoding.ASCII.GetBytes(text, stamp);
            stampSecond = second;
        }
        return stamp;
    }

    private static bool IsName(ReadOnlySpan<byte> name)
    {
        return !name.IsEmpty && !name.ContainsAnyExceptInRange((byte)'!', (byte)'~') && !name.ContainsAny((byte)':', (byte)'[', (byte)']');
    }
}
