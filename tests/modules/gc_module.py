# gc: the calls people make; weak references die after a collection.
import gc, weakref
print(gc.isenabled(), gc.collect() >= 0, gc.disable(), gc.isenabled(), gc.enable(), gc.isenabled(), len(gc.get_threshold()), gc.set_threshold(700, 10, 10), len(gc.get_count()), gc.get_debug(), isinstance(gc.get_stats(), list), gc.garbage, gc.is_tracked([]), gc.is_tracked(1), gc.freeze(), gc.unfreeze(), gc.callbacks == [] or True)
class Node:
    def __init__(self): self.me = self


def make(): return [weakref.ref(Node()) for _ in range(200)]


def scrub(n): return [scrub(n - 1) for _ in range(3)] if n else [object() for _ in range(20)]


refs = make()
scrub(5)
gc.collect()
print(sum(r() is None for r in refs) > 150)
for source in ("gc.collect('a')", "gc.collect(5)", "gc.set_threshold('a')", "gc.nothing", "gc.collect(generation=2) >= 0", "gc.get_objects.__name__", "gc.get_referrers.__name__"):
    try: print(source, "=", eval(source))
    except Exception as e: print(f"{source}: {type(e).__name__}: {e}")
kept = [Node() for _ in range(1000)]
cycle = []
for i in range(20000):
    a, b = Node(), Node()
    a.other, b.other = b, a
gc.collect()
print(all(n.me is n for n in kept))
