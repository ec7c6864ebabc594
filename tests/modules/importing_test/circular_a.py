name = "a"
from . import circular_b


def from_b():
    return circular_b.name
