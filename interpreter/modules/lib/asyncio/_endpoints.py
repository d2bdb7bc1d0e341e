"""Connections, servers, pipes and processes: the loop's methods that make them.

The functions are methods of BaseEventLoop, which refers to them.
"""

import collections.abc
import errno
import functools
import itertools
import os
import stat
import sys

from . import base_events as base
from . import tasks


def _set_reuseport(sock):
    socket = base.socket
    if not hasattr(socket, 'SO_REUSEPORT'):
        raise ValueError('reuse_port not supported by socket module')
    try:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    except OSError:
        raise ValueError('reuse_port not supported by socket module, '
                         'SO_REUSEPORT defined but not implemented.')


def _set_nodelay(sock):
    socket = base.socket
    if (sock.family in (socket.AF_INET, socket.AF_INET6)
            and sock.type == socket.SOCK_STREAM and sock.proto == socket.IPPROTO_TCP):
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def _check_ssl_socket(sock):
    # A socket of module ssl can only be there if the module was imported.
    ssl = sys.modules.get('ssl')
    if ssl is not None and isinstance(sock, ssl.SSLSocket):
        raise TypeError('Socket cannot be of type SSLSocket')


def _port_number(port):
    if port is None or port in (b'', ''):
        return 0
    try:
        return int(port)
    except (TypeError, ValueError):
        return None


def _ipaddr_info(host, port, family, type, proto, flowinfo=0, scopeid=0):
    """What getaddrinfo() gives for a numeric address; None for anything else."""
    socket = base.socket
    if not hasattr(socket, 'inet_pton'):
        return None
    if proto not in (0, socket.IPPROTO_TCP, socket.IPPROTO_UDP) or host is None:
        return None
    if type == socket.SOCK_STREAM:
        proto = socket.IPPROTO_TCP
    elif type == socket.SOCK_DGRAM:
        proto = socket.IPPROTO_UDP
    else:
        return None
    port = _port_number(port)
    if port is None:
        return None
    families = [family]
    if family == socket.AF_UNSPEC:
        families = [socket.AF_INET]
        if base._HAS_IPv6:
            families.append(socket.AF_INET6)
    if isinstance(host, bytes):
        host = host.decode('idna')
    if '%' in host:
        # An address with a scope is the resolver's business.
        return None
    for each in families:
        try:
            socket.inet_pton(each, host)
        except OSError:
            continue
        if base._HAS_IPv6 and each == socket.AF_INET6:
            return each, type, proto, '', (host, port, flowinfo, scopeid)
        return each, type, proto, '', (host, port)
    return None


def _interleave_addrinfos(addrinfos, first_address_family_count=1):
    """The addresses of the families by turns, after some of the first family."""
    families = {}
    for info in addrinfos:
        families.setdefault(info[0], []).append(info)
    groups = list(families.values())
    first = []
    if first_address_family_count > 1:
        count = first_address_family_count - 1
        first, groups[0] = groups[0][:count], groups[0][count:]
    rounds = itertools.zip_longest(*groups)
    return first + [info for infos in rounds for info in infos if info is not None]


# Names.


def _getaddrinfo_debug(self, host, port, family, type, proto, flags):
    question = [f'{host}:{port!r}']
    for name, value in (('family', family), ('type', type), ('proto', proto), ('flags', flags)):
        if value:
            question.append(f'{name}={value!r}')
    question = ', '.join(question)
    base.logger.debug('Get address info %s', question)
    begin = self.time()
    found = base.socket.getaddrinfo(host, port, family, type, proto, flags)
    took = self.time() - begin
    message = f'Getting address info {question} took {took * 1e3:.3f}ms: {found!r}'
    if took >= self.slow_callback_duration:
        base.logger.info(message)
    else:
        base.logger.debug(message)
    return found


async def getaddrinfo(self, host, port, *, family=0, type=0, proto=0, flags=0):
    """socket.getaddrinfo() in a thread."""
    function = self._getaddrinfo_debug if self._debug else base.socket.getaddrinfo
    return await self.run_in_executor(None, function, host, port, family, type, proto, flags)


