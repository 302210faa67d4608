using System.Runtime.CompilerServices;

// Short texts are put together on the stack, many million times a second: to clear it first would cost more than the rest.
[module: SkipLocalsInit]
