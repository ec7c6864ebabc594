"""Managers: objects that live in a process of their own, and proxies that stand for them in others."""

__all__ = ['BaseManager', 'SyncManager', 'BaseProxy', 'Token', 'SharedMemoryManager']

import array
import os
import queue
import signal
import sys
import threading
import types
import weakref
from . import connection, get_context, process, reduction, util
from .context import ProcessError

HAS_SHMEM = True
public_methods_cache = {}


def public_methods(obj):
    """The names of its methods that a proxy shows."""
    return [name for name in all_methods(obj) if name[0] != '_']


def all_methods(obj):
    """The names of its methods."""
    return [name for name in dir(obj) if callable(getattr(obj, name))]


def _list_of(obj):
    return list, (list(obj),)


for _view in ({}.keys(), {}.values(), {}.items()):
    reduction.register(type(_view), _list_of)


class Token:
    """Says which object of which manager."""

    __slots__ = 'typeid', 'address', 'id'

    def __init__(self, typeid, address, id):
        self.typeid, self.address, self.id = typeid, address, id

    def __getstate__(self):
        return self.typeid, self.address, self.id

    def __setstate__(self, state):
        self.typeid, self.address, self.id = state

    def __repr__(self):
        return f'{self.__class__.__name__}(typeid={self.typeid!r}, address={self.address!r}, id={self.id!r})'


class RemoteError(Exception):
    """An error in the manager's process that is not the object's own."""

    def __str__(self):
        return '\n' + '-' * 75 + '\n' + str(self.args[0]) + '-' * 75


def convert_to_error(kind, result):
    """The exception that an answer stands for."""
    if kind == '#ERROR':
        return result
    if kind in ('#TRACEBACK', '#UNSERIALIZABLE'):
        return RemoteError(('Unserializable message: ' if kind == '#UNSERIALIZABLE' else '') + result)
    return ValueError(f'Unrecognized message type {kind!r}')


def dispatch(c, id, methodname, args=(), kwds={}):
    """Have the manager at the other end of c call something."""
    c.send((id, methodname, args, kwds))
    kind, result = c.recv()
    if kind == '#RETURN':
        return result
    try:
        raise convert_to_error(kind, result)
    finally:
        del result


# -- The server --------------------------------------------------------------------------------------------------------