async def getnameinfo(self, sockaddr, flags=0):
    """socket.getnameinfo() in a thread."""
    return await self.run_in_executor(None, base.socket.getnameinfo, sockaddr, flags)


async def _ensure_resolved(self, address, *, family=0, type=1, proto=0, flags=0, loop):
    host, port = address[:2]
    info = base._ipaddr_info(host, port, family, type, proto, *address[2:])
    if info is not None:
        return [info]
    return await loop.getaddrinfo(host, port, family=family, type=type, proto=proto, flags=flags)


# Connections.


def _bind_any(sock, family, addresses, errors):
    """Binds a socket to the first address that can be had."""
    for own_family, _, _, _, address in addresses:
        if own_family != family:
            continue
        try:
            sock.bind(address)
            return
        except OSError as error:
            message = (f'error while attempting to bind on address {address!r}: '
                       f'{str(error).lower()}')
            errors.append(OSError(error.errno, message))
    if errors:
        raise errors.pop()
    raise OSError(f'no matching local address with family={family!r} found')


async def _connect_sock(self, exceptions, addr_info, local_addr_infos=None):
    """A socket that is connected; adds a list of what went wrong to the exceptions."""
    errors = []
    exceptions.append(errors)
    family, type_, proto, _, address = addr_info
    sock = None
    try:
        sock = base.socket.socket(family=family, type=type_, proto=proto)
        sock.setblocking(False)
        if local_addr_infos is not None:
            _bind_any(sock, family, local_addr_infos, errors)
        await self.sock_connect(sock, address)
        return sock
    except BaseException as error:
        if isinstance(error, OSError):
            errors.append(error)
        if sock is not None:
            sock.close()
        raise
    finally:
        exceptions = errors = None


def _check_ssl_arguments(ssl, **given):
    for name, value in given.items():
        if value is not None and not ssl:
            raise ValueError(f'{name} is only meaningful with ssl')


async def create_connection(
        self, protocol_factory, host=None, port=None, *, ssl=None, family=0, proto=0, flags=0,
        sock=None, local_addr=None, server_hostname=None, ssl_handshake_timeout=None,
        ssl_shutdown_timeout=None, happy_eyeballs_delay=None, interleave=None,
        all_errors=False):
    """Connects to a server; gives a transport and the protocol that it has."""
    _check_ssl_arguments(ssl, server_hostname=server_hostname)
    if server_hostname is None and ssl:
        if not host:
            raise ValueError('You must set server_hostname when using ssl without a host')
        server_hostname = host
    _check_ssl_arguments(ssl, ssl_handshake_timeout=ssl_handshake_timeout,
                         ssl_shutdown_timeout=ssl_shutdown_timeout)
    if sock is not None:
        base._check_ssl_socket(sock)
    if happy_eyeballs_delay is not None and interleave is None:
        interleave = 1
    if host is not None or port is not None:
        if sock is not None:
            raise ValueError('host/port and sock can not be specified at the same time')
        wanted = {'family': family, 'proto': proto, 'flags': flags}
        sock = await _connect_to(self, (host, port), local_addr, wanted, happy_eyeballs_delay,
                                 interleave, all_errors)
    elif sock is None:
        raise ValueError('host and port was not specified and no sock specified')
    elif sock.type != base.socket.SOCK_STREAM:
        # A protocol would get the pieces of datagrams in this way.
        raise ValueError(f'A Stream Socket was expected, got {sock!r}')
    transport, protocol = await self._create_connection_transport(
        sock, protocol_factory, ssl, server_hostname,
        ssl_handshake_timeout=ssl_handshake_timeout, ssl_shutdown_timeout=ssl_shutdown_timeout)
    if self._debug:
        sock = transport.get_extra_info('socket')
        base.logger.debug('%r connected to %s:%r: (%r, %r)', sock, host, port, transport, protocol)
    return transport, protocol


async def _resolve(self, address, wanted):
    found = await self._ensure_resolved(
        address, type=base.socket.SOCK_STREAM, loop=self, **wanted)
    if not found:
        raise OSError('getaddrinfo() returned empty list')
    return found


