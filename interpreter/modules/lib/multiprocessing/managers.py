"""Managers: objects in a server process, and proxies for them in others."""

import array
import os
import queue
import signal
import threading
import time
import types

from . import connection
from . import get_context
from . import pool
from . import process
from . import shared_memory
from . import util
from ._manager_server import (
    RemoteError, Server, Token, all_methods, convert_to_error, dispatch, listener_client,
    public_methods,
)
from .context import ProcessError, get_spawning_popen, reduction

__all__ = ['BaseManager', 'SyncManager', 'BaseProxy', 'Token', 'SharedMemoryManager']

HAS_SHMEM = True


# Results that are sent back often, but cannot be pickled as they are.


def reduce_array(a):
    return array.array, (a.typecode, a.tobytes())


def rebuild_as_list(obj):
    return list, (list(obj),)


reduction.register(array.array, reduce_array)
for _view in ({}.items(), {}.keys(), {}.values()):
    reduction.register(type(_view), rebuild_as_list)
del _view


class State:
    """How far a manager is; its finalizer shares this."""

    __slots__ = ['value']
    INITIAL = 0
    STARTED = 1
    SHUTDOWN = 2


class BaseManager:
    """Starts a server process, or connects to one, and asks it for objects."""

    # By type: what makes an object, its methods, the types of their results, its proxy.
    _registry = {}
    _Server = Server

    def __init__(self, address=None, authkey=None, serializer='pickle', ctx=None, *,
                 shutdown_timeout=1.0):
        if authkey is None:
            authkey = process.current_process().authkey
        self._address = address
        self._authkey = process.AuthenticationString(authkey)
        self._state = State()
        self._state.value = State.INITIAL
        self._serializer = serializer
        self._Listener, self._Client = listener_client[serializer]
        self._ctx = ctx or get_context()
        self._shutdown_timeout = shutdown_timeout

    def _check_initial(self, server='server', manager='Manager'):
        value = self._state.value
        if value == State.INITIAL:
            return
        if value == State.STARTED:
            raise ProcessError(f'Already started {server}')
        if value == State.SHUTDOWN:
            raise ProcessError(f'{manager} has shut down')
        raise ProcessError(f'Unknown state {value!r}')

    def get_server(self):
        """Returns a server for this process, to be run with serve_forever()."""
        self._check_initial()
        return Server(self._registry, self._address, self._authkey, self._serializer)

    def connect(self):
        """Connects to a server that runs already."""
        _, client = listener_client[self._serializer]
        conn = client(self._address, authkey=self._authkey)
        dispatch(conn, None, 'dummy')
        self._state.value = State.STARTED

    def start(self, initializer=None, initargs=()):
        """Starts a server process."""
        self._check_initial()
        if initializer is not None and not callable(initializer):
            raise TypeError('initializer must be a callable')
        reader, writer = connection.Pipe(duplex=False)
        self._process = self._ctx.Process(
            target=type(self)._run_server,
            args=(self._registry, self._address, self._authkey, self._serializer, writer,
                  initializer, initargs))
        numbers = ':'.join(map(str, self._process._identity))
        self._process.name = f'{type(self).__name__}-{numbers}'
        self._process.start()
        writer.close()
        # Where it can be reached.
        self._address = reader.recv()
        reader.close()
        self._state.value = State.STARTED
        self.shutdown = util.Finalize(
            self, type(self)._finalize_manager, exitpriority=0,
            args=(self._process, self._address, self._authkey, self._state, self._Client,
                  self._shutdown_timeout))

    @classmethod
    def _run_server(cls, registry, address, authkey, serializer, writer, initializer=None,
                    initargs=()):
        # An interrupt is for the manager, which ends the server when it ends.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        util.end_with_parent()
        if initializer is not None:
            initializer(*initargs)
        server = cls._Server(registry, address, authkey, serializer)
        writer.send(server.address)
        writer.close()
        util.info('manager serving at %r', server.address)
        server.serve_forever()

    def _ask(self, name, *arguments):
        """Asks the server itself, over a connection of its own."""
        conn = self._Client(self._address, authkey=self._authkey)
        try:
            return dispatch(conn, None, name, *arguments)
        finally:
            conn.close()

    def _create(self, typeid, /, *args, **kwds):
        """Lets the server make an object; returns its token and its methods."""
        assert self._state.value == State.STARTED, 'server not yet started'
        ident, exposed = self._ask('create', (typeid, *args), kwds)
        return Token(typeid, self._address, ident), exposed

    def join(self, timeout=None):
        """Waits for the end of the server process."""
        if self._process is not None:
            self._process.join(timeout)
            if not self._process.is_alive():
                self._process = None

    def _debug_info(self):
        return self._ask('debug_info')

    def _number_of_objects(self):
        return self._ask('number_of_objects')

    def __enter__(self):
        if self._state.value == State.INITIAL:
            self.start()
        if self._state.value == State.INITIAL:
            raise ProcessError('Unable to start server')
        if self._state.value != State.STARTED:
            self._check_initial()
        return self

    def __exit__(self, exc_type, exc_val, exc_tb):
        self.shutdown()

    @staticmethod
    def _finalize_manager(process, address, authkey, state, _Client, shutdown_timeout):
        """Ends the server: by a request, and if need be by signals."""
        if process.is_alive():
            util.info('sending shutdown message to manager')
            try:
                conn = _Client(address, authkey=authkey)
                try:
                    dispatch(conn, None, 'shutdown')
                finally:
                    conn.close()
            except Exception:
                pass
            process.join(timeout=shutdown_timeout)
            if process.is_alive():
                util.info('manager still alive')
                util.info('trying to `terminate()` manager process')
                process.terminate()
                process.join(timeout=shutdown_timeout)
                if process.is_alive():
                    util.info('manager still alive after terminate')
                    process.kill()
                    process.join()
        state.value = State.SHUTDOWN
        BaseProxy._address_to_local.pop(address, None)

    @property
    def address(self):
        return self._address

    @classmethod
    def register(cls, typeid, callable=None, proxytype=None, exposed=None,
                 method_to_typeid=None, create_method=True):
        """Adds a type of objects, and a method that makes one."""
        if '_registry' not in cls.__dict__:
            # Those of the base class stay as they are.
            cls._registry = cls._registry.copy()
        if proxytype is None:
            proxytype = AutoProxy
        exposed = exposed or getattr(proxytype, '_exposed_', None)
        method_to_typeid = method_to_typeid or getattr(proxytype, '_method_to_typeid_', None)
        for name in (part for pair in (method_to_typeid or {}).items() for part in pair):
            assert type(name) is str, '%r is not a string' % name
        cls._registry[typeid] = (callable, exposed, method_to_typeid, proxytype)
        if not create_method:
            return

        def create(self, /, *args, **kwds):
            util.debug('requesting creation of a shared %r object', typeid)
            token, names = self._create(typeid, *args, **kwds)
            proxy = proxytype(token, self._serializer, manager=self, authkey=self._authkey,
                              exposed=names)
            # The proxy has a reference of its own now.
            conn = self._Client(token.address, authkey=self._authkey)
            dispatch(conn, None, 'decref', (token.id,))
            return proxy

        create.__name__ = typeid
        setattr(cls, typeid, create)


