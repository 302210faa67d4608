namespace Metrics.Web.OldAddresses;

/// <summary>Holds the map that is in force: another one takes its place while the server runs.</summary>
/// <param name="map">The map of the start.</param>
internal sealed class OldAddressBook(OldAddressMap map)
{
    private volatile OldAddressMap current = map;

    /// <summary>The map in force.</summary>
    public OldAddressMap Current => current;

    /// <summary>Takes another map, at once.</summary>
    public void Use(OldAddressMap map) => current = map;
}
