"""The process behind a manager: it holds objects, and calls their methods for others.

A request is the number of an object, a method and arguments; an answer is what kind it is of,
and a result. The server itself has the number None.
"""

import sys
import threading
from traceback import format_exc

from . import connection
from . import process
from . import util


class Token:
    """What names an object of a server."""

    __slots__ = ('typeid', 'address', 'id')

    def __init__(self, typeid, address, id):
        self.__setstate__((typeid, address, id))

    def __getstate__(self):
        return self.typeid, self.address, self.id

    def __setstate__(self, state):
        self.typeid, self.address, self.id = state

    def __repr__(self):
        return (f'{self.__class__.__name__}(typeid={self.typeid!r}, address={self.address!r}, '
                f'id={self.id!r})')


class RemoteError(Exception):
    """Something went wrong in the server; the argument is the text of the traceback."""

    def __str__(self):
        line = '-' * 75
        return f'\n{line}\n{self.args[0]}{line}'


def convert_to_error(kind, result):
    """Returns the exception that an answer stands for."""
    if kind == '#ERROR':
        return result
    if kind not in ('#TRACEBACK', '#UNSERIALIZABLE'):
        return ValueError(f'Unrecognized message type {kind!r}')
    if not isinstance(result, str):
        raise TypeError(f"Result {result!r} (kind '{kind}') type is {type(result)}, not str")
    if kind == '#UNSERIALIZABLE':
        return RemoteError(f'Unserializable message: {result}\n')
    return RemoteError(result)


def dispatch(c, id, methodname, args=(), kwds={}):
    """Sends a request, and returns or raises what comes back."""
    c.send((id, methodname, args, kwds))
    kind, result = c.recv()
    if kind == '#RETURN':
        return result
    try:
        raise convert_to_error(kind, result)
    finally:
        del result


def all_methods(obj):
    """Returns the names of all that can be called."""
    return [name for name in dir(obj) if callable(getattr(obj, name))]


def public_methods(obj):
    """Returns the names of methods for everybody."""
    return [name for name in all_methods(obj) if name[0] != '_']


listener_client = {
    'pickle': (connection.Listener, connection.Client),
    'xmlrpclib': (connection.XmlListener, connection.XmlClient),
}


