# The longest gap between two steps of a loop that allocates, with about 100 MB of live objects.
import time


class Node:
    def __init__(self, value, rest):
        self.value = value
        self.rest = rest


live = []
for i in range(700000):
    live.append(Node((i, i), [i]))

longest = 0.0
last = time.perf_counter()
end = last + 4
steps = 0
while last < end:
    garbage = [Node(i, None) for i in range(50)]
    now = time.perf_counter()
    if now - last > longest:
        longest = now - last
    last = now
    steps += 1
print(f"longest pause, ms\t{longest * 1e3:.1f}")
print(f"objects allocated a second, million\t{steps * 50 / 4e6:.1f}")
