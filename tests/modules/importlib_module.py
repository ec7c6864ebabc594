# importlib and __import__.
import importlib, sys
m = importlib.import_module("math")
print(m.pi, m is sys.modules["math"], importlib.import_module("collections.abc").__name__, importlib.import_module("os.path").__name__, __import__("math") is m, __import__("os.path").__name__, __import__("collections.abc", fromlist=["Mapping"]).__name__, __import__("collections", globals(), locals(), ["abc"], 0).__name__)
from importing_test import mod_a
print(mod_a.value, mod_a.__name__, mod_a.__package__, mod_a.__file__.endswith("mod_a.py"), mod_a.__spec__.name, mod_a.__spec__.parent, mod_a.__doc__)
print(importlib.import_module(".mod_b", "importing_test").value, importlib.import_module("importing_test.sub.deep").where)
mod_a.value = "changed"
print(importlib.reload(mod_a).value, mod_a.value, importlib.invalidate_caches())
for source in ("importlib.import_module('no_such_thing')", "importlib.import_module('math.nothing')", "importlib.import_module('.x')", "importlib.import_module('')", "importlib.import_module('.nothing', 'importing_test')", "importlib.import_module('....x', 'importing_test')", "importlib.reload(5)", "__import__('')", "__import__(5)", "__import__('x', level=-1)", "importlib.nothing", "importlib.import_module('importing_test.fails')", "importlib.import_module('importing_test.syntax_error')"):
    try: print(source, "=", eval(source))
    except Exception as e: print(f"{source}: {type(e).__name__}: {e.msg if isinstance(e, SyntaxError) else e}")
print("importing_test.fails" in sys.modules, importlib.util is not None if hasattr(importlib, "util") else True)
import importlib.util
print(importlib.util.find_spec("math").name, importlib.util.find_spec("no_such_thing"), importlib.util.find_spec("importing_test.mod_a").name)
spec = importlib.util.spec_from_file_location("by_path", mod_a.__file__.replace("mod_a", "no_all"))
by_path = importlib.util.module_from_spec(spec)
spec.loader.exec_module(by_path)
print(by_path.visible, by_path.__name__, "by_path" in sys.modules)
