# Operators and protocols between every pair of a set of types: the whole table of messages, hashed by row where long.
values = [("1", 1), ("1.5", 1.5), ("1j", 1j), ("True", True), ("None", None), ("'a'", "a"), ("b'a'", b"a"), ("[1]", [1]), ("(1,)", (1,)), ("{1: 2}", {1: 2}), ("{1}", {1}), ("range(2)", range(2)), ("len", len), ("int", int), ("...", ...)]
for op in ("+", "-", "*", "/", "//", "%", "**", "@", "<<", ">>", "&", "|", "^", "<", "<=", "==", "!=", "in", "is", "and"):
    for a, x in values:
        row = []
        for b, y in values:
            try:
                r = eval(f"x {op} y", {"x": x, "y": y})
                row.append(repr(r))
            except Exception as e:
                row.append(type(e).__name__ if str(e).startswith("unsupported operand") or "not supported between" in str(e) else f"{type(e).__name__}: {e}")
        print(f"{a} {op} ...:", " | ".join(row))
for op in ("+", "-", "~", "not ", "abs", "len", "iter", "next", "hash", "int", "float", "str", "bool", "list", "bytes", "chr", "round", "repr", "sorted", "sum", "dict", "reversed", "callable", "bin", "complex"):
    row = []
    for a, x in values:
        try:
            r = eval(f"{op}(x)", {"x": x})
            row.append(repr(r) if "iterator" not in type(r).__name__ and "reversed" not in type(r).__name__ and op != "hash" else type(r).__name__)
        except Exception as e:
            row.append(f"{type(e).__name__}: {e}")
    print(f"{op}:", " | ".join(row))
