using Metrics.Analyzers.Tests.Daemons;

namespace Metrics.Actions.Tests.MailServers;

/// <summary>What is Exim's alone: a message can be changed by one process at a time.</summary>
public sealed class EximTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_message_that_Exim_looks_at_when_it_is_let_go_is_let_go_another_time()
    {
        using var network = new MailNetwork(TestExim.Prepare);
        var mails = network.Sink(25);
        var test = await TestExim.StartAsync(network);
        var server = test.Server;
        await server.HoldAsync(Cancel);
        await test.HandInAsync("anna@example.org", 2);
        await DebianProgram.WaitAsync("the queue", async () => (await server.QueueAsync(Cancel)).Count == 2);
        await server.ReleaseAsync(Cancel);
        // A queue runner may have had one of them: then it is not frozen.
        Assert.Equal(2, server.Aside);
        var frozen = (await server.QueueAsync(Cancel)).Where(message => message.IsAside).Select(message => message.Id).ToList();
        Assert.NotEmpty(frozen);

        // As a queue runner does it: fcntl(2) locks the first line of the data file, its name.
        using (var data = new FileStream(network[$"exim/spool/input/{frozen[0]}-D"], FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite))
        {
            data.Lock(0, frozen[0].Length + "-D\n".Length);
            await server.LetGoAsync(10, Cancel);
            Assert.Equal(1, server.Aside);
            DebianProgram.Wait("the other one", () => MailNetwork.Count(mails) == 1);
        }
        await DebianProgram.WaitAsync("the one that was looked at", async () =>
        {
            await server.LetGoAsync(10, Cancel);
            return server.Aside == 0;
        });
        DebianProgram.Wait("both", () => MailNetwork.Count(mails) == 2);
    }
}
