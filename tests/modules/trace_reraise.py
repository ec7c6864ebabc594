"""The line of the "return" event of a frame that an exception leaves through handlers."""
import sys
def t(frame, what, arg):
    if frame.f_code.co_filename==__file__: ev.append((what[0], frame.f_lineno-frame.f_code.co_firstlineno))
    return t
def a():
    try:
        raise KeyError
    except KeyError:
        try:
            raise ValueError
        except ValueError as e:
            x
            1
def b():
    try:
        raise KeyError
    except KeyError as f:
        try:
            raise ValueError
        finally:
            1
def c():
    try:
        raise KeyError
    finally:
        try:
            raise ValueError
        finally:
            1
def d():
    try:
        raise KeyError
    finally:
        try:
            raise ValueError
        except TypeError:
            1
for f in a,b,c,d:
    ev=[]
    sys.settrace(t)
    try: f()
    except Exception as e: pass
    sys.settrace(None)
    print(f.__name__, *ev)