async def _connect_to(self, address, local, wanted, delay, interleave, all_errors):
    infos = await _resolve(self, address, wanted)
    local_infos = None if local is None else await _resolve(self, local, wanted)
    if interleave:
        infos = base._interleave_addrinfos(infos, interleave)
    errors = []
    sock = None
    if delay is None:
        for info in infos:
            try:
                sock = await self._connect_sock(errors, info, local_infos)
                break
            except OSError:
                continue
    else:
        attempts = (functools.partial(self._connect_sock, errors, info, local_infos)
                    for info in infos)
        sock, _, _ = await base.staggered.staggered_race(attempts, delay, loop=self)
    if sock is not None:
        return sock
    errors = [error for some in errors for error in some]
    try:
        if all_errors:
            raise ExceptionGroup('create_connection failed', errors)
        if len({str(error) for error in errors}) == 1:
            raise errors[0]
        texts = ', '.join(str(error) for error in errors)
        raise OSError(f'Multiple exceptions: {texts}')
    finally:
        errors = None


async def _create_connection_transport(
        self, sock, protocol_factory, ssl, server_hostname, server_side=False,
        ssl_handshake_timeout=None, ssl_shutdown_timeout=None):
    sock.setblocking(False)
    protocol = protocol_factory()
    waiter = self.create_future()
    if ssl:
        context = None if isinstance(ssl, bool) else ssl
        transport = self._make_ssl_transport(
            sock, protocol, context, waiter, server_side=server_side,
            server_hostname=server_hostname, ssl_handshake_timeout=ssl_handshake_timeout,
            ssl_shutdown_timeout=ssl_shutdown_timeout)
    else:
        transport = self._make_socket_transport(sock, protocol, waiter)
    return await _made(transport, protocol, waiter)


async def _made(transport, protocol, waiter):
    """The pair, as soon as the protocol knows its transport."""
    try:
        await waiter
    except:
        transport.close()
        raise
    return transport, protocol


async def connect_accepted_socket(self, protocol_factory, sock, *, ssl=None,
                                  ssl_handshake_timeout=None, ssl_shutdown_timeout=None):
    """Serves a connection that was accepted elsewhere."""
    if sock.type != base.socket.SOCK_STREAM:
        raise ValueError(f'A Stream Socket was expected, got {sock!r}')
    _check_ssl_arguments(ssl, ssl_handshake_timeout=ssl_handshake_timeout,
                         ssl_shutdown_timeout=ssl_shutdown_timeout)
    base._check_ssl_socket(sock)
    transport, protocol = await self._create_connection_transport(
        sock, protocol_factory, ssl, '', server_side=True,
        ssl_handshake_timeout=ssl_handshake_timeout, ssl_shutdown_timeout=ssl_shutdown_timeout)
    if self._debug:
        sock = transport.get_extra_info('socket')
        base.logger.debug('%r handled: (%r, %r)', sock, transport, protocol)
    return transport, protocol


async def start_tls(self, transport, protocol, sslcontext, *, server_side=False,
                    server_hostname=None, ssl_handshake_timeout=None,
                    ssl_shutdown_timeout=None):
    """Goes on encrypted on a connection; gives the transport to use from now on."""
    if base.ssl is None:
        raise RuntimeError('Python ssl module is not available')
    if not isinstance(sslcontext, base.ssl.SSLContext):
        raise TypeError('sslcontext is expected to be an instance of ssl.SSLContext, '
                        f'got {sslcontext!r}')
    if not getattr(transport, '_start_tls_compatible', False):
        raise TypeError(f'transport {transport!r} is not supported by start_tls()')
    waiter = self.create_future()
    ssl_protocol = base.sslproto.SSLProtocol(
        self, protocol, sslcontext, waiter, server_side, server_hostname,
        ssl_handshake_timeout=ssl_handshake_timeout,
        ssl_shutdown_timeout=ssl_shutdown_timeout, call_connection_made=False)
    # Nothing may come in before the new protocol is there.
    transport.pause_reading()
    transport.set_protocol(ssl_protocol)
    made = self.call_soon(ssl_protocol.connection_made, transport)
    resumed = self.call_soon(transport.resume_reading)
    try:
        await waiter
    except BaseException:
        transport.close()
        made.cancel()
        resumed.cancel()
        raise
    return ssl_protocol._app_transport