# Proxies.


def _clear(obj):
    obj.clear()


class ProcessLocalSet(set):
    """A set that is empty in children."""

    def __init__(self):
        util.register_after_fork(self, _clear)

    def __reduce__(self):
        return type(self), ()


class BaseProxy:
    """Stands for an object of a server. Each thread has a connection to it."""

    # By address: connections by thread, and the numbers of objects with a proxy.
    _address_to_local = {}
    _mutex = util.ForkAwareThreadLock()

    def __init__(self, token, serializer, manager=None, authkey=None, exposed=None, incref=True,
                 manager_owned=False):
        with BaseProxy._mutex:
            local = BaseProxy._address_to_local.get(token.address)
            if local is None:
                local = util.ForkAwareLocal(), ProcessLocalSet()
                BaseProxy._address_to_local[token.address] = local
        self._tls, self._idset = local
        self._token = token
        self._id = token.id
        self._manager = manager
        self._serializer = serializer
        self._Client = listener_client[serializer][1]
        # A proxy that an object of the server itself holds does not keep its object alive.
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
        util.debug('making connection to manager')
        name = process.current_process().name
        thread = threading.current_thread().name
        if thread != 'MainThread':
            name += f'|{thread}'
        conn = self._Client(self._token.address, authkey=self._authkey)
        dispatch(conn, None, 'accept_connection', (name,))
        self._tls.connection = conn

    def _callmethod(self, methodname, args=(), kwds={}):
        """Calls a method of the object. Returns the result, or a proxy for it."""
        if not hasattr(self._tls, 'connection'):
            util.debug('thread %r does not own a connection', threading.current_thread().name)
            self._connect()
        conn = self._tls.connection
        conn.send((self._id, methodname, args, kwds))
        kind, result = conn.recv()
        if kind == '#RETURN':
            return result
        if kind == '#PROXY':
            return self._proxy_for(*result)
        try:
            raise convert_to_error(kind, result)
        finally:
            del result

    def _proxy_for(self, exposed, token):
        proxytype = self._manager._registry[token.typeid][-1]
        token.address = self._token.address
        proxy = proxytype(token, self._serializer, manager=self._manager,
                          authkey=self._authkey, exposed=exposed)
        conn = self._Client(token.address, authkey=self._authkey)
        dispatch(conn, None, 'decref', (token.id,))
        return proxy

    def _getvalue(self):
        """Returns a copy of the object."""
        return self._callmethod('#GETVALUE')

    def _incref(self):
        if self._owned_by_manager:
            util.debug('owned_by_manager skipped INCREF of %r', self._token.id)
            return
        conn = self._Client(self._token.address, authkey=self._authkey)
        dispatch(conn, None, 'incref', (self._id,))
        util.debug('INCREF %r', self._token.id)
        self._idset.add(self._id)
        state = self._manager and self._manager._state
        self._close = util.Finalize(
            self, BaseProxy._decref, exitpriority=10,
            args=(self._token, self._authkey, state, self._tls, self._idset, self._Client))

    @staticmethod
    def _decref(token, authkey, state, tls, idset, _Client):
        idset.discard(token.id)
        if state is None or state.value == State.STARTED:
            try:
                util.debug('DECREF %r', token.id)
                conn = _Client(token.address, authkey=authkey)
                dispatch(conn, None, 'decref', (token.id,))
            except Exception as error:
                util.debug('... decref failed %s', error)
        else:
            util.debug('DECREF %r -- manager already shutdown', token.id)
        if not idset and hasattr(tls, 'connection'):
            util.debug('thread %r has no more proxies so closing conn',
                       threading.current_thread().name)
            tls.connection.close()
            del tls.connection

    def _after_fork(self):
        self._manager = None
        try:
            self._incref()
        except Exception as error:
            # The manager may have ended.
            util.info('incref failed: %s' % error)

    def __reduce__(self):
        options = {}
        if get_spawning_popen() is not None:
            options['authkey'] = self._authkey
        kind = type(self)
        if getattr(self, '_isauto', False):
            kind = AutoProxy
            options['exposed'] = self._exposed_
        return RebuildProxy, (kind, self._token, self._serializer, options)

    def __deepcopy__(self, memo):
        return self._getvalue()

    def __repr__(self):
        return f'<{type(self).__name__} object, typeid {self._token.typeid!r} at {id(self):#x}>'

    def __str__(self):
        try:
            return self._callmethod('__repr__')
        except Exception:
            return f"{repr(self)[:-1]}; '__str__()' failed>"


