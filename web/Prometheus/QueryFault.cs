namespace Metrics.Web.Prometheus;

/// <summary>A question of Prometheus' API that is not answered, and why.</summary>
/// <param name="status">The status code of the answer.</param>
/// <param name="kind">The kind of error in the words of that API: <c>bad_data</c>, <c>execution</c>.</param>
/// <param name="message">What is wrong, for people.</param>
internal sealed class QueryFault(int status, string kind, string message) : Exception(message)
{
    /// <summary>The status code of the answer.</summary>
    public int Status => status;

    /// <summary>The kind of error.</summary>
    public string Kind => kind;

    /// <summary>A question that is wrong in itself.</summary>
    public static QueryFault BadData(string message) => new(StatusCodes.Status400BadRequest, "bad_data", message);

    /// <summary>A query that cannot be read at a character.</summary>
    public static QueryFault At(int position, string message) => BadData($"1:{position}: parse error: {message}");

    /// <summary>A query that Prometheus would answer and this server does not.</summary>
    public static QueryFault NotHere(int position, string message) =>
        new(StatusCodes.Status422UnprocessableEntity, "execution", $"1:{position}: {message}");

    /// <summary>A question whose answer would be too much work.</summary>
    public static QueryFault TooMuch(string message) => new(StatusCodes.Status422UnprocessableEntity, "execution", message);
}
