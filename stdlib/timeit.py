"""Measure how long small pieces of code take.

Usage: python -m timeit [-n N] [-r N] [-s S] [-u U] [-p] [-v] [-h] [--] [statement ...]

  -n/--number N    run the statement N times (default: found out so that it takes 0.2 s or more)
  -r/--repeat N    repeat the measurement N times (default 5)
  -s/--setup S     run S once before each measurement (default 'pass'); may be repeated, one line each
  -p/--process     measure processor time of the process instead of wall-clock time
  -u/--unit U      show times in nsec, usec, msec or sec
  -v/--verbose     show raw timing results; repeat for more digits
  -h/--help        print this text
  --               the statement begins here; several arguments are several lines
"""

import sys
import time
import itertools

__all__ = ["Timer", "timeit", "repeat", "default_timer"]

dummy_src_name = "<timeit-src>"
default_number = 1000000
default_repeat = 5
default_timer = time.perf_counter

_globals = globals


def reindent(src, indent):
    """The text with its lines after the first indented."""
    return src.replace("\n", "\n" + " " * indent)


class Timer:
    """Times a statement, run after a setup statement."""

    def __init__(self, stmt="pass", setup="pass", timer=default_timer, globals=None):
        self.timer = timer
        local_ns = {}
        global_ns = _globals() if globals is None else globals
        init = ""
        if isinstance(setup, str):
            compile(setup, dummy_src_name,
                    "exec")      # errors show the caller's text, not the whole function
            stmtprefix = setup + "\n"
            setup = reindent(setup, 4)
        elif callable(setup):
            local_ns["_setup"] = setup
            init += ", _setup=_setup"
            stmtprefix = ""
            setup = "_setup()"
        else:
            raise ValueError("setup is neither a string nor callable")
        if isinstance(stmt, str):
            compile(stmtprefix + stmt, dummy_src_name, "exec")
            stmt = reindent(stmt, 8)
        elif callable(stmt):
            local_ns["_stmt"] = stmt
            init += ", _stmt=_stmt"
            stmt = "_stmt()"
        else:
            raise ValueError("stmt is neither a string nor callable")
        src = (f"def inner(_it, _timer{init}):\n    {setup}\n    _t0 = _timer()\n    for _i in _it:\n"
               f"        {stmt}\n        pass\n    _t1 = _timer()\n    return _t1 - _t0\n")
        self.src = src
        exec(compile(src, dummy_src_name, "exec"), global_ns, local_ns)
        self.inner = local_ns["inner"]

    def print_exc(self, file=None):
        """Print the traceback of an error in the timed code, with its source."""
        import linecache
        import traceback
        linecache.cache[dummy_src_name] = len(self.src), None, self.src.split("\n"), dummy_src_name
        traceback.print_exc(file=file)

    def timeit(self, number=default_number):
        """Seconds for running the statement number times."""
        it = itertools.repeat(None, number)
        try:
            import gc
        except ImportError:
            return self.inner(it, self.timer)
        enabled = gc.isenabled()
        gc.disable()
        try:
            return self.inner(it, self.timer)
        finally:
            if enabled:
                gc.enable()

    def repeat(self, repeat=default_repeat, number=default_number):
        """A list of several timeit() results."""
        return [self.timeit(number) for _ in range(repeat)]

    def autorange(self, callback=None):
        """(number, seconds) where the seconds are at least 0.2."""
        i = 1
        while True:
            for j in 1, 2, 5:
                number = i * j
                time_taken = self.timeit(number)
                if callback:
                    callback(number, time_taken)
                if time_taken >= 0.2:
                    return number, time_taken
            i *= 10


def timeit(stmt="pass", setup="pass", timer=default_timer, number=default_number, globals=None):
    """Seconds for running a statement number times."""
    return Timer(stmt, setup, timer, globals).timeit(number)


def repeat(stmt="pass", setup="pass", timer=default_timer, repeat=default_repeat, number=default_number,
           globals=None):
    """A list of several timeit() results."""
    return Timer(stmt, setup, timer, globals).repeat(repeat, number)


def main(args=None, *, _wrap_timer=None):
    """The command line interface."""
    import getopt
    if args is None:
        args = sys.argv[1:]
    try:
        opts, args = getopt.getopt(args, "n:u:s:r:pvh", ["number=", "setup=", "repeat=", "process", "verbose",
                                                         "unit=", "help"])
    except getopt.error as err:
        print(err)
        print("use -h/--help for command line help")
        return 2
    timer = default_timer
    stmt = "\n".join(args) or "pass"
    number = 0
    setup = []
    repeat = default_repeat
    verbose = 0
    time_unit = None
    units = {"nsec": 1e-9, "usec": 1e-6, "msec": 1e-3, "sec": 1.0}
    precision = 3
    for o, a in opts:
        if o in ("-n", "--number"):
            number = int(a)
        elif o in ("-s", "--setup"):
            setup.append(a)
        elif o in ("-u", "--unit"):
            if a not in units:
                print("Unrecognized unit. Please select nsec, usec, msec, or sec.", file=sys.stderr)
                return 2
            time_unit = a
        elif o in ("-r", "--repeat"):
            repeat = max(int(a), 1)
        elif o in ("-p", "--process"):
            timer = time.process_time
        elif o in ("-v", "--verbose"):
            if verbose:
                precision += 1
            verbose += 1
        elif o in ("-h", "--help"):
            print(__doc__, end=" ")
            return 0
    setup = "\n".join(setup) or "pass"
    import os
    sys.path.insert(0, os.curdir)       # the current directory counts, as for scripts
    if _wrap_timer is not None:
        timer = _wrap_timer(timer)
    t = Timer(stmt, setup, timer)
    if number == 0:
        callback = None
        if verbose:
            def callback(number, time_taken):
                print(f"{number} loop{'s' if number != 1 else ''} -> {time_taken:.{precision}g} secs")
        try:
            number, _ = t.autorange(callback)
        except:
            t.print_exc()
            return 1
        if verbose:
            print()
    try:
        raw_timings = t.repeat(repeat, number)
    except:
        t.print_exc()
        return 1

    def format_time(dt):
        unit = time_unit
        if unit is None:
            for unit in ("sec", "msec", "usec", "nsec"):
                if dt >= units[unit]:
                    break
        return f"{dt / units[unit]:.{precision}g} {unit}"

    if verbose:
        print(f"raw times: {', '.join(map(format_time, raw_timings))}")
        print()
    timings = [dt / number for dt in raw_timings]
    best = min(timings)
    print(f"{number} loop{'s' if number != 1 else ''}, best of {repeat}: {format_time(best)} per loop")
    worst = max(timings)
    if worst >= best * 4:
        import warnings
        warnings.warn_explicit("The test results are likely unreliable. The worst time "
                               f"({format_time(worst)}) was "
                               f"more than four times slower than the best time ({format_time(best)}).",
                               UserWarning, "", 0)
    return None


if __name__ == "__main__":
    sys.exit(main())