def RebuildProxy(func, token, serializer, kwds):
    """Makes a proxy of a pickle."""
    current = process.current_process()
    server = getattr(current, '_manager_server', None)
    if server and server.address == token.address:
        util.debug('Rebuild a proxy owned by manager, token=%r', token)
        kwds['manager_owned'] = True
        server.id_to_local_proxy_obj.setdefault(token.id, server.id_to_obj.get(token.id))
    # A process that is being started gets its references after the fork.
    incref = kwds.pop('incref', True) and not getattr(current, '_inheriting', False)
    return func(token, serializer, incref=incref, **kwds)


def _forwarding(name):
    def method(self, /, *args, **kwds):
        return self._callmethod(name, args, kwds)

    method.__name__ = method.__qualname__ = name
    return method


def MakeProxyType(name, exposed, _cache={}):
    """Returns a class of proxies with these methods."""
    exposed = tuple(exposed)
    found = _cache.get((name, exposed))
    if found is None:
        methods = {method: _forwarding(method) for method in exposed}
        found = _cache[name, exposed] = type(name, (BaseProxy,), methods)
        found._exposed_ = exposed
    return found


def AutoProxy(token, serializer, manager=None, authkey=None, exposed=None, incref=True,
              manager_owned=False):
    """Returns a proxy with all methods that the object has for everybody."""
    if exposed is None:
        conn = listener_client[serializer][1](token.address, authkey=authkey)
        try:
            exposed = dispatch(conn, None, 'get_methods', (token,))
        finally:
            conn.close()
    if authkey is None:
        authkey = process.current_process().authkey if manager is None else manager._authkey
    kind = MakeProxyType(f'AutoProxy[{token.typeid}]', exposed)
    proxy = kind(token, serializer, manager=manager, authkey=authkey, incref=incref,
                 manager_owned=manager_owned)
    proxy._isauto = True
    return proxy


