"""Memory that processes share, in pieces of any size."""

__all__ = ['BufferWrapper']

import mmap
import os
from . import reduction, util

_ALIGN = 64             # pieces do not share cache lines
_ARENA = 64 << 10


class Arena:
    """Shared memory. It has no name: it is gone when the last process has forgotten it."""

    def __init__(self, size, fd=-1):
        self.size = size
        if fd < 0:
            fd = os.memfd_create('minipy shared memory')
            os.ftruncate(fd, size)
        self.fd = fd
        self.pid = os.getpid()
        self.buffer = mmap.mmap(fd, size)
        self.used = 0
        util.Finalize(self, os.close, (fd,))


def _reduce_arena(arena):
    return _rebuild_arena, (arena.size, reduction.DupFd(arena.fd))


def _rebuild_arena(size, df):
    return Arena(size, os.dup(df.detach()))


reduction.register(Arena, _reduce_arena)

_arena = None           # where the next small piece comes from


class BufferWrapper:
    """A piece of shared memory, full of zeros. A piece is never used again for another object: some other process
    may still look at it."""

    def __init__(self, size):
        global _arena
        if size < 0:
            raise ValueError(f'Size {size:n} out of range')
        need = -(-max(size, 1) // _ALIGN) * _ALIGN
        if need > _ARENA // 4:
            arena, start = Arena(-(-need // mmap.PAGESIZE) * mmap.PAGESIZE), 0
        else:
            arena = _arena
            # a child must not deal out of its parent's
            if arena is None or arena.used + need > _ARENA or arena.pid != os.getpid():
                arena = _arena = Arena(_ARENA)
            start = arena.used
            arena.used += need
        self._state = arena, start, size

    def create_memoryview(self):
        """A view of its bytes."""
        arena, start, size = self._state
        return memoryview(arena.buffer)[start:start + size]
