import time
time.sleep(0.01)
import helpers.circle_b
time.sleep(0.005)
name = 'a'