# Objects that only managers have.


class Namespace:
    """An object for attributes."""

    def __init__(self, /, **kwds):
        self.__dict__.update(kwds)

    def __repr__(self):
        shown = sorted(f'{name}={value!r}' for name, value in self.__dict__.items()
                       if not name.startswith('_'))
        return f'{self.__class__.__name__}({", ".join(shown)})'


class Value:
    """A value of any type."""

    def __init__(self, typecode, value, lock=True):
        self._typecode = typecode
        self._value = value

    def get(self):
        return self._value

    def set(self, value):
        self._value = value

    def __repr__(self):
        return f'{type(self).__name__}({self._typecode!r}, {self._value!r})'

    value = property(get, set)


def Array(typecode, sequence, lock=True):
    return array.array(typecode, sequence)


# Their proxies.


class IteratorProxy(BaseProxy):
    _exposed_ = ('__next__', 'send', 'throw', 'close')

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
    _exposed_ = ('acquire', 'release')

    def acquire(self, blocking=True, timeout=None):
        return self._callmethod(
            'acquire', (blocking,) if timeout is None else (blocking, timeout))

    def release(self):
        return self._callmethod('release')

    def __enter__(self):
        return self._callmethod('acquire')

    def __exit__(self, exc_type, exc_val, exc_tb):
        return self._callmethod('release')


class ConditionProxy(AcquirerProxy):
    _exposed_ = ('acquire', 'release', 'wait', 'notify', 'notify_all')

    def wait(self, timeout=None):
        return self._callmethod('wait', (timeout,))

    def notify(self, n=1):
        return self._callmethod('notify', (n,))

    def notify_all(self):
        return self._callmethod('notify_all')

    def wait_for(self, predicate, timeout=None):
        # The predicate is called here, not in the server.
        result = predicate()
        end = None if timeout is None else time.monotonic() + timeout
        while not result:
            left = None
            if end is not None:
                left = end - time.monotonic()
                if left <= 0:
                    break
            self.wait(left)
            result = predicate()
        return result


