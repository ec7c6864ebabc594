# A computing thread has the GIL as long as it has the processor: the two clocks agree within 2 % where nobody else is
# given the processor in between, which a short piece of work has to meet once in a while.
import giltrace
import threading
import time


def compute():
    end = time.perf_counter() + 0.004
    while time.perf_counter() < end:
        pass


closest = 1.0
deadline = time.monotonic() + 15
while closest > 0.02 and time.monotonic() < deadline:
    giltrace.start(0)
    thread = threading.Thread(target=compute)
    thread.start()
    thread.join()
    worker = giltrace.stop().threads[1]
    before = worker.start
    held, used = worker.held_ns, worker.cpu_ns
    if not held or not used:
        print('nothing was measured')
        break
    closest = min(closest, abs(held - used) / held)
print('within 2 %' if closest <= 0.02 else f'{closest:.1%} apart')
