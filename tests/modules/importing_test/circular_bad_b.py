from .circular_bad_a import x; y = 1