class EventProxy(BaseProxy):
    _exposed_ = ('is_set', 'set', 'clear', 'wait')

    def is_set(self):
        return self._callmethod('is_set')

    def set(self):
        return self._callmethod('set')

    def clear(self):
        return self._callmethod('clear')

    def wait(self, timeout=None):
        return self._callmethod('wait', (timeout,))


def _remote_attribute(name):
    return property(lambda self: self._callmethod('__getattribute__', (name,)))


class BarrierProxy(BaseProxy):
    _exposed_ = ('__getattribute__', 'wait', 'abort', 'reset')

    def wait(self, timeout=None):
        return self._callmethod('wait', (timeout,))

    def abort(self):
        return self._callmethod('abort')

    def reset(self):
        return self._callmethod('reset')

    parties = _remote_attribute('parties')
    n_waiting = _remote_attribute('n_waiting')
    broken = _remote_attribute('broken')


class NamespaceProxy(BaseProxy):
    _exposed_ = ('__getattribute__', '__setattr__', '__delattr__')

    # Names that begin with an underscore are the proxy's own.

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
    _exposed_ = ('get', 'set')

    def get(self):
        return self._callmethod('get')

    def set(self, value):
        return self._callmethod('set', (value,))

    value = property(get, set)

    __class_getitem__ = classmethod(types.GenericAlias)


BaseListProxy = MakeProxyType('BaseListProxy', (
    '__add__', '__contains__', '__delitem__', '__getitem__', '__len__', '__mul__',
    '__reversed__', '__rmul__', '__setitem__', 'append', 'count', 'extend', 'index', 'insert',
    'pop', 'remove', 'reverse', 'sort', '__imul__'))


class ListProxy(BaseListProxy):
    # The result is this proxy, not the list.

    def __iadd__(self, value):
        self._callmethod('extend', (value,))
        return self

    def __imul__(self, value):
        self._callmethod('__imul__', (value,))
        return self

    __class_getitem__ = classmethod(types.GenericAlias)


_BaseDictProxy = MakeProxyType('DictProxy', (
    '__contains__', '__delitem__', '__getitem__', '__iter__', '__len__', '__setitem__', 'clear',
    'copy', 'get', 'items', 'keys', 'pop', 'popitem', 'setdefault', 'update', 'values'))
_BaseDictProxy._method_to_typeid_ = {'__iter__': 'Iterator'}


class DictProxy(_BaseDictProxy):
    __class_getitem__ = classmethod(types.GenericAlias)


ArrayProxy = MakeProxyType('ArrayProxy', ('__len__', '__getitem__', '__setitem__'))

BasePoolProxy = MakeProxyType('PoolProxy', (
    'apply', 'apply_async', 'close', 'imap', 'imap_unordered', 'join', 'map', 'map_async',
    'starmap', 'starmap_async', 'terminate'))
BasePoolProxy._method_to_typeid_ = {
    'apply_async': 'AsyncResult', 'map_async': 'AsyncResult', 'starmap_async': 'AsyncResult',
    'imap': 'Iterator', 'imap_unordered': 'Iterator',
}


class PoolProxy(BasePoolProxy):
    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_val, exc_tb):
        self.terminate()


class SyncManager(BaseManager):
    """A manager for locks and their kin, queues, lists, dicts and more."""


for _name, _make, _proxy in (
        ('Queue', queue.Queue, None), ('JoinableQueue', queue.Queue, None),
        ('Event', threading.Event, EventProxy), ('Lock', threading.Lock, AcquirerProxy),
        ('RLock', threading.RLock, AcquirerProxy),
        ('Semaphore', threading.Semaphore, AcquirerProxy),
        ('BoundedSemaphore', threading.BoundedSemaphore, AcquirerProxy),
        ('Condition', threading.Condition, ConditionProxy),
        ('Barrier', threading.Barrier, BarrierProxy), ('Pool', pool.Pool, PoolProxy),
        ('list', list, ListProxy), ('dict', dict, DictProxy), ('Value', Value, ValueProxy),
        ('Array', Array, ArrayProxy), ('Namespace', Namespace, NamespaceProxy)):
    SyncManager.register(_name, _make, _proxy)
