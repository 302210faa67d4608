using Metrics.RrdStore;

namespace Metrics.Collector;

/// <summary>One sensor: a file with its value, and perhaps one that says that the value means nothing.</summary>
internal sealed class Sensor(SeriesId series, string path, double divisor, string? faultPath = null) : IDisposable
{
    private readonly SysNumber value = new(path);
    private readonly SysNumber? fault = faultPath is not null && File.Exists(faultPath) ? new(faultPath) : null;

    /// <summary>Where its value is.</summary>
    public string Path => value.Path;

    /// <summary>Its series.</summary>
    public SeriesId Series => series;

    /// <summary>Reads it. A device that is gone gives nothing.</summary>
    public void Read(ReadingBatch readings)
    {
        if (value.Read(readings.Faults) is not { } number)
            return;
        if (fault?.Read(readings.Faults) == 1)
        {
            number = double.NaN;
            readings.Faults.Add(fault.Path, "says that the sensor is broken or not connected.");
        }
        readings.Add(series, number / divisor);
    }

    /// <summary>Closes its files.</summary>
    public void Dispose()
    {
        value.Dispose();
        fault?.Dispose();
    }
}
