using System.Net.Sockets;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Metrics.Web.Control;

/// <summary>How commands speak with a running server: over a socket in the data directory, a JSON text a line, requests one way and
/// answers the other. The socket belongs to the user of the server; its mode is all the authentication there is.</summary>
internal static class ControlProtocol
{
    /// <summary>Name of the socket in the data directory.</summary>
    public const string SocketName = "control.sock";

    /// <summary>The longest request, in bytes.</summary>
    public const int LongestRequest = 64 * 1024;

    /// <summary>How requests and answers are written; infinite values as text, since JSON has no number for them.</summary>
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        MaxDepth = 8,
    };

    /// <summary>The socket of a data directory.</summary>
    /// <exception cref="SocketException">Its path is longer than a socket's may be: 107 bytes, unix(7).</exception>
    public static UnixDomainSocketEndPoint EndPointOf(string directory)
    {
        var path = Path.Combine(directory, SocketName);
        return Encoding.UTF8.GetByteCount(path) <= 107
            ? new UnixDomainSocketEndPoint(path)
            : throw new SocketException((int)SocketError.InvalidArgument, $"{path} is longer than the 107 bytes that a socket's path may have.");
    }

    /// <summary>Writes a request or an answer as a line.</summary>
    public static void Write<T>(Stream stream, T message) => stream.Write([.. JsonSerializer.SerializeToUtf8Bytes(message, Json), (byte)'\n']);
}
