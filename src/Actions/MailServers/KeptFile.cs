using System.Text;

namespace Metrics.Actions.MailServers;

/// <summary>A small file that says what was done, whole or not there at any moment.</summary>
internal sealed class KeptFile
{
    private readonly string path;

    /// <summary>Knows where it is.</summary>
    public KeptFile(string directory, string name) => path = Path.Combine(directory, name);

    /// <summary>Where it is.</summary>
    public string Location => path;

    /// <summary>Whether it is there.</summary>
    public bool Exists => File.Exists(path);

    /// <summary>Whether its directory is there; where nothing is to be held there need be none.</summary>
    public bool HasDirectory => Directory.Exists(Path.GetDirectoryName(path));

    /// <summary>What it says; null when it is not there.</summary>
    public string? Read()
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Writes it; it is on the disk when this returns.</summary>
    public void Write(string text)
    {
        var other = path + ".new";
        using (var file = new FileStream(other, FileMode.Create))
        {
            file.Write(Encoding.UTF8.GetBytes(text));
            file.Flush(flushToDisk: true);
        }
        File.Move(other, path, overwrite: true);
    }

    /// <summary>Removes it.</summary>
    public void Delete()
    {
        if (Exists)
            File.Delete(path);
    }
}
