# stat: modes as text, and what is no mode.
import os
import stat

for kind in range(16):
    print([stat.filemode(kind << 12 | bits) for bits in (0, 0o644, 0o7777, 0o1000, 0o4711, 0o2070)])
for f in stat.filemode, stat.S_IMODE, stat.S_IFMT, stat.S_ISDIR, stat.S_ISREG, stat.S_ISLNK, stat.S_ISSOCK:
    for mode in True, -1, 'a', 1.5, None, 1 << 40, 1 << 32, (1 << 32) - 1:
        try:
            print(f.__name__, mode, f(mode))
        except (TypeError, OverflowError) as e:
            print(f.__name__, mode, type(e).__name__, e)
print(sorted(f.__name__ for f in os.supports_fd), sorted(f.__name__ for f in os.supports_dir_fd))
print([name for name in os.__all__ if name.startswith('supports')])
