# C data whose memory was released, also while it is being used; parts used without the types they are made for;
# structures that contain themselves. Nothing of this may end the interpreter.
import _cdata
import _ctypes
import copy
from ctypes import *


def t(text):
    try:
        print(text, '->', str(eval(text)).split(' at 0x')[0])
    except Exception as e:
        print(text, '!!', type(e).__name__, e)


class P(Structure):
    _fields_ = [('a', c_int), ('b', c_double)]


class Releases:
    def __init__(self, obj):
        self.obj = obj

    def __index__(self):
        self.obj._view.release()
        return 1


x, y, z = c_int(5), (c_int * 3)(1, 2, 3), P(1, 2)
for obj in x, y, z:
    obj._view.release()
o1, o2, o3, o4, o5 = c_int(3), (c_int * 3)(1, 2, 3), (c_int * 3)(), (c_int * 3)(), P(1, 2)
e1, e2, e3, e4, e5 = map(Releases, (o1, o2, o3, o4, o5))

for text in (
    'x.value',
    'bytes(x)',
    'bool(x)',
    'repr(x)',
    'memoryview(x)',
    'y[0]',
    'y[:]',
    'len(y)',
    'bytes(y)',
    'y.__setitem__(0,1)',
    'z.a',
    "setattr(z,'a',1)",
    "setattr(o1,'value',e1)",
    'o2.__setitem__(e2,5)',
    'o3.__setitem__(1,e3)',
    'o4[e4]',
    "setattr(o5,'a',e5)",
    'object.__new__(c_int)',
    'object.__new__(P)',
    'object.__new__(c_int*3)',
    '_cdata._CData.__new__(c_int)',
    "_cdata._CData.__new__(c_int,memoryview(bytearray(1)),'i')",
    "_cdata._CData.__new__(c_int*3,memoryview(bytearray(1)),'i',False,3)",
    "_cdata._CData.__new__(c_int,-5,'i')",
    "_cdata._CData.__new__(c_int,2**62,'')",
    "_cdata._CData.__new__(c_int,2**70,'')",
    '_cdata._CData()',
    '_cdata._Sequence(5)',
    '_cdata._Sequence(5)[0]',
    "_cdata._Sequence(5,'i',False,1)[0]",
    "_cdata._Sequence(40,'',False,3)[0]",
    "_cdata._Field(0,'i',False).__get__(5)",
    "_cdata._Field(0,'i',False).__get__(c_char())",
    "_cdata._Field(-1,'i',False).__get__(c_int())",
    "_cdata._Field(2**62,'i',False).__set__(c_int(),1)",
    "_cdata._Field(0,'',False).__get__(c_int())",
    '_cdata.value(5)',
    '_cdata.value(P(1,2))',
    '_cdata.set_value(P(1,2),3)',
    "_cdata.load(c_int(),1,'i',False)",
    "_cdata.load(c_int(),0,'ii',False)",
    "_cdata.load(c_int(),0,'',False)",
    "_cdata.load(c_int(),0,'\\ሴ',False)",
    'P.a.__get__(c_char())',
    'P.a.__get__(None,P)',
    'P.a.__get__(None)',
    'P.a.__set__(c_char(),5)',
    '_ctypes.CField.__new__(_ctypes.CField,5,5)',
    "_ctypes._unpickle(c_int,({},b'12345678'))",
    "_ctypes._unpickle(int,({},b''))",
    '_ctypes._unpickle(c_int,5)',
    'c_int.__mul__(c_int,2.5)',
    'Array.from_buffer(bytearray(5))',
    'Structure.from_buffer(bytearray(5))',
    '(c_int*0).from_buffer(bytearray(0))[:]',
    '(c_int*10**9)',
    'P.from_buffer(memoryview(bytearray(100))[::2])',
    'c_char.from_buffer(bytearray(5),5)',
    'copy.copy(P)',
    "type(P)('X',(int,),{})",
    "type(c_int)('X',(c_int,),{'_type_':'q'})",
    "type(c_int)('X',(c_int,int),{})",
    "c_wchar.from_buffer_copy(b'\\\\xff\\\\xff\\\\xff\\\\xff').value",
    'c_longdouble.from_buffer_copy(bytes(16)).value',
    'P(c_int(3),c_double(2)).b',
    'P(b=c_float(1))',
    'addressof(P(1,2))>0',
    'sizeof(P*1000)',
    "P.__dict__.keys()>{'a'}",
):
    t(text)


class R(Structure):
    pass


t("setattr(R, '_fields_', [('r', R)])")
t("setattr(Structure, '_fields_', [])")
b = bytearray(8)
i = c_int.from_buffer(b)
i.value = 7
print(b)
t("b.append(1)")
