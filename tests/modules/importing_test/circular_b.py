name = "b"
from . import circular_a


def from_a():
    return circular_a.name