class Server:
    """Keeps objects, and calls their methods for whoever knows the key. One thread for each connection."""

    public = ['shutdown', 'create', 'accept_connection', 'get_methods', 'debug_info', 'number_of_objects', 'dummy',
              'incref', 'decref']

    def __init__(self, registry, address, authkey, serializer):
        if not isinstance(authkey, bytes):
            raise TypeError(f'Authkey {authkey!r} is type {type(authkey)!s}, not bytes')
        self.registry = registry
        self.authkey = process.AuthenticationString(authkey)
        self.listener = connection.Listener(address=address, backlog=128)
        self.address = self.listener.address
        self.id_to_obj = {'0': (None, (), None)}
        self.id_to_refcount = {}
        self.nested = weakref.WeakValueDictionary()     # proxies inside other objects, by id
        self.mutex = threading.Lock()

    def entry(self, ident):
        """What is known of an object that some proxy stands for, here or in a client."""
        try:
            return self.id_to_obj[ident]
        except KeyError:
            proxy = self.nested.get(ident)
            if proxy is None:
                raise
            return proxy._entry

    def local_proxy(self, make, token, serializer, kwds):
        """A proxy for an object of this server, to stand in another of its objects. It is not counted: it keeps what it
        stands for."""
        entry = self.entry(token.id)
        proxy = self.nested.get(token.id)
        if proxy is None:
            proxy = make(token, serializer, **{**kwds, 'authkey': self.authkey, 'manager_owned': True})
            proxy._entry = entry
            self.nested[token.id] = proxy
        return proxy

    def serve_forever(self):
        """Until somebody calls shutdown()."""
        self.stop_event = threading.Event()
        process.current_process()._manager_server = self
        try:
            threading.Thread(target=self._accept, daemon=True).start()
            try:
                while not self.stop_event.is_set():
                    self.stop_event.wait(1)
            except (KeyboardInterrupt, SystemExit):
                pass
        finally:
            if sys.stdout != sys.__stdout__:
                sys.stdout, sys.stderr = sys.__stdout__, sys.__stderr__
            util._flush_std_streams()
            sys.exit(0)

    def _accept(self):
        while True:
            try:
                # the key is asked for in the new thread: who is slow to show it keeps nobody waiting
                c = self.listener._listener.accept()
            except OSError:
                continue
            threading.Thread(target=self._first, args=(c,), daemon=True).start()

    def _first(self, c):
        # the first request decides what the connection is for
        request = None
        try:
            connection.deliver_challenge(c, self.authkey)
            connection.answer_challenge(c, self.authkey)
            request = c.recv()
            ignore, name, args, kwds = request
            assert name in self.public, f'{name!r} unrecognized'
            func = getattr(self, name)
        except (EOFError, OSError, ProcessError):
            c.close()
            return
        except Exception:
            message = '#TRACEBACK', _traceback()
        else:
            try:
                message = '#RETURN', func(c, *args, **kwds)
            except Exception:
                message = '#TRACEBACK', _traceback()
        try:
            c.send(message)
        except Exception as exc:
            try:
                c.send(('#TRACEBACK', _traceback()))
            except Exception:
                pass
        if request is None or request[1] != 'accept_connection':
            c.close()

    def serve_client(self, conn):
        """Answers the calls of one thread of a client."""
        while True:
            try:
                id, name, args, kwds = conn.recv()
            except (EOFError, OSError):
                conn.close()
                return
            try:
                obj, exposed, gettypeid = self.entry(id)
                if name in exposed:
                    try:
                        result = getattr(obj, name)(*args, **kwds)
                    except Exception as exc:
                        message = '#ERROR', exc
                    else:
                        typeid = gettypeid and gettypeid.get(name)
                        if typeid:
                            token_id, token_exposed = self.create(conn, typeid, result)
                            message = '#PROXY', (token_exposed, Token(typeid, self.address, token_id))
                        else:
                            message = '#RETURN', result
                elif name in self.fallback_mapping:
                    message = '#RETURN', self.fallback_mapping[name](self, obj, *args, **kwds)
                else:
                    raise AttributeError(f'method {name!r} of {type(obj)!r} object is not in exposed={exposed!r}')
            except Exception:
                message = '#TRACEBACK', _traceback()
            try:
                conn.send(message)
            except (BrokenPipeError, ConnectionError):
                conn.close()
                return
            except Exception:
                conn.send(('#UNSERIALIZABLE', _traceback()))

    fallback_mapping = {
        '__str__': lambda self, obj: str(obj),
        '__repr__': lambda self, obj: repr(obj),
        '#GETVALUE': lambda self, obj: obj,
    }

    def accept_connection(self, c, name):
        """This connection is for calls of methods, from now on."""
        threading.current_thread().name = name
        c.send(('#RETURN', None))
        self.serve_client(c)

    def dummy(self, c):
        """Is somebody there?"""

    def debug_info(self, c):
        """A line for each object."""
        with self.mutex:
            return '\n'.join(f'  {id:<10}refcount={self.id_to_refcount[id]}\n    {str(self.id_to_obj[id][0])[:75]}'
                             for id in sorted(self.id_to_refcount) if id != '0')

    def number_of_objects(self, c):
        """How many there are."""
        return len(self.id_to_refcount)

    def shutdown(self, c):
        """End."""
        try:
            c.send(('#RETURN', None))
        finally:
            self.stop_event.set()

    def create(self, c, typeid, /, *args, **kwds):
        """Make an object; its id, and the names of the methods that its proxy has."""
        with self.mutex:
            callable, exposed, method_to_typeid, proxytype = self.registry[typeid]
            if callable is None:
                if kwds or len(args) != 1:
                    raise ValueError('Without callable, must have one non-keyword argument')
                obj = args[0]
            else:
                obj = callable(*args, **kwds)
            if exposed is None:
                exposed = public_methods(obj)
            if method_to_typeid is not None:
                exposed = [*exposed, *method_to_typeid]
            ident = f'{id(obj):x}'
            self.id_to_obj[ident] = obj, set(exposed), method_to_typeid
            # it must live until its proxy has counted itself
            self.id_to_refcount[ident] = self.id_to_refcount.get(ident, 0) + 1
        return ident, tuple(exposed)

    def get_methods(self, c, token):
        """The names of an object's methods."""
        return tuple(self.entry(token.id)[1])

    def incref(self, c, ident):
        """One more proxy."""
        with self.mutex:
            self.id_to_obj[ident] = self.entry(ident)
            self.id_to_refcount[ident] = self.id_to_refcount.get(ident, 0) + 1

    def decref(self, c, ident):
        """One proxy less."""
        with self.mutex:
            self.id_to_refcount[ident] -= 1
            if self.id_to_refcount[ident] == 0:
                del self.id_to_refcount[ident]
                del self.id_to_obj[ident]


