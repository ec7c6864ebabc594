source = "def f(x):\n    return x.nothing\n\nf(5)\n"
exec(compile(source, "<generated>", "exec"))
