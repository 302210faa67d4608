using System.Collections.Concurrent;
using Metrics.Actions.Guard;

namespace Metrics.Firewall.Tests;

public sealed class GuardKillTests
{
    [Fact]
    public async Task Whatever_was_answered_before_a_kill_is_blocked_after_it_once_and_the_kernel_has_what_is_written_down()
    {
        using var network = new Network();
        using var guard = new GuardProcess(network);
        var answered = new ConcurrentBag<string>();
        var next = 0;
        for (var round = 0; round < 3; round++)
        {
            // Four at once, until the guard is killed in the middle of whatever it is doing.
            var asking = Enumerable.Range(0, 4).Select(_ => Task.Run(AskAsync)).ToList();
            var enough = answered.Count + 50 + 17 * round;
            await Waiting.UntilAsync(() => Task.FromResult(answered.Count > enough), "some are blocked");
            guard.Kill();
            await Task.WhenAll(asking);
            guard.Start();

            var listed = (await guard.BlocksAsync()).Select(block => block.Address).ToList();
            Assert.Equal(listed.Count, listed.Distinct().Count());
            Assert.Empty(answered.Except(listed));
            var kernel = network.Nft("list", "set", "inet", "metrics", "addresses4").Split([' ', '\t', '\n', '{', ','], StringSplitOptions.RemoveEmptyEntries)
                .Where(word => word.StartsWith("198.", StringComparison.Ordinal));
            Assert.Equal(listed.Order(), kernel.Order());
        }

        async Task AskAsync()
        {
            try
            {
                while (true)
                {
                    var number = Interlocked.Increment(ref next);
                    answered.Add((await guard.BlockAsync($"198.51.{number / 250}.{number % 250}", grows: true)).Address);
                }
            }
            catch (GuardAbsentException)
            {
                // It was killed.
            }
        }
    }
}
