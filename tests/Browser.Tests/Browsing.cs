using Microsoft.Playwright;

namespace Metrics.Browser.Tests;

/// <summary>What every test of pages does.</summary>
internal static class Browsing
{
    /// <summary>Asks again and again: the page's own policy forbids the evaluation that Playwright's waiting does inside it.</summary>
    public static async Task UntilAsync(IPage page, string condition)
    {
        for (var attempt = 0; attempt < 600; attempt++)
        {
            if (await AskAsync<bool>(page, condition))
                return;
            await Task.Delay(100);
        }
        Assert.Fail($"Within a minute it did not come true that {condition}");
    }

    /// <summary>Asks once; again when the page is being loaded again at this moment.</summary>
    public static async Task<T> AskAsync<T>(IPage page, string question)
    {
        for (var attempt = 1; ; attempt++)
            try
            {
                return await page.EvaluateAsync<T>(question);
            }
            catch (PlaywrightException) when (attempt < 600)
            {
                await Task.Delay(100);
            }
    }

    /// <summary>What the page complains about from now on.</summary>
    public static List<string> Watch(IPage page)
    {
        var errors = new List<string>();
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
                errors.Add(message.Text);
        };
        return errors;
    }
}