class Server:
    """Serves requests, each connection in a thread of its own."""

    # What can be asked of the server itself.
    public = ['shutdown', 'create', 'accept_connection', 'get_methods', 'debug_info',
              'number_of_objects', 'dummy', 'incref', 'decref']

    def __init__(self, registry, address, authkey, serializer):
        if not isinstance(authkey, bytes):
            raise TypeError(f'Authkey {authkey!r} is type {type(authkey)}, not bytes')
        self.registry = registry
        self.authkey = process.AuthenticationString(authkey)
        listener_class, _ = listener_client[serializer]
        self.listener = listener_class(address=address, backlog=128)
        self.address = self.listener.address
        # By number: the object, the methods that can be called, types of their results.
        self.id_to_obj = {'0': (None, ())}
        self.id_to_refcount = {}
        # Those that other objects of this server refer to.
        self.id_to_local_proxy_obj = {}
        self.mutex = threading.Lock()

    def serve_forever(self):
        """Serves until it is told to end, and ends the process."""
        self.stop_event = threading.Event()
        process.current_process()._manager_server = self
        try:
            threading.Thread(target=self.accepter, daemon=True).start()
            try:
                while not self.stop_event.is_set():
                    self.stop_event.wait(1)
            except (KeyboardInterrupt, SystemExit):
                pass
        finally:
            if sys.stdout != sys.__stdout__:
                util.debug('resetting stdout, stderr')
                sys.stdout = sys.__stdout__
                sys.stderr = sys.__stderr__
            sys.exit(0)

    def accepter(self):
        while True:
            try:
                conn = self.listener.accept()
            except OSError:
                continue
            threading.Thread(target=self.handle_request, args=(conn,), daemon=True).start()

    def handle_request(self, conn):
        """Serves a new connection."""
        try:
            self._handle_request(conn)
        except SystemExit:
            # A connection for many requests has ended.
            pass
        finally:
            conn.close()

    def _handle_request(self, c):
        request = None
        try:
            connection.deliver_challenge(c, self.authkey)
            connection.answer_challenge(c, self.authkey)
            request = c.recv()
            _, name, args, kwds = request
            assert name in self.public, '%r unrecognized' % name
            answer = ('#RETURN', getattr(self, name)(c, *args, **kwds))
        except Exception:
            answer = ('#TRACEBACK', format_exc())
        try:
            c.send(answer)
        except Exception as error:
            try:
                c.send(('#TRACEBACK', format_exc()))
            except Exception:
                pass
            util.info('Failure to send message: %r', answer)
            util.info(' ... request was %r', request)
            util.info(' ... exception was %r', error)

    def serve_client(self, conn):
        """Serves requests for objects until the connection is closed."""
        name = threading.current_thread().name
        util.debug('starting server thread to service %r', name)
        while not self.stop_event.is_set():
            try:
                request = conn.recv()
            except EOFError:
                util.debug('got EOF -- exiting thread serving %r', name)
                sys.exit(0)
            except Exception:
                answer = ('#TRACEBACK', format_exc())
            else:
                answer = self._answer(conn, request)
                # The object must not live on until the next request.
                request = None
            try:
                try:
                    conn.send(answer)
                except Exception:
                    conn.send(('#UNSERIALIZABLE', format_exc()))
            except Exception as error:
                util.info('exception in thread serving %r', name)
                util.info(' ... message was %r', answer)
                util.info(' ... exception was %r', error)
                conn.close()
                sys.exit(1)
            answer = None

    def _find(self, ident):
        try:
            return self.id_to_obj[ident]
        except KeyError as error:
            try:
                return self.id_to_local_proxy_obj[ident]
            except KeyError:
                raise error

    def _answer(self, conn, request):
        name = obj = None
        try:
            ident, name, args, kwds = request
            obj, exposed, result_types = self._find(ident)
            if name not in exposed:
                raise AttributeError(f'method {name!r} of {type(obj)!r} object is not in '
                                     f'exposed={exposed!r}')
            method = getattr(obj, name)
            try:
                result = method(*args, **kwds)
            except Exception as error:
                return '#ERROR', error
            typeid = result_types and result_types.get(name, None)
            if not typeid:
                return '#RETURN', result
            ident, exposed = self.create(conn, typeid, result)
            return '#PROXY', (exposed, Token(typeid, self.address, ident))
        except AttributeError:
            if name is None:
                return '#TRACEBACK', format_exc()
            try:
                fallback = self.fallback_mapping[name]
                return '#RETURN', fallback(self, conn, ident, obj, *args, **kwds)
            except Exception:
                return '#TRACEBACK', format_exc()
        except Exception:
            return '#TRACEBACK', format_exc()

    # What any object can be asked.

    def fallback_getvalue(self, conn, ident, obj):
        return obj

    def fallback_str(self, conn, ident, obj):
        return str(obj)

    def fallback_repr(self, conn, ident, obj):
        return repr(obj)

    fallback_mapping = {
        '__str__': fallback_str,
        '__repr__': fallback_repr,
        '#GETVALUE': fallback_getvalue,
    }

    # What the server can be asked.

    def dummy(self, c):
        pass

    def debug_info(self, c):
        """Returns a text about all objects."""
        with self.mutex:
            return '\n'.join(
                f'  {ident}:       refcount={self.id_to_refcount[ident]}\n'
                f'    {str(self.id_to_obj[ident][0])[:75]}'
                for ident in sorted(self.id_to_refcount) if ident != '0')

    def number_of_objects(self, c):
        return len(self.id_to_refcount)

    def shutdown(self, c):
        """Ends the server."""
        try:
            util.debug('manager received shutdown message')
            c.send(('#RETURN', None))
        except:
            import traceback
            traceback.print_exc()
        finally:
            self.stop_event.set()

    def create(self, c, typeid, /, *args, **kwds):
        """Makes an object; returns its number and the methods that can be called."""
        with self.mutex:
            make, exposed, result_types, _ = self.registry[typeid]
            if make is not None:
                obj = make(*args, **kwds)
            elif kwds or len(args) != 1:
                raise ValueError('Without callable, must have one non-keyword argument')
            else:
                obj = args[0]
            if exposed is None:
                exposed = public_methods(obj)
            if result_types is not None:
                if not isinstance(result_types, dict):
                    raise TypeError(f'Method_to_typeid {result_types!r}: type '
                                    f'{type(result_types)}, not dict')
                exposed = [*exposed, *result_types]
            ident = '%x' % id(obj)
            util.debug('%r callable returned object with id %r', typeid, ident)
            self.id_to_obj[ident] = (obj, set(exposed), result_types)
            self.id_to_refcount.setdefault(ident, 0)
        self.incref(c, ident)
        return ident, tuple(exposed)

    def get_methods(self, c, token):
        """Returns the methods of an object that can be called."""
        return tuple(self.id_to_obj[token.id][1])

    def accept_connection(self, c, name):
        """Serves a connection in this thread from now on."""
        threading.current_thread().name = name
        c.send(('#RETURN', None))
        self.serve_client(c)

    def incref(self, c, ident):
        with self.mutex:
            if ident in self.id_to_refcount:
                self.id_to_refcount[ident] += 1
            elif ident in self.id_to_local_proxy_obj:
                # Only other objects of this server referred to it.
                self.id_to_refcount[ident] = 1
                self.id_to_obj[ident] = self.id_to_local_proxy_obj[ident]
                util.debug('Server re-enabled tracking & INCREF %r', ident)
            else:
                raise KeyError(ident)

    def decref(self, c, ident):
        if ident not in self.id_to_refcount and ident in self.id_to_local_proxy_obj:
            util.debug('Server DECREF skipping %r', ident)
            return
        with self.mutex:
            count = self.id_to_refcount[ident]
            if count <= 0:
                raise AssertionError(f'Id {ident} ({self.id_to_obj[ident]!r}) has refcount '
                                     f'{count:n}, not 1+')
            if count > 1:
                self.id_to_refcount[ident] = count - 1
                return
            del self.id_to_refcount[ident]
        # The object's finalizer must not run with the lock.
        self.id_to_obj[ident] = (None, (), None)
        util.debug('disposing of obj with id %r', ident)
        with self.mutex:
            del self.id_to_obj[ident]


for _kind in (Token, RemoteError, Server):
    _kind.__module__ = 'multiprocessing.managers'
del _kind
