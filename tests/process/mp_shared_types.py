# Values, arrays and structures of C types in shared memory: their types, what they take, copies, and that children
# have the same.
import copy
import ctypes
import multiprocessing as mp
import pickle
from multiprocessing import Array, RawArray, RawValue, Value, sharedctypes


class Point(ctypes.Structure):
    _fields_ = [('x', ctypes.c_double), ('y', ctypes.c_double)]


class Body(ctypes.Structure):
    _fields_ = [('name', ctypes.c_char * 8), ('at', Point), ('alive', ctypes.c_bool), ('id', ctypes.c_uint, 4)]


def t(text):
    try:
        result = eval(text)
        print(text, '->', str(result).split(' at 0x')[0])
    except Exception as e:
        print(text, '!!', type(e).__name__, e)


def work(i, d, flag, points, body, text):
    with i.get_lock():
        i.value **= 2
    d.value **= 2
    flag.value = not flag.value
    for p in points:
        p.x **= 2
        p.y **= 2
    with body:
        body.get_obj().at.x += 1
        body.name = body.name.upper()
        body.id = 20
    text.value = text.value.upper()


def children():
    for method in 'fork', 'spawn', 'forkserver':
        ctx = mp.get_context(method)
        i, d = ctx.Value('i', 7), ctx.Value(ctypes.c_double, 1.5, lock=False)
        flag = ctx.Value(ctypes.c_bool, True)
        points = ctx.Array(Point, [(1, 2), (3.5, -4)])
        body = ctx.Value(Body, b'mars', (1, 2), True, 3)
        text = ctx.Array('c', b'hello world', lock=ctx.Lock())
        p = ctx.Process(target=work, args=(i, d, flag, points, body, text))
        p.start()
        p.join()
        print(method, p.exitcode, i.value, d.value, flag.value, [(p.x, p.y) for p in points], body.name,
              body.get_obj().at.x, body.alive, body.id, text.value)


def local():
    for c in 'cubBhHiIlLqQfd':
        v, arr = RawValue(c), RawArray(c, 2)
        print(c, type(v), type(v).__mro__[1:], v, type(arr), type(arr)._length_, arr[:])
    for text in ('v', 'v.value', 'type(v)(3)', 'copy.copy(arr)[:]', 'copy.copy(v)', 'sharedctypes.copy(arr)[:]',
                 'sharedctypes.copy(v)', 'pickle.dumps(v)', 'pickle.dumps(arr)', 'pickle.dumps(Value("i"))',
                 'Value("i", 3)', 'Array("i", 3)', 'Array("c", b"abc").raw', 'RawValue("x")', 'RawValue("i", "a")',
                 'RawValue("b", 300)', 'RawArray("i", -1)', 'RawArray("i", "ab")', 'RawArray("i", 1.5)',
                 'RawArray("i", iter([1]))', 'arr.foo', 'v.foo', 'len(v)', 'arr[10]', 'arr["x"]', 'arr[::-1]',
                 'arr[-1]',
                 'list(reversed(arr))', '2.0 in arr', 'sum(arr)', 'arr.value', 'RawArray("c", 4).value',
                 'RawArray("u", "ab").value', 'sharedctypes.synchronized(v)', 'sharedctypes.synchronized(5)',
                 'sharedctypes.synchronized(Value("i"))', 'sharedctypes.typecode_to_type["i"]', 'sharedctypes.__all__',
                 'Value("i", lock=False)', 'Value("i", lock=5)', 'Array("i", 2, lock=False)[:]',
                 'bool(v)',
                 'Value(Point, 1, 2)', 'Value(Point, 1, 2).y', 'Value(Point, 1, 2, 3)', 'Value(Point, z=1).get_obj().z',
                 'Value(Point).z', 'Value(int)', 'Array(Point, 2)[1].x', 'Array(Point, [(1, 2)])[0].y',
                 'Array(Point, [1])', 'type(Value(Point)) is type(Value(Point))', 'bytes(RawValue(ctypes.c_short, 258))',
                 'Value(ctypes.c_longdouble, 1.5)', 'Value(ctypes.c_int * 2)', 'Array(ctypes.c_wchar, "ab")[:]',
                 'Value("c", b"x").value', 'Value(ctypes.c_int, "x")', 'Array("d", [1, "x"])'):
        t(text)


if __name__ == '__main__':
    v, arr = RawValue('i', 5), RawArray('d', [1, 2, 3])
    local()
    children()
