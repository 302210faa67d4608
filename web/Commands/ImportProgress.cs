using Metrics.Web.Configuration;

namespace Metrics.Web.Commands;

/// <summary>A bar on the error stream while files are read; nothing where that is no terminal.</summary>
/// <param name="total">How many files there are.</param>
internal sealed class ImportProgress(int total)
{
    private const int Width = 30;

    private readonly bool isVisible = !Console.IsErrorRedirected && total > 1;
    private int done;

    /// <summary>Shows which file is being read.</summary>
    public void Show(string file)
    {
        if (isVisible)
        {
            var filled = (int)((long)done * Width / total);
            var name = ConfigValue.Printable(file);
            var room = Math.Max(10, Console.WindowWidth - Width - 24);
            name = name.Length > room ? name[^room..] : name;
            Console.Error.Write($"\r\e[K[{new string('#', filled)}{new string('-', Width - filled)}] {done} of {total}  {name}");
        }
        done++;
    }

    /// <summary>Takes the bar away.</summary>
    public void Clear()
    {
        if (isVisible)
            Console.Error.Write("\r\e[K");
    }
}