del _name, _make, _proxy
# These are only results.
SyncManager.register('Iterator', proxytype=IteratorProxy, create_method=False)
SyncManager.register('AsyncResult', create_method=False)


# Shared memory that goes with a manager.


class _SharedMemoryTracker:
    """The names of blocks, which are unlinked with this object."""

    def __init__(self, name, segment_names=[]):
        self.shared_memory_context_name = name
        self.segment_names = segment_names

    def register_segment(self, segment_name):
        util.debug(f'Register segment {segment_name!r} in pid {os.getpid()}')
        self.segment_names.append(segment_name)

    def destroy_segment(self, segment_name):
        util.debug(f'Destroy segment {segment_name!r} in pid {os.getpid()}')
        self.segment_names.remove(segment_name)
        segment = shared_memory.SharedMemory(segment_name)
        segment.close()
        segment.unlink()

    def unlink(self):
        for segment_name in self.segment_names[:]:
            self.destroy_segment(segment_name)

    def __del__(self):
        util.debug(f'Call {self.__class__.__name__}.__del__ in {os.getpid()}')
        self.unlink()

    def __getstate__(self):
        return self.shared_memory_context_name, self.segment_names

    def __setstate__(self, state):
        self.__init__(*state)


class SharedMemoryServer(Server):
    """A server that keeps the names of blocks."""

    public = [*Server.public, 'track_segment', 'release_segment', 'list_segments']

    def __init__(self, *args, **kwargs):
        Server.__init__(self, *args, **kwargs)
        address = os.fsdecode(self.address) if isinstance(self.address, bytes) else self.address
        self.shared_memory_context = _SharedMemoryTracker(f'shm_{address}_{os.getpid()}')
        util.debug(f'SharedMemoryServer started by pid {os.getpid()}')

    def create(self, c, typeid, /, *args, **kwargs):
        if hasattr(self.registry[typeid][-1], '_shared_memory_proxy'):
            kwargs['shared_memory_context'] = self.shared_memory_context
        return Server.create(self, c, typeid, *args, **kwargs)

    def shutdown(self, c):
        self.shared_memory_context.unlink()
        return Server.shutdown(self, c)

    def track_segment(self, c, segment_name):
        self.shared_memory_context.register_segment(segment_name)

    def release_segment(self, c, segment_name):
        self.shared_memory_context.destroy_segment(segment_name)

    def list_segments(self, c):
        return self.shared_memory_context.segment_names


class SharedMemoryManager(BaseManager):
    """A manager for blocks of shared memory, which go with it."""

    _Server = SharedMemoryServer

    def __init__(self, *args, **kwargs):
        # The server is to use the tracker of this process, which outlives it.
        from . import resource_tracker
        resource_tracker.ensure_running()
        BaseManager.__init__(self, *args, **kwargs)
        util.debug(f'{self.__class__.__name__} created by pid {os.getpid()}')

    def __del__(self):
        util.debug(f'{self.__class__.__name__}.__del__ by pid {os.getpid()}')

    def get_server(self):
        self._check_initial('SharedMemoryServer', 'SharedMemoryManager')
        return self._Server(self._registry, self._address, self._authkey, self._serializer)

    def _track(self, obj, memory):
        try:
            self._ask('track_segment', (memory.name,))
        except BaseException:
            memory.unlink()
            raise
        return obj

    def SharedMemory(self, size):
        """Returns a new block."""
        memory = shared_memory.SharedMemory(None, create=True, size=size)
        return self._track(memory, memory)

    def ShareableList(self, sequence):
        """Returns a new list in a block."""
        items = shared_memory.ShareableList(sequence)
        return self._track(items, items.shm)
