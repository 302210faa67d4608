namespace Metrics.Actions;

/// <summary>Secrets of other services, which never stand in the configuration: they are read each time they are needed, so that a new one holds at once.</summary>
internal static class SecretFile
{
    private const int MostBytes = 4096;

    /// <summary>Reads a secret; without the line end that editors leave.</summary>
    /// <param name="credential">Name of a credential of systemd (LoadCredential= of systemd.exec(5)); empty: it is a file.</param>
    /// <param name="file">The file.</param>
    /// <exception cref="IOException">It is not there, empty or too long.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static string Read(string credential, string file)
    {
        var path = credential.Length == 0 ? file : Path.Combine(
            Environment.GetEnvironmentVariable("CREDENTIALS_DIRECTORY") ?? throw new IOException($"There is no credential {credential}: systemd has given none."), credential);
        using var stream = File.OpenRead(path);
        var buffer = new byte[MostBytes + 1];
        var length = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        if (length > MostBytes)
            throw new IOException($"{path} is longer than {MostBytes} bytes, so it is no secret.");
        var secret = System.Text.Encoding.UTF8.GetString(buffer, 0, length).TrimEnd('\r', '\n');
        return secret.Length > 0 ? secret : throw new IOException($"{path} is empty.");
    }
}