def _traceback():
    import traceback
    return traceback.format_exc()


# -- The manager -------------------------------------------------------------------------------------------------------

class State:
    __slots__ = ['value']
    INITIAL = 0
    STARTED = 1
    SHUTDOWN = 2


class BaseManager:
    """Starts a process with a server, or knows where one is; its methods make objects there."""

    _registry = {}
    _Server = Server

    def __init__(self, address=None, authkey=None, serializer='pickle', ctx=None, *, shutdown_timeout=1.0):
        if authkey is None:
            authkey = process.current_process().authkey
        self._address = address
        self._authkey = process.AuthenticationString(authkey)
        self._state = State()
        self._state.value = State.INITIAL
        self._serializer = serializer
        self._ctx = ctx or get_context()
        self._shutdown_timeout = shutdown_timeout

    def _check_initial(self, what):
        if self._state.value != State.INITIAL:
            if self._state.value == State.STARTED:
                raise ProcessError('Already started server')
            if self._state.value == State.SHUTDOWN:
                raise ProcessError('Manager has shut down')
            raise ProcessError(f'Unknown state {self._state.value!r}')

    def get_server(self):
        """A server, for this process."""
        self._check_initial('server')
        return self._Server(self._registry, self._address, self._authkey, self._serializer)

    def connect(self):
        """Use a server that runs already."""
        conn = connection.Client(self._address, authkey=self._authkey)
        with conn:
            dispatch(conn, None, 'dummy')
        self._state.value = State.STARTED

    def start(self, initializer=None, initargs=()):
        """Start a process with a server."""
        self._check_initial('start')
        if initializer is not None and not callable(initializer):
            raise TypeError('initializer must be a callable')
        reader, writer = connection.Pipe(duplex=False)
        self._process = self._ctx.Process(
            target=type(self)._run_server, args=(self._registry, self._address, bytes(self._authkey),
                                                 self._serializer, writer, initializer, initargs))
        self._process.name = f"{type(self).__name__}-{':'.join(map(str, self._process._identity))}"
        self._process.start()
        writer.close()
        self._address = reader.recv()
        reader.close()
        self._state.value = State.STARTED
        self.shutdown = util.Finalize(
            self, type(self)._finalize_manager,
            args=(self._process, self._address, self._authkey, self._state, self._shutdown_timeout), exitpriority=0)

    @classmethod
    def _run_server(cls, registry, address, authkey, serializer, writer, initializer=None, initargs=()):
        # an interrupt is for the program: it ends the manager when it is done
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        util.end_with_parent(process.parent_process().sentinel)
        if initializer is not None:
            initializer(*initargs)
        server = cls._Server(registry, address, authkey, serializer)
        writer.send(server.address)
        writer.close()
        util.info('manager serving at %r', server.address)
        server.serve_forever()

    def _create(self, typeid, /, *args, **kwds):
        assert self._state.value == State.STARTED, 'server not yet started'
        conn = connection.Client(self._address, authkey=self._authkey)
        with conn:
            id, exposed = dispatch(conn, None, 'create', (typeid,) + args, kwds)
        return Token(typeid, self._address, id), exposed

    def join(self, timeout=None):
        """Wait for the manager's process."""
        if getattr(self, '_process', None) is not None:
            self._process.join(timeout)
            if not self._process.is_alive():
                self._process = None

    def _debug_info(self):
        with connection.Client(self._address, authkey=self._authkey) as conn:
            return dispatch(conn, None, 'debug_info')

    def _number_of_objects(self):
        with connection.Client(self._address, authkey=self._authkey) as conn:
            return dispatch(conn, None, 'number_of_objects')

    def __enter__(self):
        if self._state.value == State.INITIAL:
            self.start()
        if self._state.value != State.STARTED:
            if self._state.value == State.INITIAL:
                raise ProcessError('Unable to start server')
            raise ProcessError('Manager has shut down')
        return self

    def __exit__(self, exc_type, exc_val, exc_tb):
        self.shutdown()

    @staticmethod
    def _finalize_manager(process, address, authkey, state, shutdown_timeout):
        if process.is_alive():
            try:
                with connection.Client(address, authkey=authkey) as conn:
                    dispatch(conn, None, 'shutdown')
            except Exception:
                pass
            process.join(timeout=shutdown_timeout)
            if process.is_alive():
                process.terminate()
                process.join(timeout=shutdown_timeout)
                if process.is_alive():
                    process.kill()
                    process.join()
        state.value = State.SHUTDOWN

    @property
    def address(self):
        """Where its server is."""
        return self._address

    @classmethod
    def register(cls, typeid, callable=None, proxytype=None, exposed=None, method_to_typeid=None,
                 create_method=True):
        """Managers of this class can make such objects, by a method with that name."""
        if '_registry' not in cls.__dict__:
            cls._registry = cls._registry.copy()
        if proxytype is None:
            proxytype = AutoProxy
        exposed = exposed or getattr(proxytype, '_exposed_', None)
        method_to_typeid = method_to_typeid or getattr(proxytype, '_method_to_typeid_', None)
        cls._registry[typeid] = callable, exposed, method_to_typeid, proxytype
        if create_method:
            def make(self, /, *args, **kwds):
                token, exposed = self._create(typeid, *args, **kwds)
                proxy = proxytype(token, self._serializer, manager=self, authkey=self._authkey, exposed=exposed)
                with connection.Client(token.address, authkey=self._authkey) as conn:
                    dispatch(conn, None, 'decref', (token.id,))
                return proxy

            make.__name__ = typeid
            setattr(cls, typeid, make)


