"""Starting a process as a new interpreter."""

import io
import os
from . import context, popen_fork, reduction, spawn, util

__all__ = ['Popen']

_ADVICE = ('What is sent to a process that starts this way must be picklable: functions and classes by their name at '
           'the top level of a module, no lambdas, no open files. Move it there, make it in the process itself, or use '
           "the start method 'fork'")


def dump_process(process_obj, method):
    """The pickles that a new interpreter begins with. An error says what it was that could not be sent."""
    out = io.BytesIO()
    reduction.dump(spawn.get_preparation_data(process_obj._name), out)
    try:
        reduction.dump(process_obj, out)
    except Exception as exc:
        raise explain(exc, process_obj, method) from exc
    return out.getvalue()


def explain(exc, process_obj, method):
    """An exception of the same kind that says which part of the process object it is about."""
    def why(value):
        try:
            reduction.dumps(value)
        except Exception as exc:
            return exc

    for what, value in _parts(process_obj):
        if reason := why(value):
            break
    else:
        return exc
    import reprlib
    text = (f'{process_obj.name} cannot be started by {method!r}: {what}, {reprlib.repr(value)}, cannot be sent to it: '
            f'{reason}. {_ADVICE}')
    try:
        return type(exc)(text)
    except Exception:
        return RuntimeError(text)


def _parts(process_obj):
    yield 'its class', type(process_obj)
    target, args = process_obj._target, process_obj._args
    names = getattr(target, 'what_it_is_given', None)
    if names is not None:
        yield from names(args)          # a worker: its program knows about its initializer only
    yield 'its target', target
    for i, arg in enumerate(args, 1):
        yield f'argument {i} of its target', arg
    for name, arg in process_obj._kwargs.items():
        yield f'argument {name!r} of its target', arg
    for name, value in vars(process_obj).items():
        if name not in ('_target', '_args', '_kwargs', '_config'):
            yield f'its attribute {name!r}', value


class Popen(popen_fork.Popen):
    """A child that is a new interpreter."""

    method = 'spawn'

    def __init__(self, process_obj):
        self._fds = []
        super().__init__(process_obj)

    def duplicate_for_child(self, fd):
        """What the child has to use for fd: it gets it under the same number."""
        self._fds.append(fd)
        return fd

    def _launch(self, process_obj):
        spawn.check_not_importing_main()
        context.set_spawning_popen(self)
        try:
            data = dump_process(process_obj, self.method)
        finally:
            context.set_spawning_popen(None)
        with open(self._start(), 'wb', buffering=0) as file:
            rest = memoryview(data)
            try:
                while rest:
                    rest = rest[file.write(rest):]
            except BrokenPipeError:
                pass                    # it has ended already, and said why

    def _start(self):
        # where what it begins with is to be written
        lifeline = util.lifeline()
        reader, writer = os.pipe()
        try:
            command = spawn.get_command_line(pipe_handle=reader, lifeline=lifeline)
            self.pid = util.spawnv_passfds(spawn.get_executable(), command, [reader, lifeline, *self._fds])
        except BaseException:
            os.close(writer)
            raise
        finally:
            os.close(reader)
        return writer
