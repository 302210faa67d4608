namespace Metrics.Web.Tests;

/// <summary>For what another process does in its own time.</summary>
internal static class Waiting
{
    /// <summary>Asks until it is so; a server that does not answer yet is no fault.</summary>
    /// <param name="condition">What is to become true within 30 seconds.</param>
    /// <param name="failure">What to say when it does not.</param>
    public static async Task UntilAsync(Func<Task<bool>> condition, string failure)
    {
        for (var attempt = 0; attempt < 300; attempt++)
        {
            try
            {
                if (await condition())
                    return;
            }
            catch (HttpRequestException)
            {
                // Not yet.
            }
            await Task.Delay(100);
        }
        Assert.Fail(failure);
    }
}
