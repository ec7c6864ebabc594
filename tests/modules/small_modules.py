# The smaller modules that ordinary scripts import: copy, heapq, bisect, string, textwrap, keyword, numbers, reprlib, statistics of none.
import copy, heapq, bisect, string, keyword
l = [1, [2, 3], {"k": [4]}]
s, d = copy.copy(l), copy.deepcopy(l)
l[1].append(9)
print(s[1], d[1], s is not l, copy.copy((1,)), copy.deepcopy({1: {2}}), copy.copy("x"))
class C:
    def __init__(self, v): self.v = v
    def __deepcopy__(self, memo): return C("deep")
    def __copy__(self): return C("shallow")
print(copy.copy(C(1)).v, copy.deepcopy(C(1)).v)
class P:
    def __init__(self): self.a = [1]
p = P(); q = copy.copy(p); r = copy.deepcopy(p)
print(q.a is p.a, r.a is p.a, r.a)
loop = []; loop.append(loop)
print(copy.deepcopy(loop)[0][0] is not loop)
h = [5, 3, 8, 1, 9, 2]
heapq.heapify(h)
print(h[0], [heapq.heappop(h) for _ in range(3)], heapq.heappushpop(h, 4), heapq.nlargest(2, [1, 5, 3]), heapq.nsmallest(2, [4, 1, 3], key=lambda x: -x), list(heapq.merge([1, 4], [2, 3])), heapq.heapreplace(h, 0))
a = [1, 3, 3, 5]
print(bisect.bisect(a, 3), bisect.bisect_left(a, 3), bisect.bisect_right(a, 4), bisect.insort(a, 4), a, bisect.bisect([1, 5], 2, key=lambda x: x * 2) if True else 0)
print(string.ascii_lowercase, string.digits, string.punctuation, string.capwords("hello world"), string.Template("$a ${b} $$").substitute(a=1, b=2), repr(string.whitespace), string.Formatter().format("{0}-{x}", 1, x=2))
print(keyword.iskeyword("if"), keyword.iskeyword("match"), keyword.issoftkeyword("match"), len(keyword.kwlist), keyword.softkwlist)
