using System.Text.Json;
using System.Text.Json.Serialization;

namespace Metrics.Actions.Guard;

/// <summary>How requests and answers are written: what is unknown, missing, null or there twice is a fault.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true, AllowDuplicateProperties = false, MaxDepth = 8)]
[JsonSerializable(typeof(GuardRequest))]
[JsonSerializable(typeof(GuardAnswer))]
internal sealed partial class GuardJson : JsonSerializerContext
{
    /// <summary>A request as bytes. Whatever is not ASCII is escaped, so that they may stand in a log.</summary>
    public static byte[] Write(GuardRequest request) => JsonSerializer.SerializeToUtf8Bytes(request, Default.GuardRequest);

    /// <summary>An answer as bytes.</summary>
    public static byte[] Write(GuardAnswer answer) => JsonSerializer.SerializeToUtf8Bytes(answer, Default.GuardAnswer);

    /// <summary>Reads a request.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static GuardRequest ReadRequest(ReadOnlySpan<byte> bytes) =>
        JsonSerializer.Deserialize(bytes, Default.GuardRequest) ?? throw new JsonException("A request is an object.");

    /// <summary>Reads an answer.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static GuardAnswer ReadAnswer(ReadOnlySpan<byte> bytes) =>
        JsonSerializer.Deserialize(bytes, Default.GuardAnswer) ?? throw new JsonException("An answer is an object.");
}
