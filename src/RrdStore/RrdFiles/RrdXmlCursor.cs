using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Xml;

namespace Metrics.RrdStore.RrdFiles;

/// <summary>Walks over the elements of a dump and reads their texts, none of them longer than <see cref="TextCharacters"/>.</summary>
/// <remarks>Comments are skipped. A DOCTYPE is skipped as well: nothing is fetched, and no entity is declared by it.</remarks>
internal sealed class RrdXmlCursor : IDisposable
{
    /// <summary>Longest text of an element; RRDtool reads expressions of 1,000.</summary>
    private const int TextCharacters = 1024;

    private readonly string path;
    private readonly Stream stream;
    private readonly XmlReader reader;
    private readonly char[] buffer = new char[TextCharacters];
    private bool hasElement;

    /// <summary>Begins at the start of a document.</summary>
    /// <param name="stream">The document; it stays open.</param>
    /// <param name="path">Its name, for errors.</param>
    public RrdXmlCursor(Stream stream, string path)
    {
        this.path = path;
        this.stream = stream;
        reader = XmlReader.Create(stream, new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Ignore,
            XmlResolver = null,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            IgnoreWhitespace = true,
            MaxCharactersInDocument = RrdLimits.DumpCharacters,
            MaxCharactersFromEntities = TextCharacters,
        });
    }

    /// <summary>Name of the element the cursor is at.</summary>
    public string Name => reader.LocalName;

    /// <summary>Moves to the next child of the element whose start or child it is at; false, and behind it, when there is none.</summary>
    public bool NextChild()
    {
        while (Read())
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element when reader.HasAttributes && reader.LocalName != "rrd":
                    Fail($"<{Name}> has attributes.");
                    break;
                case XmlNodeType.Element:
                    hasElement = true;
                    return true;
                case XmlNodeType.EndElement:
                    return false;
                case XmlNodeType.XmlDeclaration or XmlNodeType.DocumentType or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace:
                    break;
                default:
                    Fail("There is text where an element is expected.");
                    break;
            }
        }
        Fail("The document ends too early.");
        return false;
    }

    /// <summary>Enters the element the cursor is at, which must not be empty.</summary>
    public void Enter()
    {
        if (reader.IsEmptyElement)
            Fail($"<{Name}> is empty.");
    }

    /// <summary>Reads on to the end of the document, where nothing but comments may be.</summary>
    public void Finish()
    {
        while (Read())
        {
        }
    }

    /// <summary>Reads the element the cursor is at as text, without blanks around it. Valid until the next call.</summary>
    public ReadOnlySpan<char> Text()
    {
        if (reader.IsEmptyElement)
            return [];
        var name = Name;
        var length = 0;
        while (Read() && reader.NodeType != XmlNodeType.EndElement)
        {
            if (reader.NodeType is not (XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace))
                Fail($"<{name}> holds something else than text.");
            while (ReadChunk(length) is > 0 and var count)
                length += count;
            if (length == buffer.Length)
                Fail($"The text of <{name}> is longer than {TextCharacters - 1} characters.");
        }
        return buffer.AsSpan(0, length).Trim();
    }

    /// <summary>Reads the element as a number; NaN is unknown.</summary>
    public double Number()
    {
        var name = Name;
        var text = Text();
        if (!RrdText.TryParse(text, out var number))
            Fail($"<{name}> is \"{Shown(text)}\"; a number or NaN is expected.");
        return number;
    }

    /// <summary>Reads the element as a count.</summary>
    public ulong Count()
    {
        var name = Name;
        var text = Text();
        if (!ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            Fail($"<{name}> is \"{Shown(text)}\"; a count is expected.");
        return count;
    }

    /// <summary>Says that the element the cursor is at has no place in its parent, or not this early.</summary>
    [DoesNotReturn]
    public void FailUnexpected(string parent) => Fail($"<{Name}> is not expected here in <{parent}>.");

    /// <summary>Says that the document is damaged.</summary>
    /// <remarks>The offset is how far the document has been read, which is up to a buffer ahead; the line is exact.</remarks>
    [DoesNotReturn]
    public void Fail(string problem)
    {
        var (line, column) = reader is IXmlLineInfo info ? (info.LineNumber, info.LinePosition) : (0, 0);
        throw new StoreFormatException(path, stream.Position, $"Line {line}, column {column}: {problem}");
    }

    /// <inheritdoc/>
    public void Dispose() => reader.Dispose();

    private static string Shown(ReadOnlySpan<char> text) => text.Length > 40 ? $"{text[..40]}…" : text.ToString();

    private bool Read()
    {
        try
        {
            return reader.Read();
        }
        catch (XmlException error)
        {
            // What XML misses in a file that is none helps nobody.
            throw hasElement
                ? new StoreFormatException(path, stream.Position, error.Message)
                : new StoreFormatException(path, 0, "The file is no database of RRDtool and no dump of one.");
        }
    }

    private int ReadChunk(int at)
    {
        try
        {
            return at == buffer.Length ? 0 : reader.ReadValueChunk(buffer, at, buffer.Length - at);
        }
        catch (XmlException error)
        {
            throw new StoreFormatException(path, stream.Position, error.Message);
        }
    }
}
