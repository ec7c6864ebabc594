# assert.
assert True
assert 1, "message"
for source in ("assert False", "assert 0, 'message'", "assert [], (1, 2)", "assert None, None", "assert '' , ValueError('x')",
               "assert 1 == 2, f'{1 + 1}'"):
    try:
        exec(source)
    except AssertionError as e:
        print(repr(e), e.args, str(e))
evaluated = []
assert 1, evaluated.append("never")
print(evaluated)
print(__debug__)
if __debug__:
    print("debug")
try:
    assert isinstance(3, str), "not a str"
except AssertionError as e:
    print(e)


def f(x):
    assert x > 0, "x must be positive, was %d" % x
    return x


print(f(1))
try:
    f(-1)
except AssertionError as e:
    print(e)