# -- Proxies -----------------------------------------------------------------------------------------------------------

class ProcessLocalSet(set):
    """A set that is empty in a child."""

    def __init__(self):
        util.register_after_fork(self, lambda obj: obj.clear())

    def __reduce__(self):
        return type(self), ()


class BaseProxy:
    """Stands for an object of a manager: each call goes there and comes back."""

    _address_to_local = {}
    _mutex = util.ForkAwareThreadLock()

    def __init__(self, token, serializer, manager=None, authkey=None, exposed=None, incref=True, manager_owned=False):
        with BaseProxy._mutex:
            tls_idset = BaseProxy._address_to_local.get(token.address)
            if tls_idset is None:
                tls_idset = util.ForkAwareLocal(), ProcessLocalSet()
                BaseProxy._address_to_local[token.address] = tls_idset
        self._tls, self._idset = tls_idset      # each thread has a connection of its own
        self._token = token
        self._id = token.id
        self._manager = manager
        self._serializer = serializer
        self._owned_by_manager = manager_owned
        if authkey is not None:
            self._authkey = process.AuthenticationString(authkey)
        elif manager is not None:
            self._authkey = manager._authkey
        else:
            self._authkey = process.current_process().authkey
        if incref:
            self._incref()
        util.register_after_fork(self, BaseProxy._after_fork)

    def _connect(self):
        name = process.current_process().name
        if threading.current_thread().name != 'MainThread':
            name += '|' + threading.current_thread().name
        conn = connection.Client(self._token.address, authkey=self._authkey)
        dispatch(conn, None, 'accept_connection', (name,))
        self._tls.connection = conn

    def _callmethod(self, methodname, args=(), kwds={}):
        """Call a method of the object, and give its result."""
        try:
            conn = self._tls.connection
        except AttributeError:
            self._connect()
            conn = self._tls.connection
        conn.send((self._id, methodname, args, kwds))
        kind, result = conn.recv()
        if kind == '#RETURN':
            return result
        if kind == '#PROXY':
            exposed, token = result
            proxytype = self._manager._registry[token.typeid][-1]
            token.address = self._token.address
            proxy = proxytype(token, self._serializer, manager=self._manager, authkey=self._authkey, exposed=exposed)
            with connection.Client(token.address, authkey=self._authkey) as c:
                dispatch(c, None, 'decref', (token.id,))
            return proxy
        try:
            raise convert_to_error(kind, result)
        finally:
            del result

    def _getvalue(self):
        """A copy of the object."""
        return self._callmethod('#GETVALUE')

    def _incref(self):
        if self._owned_by_manager:
            return
        with connection.Client(self._token.address, authkey=self._authkey) as conn:
            dispatch(conn, None, 'incref', (self._id,))
        self._idset.add(self._id)
        state = self._manager and self._manager._state
        self._close = util.Finalize(self, BaseProxy._decref,
                                    args=(self._token, self._authkey, state, self._tls, self._idset), exitpriority=10)

    @staticmethod
    def _decref(token, authkey, state, tls, idset):
        idset.discard(token.id)
        if state is None or state.value == State.STARTED:
            try:
                with connection.Client(token.address, authkey=authkey) as conn:
                    dispatch(conn, None, 'decref', (token.id,))
            except Exception:
                pass
        if not idset and hasattr(tls, 'connection'):
            tls.connection.close()
            del tls.connection

    def _after_fork(self):
        self._manager = None
        try:
            self._incref()
        except Exception as exc:
            util.info('incref failed: %s' % exc)

    def __reduce__(self):
        kwds = {}
        from .context import get_spawning_popen
        if get_spawning_popen() is not None:
            kwds['authkey'] = self._authkey
        if getattr(self, '_isauto', False):
            kwds['exposed'] = self._exposed_
            return RebuildProxy, (AutoProxy, self._token, self._serializer, kwds)
        return RebuildProxy, (type(self), self._token, self._serializer, kwds)

    def __deepcopy__(self, memo):
        return self._getvalue()

    def __repr__(self):
        return f'<{type(self).__name__} object, typeid {self._token.typeid!r} at {id(self):#x}>'

    def __str__(self):
        try:
            return self._callmethod('__repr__')
        except Exception:
            return repr(self)[:-1] + "; '__str__()' failed>"


