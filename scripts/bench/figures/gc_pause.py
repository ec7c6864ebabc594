# The longest gap between two steps of a loop that allocates, with about 100 MB of live objects: by the clock, and in
# processor time, which other work on the machine disturbs less.
import time


class Node:
    def __init__(self, value, rest):
        self.value = value
        self.rest = rest


live = []
for i in range(700000):
    live.append(Node((i, i), [i]))

longest = longest_cpu = 0.0
last_cpu = time.process_time()
last = time.perf_counter()
end = last + 4
steps = 0
while last < end:
    garbage = [Node(i, None) for i in range(50)]
    now, cpu = time.perf_counter(), time.process_time()
    longest = max(longest, now - last)
    longest_cpu = max(longest_cpu, cpu - last_cpu)
    last, last_cpu = now, cpu
    steps += 1
print(f"longest pause, ms\t{longest * 1e3:.1f}")
print(f"longest pause, ms of processor time\t{longest_cpu * 1e3:.1f}")
print(f"objects allocated a second, million\t{steps * 50 / 4e6:.1f}")
