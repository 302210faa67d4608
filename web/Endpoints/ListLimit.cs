using System.Globalization;
using Metrics.Web.Serving;

namespace Metrics.Web.Endpoints;

/// <summary>The parameter <c>limit</c> of lists that come in parts.</summary>
internal static class ListLimit
{
    private const int Most = 10_000;
    private const int Usual = 1_000;

    /// <summary>What it takes, for the description of the API.</summary>
    public static readonly string Range = $"1 to {Most}, {Usual} by default";

    /// <summary>Reads it, or says what is wrong.</summary>
    public static int? Read(string? text, out Refusal? refusal)
    {
        refusal = null;
        if (text is null)
            return Usual;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= Most)
            return number;
        refusal = Refusal.BadRequest($"The parameter limit takes a whole number from 1 to {Most}.");
        return null;
    }
}