# Datagrams.


async def _datagram_addresses(self, local_addr, remote_addr, family, proto, flags):
    """Pairs of family and protocol, and of addresses, that a socket may have."""
    socket = base.socket
    if not (local_addr or remote_addr):
        if family == 0:
            raise ValueError('unexpected address family')
        return [((family, proto), (None, None))]
    if hasattr(socket, 'AF_UNIX') and family == socket.AF_UNIX:
        for address in (local_addr, remote_addr):
            if address is not None and not isinstance(address, str):
                raise TypeError('string is expected')
        if local_addr and local_addr[0] not in (0, '\x00'):
            _remove_stale_socket(local_addr)
        return [((family, proto), (local_addr, remote_addr))]
    found = {}
    for place, address in enumerate((local_addr, remote_addr)):
        if address is None:
            continue
        if not (isinstance(address, tuple) and len(address) == 2):
            raise TypeError('2-tuple is expected')
        infos = await self._ensure_resolved(
            address, family=family, type=socket.SOCK_DGRAM, proto=proto, flags=flags, loop=self)
        if not infos:
            raise OSError('getaddrinfo() returned empty list')
        for own_family, _, own_proto, _, resolved in infos:
            found.setdefault((own_family, own_proto), [None, None])[place] = resolved
    pairs = [(kind, (local, remote)) for kind, (local, remote) in found.items()
             if not (local_addr and local is None or remote_addr and remote is None)]
    if not pairs:
        raise ValueError('can not get address information')
    return pairs


def _remove_stale_socket(path):
    try:
        if stat.S_ISSOCK(os.stat(path).st_mode):
            os.remove(path)
    except FileNotFoundError:
        pass
    except OSError as error:
        base.logger.error('Unable to check or remove stale UNIX socket %r: %r', path, error)


async def create_datagram_endpoint(
        self, protocol_factory, local_addr=None, remote_addr=None, *, family=0, proto=0,
        flags=0, reuse_port=None, allow_broadcast=None, sock=None):
    """A transport for datagrams, and its protocol."""
    remote = None
    if sock is not None:
        if sock.type == base.socket.SOCK_STREAM:
            raise ValueError(f'A datagram socket was expected, got {sock!r}')
        options = {'local_addr': local_addr, 'remote_addr': remote_addr, 'family': family,
                   'proto': proto, 'flags': flags, 'reuse_port': reuse_port,
                   'allow_broadcast': allow_broadcast}
        given = ', '.join(f'{name}={value}' for name, value in options.items() if value)
        if given:
            raise ValueError('socket modifier keyword arguments can not be used '
                             f'when sock is specified. ({given})')
        sock.setblocking(False)
    else:
        pairs = await _datagram_addresses(self, local_addr, remote_addr, family, proto, flags)
        sock, remote = await _datagram_socket(
            self, pairs, bool(local_addr), bool(remote_addr), reuse_port, allow_broadcast)
    protocol = protocol_factory()
    waiter = self.create_future()
    transport = self._make_datagram_transport(sock, protocol, remote, waiter)
    if self._debug:
        if local_addr:
            base.logger.info('Datagram endpoint local_addr=%r remote_addr=%r created: (%r, %r)',
                        local_addr, remote_addr, transport, protocol)
        else:
            base.logger.debug('Datagram endpoint remote_addr=%r created: (%r, %r)',
                         remote_addr, transport, protocol)
    return await _made(transport, protocol, waiter)