def RebuildProxy(func, token, serializer, kwds):
    """The proxy on the other side."""
    server = getattr(process.current_process(), '_manager_server', None)
    if server and server.address == token.address:
        return server.local_proxy(func, token, serializer, kwds)
    incref = kwds.pop('incref', True) and not getattr(process.current_process(), '_inheriting', False)
    return func(token, serializer, incref=incref, **kwds)


def MakeProxyType(name, exposed, _cache={}):
    """A class of proxies with these methods."""
    exposed = tuple(exposed)
    try:
        return _cache[name, exposed]
    except KeyError:
        pass

    def method(name):
        def call(self, /, *args, **kwds):
            return self._callmethod(name, args, kwds)
        call.__name__ = name
        return call

    cls = type(name, (BaseProxy,), {meth: method(meth) for meth in exposed})
    cls._exposed_ = exposed
    _cache[name, exposed] = cls
    return cls


def AutoProxy(token, serializer, manager=None, authkey=None, exposed=None, incref=True, manager_owned=False):
    """A proxy with all public methods of the object."""
    if exposed is None:
        with connection.Client(token.address, authkey=authkey or process.current_process().authkey) as conn:
            exposed = dispatch(conn, None, 'get_methods', (token,))
    if authkey is None and manager is not None:
        authkey = manager._authkey
    if authkey is None:
        authkey = process.current_process().authkey
    proxy = MakeProxyType(f'AutoProxy[{token.typeid}]', exposed)(
        token, serializer, manager=manager, authkey=authkey, incref=incref, manager_owned=manager_owned)
    proxy._isauto = True
    return proxy


class Namespace:
    """An object for attributes."""

    def __init__(self, /, **kwds):
        self.__dict__.update(kwds)

    def __repr__(self):
        items = sorted(f'{name}={value!r}' for name, value in self.__dict__.items() if not name.startswith('_'))
        return f"{self.__class__.__name__}({', '.join(items)})"


class Value:
    """An object with a value."""

    def __init__(self, typecode, value, lock=True):
        self._typecode = typecode
        self._value = value

    def get(self):
        """The value."""
        return self._value

    def set(self, value):
        """Another value."""
        self._value = value

    def __repr__(self):
        return f'{type(self).__name__}({self._typecode!r}, {self._value!r})'

    value = property(get, set)


def Array(typecode, sequence, lock=True):
    """An array."""
    return array.array(typecode, sequence)


