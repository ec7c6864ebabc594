# Naive Fibonacci: Python-to-Python calls.
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


print([fib(n) for n in (10, 20, 29)])
