# Stars in displays, calls, return, yield, subscripts, for.
a, b, d = [1, 2], (3,), {"x": 1}
print([*a, *b, 4], (*a, *b), {*a, *b} == {1, 2, 3}, {**d, "y": 2, **{"x": 9}})
print(*a, *b, sep="-", **{"end": "|\n"})
x = *a, 5
print(x)
print([*"ab", *range(2), *{}, *(i for i in "c")])


def f(*args, **kwargs):
    return args, kwargs


print(f(*a, 3, *b, k=1, **d, **{"z": 2}))
print(f(*[], **{}), f(0, *a, *(), j=1, **{}), f(*"xy", *{"k": 1}))


def r():
    return *a, *b


def y():
    yield *a, *b


print(r(), list(y()))


class C:
    def __getitem__(self, key):
        return key


print(C()[*a], C()[0, *b, 1:2], C()[*a, ])
for x in *a, *b:
    print(x, end=" ")
print()
print({**{"a": 1}, "a": 2}, {"a": 2, **{"a": 1}}, {**{}, **{}})
print([*[*[1], 2], 3], (*(), ))
try:
    f(**{"k": 1}, **{"k": 2})
except TypeError as e:
    print(e)
try:
    f(k=1, **{"k": 2})
except TypeError as e:
    print(e)
try:
    f(**{1: 2})
except TypeError as e:
    print(e)
try:
    f(*1)
except TypeError as e:
    print(e)
try:
    f(**1)
except TypeError as e:
    print(e)
try:
    f(1, *None)
except TypeError as e:
    print(e)
try:
    print(*1)
except TypeError as e:
    print(e)
try:
    len(**5)
except TypeError as e:
    print(e)


class Mapping:
    def keys(self):
        return ["p", "q"]

    def __getitem__(self, k):
        return k * 2


print(f(**Mapping()), {**Mapping()})
print(print(*[]), max(*[3, 1], 2))
