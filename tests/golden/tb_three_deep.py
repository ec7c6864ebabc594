def outer(items):
    return [middle(x) for x in items][0]


def middle(x):
    y = x + 1
    return inner(y, scale=2)


def inner(value, scale):
    table = {"a": 1}
    return table["missing"] * value / scale


print("before")
outer([1, 2, 3])
print("never")
