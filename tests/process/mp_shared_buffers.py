# The memory of multiprocessing's values and arrays as a buffer: what a memoryview says about it, who takes it, and that
# children have the same.
import array
import binascii
import io
import multiprocessing as mp
import os
import socket
import struct
import tempfile
import zlib
from multiprocessing import Array, RawArray, RawValue, Value, sharedctypes


def t(text, **names):
    try:
        result = repr(eval(text, globals(), names))
    except Exception as e:
        result = f'!! {type(e).__name__} {e}'
    print(text, '->', result.split(' at 0x')[0])


VIEWS = ("x[0]", "x[()]", "x[1:]", "x.tolist()", "x.tobytes()", "len(x)", "list(x)", "x.cast('B')[0]", "x.cast('b').shape",
         "x.cast('c').tolist()", "x.cast('i')", "x.cast('B', [3, 1])", "x.hex()", "x == x", "x == bytes(x)", "x == y",
         "x == memoryview(bytes(x))", "x.__setitem__(0, 1)", "x.__setitem__((), 1)", "x.__setitem__(slice(0, 1), b'a')",
         "x.__setitem__(slice(0, 1), x[1:2])", "hash(x)", "hash(x.toreadonly())", "x.toreadonly().readonly", "0 in x",
         "x[0, 0]", "x['a']", "x[5]", "x[...]")


def views():
    for code in 'cubBhHiIlLqQfd':
        a, v = RawArray(code, 3), RawValue(code)
        for owner in a, v:
            x = memoryview(owner)
            print(code, x.format, x.itemsize, x.nbytes, x.ndim, x.shape, x.strides, x.suboffsets, x.readonly, x.contiguous,
                  x.c_contiguous, x.f_contiguous, x.obj is owner)
            if code in 'cuid':
                for text in VIEWS:
                    t(text, x=x, y=v)


def consumers():
    arr, dbl, val = RawArray('i', 4), Array('d', 3), Value('i', 7, lock=False)
    ch, one, names = RawArray('c', b'hello'), RawValue('c', b'x'), locals()
    struct.pack_into('ii', arr, 0, 1, 2)
    for text in (
            "arr[:]", "bytes(arr)", "bytearray(arr)", "struct.unpack_from('2i', arr, 4)", "struct.unpack('4i', arr)",
            "list(struct.iter_unpack('2i', arr))", "array.array('i', bytes(arr))", "array.array('i').frombytes(arr)",
            "array.array('B').frombytes(ch)", "array.array('h').frombytes(ch)", "array.array('B').frombytes(val)",
            "array.array('B').frombytes(one)", "array.array('B').frombytes(memoryview(arr))",
            "array.array('B').frombytes(memoryview(arr).cast('B'))", "array.array('B').frombytes(array.array('i', [1]))",
            "array.array('B', ch)", "array.array('i', arr)", "array.array('d', dbl.get_obj())",
            "io.BytesIO(b'\1\0\0\0\2\0').readinto(arr)", "arr[:]", "io.BytesIO(arr).getvalue()",
            "io.BytesIO().write(arr)", "io.BufferedReader(io.BytesIO(b'abcdefghijklmnop')).readinto(arr)", "bytes(arr)",
            "bytes(val)", "int.from_bytes(val, 'little')", "int(ch)", "int(val)", "int(RawArray('c', b'12'))",
            "float(RawArray('c', b'1.5'))", "memoryview(dbl)", "bytes(dbl.get_obj())",
            "memoryview(dbl.get_obj()).cast('B').nbytes", "b''.join([ch, one])", "b'hello' == ch", "ch == ch",
            "memoryview(ch) == b'hello'", "memoryview(ch).cast('B') == b'hello'", "b'hello'.startswith(ch)",
            "b'ahello'.find(ch)", "b'ab' + ch", "bytearray(b'ab') + ch", "str(ch, 'ascii')", "bytes(memoryview(ch)[::2])",
            "RawArray('i', 0)[:]", "memoryview(RawArray('i', 0)).shape", "memoryview(memoryview(arr)).format",
            "memoryview(arr)[1:3].cast('B').nbytes", "memoryview(arr)[1:3].nbytes", "memoryview(arr)[::2].strides",
            "memoryview(arr).cast('B').cast('i').format", "memoryview(arr).cast('B').cast('@i').tolist()",
            "struct.pack_into('q', val, 0, 1)", "struct.pack_into('i', val, 0, 3), val.value", "binascii.hexlify(arr)",
            "zlib.crc32(arr)", "struct.pack('5s', ch)", "sharedctypes.copy(arr)[:]",
            "memoryview(bytearray(5)).__setitem__(slice(None), ch)",
            "memoryview(bytearray(5)).__setitem__(slice(None), memoryview(ch).cast('B'))"):
        t(text, **names)
    b = bytearray(16)
    b[:] = arr
    b[2:3] = ch
    b += ch
    b.extend(one)
    print(b)
    with tempfile.TemporaryFile() as f:
        f.write(arr)
        f.seek(0)
        b = RawArray('i', 4)
        print(f.readinto(b), b[:])
    with tempfile.TemporaryFile(buffering=0) as f:
        print(f.write(arr))
        f.seek(0)
        b = RawArray('i', 4)
        print(f.readinto(b), b[:], os.preadv(f.fileno(), [b], 4), b[:])
    x, y = socket.socketpair()
    with x, y:
        b = RawArray('i', 4)
        print(x.send(arr), y.recv_into(b), b[:])
        x.sendall(b'abc')
        print(y.recv_into(b, 3), b[:])


def lives():
    # memory of its own; more arrays come and go, and what the view shows stays
    view = memoryview(RawArray('d', [1.5] * 10000))[5:7]
    for i in range(50):
        RawArray('d', 10000)[0] = i
    print(struct.unpack('2d', view), view.obj[6])
    view.release()
    t('view.obj', view=view)
    arr = RawArray('i', [1, 2])
    with memoryview(arr) as m, m.cast('B') as b:
        b[4:] = struct.pack('i', 99)
    print(arr[:])


def child(arr, val, text):
    memoryview(arr).cast('B')[:4] = struct.pack('i', arr[0] + 1)
    struct.pack_into('d', val, 0, val.value * 2)
    struct.pack_into('3s', text.get_obj(), 1, b'xyz')
    if (memoryview(arr).format, memoryview(arr).shape, memoryview(val).shape) != ('<i', (2,), ()):
        raise SystemExit(5)


def children():
    for method in 'fork', 'spawn', 'forkserver':
        ctx = mp.get_context(method)
        arr, val, text = ctx.RawArray('i', [10, 20]), ctx.Value('d', 1.5, lock=False), ctx.Array('c', b'abcdef')
        view = memoryview(arr)
        p = ctx.Process(target=child, args=(arr, val, text))
        p.start()
        p.join()
        print(method, p.exitcode, arr[:], val.value, text.value, bytes(view))


if __name__ == '__main__':
    views()
    consumers()
    lives()
    children()
