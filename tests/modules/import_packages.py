# Packages: absolute and relative imports, circular ones, __init__, __all__, submodules as attributes, order of execution.
import importing_test
print(importing_test.loaded, hasattr(importing_test, "mod_a"), importing_test.__path__ is not None, importing_test.__name__, importing_test.__file__.endswith("__init__.py"))
import importing_test.mod_a as a
from importing_test import mod_b, mod_a
from importing_test.sub import deep
from importing_test.sub.deep import where as w, up
import importing_test.sub.deep
print(a is mod_a, mod_b.value, deep.where, w, up, importing_test.sub.deep is deep, importing_test.sub.__package__, deep.__package__)
from importing_test import *
print(sorted(n for n in globals() if n.startswith("public")), "hidden" in globals(), "_private" in globals())
from importing_test.no_all import *
print(visible, "_invisible" in globals())
import importing_test.circular_a
print(importing_test.circular_a.name, importing_test.circular_a.from_b(), importing_test.circular_b.from_a())
import sys
print([n for n in sys.modules if n.startswith("importing_test")])
try:
    import importing_test.fails
except ZeroDivisionError as e:
    print("fails:", e, "importing_test.fails" in sys.modules)
try:
    import importing_test.fails
except ZeroDivisionError as e:
    print("fails again:", e)
for source in ("import importing_test.nothing", "from importing_test import nothing", "from importing_test.mod_a import nothing", "import importing_test.mod_a.x", "from importing_test.circular_bad_a import x", "import importing_test.syntax_error", "from importing_test.bad_relative import x", "from .x import y", "from . import y", "import importing_test.bad_all; from importing_test.bad_all import *"):
    try:
        exec(source)
        print(source, "ok")
    except Exception as e:
        print(f"{source}: {type(e).__name__}: {str(e).replace(sys.path[0] + '/', '')}")
import namespace_package.inner
print(namespace_package.inner.value, namespace_package.__name__, getattr(namespace_package, "__file__", None))
del sys.modules["importing_test.mod_b"]
import importing_test.mod_b as again
print(again is not mod_b, again.value)
import importing_test.lazy
print(importing_test.lazy.anything, importing_test.lazy.__dir__())
try:
    importing_test.lazy.missing
except AttributeError as e:
    print(e)
from importing_test.lazy import something
print(something)
def local():
    import math as local_math
    from math import pi
    return local_math.floor(pi)
print(local(), "local_math" in globals())
if True:
    import math, os.path as osp, sys as system
print(math.e, osp.join("a", "b"), system is sys)
import __main__
print(__main__.w, __name__)