class IteratorProxy(BaseProxy):
    """For iterators and generators."""

    _exposed_ = '__next__', 'send', 'throw', 'close'

    def __iter__(self):
        return self

    def __next__(self, *args):
        return self._callmethod('__next__', args)

    def send(self, *args):
        return self._callmethod('send', args)

    def throw(self, *args):
        return self._callmethod('throw', args)

    def close(self, *args):
        return self._callmethod('close', args)


class AcquirerProxy(BaseProxy):
    """For locks."""

    _exposed_ = 'acquire', 'release'

    def acquire(self, blocking=True, timeout=None):
        return self._callmethod('acquire', (blocking,) if timeout is None else (blocking, timeout))

    def release(self):
        return self._callmethod('release')

    def __enter__(self):
        return self._callmethod('acquire')

    def __exit__(self, exc_type, exc_val, exc_tb):
        return self._callmethod('release')


class ConditionProxy(AcquirerProxy):
    """For conditions."""

    _exposed_ = 'acquire', 'release', 'wait', 'notify', 'notify_all'

    def wait(self, timeout=None):
        return self._callmethod('wait', (timeout,))

    def notify(self, n=1):
        return self._callmethod('notify', (n,))

    def notify_all(self):
        return self._callmethod('notify_all')

    def wait_for(self, predicate, timeout=None):
        return util.wait_until(self.wait, predicate, timeout)


class EventProxy(BaseProxy):
    """For events."""

    _exposed_ = 'is_set', 'set', 'clear', 'wait'

    def is_set(self):
        return self._callmethod('is_set')

    def set(self):
        return self._callmethod('set')

    def clear(self):
        return self._callmethod('clear')

    def wait(self, timeout=None):
        return self._callmethod('wait', (timeout,))


class BarrierProxy(BaseProxy):
    """For barriers."""

    _exposed_ = '__getattribute__', 'wait', 'abort', 'reset'

    def wait(self, timeout=None):
        return self._callmethod('wait', (timeout,))

    def abort(self):
        return self._callmethod('abort')

    def reset(self):
        return self._callmethod('reset')

    parties = property(lambda self: self._callmethod('__getattribute__', ('parties',)))
    n_waiting = property(lambda self: self._callmethod('__getattribute__', ('n_waiting',)))
    broken = property(lambda self: self._callmethod('__getattribute__', ('broken',)))


class NamespaceProxy(BaseProxy):
    """For namespaces: its attributes are the object's."""

    _exposed_ = '__getattribute__', '__setattr__', '__delattr__'

    def __getattr__(self, key):
        if key[0] == '_':
            return object.__getattribute__(self, key)
        return object.__getattribute__(self, '_callmethod')('__getattribute__', (key,))

    def __setattr__(self, key, value):
        if key[0] == '_':
            return object.__setattr__(self, key, value)
        return object.__getattribute__(self, '_callmethod')('__setattr__', (key, value))

    def __delattr__(self, key):
        if key[0] == '_':
            return object.__delattr__(self, key)
        return object.__getattribute__(self, '_callmethod')('__delattr__', (key,))


class ValueProxy(BaseProxy):
    """For values."""

    _exposed_ = 'get', 'set'

    def get(self):
        return self._callmethod('get')

    def set(self, value):
        return self._callmethod('set', (value,))

    value = property(get, set)
    __class_getitem__ = classmethod(types.GenericAlias)


BaseListProxy = MakeProxyType('BaseListProxy', (
    '__add__', '__contains__', '__delitem__', '__getitem__', '__len__', '__mul__', '__reversed__', '__rmul__',
    '__setitem__', 'append', 'count', 'extend', 'index', 'insert', 'pop', 'remove', 'reverse', 'sort', '__imul__'))


class ListProxy(BaseListProxy):
    """For lists."""

    def __iadd__(self, value):
        self._callmethod('extend', (value,))
        return self

    def __imul__(self, value):
        self._callmethod('__imul__', (value,))
        return self


_BaseDictProxy = MakeProxyType('DictProxy', (
    '__contains__', '__delitem__', '__getitem__', '__iter__', '__len__', '__setitem__', 'clear', 'copy', 'get',
    'items', 'keys', 'pop', 'popitem', 'setdefault', 'update', 'values'))
_BaseDictProxy._method_to_typeid_ = {'__iter__': 'Iterator'}


class DictProxy(_BaseDictProxy):
    """For dicts."""


