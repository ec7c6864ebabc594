"""Docstring first."""
from __future__ import division, absolute_import, print_function, unicode_literals, with_statement
from __future__ import generator_stop, nested_scopes, generators
import __future__
print(1 / 2, annotations if "annotations" in globals() else "none")
print(division, __future__.annotations.optional, __future__.all_feature_names)
for source in ("from __future__ import nothing", "from __future__ import braces", "x = 1\nfrom __future__ import division",
               "from __future__ import *", "'doc'\nfrom __future__ import division\nx = 1", "from __future__ import (division as d)",
               "import os; from __future__ import annotations", "def f():\n  from __future__ import division",
               "from __future__ import annotations, nothing"):
    try:
        exec(source, {})
        print("ok", repr(source))
    except SyntaxError as e:
        print(repr(source), e.msg, e.lineno, e.offset)
