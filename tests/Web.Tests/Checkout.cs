using Metrics.Web.Configuration;

namespace Metrics.Web.Tests;

/// <summary>Files of the checkout that tests read.</summary>
internal static class Checkout
{
    /// <summary>A file or directory by its path below the root.</summary>
    public static string Path(string relative) =>
        System.IO.Path.Combine(Installation.Checkout ?? throw new InvalidOperationException("The tests run from a checkout; Metrics.sln was not found above them."), relative);
}
