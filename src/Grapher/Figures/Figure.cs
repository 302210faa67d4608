using System.Text;
using Metrics.Grapher.Layout;
using Metrics.Grapher.Pens;

namespace Metrics.Grapher;

/// <summary>A picture whose values are given and not read from series: bars per day, a heat map, a bandwidth bar, a badge.</summary>
/// <param name="Name">Name in URLs and in the ids of its markup.</param>
/// <param name="Title">Title for people. Text from outside; every pen escapes it.</param>
public abstract record Figure(string Name, string Title)
{
    /// <summary>What it says, as sentences: the alternative text.</summary>
    public abstract string Sentence { get; }

    /// <summary>As SVG 1.1 in UTF-8, with title and description for those who do not see it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The size is beyond its limits.</exception>
    public byte[] Svg(PictureOptions options) =>
        SvgPen.Draw(Checked(options), options.Theme, options.Inline, !options.Transparent, $"{Name}-{options.Width}", Title, Sentence);

    /// <summary>As PNG.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The size or scale is beyond its limits.</exception>
    public byte[] Png(PictureOptions options) => PngPen.Draw(Checked(options), options);

    /// <summary>As WebP without loss: the pixels of the PNG.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The size or scale is beyond its limits.</exception>
    public byte[] Webp(PictureOptions options) => PngPen.DrawWebp(Checked(options), options);

    /// <summary>As a PDF of one page.</summary>
    /// <param name="options">Size and colours; the scale means nothing here.</param>
    /// <param name="moment">The date of the document: when its newest value was.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is beyond its limits.</exception>
    public byte[] Pdf(PictureOptions options, DateTimeOffset moment) => PdfPen.Draw(Checked(options), options, Title, Sentence, moment);

    /// <summary>As plain text in UTF-8, for terminals and mails; lines end with a line feed.</summary>
    public byte[] Text() => Encoding.UTF8.GetBytes(PlainText + "\n");

    /// <summary>The text without the last line end, and without any other control character.</summary>
    internal virtual string PlainText => TextPen.Printable(Sentence);

    /// <summary>The layout that the pens draw.</summary>
    internal abstract GraphLayout Lay(PictureOptions options);

    private GraphLayout Checked(PictureOptions options)
    {
        options.Check();
        return Lay(options);
    }
}
