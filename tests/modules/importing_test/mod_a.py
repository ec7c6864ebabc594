"""doc of mod_a"""
print("mod_a is loaded as", __name__)
from . import mod_b
from .mod_b import value as b_value

value = "a sees " + b_value