ArrayProxy = MakeProxyType('ArrayProxy', ('__len__', '__getitem__', '__setitem__'))

BasePoolProxy = MakeProxyType('PoolProxy', (
    'apply', 'apply_async', 'close', 'imap', 'imap_unordered', 'join', 'map', 'map_async', 'starmap', 'starmap_async',
    'terminate'))
BasePoolProxy._method_to_typeid_ = {'apply_async': 'AsyncResult', 'map_async': 'AsyncResult',
                                    'starmap_async': 'AsyncResult', 'imap': 'Iterator', 'imap_unordered': 'Iterator'}


class PoolProxy(BasePoolProxy):
    """For pools."""

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_val, exc_tb):
        self.terminate()


def _pool(*args, **kwds):
    from .pool import Pool
    return Pool(*args, **kwds)


def _condition(lock=None):
    # with the manager's lock itself: it has to know which thread has it
    return threading.Condition(lock._entry[0] if isinstance(lock, BaseProxy) else lock)


class SyncManager(BaseManager):
    """A manager for what programs usually share."""


for _typeid, *_args in (
        ('Queue', queue.Queue), ('JoinableQueue', queue.Queue), ('Event', threading.Event, EventProxy),
        ('Lock', threading.Lock, AcquirerProxy), ('RLock', threading.RLock, AcquirerProxy),
        ('Semaphore', threading.Semaphore, AcquirerProxy),
        ('BoundedSemaphore', threading.BoundedSemaphore, AcquirerProxy),
        ('Condition', _condition, ConditionProxy), ('Barrier', threading.Barrier, BarrierProxy),
        ('Pool', _pool, PoolProxy), ('list', list, ListProxy), ('dict', dict, DictProxy),
        ('Value', Value, ValueProxy), ('Array', Array, ArrayProxy), ('Namespace', Namespace, NamespaceProxy)):
    SyncManager.register(_typeid, *_args)
SyncManager.register('Iterator', proxytype=IteratorProxy, create_method=False)
SyncManager.register('AsyncResult', create_method=False)


# -- Shared memory -----------------------------------------------------------------------------------------------------

class SharedMemoryServer(Server):
    """Knows the blocks that a manager's users have made, and takes their names away when it ends."""

    public = [*Server.public, 'track_segment', 'release_segment', 'list_segments']

    def __init__(self, *args, **kwargs):
        Server.__init__(self, *args, **kwargs)
        self._segments = []

    def track_segment(self, c, segment_name):
        """There is another block."""
        with self.mutex:
            self._segments.append(segment_name)

    def release_segment(self, c, segment_name):
        """Take the name of a block away."""
        with self.mutex:
            self._segments.remove(segment_name)
        _unlink(segment_name)

    def list_segments(self, c):
        """The names of all blocks."""
        with self.mutex:
            return list(self._segments)

    def shutdown(self, c):
        """End, with all blocks."""
        with self.mutex:
            names, self._segments = self._segments, []
        for name in names:
            _unlink(name)
        Server.shutdown(self, c)


def _unlink(name):
    from . import shared_memory
    try:
        block = shared_memory.SharedMemory(name)
    except FileNotFoundError:
        return                      # somebody was faster
    block.close()
    block.unlink()


class SharedMemoryManager(BaseManager):
    """Makes blocks of shared memory that end with it."""

    _Server = SharedMemoryServer

    def __init__(self, *args, **kwargs):
        from . import resource_tracker
        resource_tracker.ensure_running()       # the server's process is to have the same one
        BaseManager.__init__(self, *args, **kwargs)

    def __repr__(self):
        return f'{self.__class__.__name__}({self._address!r}, {self._authkey!r})'

    def _track(self, conn, block):
        try:
            dispatch(conn, None, 'track_segment', (block.name,))
        except BaseException:
            block.close()
            block.unlink()
            raise

    def SharedMemory(self, size):
        """A block of so many bytes."""
        from . import shared_memory
        with connection.Client(self._address, authkey=self._authkey) as conn:
            block = shared_memory.SharedMemory(None, create=True, size=size)
            self._track(conn, block)
        return block

    def ShareableList(self, sequence):
        """A list in shared memory."""
        from . import shared_memory
        with connection.Client(self._address, authkey=self._authkey) as conn:
            items = shared_memory.ShareableList(sequence)
            self._track(conn, items.shm)
        return items
