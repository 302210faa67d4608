using System.Text;
using Metrics.Web.Access;

namespace Metrics.Web.Commands;

/// <summary>Asks for a password: on the terminal without showing it, twice; otherwise the first line of the input is one.</summary>
internal static class PasswordInput
{
    /// <summary>A password.</summary>
    /// <param name="least">The fewest characters it has to have.</param>
    /// <param name="error">Where questions and faults go: the output may be read by a program.</param>
    /// <returns>The password; null when there is none that can be taken, which has then been said.</returns>
    public static string? Read(int least, TextWriter error)
    {
        var password = Console.IsInputRedirected ? Console.In.ReadLine() ?? "" : Ask("Password: ", error);
        if (password.Length < least || password.Length > Passwords.Longest)
            error.WriteLine($"A password has {least} to {Passwords.Longest} characters; this one has {password.Length}.");
        else if (!Console.IsInputRedirected && Ask("The same again: ", error) != password)
            error.WriteLine("The two are different.");
        else
            return password;
        return null;
    }

    private static string Ask(string question, TextWriter error)
    {
        error.Write(question);
        var typed = new StringBuilder();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            if (key.Key == ConsoleKey.Backspace)
                typed.Length = Math.Max(0, typed.Length - 1);
            else if (!char.IsControl(key.KeyChar) && typed.Length <= Passwords.Longest)
                typed.Append(key.KeyChar);
        }
        error.WriteLine();
        return typed.ToString();
    }
}
