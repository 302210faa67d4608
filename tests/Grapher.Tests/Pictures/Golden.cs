using SkiaSharp;

namespace Metrics.Grapher.Tests.Pictures;

/// <summary>Compares pictures with the ones kept in tests/Fixtures/golden. METRICS_RECORD_GOLDEN=1 records them anew.</summary>
internal static class Golden
{
    private const int ChannelTolerance = 2;
    private const double PixelTolerance = 0.002;

    private static readonly bool Record = Environment.GetEnvironmentVariable("METRICS_RECORD_GOLDEN") == "1";

    /// <summary>Fails unless the picture is the kept one: a channel may be 2 levels off, 0.2 % of the pixels more.</summary>
    public static void Png(string name, byte[] actual)
    {
        var file = PathOf(name + ".png");
        if (Record)
        {
            File.WriteAllBytes(file, actual);
            return;
        }
        Assert.True(File.Exists(file), $"The golden picture {file} is missing; METRICS_RECORD_GOLDEN=1 records it.");
        using var expectedPicture = SKBitmap.Decode(File.ReadAllBytes(file));
        using var actualPicture = SKBitmap.Decode(actual);
        var share = Difference(expectedPicture, actualPicture, out var difference);
        if (share > PixelTolerance)
            Fail(name, ".png", actual, share, difference);
        difference.Dispose();
    }

    /// <summary>Fails unless the text is the kept one.</summary>
    public static void Text(string name, string extension, byte[] actual)
    {
        var file = PathOf(name + extension);
        if (Record)
        {
            File.WriteAllBytes(file, actual);
            return;
        }
        Assert.True(File.Exists(file), $"The golden file {file} is missing; METRICS_RECORD_GOLDEN=1 records it.");
        if (!actual.AsSpan().SequenceEqual(File.ReadAllBytes(file)))
            Fail(name, extension, actual, double.NaN, null);
    }

    /// <summary>Share of the pixels that differ by more than the tolerance, and a picture of where.</summary>
    public static double Difference(SKBitmap expected, SKBitmap actual, out SKBitmap difference)
    {
        difference = new SKBitmap(expected.Width, expected.Height);
        if (expected.Width != actual.Width || expected.Height != actual.Height)
            return 1;
        var wrong = 0;
        for (var y = 0; y < expected.Height; y++)
        {
            for (var x = 0; x < expected.Width; x++)
            {
                var (a, b) = (expected.GetPixel(x, y), actual.GetPixel(x, y));
                var off = Math.Max(Math.Abs(a.Red - b.Red), Math.Max(Math.Abs(a.Green - b.Green), Math.Abs(a.Blue - b.Blue)));
                difference.SetPixel(x, y, off > ChannelTolerance ? SKColors.Red : a.WithAlpha(60));
                if (off > ChannelTolerance)
                    wrong++;
            }
        }
        return wrong / (double)(expected.Width * expected.Height);
    }

    private static void Fail(string name, string extension, byte[] actual, double share, SKBitmap? difference)
    {
        var folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "golden-failures")).FullName;
        File.WriteAllBytes(Path.Combine(folder, name + ".actual" + extension), actual);
        if (difference is not null)
        {
            using var data = difference.Encode(SKEncodedImageFormat.Png, 100);
            File.WriteAllBytes(Path.Combine(folder, name + ".diff.png"), data.ToArray());
        }
        Assert.Fail($"{name}{extension} differs from the golden one ({share:P2} of the pixels); actual and diff are in {folder}.");
    }

    // Not from the compiler: in a reproducible build the paths it knows are not those of this machine.
    private static string PathOf(string file)
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Metrics.sln")))
            directory = directory.Parent;
        return Path.Combine(directory?.FullName ?? throw new InvalidOperationException("Metrics.sln was not found above the tests."), "tests", "Fixtures", "golden", file);
    }
}
