"""See who held the GIL, who waited for it, and why it was let go."""

import _giltrace

__all__ = ['start', 'stop', 'record', 'stats', 'holder', 'waiters']


def _prepare(path):
    """Say before the program runs that its timeline could not be written."""


def _finish(folder, report, trace):
    """Show what the command line asked for."""
    print(folder, report, trace)
