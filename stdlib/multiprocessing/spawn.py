"""The first steps of a process that starts as a new interpreter."""

__all__ = ['_main', 'freeze_support', 'set_executable', 'get_executable', 'get_preparation_data', 'get_command_line',
           'import_main_path']

import os
import sys
import types
from . import process

WINEXE = WINSERVICE = False
_python_exe = os.fsencode(sys.executable) if sys.executable else None


def set_executable(exe):
    """The program that children run."""
    global _python_exe
    _python_exe = None if exe is None else os.fsencode(exe)


def get_executable():
    """The program that children run."""
    return _python_exe


def is_forking(argv):
    """Is this the command line of a child?"""
    return len(argv) >= 2 and argv[1] == '--multiprocessing-fork'


def freeze_support():
    """For programs that are their own interpreter: what a child runs."""
    if is_forking(sys.argv):
        spawn_main(**{key: None if value == 'None' else int(value)
                      for key, value in (arg.split('=') for arg in sys.argv[2:])})
        sys.exit()


def get_command_line(**kwds):
    """How to start a child."""
    if getattr(sys, 'frozen', False):
        return [sys.executable, '--multiprocessing-fork', *(f'{key}={value!r}' for key, value in kwds.items())]
    args = ', '.join(f'{key}={value!r}' for key, value in kwds.items())
    from subprocess import _args_from_interpreter_flags
    return [_python_exe, *_args_from_interpreter_flags(), '-c',
            f'from multiprocessing.spawn import spawn_main; spawn_main({args})', '--multiprocessing-fork']


def spawn_main(pipe_handle, lifeline=None):
    """What the child runs: everything else comes through the pipe."""
    assert is_forking(sys.argv), 'Not forking'
    sys.exit(_main(pipe_handle, lifeline))


def _main(fd, lifeline):
    from pickle import load
    with os.fdopen(fd, 'rb') as from_parent:
        process.current_process()._inheriting = True
        try:
            try:
                data = load(from_parent)
            except EOFError:
                return 1                # the parent was interrupted, or killed, before it could say anything
            prepare(data)
            self = _load_process(load, from_parent, data)
        finally:
            del process.current_process()._inheriting
    return self._bootstrap(lifeline)


def _load_process(load, from_parent, data):
    try:
        return load(from_parent)
    except AttributeError as exc:
        if "<module '__main__'" not in str(exc) or 'init_main_from_path' in data:
            raise
        raise AttributeError(
            f'{exc}. The main module of the program that starts this process is no file, so that a new process cannot '
            "have what it defines. Put that into a file, or use the start method 'fork'") from None


def check_not_importing_main():
    """Raise RuntimeError in a child that still runs the main module for the first time."""
    if getattr(process.current_process(), '_inheriting', False):
        path = getattr(sys.modules['__main__'], '__file__', 'the main module')
        raise RuntimeError(
            f'A new process was to be started while this one, itself a new process, still runs {path} from its '
            f'beginning to have its functions and classes. That would never end. Put what starts processes into a '
            f"function, and call it under\n\n    if __name__ == '__main__':\n\nat the end of the file.")


def get_preparation_data(name):
    """What a child must know before it can read its process object."""
    from . import util
    from .context import _default_context, get_spawning_popen
    from .reduction import DupFd
    data = {'log_to_stderr': util._log_to_stderr, 'authkey': bytes(process.current_process().authkey), 'name': name,
            'sys_path': [process.ORIGINAL_DIR if p == '' and process.ORIGINAL_DIR else p for p in sys.path],
            'sys_argv': sys.argv, 'orig_dir': process.ORIGINAL_DIR, 'dir': os.getcwd(),
            'start_method': _default_context.get_start_method()}
    if util._logger is not None:
        data['log_level'] = util._logger.getEffectiveLevel()
    tracker = sys.modules.get('multiprocessing.resource_tracker')
    if tracker is not None and get_spawning_popen() is not None:
        # who has imported it may want what the child makes, also when the child has ended
        data['tracker'] = DupFd(tracker.getfd())
    main = sys.modules['__main__']
    if getattr(getattr(main, '__spec__', None), 'name', '__main__') != '__main__':
        data['init_main_from_name'] = main.__spec__.name        # minipy -m package.module
    path = getattr(main, '__file__', None)
    if path is not None and os.path.basename(path) != '<stdin>':
        if not os.path.isabs(path) and process.ORIGINAL_DIR is not None:
            path = os.path.join(process.ORIGINAL_DIR, path)
        data['init_main_from_path'] = os.path.normpath(path)
    return data


old_main_modules = []


def prepare(data):
    """Make this process like the parent."""
    if 'name' in data:
        process.current_process().name = data['name']
    if 'authkey' in data:
        process.current_process().authkey = data['authkey']
    if data.get('log_to_stderr'):
        from . import util
        util.log_to_stderr()
    if 'log_level' in data:
        from . import util
        util.get_logger().setLevel(data['log_level'])
    if 'sys_path' in data:
        sys.path = data['sys_path']
    if 'sys_argv' in data:
        sys.argv = data['sys_argv']
    if 'dir' in data:
        os.chdir(data['dir'])
    if 'orig_dir' in data:
        process.ORIGINAL_DIR = data['orig_dir']
    if 'start_method' in data:
        from .context import _force_start_method
        _force_start_method(data['start_method'])
    if 'tracker' in data:
        from .resource_tracker import _resource_tracker
        _resource_tracker._adopt(data['tracker'].detach())
    if 'init_main_from_path' in data:
        import_main_path(data['init_main_from_path'], data.get('init_main_from_name'))


def import_main_path(path, name=None):
    """Run the main module's file under another name, and let it be the main module. It was run as module `name`, or as a
    file."""
    main = sys.modules['__main__']
    if getattr(main, '__file__', None) == path:
        return
    if os.path.isdir(path):
        path = os.path.join(path, '__main__.py')
    old_main_modules.append(main)
    module = types.ModuleType('__mp_main__')
    module.__file__ = path
    if name is not None:
        module.__package__ = name.rpartition('.')[0]
        module.__spec__ = types.SimpleNamespace(name=name, loader=None, origin=path, submodule_search_locations=None,
                                                parent=module.__package__, has_location=True, cached=None)
    module.__builtins__ = main.__builtins__
    with open(path, 'rb') as file:
        code = compile(file.read(), path, 'exec')
    sys.modules['__main__'] = sys.modules['__mp_main__'] = module
    exec(code, module.__dict__)
