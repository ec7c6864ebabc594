"""minipy -m giltrace: looks at running processes, tunes, draws recordings."""
import argparse
import os
import sys
import time


def _dump(args):
    from .remote import DUMP, ask
    sys.stdout.write(ask(args.pid, DUMP))


def _top(args):
    from .top import top
    top(args.pid, args.interval, args.times, args.most)


def _record(args):
    from .recording import Recording
    from .remote import Watch
    from .write import check, write
    check(args.file)
    watch = Watch(args.pid, events=True)
    with watch as folder:
        try:
            time.sleep(args.seconds)
        except KeyboardInterrupt:
            pass                        # enough
        watch.stop()
        recording = Recording(folder)
    write(recording, args.file)


def _convert(args):
    from .recording import Recording
    from .remote import Refused
    from .write import write
    if not os.path.isdir(args.folder):
        raise Refused(f"there is no folder {args.folder}")
    recording = Recording(args.folder)
    if args.file is None:
        from .report import report
        report(recording, sys.stdout)
    else:
        write(recording, args.file)


def _rescue(args):
    """By the process that watches a recorded one: it was killed."""
    from . import _finish
    with_report = args.report == "report"
    print("minipy: the program was killed before it could show its recording: here is what it has left"
          + (f", drawn into {args.file}" if args.file else ""), file=sys.stderr)
    _finish(args.folder, with_report, args.file or None)


def _tune(args):
    from .tune import tune
    return tune(args)


def _positive(text):
    value = float(text)
    if not 0 < value < 1e9:
        raise ValueError(text)
    return value


def _arguments():
    parser = argparse.ArgumentParser(prog="minipy -m giltrace",
                                     description="See who holds the GIL, who waits for it, and why.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def add(name, run, help, *, pid=True):
        command = commands.add_parser(name, help=help, description=help)
        command.set_defaults(run=run)
        if pid:
            command.add_argument("pid", type=int, help="of a running minipy of the same user")
        return command

    add("dump", _dump, "what all threads of a process are doing now: stacks, locks, who has the GIL")
    command = add("top", _top, "who has the GIL, second by second")
    command.add_argument("-d", dest="interval", type=_positive, default=1.0, metavar="SECONDS",
                         help="between two tables")
    command.add_argument("-n", dest="times", type=int, metavar="N", help="so many tables")
    command.add_argument("-m", dest="most", type=int, default=20, metavar="N", help="at most so many threads")
    command = add("record", _record, "the timeline of a running process for a while")
    command.add_argument("file", help=".html, .json, .svg or .txt")
    command.add_argument("-t", dest="seconds", type=_positive, default=5.0, metavar="SECONDS",
                         help="5 if not said; or Ctrl-C")
    command = add("convert", _convert, "report on, or draw, a recording's folder that a killed process left", pid=False)
    command.add_argument("folder")
    command.add_argument("file", nargs="?",
                         help=".html, .json, .svg or .txt; a report on standard output if there is none")
    command = commands.add_parser("rescue")             # not for people
    command.set_defaults(run=_rescue)
    for name in ("folder", "report", "file"):
        command.add_argument(name)
    command = add("tune", _tune, "run a script under several switch intervals and both rules of hand-over", pid=False)
    from .tune import add_arguments
    add_arguments(command)
    return parser


def main():
    from .remote import Refused
    args = _arguments().parse_args()
    try:
        return args.run(args)
    except Refused as e:
        reason = str(e)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except (OSError, ValueError) as e:
        from . import _reason
        reason = _reason(e)
    print(f"minipy -m giltrace: {reason}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
