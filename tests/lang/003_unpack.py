# Extended unpacking and its errors.
a, *b = [1, 2, 3]
print(a, b)
*a, b = "xyz"
print(a, b)
a, *b, c = range(2)
print(a, b, c)
a, (b, *c), d = 1, "two", 3
print(a, b, c, d)
*a, = ()
print(a)
[*a, b] = {1: 0, 2: 0}
print(a, b)
for x, *y in [(1, 2, 3), "ab", [9]]:
    print(x, y)


def attempt(source):
    try:
        exec(source, {})
    except Exception as e:
        print(f"{source!r}: {type(e).__name__}: {e}")


attempt("a, b = 1")
attempt("a, b = None")
attempt("a, b = 1,")
attempt("a, b = 1, 2, 3")
attempt("a, b = 'abcdef'")
attempt("a, b = iter([1, 2, 3])")
attempt("a, b = ()")
attempt("a, b, c = {1, 2}")
attempt("a, *b, c = [1]")
attempt("a, b, *c = []")
attempt("*a, b = ''")
attempt("(a, b), c = 1, 2")
attempt("for a, b in [1]: pass")
attempt("[a for a, b in ['abc']]")
attempt("a, b = object()")
attempt("a, b = zip([1])")
attempt("x = [*None]")
attempt("x = (*1, 2)")
attempt("x = {*3.5}")
attempt("x = {**[1]}")
attempt("x = {**None}")


def gen():
    yield 1
    raise ValueError("from the iterator")


try:
    a, b = gen()
except ValueError as e:
    print(e)
