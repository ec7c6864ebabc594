# Comparisons: chains, identity, membership, mixed types, evaluation once.
calls = []


def v(x):
    calls.append(x)
    return x


print(1 < 2 < 3, 1 < 3 < 2, 3 > 2 > 1, 1 == 1.0 == True, 1 < 2 > 0 != 5, 1 < 2 == 2)
print(v(1) < v(2) < v(3), calls)
calls.clear()
print(v(2) < v(1) < v(3), calls)
print(1 in [1, 2] == True, (1 in [1, 2]) == True, "a" in "abc" in ["abc"], calls is calls is not None)
print(1 < 2 in [2] is not None, not 1 < 2 < 3)
x = 5
print(0 < x < 10, 0 < x > 3 < 4, 0 <= x <= 5 <= 5)
print([] < [1] < [1, 2] < [2], (1, "a") < (1, "b"), "a" < "b" < "ba", b"a" < b"b", {1} < {1, 2} <= {1, 2}, [1] == [1.0])
print((1, 2) < (1, 2, 0), [[1]] > [[0, 5]], (1, [2]) == (1, [2]), [1, 2] != [1, 3])
nan = float("nan")
print(nan == nan, nan != nan, nan < 1, [nan] == [nan], nan in [nan], (nan,) == (nan,), {nan: 1} == {nan: 1})
for a, b in ((1, "a"), ([], ()), (None, 0), ({}, {}), (1j, 2), (object, 3), ("a", b"a"), (len, len), (set(), [])):
    row = [a == b, a != b]
    for op in ("<", "<=", ">", ">="):
        try:
            row.append(eval(f"a {op} b"))
        except TypeError as e:
            row.append(str(e))
    print(row)
print(1 == "1", None == False, () == [], "" == b"", 0 == False, 1 == True, 2 == True, 10**20 == 1e20, 2**53 + 1 == 2.0**53)
print(2**53 + 1 > 2.0**53, 10**400 > 1e308, -10**400 < float("-inf"), 10**400 < float("inf"), 1 < 1.5 < 2)
for source in ("1 in 5", "'a' in 5", "1 in 'abc'", "b'a' in 'abc'", "300 in b'a'", "'a' in b'a'", "[] in {1}", "{} in {}", "1 in None",
               "1 in int", "None in 'a'", "1.5 in b'a'"):
    try:
        print(source, eval(source))
    except Exception as e:
        print(f"{source}: {type(e).__name__}: {e}")


class Result:
    def __init__(self, name):
        self.name = name

    def __lt__(self, other):
        return Result(f"({self.name}<{other.name})")

    def __bool__(self):
        calls.append(self.name)
        return False


calls.clear()
print((Result("a") < Result("b") < Result("c")).name, calls)
