# dict views: set operations, liveness, iteration, comparison, repr.
d = {"a": 1, "b": 2, "c": 3}
k, v, i = d.keys(), d.values(), d.items()
print(k, v, i, len(k), len(v), len(i), "a" in k, 1 in v, ("a", 1) in i, ("a", 2) in i, "a" in i, ["a", 1] in i, type(k).__name__, type(v).__name__, type(i).__name__)
d["d"] = 4
del d["a"]
print(k, v, i, list(reversed(k)), list(reversed(v)), list(reversed(i)))
print(sorted(k & {"b", "z"}), sorted(k | {"z"}), sorted(k - {"b"}), sorted(k ^ {"b", "z"}), sorted({"b", "z"} & k), sorted({"z"} | k), sorted({"b", "z"} - k), k & ["b"], sorted(k | "xy"), i & {("b", 2)}, sorted(i - {("b", 2)}), k == {"b", "c", "d"}, k == d.keys(), k <= {"b", "c", "d", "e"}, k < {"b", "c", "d"}, k >= {"b"}, k > set(), k != {"b"}, k.isdisjoint({"z"}), k.isdisjoint(["b"]), i == {("b", 2), ("c", 3), ("d", 4)}, i.isdisjoint([]), v == d.values(), k == ["b", "c", "d"], type(k & k).__name__)
print(k.mapping, type(k.mapping).__name__, d.keys() is d.keys(), {}.keys(), {}.values(), {}.items(), list({}.keys()), {1: {}}.keys() == {1})
for source in ("k[0]", "k.add('x')", "v & {1}", "k + k", "hash(k)", "k | 5", "k & 5", "k - 5", "i | {1}", "k.mapping['x'] = 1", "k.foo", "len(k, 1)", "k < 5", "k < ['a']", "del k['b']", "next(k)", "type(k)()", "v < v", "k.isdisjoint(5)", "d.items() & [[1]]"):
    try:
        r = exec(source) if "= " in source or source.startswith("del") else eval(source)
        print(source, "=", r if not isinstance(r, set) else sorted(map(str, r)))
    except Exception as e:
        print(f"{source}: {type(e).__name__}: {e}")
it = iter(k)
print(next(it), it.__length_hint__(), list(it), next(it, "end"), type(iter(k)).__name__, type(iter(v)).__name__, type(iter(i)).__name__, type(reversed(d)).__name__)
