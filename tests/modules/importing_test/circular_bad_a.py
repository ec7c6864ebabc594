from .circular_bad_b import y; x = 1
