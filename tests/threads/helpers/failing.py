import sys
import time
time.sleep(0.003)
if not hasattr(sys, 'failing_ok'):
    raise ValueError('it fails')