async def _datagram_socket(self, pairs, binds, connects, reuse_port, allow_broadcast):
    socket = base.socket
    errors = []
    for (family, proto), (local, remote) in pairs:
        sock = None
        try:
            sock = socket.socket(family=family, type=socket.SOCK_DGRAM, proto=proto)
            if reuse_port:
                base._set_reuseport(sock)
            if allow_broadcast:
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
            sock.setblocking(False)
            if binds:
                sock.bind(local)
            if connects and not allow_broadcast:
                await self.sock_connect(sock, remote)
            return sock, remote if connects else None
        except BaseException as error:
            if sock is not None:
                sock.close()
            if not isinstance(error, OSError):
                raise
            errors.append(error)
    raise errors[0]


# Servers.


async def _create_server_getaddrinfo(self, host, port, family, flags):
    infos = await self._ensure_resolved(
        (host, port), family=family, type=base.socket.SOCK_STREAM, flags=flags, loop=self)
    if not infos:
        raise OSError(f'getaddrinfo({host!r}) returned empty list')
    return infos


async def create_server(
        self, protocol_factory, host=None, port=None, *, family=0, flags=1, sock=None,
        backlog=100, ssl=None, reuse_address=None, reuse_port=None, keep_alive=None,
        ssl_handshake_timeout=None, ssl_shutdown_timeout=None, start_serving=True):
    """Listens; each connection gets a protocol of its own."""
    if isinstance(ssl, bool):
        raise TypeError('ssl argument must be an SSLContext or None')
    _check_ssl_arguments(ssl is not None, ssl_handshake_timeout=ssl_handshake_timeout,
                         ssl_shutdown_timeout=ssl_shutdown_timeout)
    if sock is not None:
        base._check_ssl_socket(sock)
    if host is not None or port is not None:
        if sock is not None:
            raise ValueError('host/port and sock can not be specified at the same time')
        if host == '':
            hosts = [None]
        elif isinstance(host, str) or not isinstance(host, collections.abc.Iterable):
            hosts = [host]
        else:
            hosts = host
        found = await tasks.gather(*[
            self._create_server_getaddrinfo(each, port, family=family, flags=flags)
            for each in hosts])
        if reuse_address is None:
            reuse_address = os.name == 'posix' and sys.platform != 'cygwin'
        sockets = _listening_sockets(
            self, set(itertools.chain.from_iterable(found)), reuse_address, reuse_port,
            keep_alive)
    elif sock is None:
        raise ValueError('Neither host/port nor sock were specified')
    elif sock.type != base.socket.SOCK_STREAM:
        raise ValueError(f'A Stream Socket was expected, got {sock!r}')
    else:
        sockets = [sock]
    for each in sockets:
        each.setblocking(False)
    server = base.Server(self, sockets, protocol_factory, ssl, backlog, ssl_handshake_timeout,
                         ssl_shutdown_timeout)
    if start_serving:
        server._start_serving()
        # A turn of the loop, so that the sockets are known to it.
        await tasks.sleep(0)
    if self._debug:
        base.logger.info('%r is serving', server)
    return server


def _listening_sockets(self, infos, reuse_address, reuse_port, keep_alive):
    """A socket for each address that can be had."""
    socket = base.socket
    sockets = []
    try:
        for family, kind, proto, _, address in infos:
            try:
                sock = socket.socket(family, kind, proto)
            except socket.error:
                # The family may be unknown to the system.
                if self._debug:
                    base.logger.warning('create_server() failed to create '
                                   'socket.socket(%r, %r, %r)',
                                   family, kind, proto, exc_info=True)
                continue
            sockets.append(sock)
            if reuse_address:
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, True)
            if reuse_port:
                base._set_reuseport(sock)
            if keep_alive:
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, True)
            if (base._HAS_IPv6 and family == socket.AF_INET6
                    and hasattr(socket, 'IPPROTO_IPV6')):
                # IPv4 has a socket of its own.
                sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, True)
            try:
                sock.bind(address)
            except OSError as error:
                message = (f'error while attempting to bind on address {address!r}: '
                           f'{str(error).lower()}')
                if error.errno != errno.EADDRNOTAVAIL:
                    raise OSError(error.errno, message) from None
                # The system may know the family without having an address of it.
                sockets.pop()
                sock.close()
                if self._debug:
                    base.logger.warning(message)
        if not sockets:
            raise OSError('could not bind on any address out of '
                          f'{[info[4] for info in infos]!r}')
        return sockets
    except BaseException:
        for sock in sockets:
            sock.close()
        raise


