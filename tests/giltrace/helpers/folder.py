"""Synthetic recordings, written and read."""
import os
import tempfile

import synthetic
from giltrace.recording import Recording


def recorded(name, **how):
    """The Recording of one of synthetic.RECORDINGS, or of a world that is given."""
    world = synthetic.RECORDINGS[name]() if isinstance(name, str) else name
    with tempfile.TemporaryDirectory() as folder:
        return Recording(world.write(folder), **how)


def changed(name, change):
    """The Recording after change(folder) has done something to its files."""
    with tempfile.TemporaryDirectory() as folder:
        synthetic.RECORDINGS[name]().write(folder)
        change(folder)
        return Recording(folder)


def the_file(folder):
    return os.path.join(folder, sorted(os.listdir(folder))[0])
