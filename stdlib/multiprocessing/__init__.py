"""Processes used like threads: process objects, pools of workers, and what they share and talk through."""

import sys
from . import context

# all that the default context can do is there as functions of this module
globals().update((name, getattr(context._default_context, name)) for name in context._default_context.__all__)
__all__ = [*context._default_context.__all__]

# levels of the log
SUBDEBUG = 5
SUBWARNING = 25

# a process that was spawned runs the program's file as __mp_main__, and calls its functions and classes so
if '__main__' in sys.modules:
    sys.modules['__mp_main__'] = sys.modules['__main__']