# Pipes and processes.


async def connect_read_pipe(self, protocol_factory, pipe):
    """A transport that reads from a pipe, and its protocol."""
    protocol = protocol_factory()
    waiter = self.create_future()
    made = await _made(self._make_read_pipe_transport(pipe, protocol, waiter), protocol, waiter)
    if self._debug:
        base.logger.debug('Read pipe %r connected: (%r, %r)', pipe.fileno(), *made)
    return made


async def connect_write_pipe(self, protocol_factory, pipe):
    """A transport that writes into a pipe, and its protocol."""
    protocol = protocol_factory()
    waiter = self.create_future()
    made = await _made(self._make_write_pipe_transport(pipe, protocol, waiter), protocol, waiter)
    if self._debug:
        base.logger.debug('Write pipe %r connected: (%r, %r)', pipe.fileno(), *made)
    return made


def _format_pipe(fd):
    # PIPE and STDOUT of module subprocess.
    return {-1: '<pipe>', -2: '<stdout>'}.get(fd) or repr(fd)


def _log_subprocess(self, msg, stdin, stdout, stderr):
    info = [msg]
    if stdin is not None:
        info.append(f'stdin={_format_pipe(stdin)}')
    if stdout is not None and stderr == base.subprocess.STDOUT:
        info.append(f'stdout=stderr={_format_pipe(stdout)}')
    else:
        if stdout is not None:
            info.append(f'stdout={_format_pipe(stdout)}')
        if stderr is not None:
            info.append(f'stderr={_format_pipe(stderr)}')
    base.logger.debug(' '.join(info))


def _check_popen_arguments(shell, expected_shell, universal_newlines, bufsize, text, encoding,
                           errors):
    if universal_newlines:
        raise ValueError('universal_newlines must be False')
    if bool(shell) != expected_shell:
        raise ValueError(f'shell must be {expected_shell}')
    if bufsize != 0:
        raise ValueError('bufsize must be 0')
    if text:
        raise ValueError('text must be False')
    if encoding is not None:
        raise ValueError('encoding must be None')
    if errors is not None:
        raise ValueError('errors must be None')


async def _start_process(self, protocol_factory, what, args, shell, pipes, bufsize, kwargs):
    protocol = protocol_factory()
    if self._debug:
        self._log_subprocess(what, *pipes)
    transport = await self._make_subprocess_transport(
        protocol, args, shell, *pipes, bufsize, **kwargs)
    if self._debug:
        base.logger.info('%s: %r', what, transport)
    return transport, protocol


async def subprocess_shell(
        self, protocol_factory, cmd, *, stdin=-1, stdout=-1, stderr=-1,
        universal_newlines=False, shell=True, bufsize=0, encoding=None, errors=None, text=None,
        **kwargs):
    """Has a shell run a command; gives a transport and the protocol that it has."""
    if not isinstance(cmd, (bytes, str)):
        raise ValueError('cmd must be a string')
    _check_popen_arguments(shell, True, universal_newlines, bufsize, text, encoding, errors)
    return await _start_process(self, protocol_factory, f'run shell command {cmd!r}', cmd, True,
                                (stdin, stdout, stderr), bufsize, kwargs)


async def subprocess_exec(
        self, protocol_factory, program, *args, stdin=-1, stdout=-1, stderr=-1,
        universal_newlines=False, shell=False, bufsize=0, encoding=None, errors=None, text=None,
        **kwargs):
    """Runs a program; gives a transport and the protocol that it has."""
    _check_popen_arguments(shell, False, universal_newlines, bufsize, text, encoding, errors)
    return await _start_process(self, protocol_factory, f'execute program {program!r}',
                                (program, *args), False, (stdin, stdout, stderr), bufsize,
                                kwargs)
