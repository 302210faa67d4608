using System.Text;
using Metrics.Web.Serving;

namespace Metrics.Web.Tests.Serving;

public sealed class Utf8WriterTests
{
    [Fact]
    public void What_is_written_in_pieces_is_the_same_as_in_one()
    {
        using var writer = new Utf8Writer();
        writer.Write('<');
        writer.Write("grün ");
        writer.Write((string?)null);
        writer.Write(new string('€', 100_000));
        writer.Write("(abc)".ToCharArray(), 1, 3);
        // A pair of surrogates that comes in two writes.
        writer.Write('\ud83d');
        writer.Write("\ude00>");

        Assert.Equal($"<grün {new string('€', 100_000)}abc\ud83d\ude00>", Encoding.UTF8.GetString(writer.ToArray()));
    }

    [Fact]
    public void Half_a_pair_of_surrogates_is_a_replacement()
    {
        using var writer = new Utf8Writer();
        writer.Write("a\ud83d");

        Assert.Equal("a\ufffd"u8, writer.ToArray());
    }

    [Fact]
    public void Nothing_is_written_at_first()
    {
        using var writer = new Utf8Writer();

        Assert.Empty(writer.ToArray());
    }
}
