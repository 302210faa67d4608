using Metrics.Web.Configuration;

namespace Metrics.Web.Commands;

/// <summary>A bar on the error stream while something takes long; nothing where that is no terminal.</summary>
internal sealed class ProgressBar
{
    private const int Width = 30;

    // What stands beside the name at most.
    private const int FigureWidth = 36;

    private readonly bool isVisible = !Console.IsErrorRedirected;

    /// <summary>Shows how far it is.</summary>
    /// <param name="done">What is done.</param>
    /// <param name="total">Of so much.</param>
    /// <param name="figures">The same for people.</param>
    /// <param name="name">What is being done.</param>
    public void Show(long done, long total, string figures, string name = "")
    {
        if (!isVisible)
            return;
        var filled = total <= 0 ? Width : (int)Math.Clamp((double)done / total * Width, 0, Width);
        var room = Math.Max(10, Console.WindowWidth - Width - FigureWidth);
        name = ConfigValue.Printable(name);
        name = name.Length > room ? name[^room..] : name;
        Console.Error.Write($"\r\e[K[{new string('#', filled)}{new string('-', Width - filled)}] {figures}  {name}");
    }

    /// <summary>Takes the bar away.</summary>
    public void Clear()
    {
        if (isVisible)
            Console.Error.Write("\r\e[K");
    }
}
