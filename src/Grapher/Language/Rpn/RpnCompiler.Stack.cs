using System.Collections.Immutable;

namespace Metrics.Grapher.Language.Rpn;

/// <content>The operators that move values about: rrdgraph_rpn(1), "Processing the stack directly" and the counted ones.</content>
internal sealed partial class RpnCompiler
{
    private bool TakeStackOperator(string word)
    {
        switch (word)
        {
            case "DUP":
                Need(1);
                Push(stack[^1]);
                return true;
            case "POP":
                Pop();
                return true;
            case "EXC":
                Need(2);
                (stack[^1], stack[^2]) = (stack[^2], stack[^1]);
                return true;
            case "DEPTH":
                Push(Node(new ConstantNode(stack.Count)));
                return true;
            case "COPY":
                foreach (var item in Top(PopCount()))
                    Push(item);
                return true;
            case "INDEX":
                Push(Top(PopCount(minimum: 1))[0]);
                return true;
            case "ROLL":
                Roll();
                return true;
            case "REV":
                stack.AddRange(PopItems(PopCount()).Reverse());
                return true;
            case "SORT":
                Sort();
                return true;
            default:
                return false;
        }
    }

    /// <summary>As the manual says: the top n values move up by m, and those that leave at the top come in below. RRDtool reads beyond
    /// the stack here.</summary>
    private void Roll()
    {
        var by = Integer(Pop(), "places to roll by");
        var items = PopItems(PopCount());
        for (var i = 0; i < items.Length; i++)
            stack.Add(items[(int)(((i - (long)by) % items.Length + items.Length) % items.Length)]);
    }

    private void Sort()
    {
        var items = PopItems(PopCount());
        var sort = items.IsEmpty ? -1 : Node(new SortNode(items));
        for (var place = 0; place < items.Length; place++)
            Push(Node(new PickNode(sort, place)));
    }

    /// <summary>The top values of the stack, the deepest first. They stay.</summary>
    private ImmutableArray<int> Top(int count)
    {
        Need(count);
        return [.. stack[^count..]];
    }

    private ImmutableArray<int> PopItems(int count)
    {
        var items = Top(count);
        stack.RemoveRange(stack.Count - count, count);
        return items;
    }

    private int PopCount(int minimum = 0)
    {
        var count = Integer(Pop(), "count");
        return count >= minimum ? count : throw Fault($"\"{token}\" takes a count of at least {minimum}, found {count}");
    }

    /// <summary>A number that is known before there is data, towards zero when it is no whole one.</summary>
    private int Integer(int node, string what) => nodes[node] switch
    {
        ConstantNode { Value: > int.MinValue and < int.MaxValue and var value } => (int)value,
        ConstantNode constant => throw Fault($"\"{token}\" takes a number as {what}, found {constant.Value}"),
        _ => throw Fault($"\"{token}\" takes a number as {what}, found a value that depends on the data"),
    };
}
