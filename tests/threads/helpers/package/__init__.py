import time
time.sleep(0.005)
from . import inner
time.sleep(0.005)
