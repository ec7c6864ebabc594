# list: errors of methods and operators.
l = [1, 2, 3]
for source in ("l[3]", "l.pop(5)", "[].pop()", "[].pop(0)", "l.pop('a')", "l.pop(1.5)", "l.remove(9)", "l.index(9)", "l.index(1, 1)", "l.index()", "l.index(1, 'a')", "l.append()", "l.append(1, 2)", "l.extend(5)", "l.extend()", "l.insert(1)", "l.insert('a', 1)", "l.insert(1.5, 1)", "l.count()", "l.copy(1)", "l.clear(1)", "l.reverse(1)", "l + 1", "l + (1,)", "1 + l", "l * 'a'", "l * 1.5", "l * l", "-l", "l < 1", "l < (1,)", "l()", "l.foo", "l.foo = 1", "l.append = 1", "list(5)", "list(1, 2)", "list(x=1)", "len(l, 1)", "hash(l)", "{l: 1}", "{l}", "int(l)", "list.append()", "list.append(1)", "list.append(l)", "[0] * 10**20", "[0, 1] * 2**62", "l += 5", "l *= 'a'", "l @ l", "l % 2", "l | l", "l & l", "min([])", "max([])", "sum([[1]])", "sum(['a'])", "''.join(l)", "[].index('x')", "['a'].index('b')", "[None].remove(1)", "iter(l).foo", "l[0][0]", "l[0]()", "l['key']", "[1][0][0][0]", "list.__getitem__(l, 'a')", "l.__getitem__()", "l.__setitem__(0)", "next(l)", "list[int]()", "l.pop(10**20)", "l.insert(10**20, 1)", "l.insert(-10**20, 1)"):
    l = [1, 2, 3]
    try:
        r = exec(source) if "= " in source and "==" not in source else eval(source)
        print(source, "=", r, l)
    except (Exception, MemoryError) as e:
        print(f"{source}: {type(e).__name__}: {e}")
class Shrinks:
    def __eq__(self, o):
        items.clear()
        return False
items = [1, 2, 3, 4]
print(Shrinks() in items, items)
items = [1, 2, 3]
print(items.count(Shrinks()))
items = [Shrinks(), 2]
try:
    items.remove(5)
except ValueError as e:
    print(e)
items = [1, 2, 3]
print([items.pop() for _ in items], items)
