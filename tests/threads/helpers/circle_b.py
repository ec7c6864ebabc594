import time
time.sleep(0.01)
import helpers.circle_a
time.sleep(0.005)
name = 'b'
