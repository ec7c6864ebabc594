from .. import mod_b
from ..mod_b import value as up
from . import __name__ as parent

where = f"{__name__} in {parent}, beside {mod_b.value}"
