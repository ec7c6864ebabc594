import sys
import time
count = getattr(sys, 'slow_count', 0) + 1
sys.slow_count = count
complete = False
time.sleep(0.02)
for i in range(1000):
    pass
complete = True
