using System.IO.Compression;
using System.Net;
using System.Text.Json.Serialization;
using Metrics.Web.Access;
using Metrics.Web.Configuration;
using Metrics.Web.OldAddresses;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Console;
using Microsoft.OpenApi;

namespace Metrics.Web.Serving;

/// <summary>The web server: addresses, limits, compression, headers, logging.</summary>
internal static class ServerSetup
{
    /// <summary>No request has a body worth mentioning.</summary>
    private const long MaximumBodyBytes = 64 * 1024;

    /// <summary>Requests get this long to finish when the server ends; with the store's last write the whole stays under 5 s.</summary>
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(3);

    /// <summary>Adds the server to an empty builder: nothing comes from appsettings.json or from ASPNETCORE_ variables.</summary>
    public static void AddServer(this WebApplicationBuilder builder, ServerOptions options)
    {
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            foreach (var address in options.Listen)
                kestrel.Listen(address, listen =>
                {
                    listen.EndSilent();
                    UseTls(listen, options);
                });
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaximumBodyBytes;
            kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
            kestrel.Limits.MaxConcurrentConnections = Connections.Limit;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
            kestrel.Limits.KeepAliveTimeout = TimeSpan.FromMinutes(2);
        });
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.Services.AddSingleton<CertificateFiles>();
        builder.Services.Configure<SocketTransportOptions>(sockets => sockets.CreateBoundListenSocket = ListenSockets.Bind);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimeout);
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton<ProcessClock>();
        builder.Services.AddProblemDetails(problem => problem.CustomizeProblemDetails = context => context.ProblemDetails.Extensions.Remove("traceId"));
        builder.Services.AddOpenApi(api => api.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo { Title = "Metrics", Version = Installation.Version };
            document.Servers = null;
            return Task.CompletedTask;
        }));
        builder.Services.ConfigureHttpJsonOptions(json =>
            json.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull);
        builder.Services.AddResponseCompression(compression =>
        {
            compression.EnableForHttps = true;
            compression.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, "application/problem+json", "image/svg+xml"];
        });
        builder.Services.Configure<BrotliCompressionProviderOptions>(brotli => brotli.Level = CompressionLevel.Fastest);
        builder.Services.Configure<GzipCompressionProviderOptions>(gzip => gzip.Level = CompressionLevel.Fastest);
        AddLogging(builder.Logging);
    }

    /// <summary>The way of every request, from outside to inside.</summary>
    public static void UseServer(this WebApplication app, MetricsSettings settings)
    {
        var options = settings.Server;
        _ = app.Services.GetRequiredService<ProcessClock>();
        app.UseMiddleware<SecurityHeaders>();
        app.UseResponseCompression();
        app.UseExceptionHandler(failed => failed.Run(Refusal.AnswerFailureAsync));
        app.UseStatusCodePages(context => Refusal.AnswerStatusAsync(context.HttpContext));
        app.UseProxies(options);
        app.UseBasePath(options.BasePath);
        app.UseMiddleware<HostGuard>();
        app.UseOldAddresses();
        app.Use(AnswerHead);
        app.UseRouting();
        app.UseEscapedSlashes();
    }

    /// <summary>HEAD is GET without the body (RFC 9110, 9.3.2), which Kestrel leaves out by itself.</summary>
    private static Task AnswerHead(HttpContext context, RequestDelegate next)
    {
        if (HttpMethods.IsHead(context.Request.Method))
            context.Request.Method = HttpMethods.Get;
        return next(context);
    }

    private static void UseTls(ListenOptions listen, ServerOptions options)
    {
        if (options.Certificate.Length == 0 || listen.EndPoint is not IPEndPoint)
            return;
        var files = listen.ApplicationServices.GetRequiredService<CertificateFiles>();
        listen.UseHttps(new TlsHandshakeCallbackOptions { OnConnection = _ => ValueTask.FromResult(files.Current()) });
    }

    /// <summary>One line an event, on the error stream; journald gets its level as a prefix and adds the time itself.</summary>
    public static void AddLogging(ILoggingBuilder logging)
    {
        logging.SetMinimumLevel(LogLevel.Warning).AddFilter("Metrics", LogLevel.Information);
        // A failed start is said once, by the command, and not with a stack trace before.
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        // It warns that the keys of the data directory are not encrypted; the mode of the directory protects them, as it does all data.
        logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        // As long as it could log, each request gets an activity and a scope for the log; a handler that throws is told of elsewhere.
        logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        // It tells of every request that has to sign in.
        logging.AddFilter("Metrics.Web.Access.AccessHandler", LogLevel.Warning);
        logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        if (Environment.GetEnvironmentVariable("JOURNAL_STREAM") is not null)
            logging.AddSystemdConsole();
        else
            logging.AddSimpleConsole(line =>
            {
                line.SingleLine = true;
                line.TimestampFormat = "HH:mm:ss ";
                if (Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 })
                    line.ColorBehavior = LoggerColorBehavior.Disabled;
            });
    }
}
