# Functions of library modules before their first call: all that can be asked of them is there.
import copy
import glob
import heapq
import inspect
import shutil
import tempfile
import types


def parameters(function):
    code = function.__code__
    return code.co_varnames[:code.co_argcount + code.co_kwonlyargcount]


print(parameters(shutil.copytree), inspect.signature(shutil.copyfileobj))
print(bool(shutil.move.__doc__), bool(shutil.move.__code__.co_consts), shutil.move.__code__.co_name)
print(shutil.move.__code__ == shutil.move.__code__, shutil.move.__code__ == shutil.chown.__code__)
print(len({shutil.move.__code__, shutil.chown.__code__, shutil.move.__code__}))

# another function with the same code
again = types.FunctionType(glob.escape.__code__, vars(glob))
print(again(pathname="a*b[c]"), glob.escape("?"), bool(again.__doc__))
# the code of one function for another: the doc string stays
doc = shutil.rmtree.__doc__
function = types.FunctionType(shutil.rmtree.__code__, vars(shutil))
function.__code__ = (lambda x: x).__code__
print(function(3), function.__doc__ == doc)
del function.__doc__
print(function.__doc__)
code = tempfile.gettempprefix.__code__.replace(co_name="other")
print(code.co_name, types.FunctionType(code, vars(tempfile))())
# generators, keywords, missing arguments
print(list(heapq.merge([1, 4], [2, 3], reverse=False)))
for call in (lambda: shutil.copymode(), lambda: shutil.copymode(1, 2, other=3), lambda: copy.replace):
    try:
        call()
    except (TypeError, AttributeError) as exc:
        print(exc)
# methods whose class was made before they were called
temporary = tempfile.SpooledTemporaryFile(max_size=10)
temporary.write(b"x" * 20)
print(temporary.tell(), [name for name in ("_file", "_rolled") if name in vars(temporary)])
temporary.close()
