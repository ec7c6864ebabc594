# operator: every function, itemgetter, attrgetter, methodcaller.
import operator as op
print(op.add(1, 2), op.sub(5, 3), op.mul(2, "ab"), op.truediv(1, 2), op.floordiv(7, 2), op.mod(7, 3), op.pow(2, 5), op.lshift(1, 4), op.rshift(16, 2), op.and_(6, 3), op.or_(6, 3), op.xor(6, 3), op.neg(5), op.pos(-5), op.invert(5), op.inv(0), op.abs(-3), op.not_(0), op.truth([]), op.index(True))
print(op.lt(1, 2), op.le(2, 2), op.eq(1, 1.0), op.ne(1, 2), op.ge(1, 2), op.gt(2, 1), op.is_(None, None), op.is_not(1, None), op.concat([1], [2]), op.contains("abc", "b"), op.countOf([1, 2, 1], 1), op.indexOf("abc", "c"), op.getitem([1, 2], 1), op.length_hint([1, 2]), op.call(max, 1, 2))
l = [1, 2, 3]
print(op.setitem(l, 0, 9), op.delitem(l, 1), l, op.iadd(l, [4]), op.isub(5, 2), op.imul(3, 4), op.iand(6, 3), op.ior({1: 2}, {3: 4}), op.ixor(5, 1), op.ilshift(1, 2), op.irshift(8, 1), op.ifloordiv(7, 2), op.itruediv(1, 4), op.imod(7, 4), op.ipow(2, 3), op.iconcat([1], [2]))
ig, ag, mc = op.itemgetter, op.attrgetter, op.methodcaller
print(ig(1)("abc"), ig(0, 2)("abc"), ig("k")({"k": 5}), ig(slice(1, 3))("abcd"), ag("real")(5), ag("real", "imag")(3), ag("__class__.__name__")([]), mc("upper")("a"), mc("split", ",", maxsplit=1)("a,b,c"), sorted([{"n": 2}, {"n": 1}], key=ig("n")), ig(1), ag("a", "b.c"), mc("m", 1, k=2), list(map(ig(0), ["ab", "cd"])), ig(-1)([1, 2]))
for source in ("op.add(1)", "op.add(1, 'a')", "op.itemgetter()", "op.attrgetter()", "op.attrgetter(5)", "op.methodcaller()", "op.methodcaller(5)", "ig(5)([1])", "ig('x')({})", "ag('nothing')(5)", "mc('nothing')(5)", "op.index(1.5)", "op.indexOf([1], 2)", "op.concat(1, 2)", "op.countOf(5, 1)", "op.contains(5, 1)", "op.getitem({}, 'k')", "op.length_hint('a', 'b')", "op.nothing", "op.truediv(1, 0)", "op.delitem([], 0)", "ig(0)()", "ig(0)(1, 2)", "op.call()", "op.not_()", "ig(0)(5)"):
    try:
        print(source, "=", eval(source))
    except Exception as e:
        print(f"{source}: {type(e).__name__}: {e}")
print(op.__add__(1, 2), op.__lt__(1, 2), op.__not__(1), sorted(n for n in dir(op) if n[0] != "_"))
