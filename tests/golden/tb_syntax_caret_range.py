def f():
    x = 1
    if x = 2:
        return f(a b)
