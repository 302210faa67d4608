using System.Text;
using Metrics.Analyzers.Sqlite;
using Metrics.Analyzers.Usage;
using Microsoft.Data.Sqlite;

namespace Metrics.Analyzers.Tests.Usage;

public sealed class UsageTextTests : IDisposable
{
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("metrics-text-");

    public void Dispose() => directory.Delete(recursive: true);

    [Theory]
    [InlineData("""{"4":2}""", """{"4":3}""", """{"4":5}""")]
    [InlineData("""{"5":7,"0":1}""", """{"111":9007199254740992,"5":1}""", """{"0":1,"5":8,"111":9007199254740992}""")]
    [InlineData("""{"4":9007199254740992}""", """{"4":1}""", """{"4":9007199254740992}""")]
    public void Counts_are_added_up_by_their_measures(string first, string second, string expected)
    {
        Assert.True(new UsageText().Sum(Encoding.ASCII.GetBytes(first), Encoding.ASCII.GetBytes(second), out var sum));
        Assert.Equal(expected, Encoding.ASCII.GetString(sum));
    }

    [Theory]
    [InlineData(""), InlineData("{"), InlineData("x"), InlineData("""{"4":2"""), InlineData("""{"4":2,}"""), InlineData("""{"4":2} """), InlineData("""{"4":-2}""")]
    [InlineData("""{"112":2}"""), InlineData("""{"4":"2"}"""), InlineData("""{4:2}""")]
    public void What_is_no_text_of_counts_is_not_added(string other)
    {
        Assert.False(new UsageText().Sum("""{"4":2}"""u8, Encoding.ASCII.GetBytes(other), out _));
        Assert.False(new UsageText().Sum(Encoding.ASCII.GetBytes(other), """{"4":2}"""u8, out _));
    }

    [Fact]
    public void A_row_that_was_damaged_is_said_and_nothing_is_counted_over_it()
    {
        const long hour = 1_699_999_200;
        using var database = UsageDatabase.Open(directory.FullName);
        var account = new Account("example.org", "");
        var commit = new UsageCommit([Row.Of(account, hour, Measure.MailSent, 1)], [], [], [], null);
        database.Commit(commit);
        using var connection = database.Read();
        connection.Run("UPDATE usage SET counts = '{\"4\":'");

        var fault = Assert.Throws<SqliteException>(() => database.Commit(commit));

        Assert.Contains("usage.counts is no object of counts", fault.Message, StringComparison.Ordinal);
        Assert.Equal("{\"4\":", connection.Value("SELECT counts FROM usage"));
    }
}
