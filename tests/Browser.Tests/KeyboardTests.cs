namespace Metrics.Browser.Tests;

public class KeyboardTests(BrowserFixture fixture)
{
    /// <summary>Where the keyboard is: what it is, whether it is seen, the width of its ring, and whether it does not come before the last one (a date is several places in one).</summary>
    private const string Place = """
        (() => {
          const one = document.activeElement;
          if (one === document.body) return null;
          const box = one.getBoundingClientRect(), style = getComputedStyle(one);
          // The parts of a date are places of their own; the last, which opens the calendar, has a ring that is not seen from here.
          const inside = window.last === one;
          const behind = !window.last || inside || !!(window.last.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING);
          window.last = one;
          const seen = box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.left >= -1 && box.right <= innerWidth + 1;
          return [one.outerHTML.slice(0, 100), `${seen}`, inside ? '2' : style.outlineStyle === 'none' ? '0' : `${parseFloat(style.outlineWidth)}`, `${behind}`];
        })()
        """;

    [Theory, InlineData("g/net.eth0", 1400), InlineData("g/net.eth0", 320), InlineData("shares", 1400), InlineData("disk", 400)]
    public async Task The_keyboard_reaches_everything_in_the_order_of_the_page_and_sees_where_it_is(string path, int width)
    {
        var page = await fixture.OpenAsync(width, scripts: false);
        await page.GotoAsync($"{fixture.Old.Address}/{path}?refresh=off");
        var all = await page.EvaluateAsync<int>(
            "[...document.querySelectorAll('a[href],button,input:not([type=hidden]),textarea,summary,[tabindex=\"0\"]')].filter(one => one.checkVisibility() && !one.disabled).length");
        var (faults, reached) = (new List<string>(), 0);
        for (; reached < 2 * all; reached++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await page.EvaluateAsync<string[]?>(Place) is not [var what, var seen, var ring, var behind])
                break;
            if (reached == 0 && !what.Contains("class=\"skip\""))
                faults.Add($"First comes {what}.");
            if (seen != "true" || double.Parse(ring, System.Globalization.CultureInfo.InvariantCulture) < 2 || behind != "true")
                faults.Add($"{what}: seen {seen}, ring {ring}, in order {behind}");
        }

        Assert.Empty(faults);
        Assert.InRange(reached, all / 2, all * 2 - 1);
    }
}
