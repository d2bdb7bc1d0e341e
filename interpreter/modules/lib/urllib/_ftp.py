"""Handlers of ftp URLs, over an installed ftplib."""

import socket
import time

from http._message import Message, parse
from urllib._handlers import BaseHandler
from urllib._old_splits import _splitattr, _splitpasswd, _splitport, _splituser, _splitvalue
from urllib.error import URLError
from urllib.parse import unquote
from urllib.response import addclosehook, addinfourl

MAXFTPCACHE = 10
ftpcache = {}


def ftperrors():
    """The errors that ftplib raises."""
    import ftplib
    return ftplib.all_errors


def transfer_type(file, attributes):
    """The type of a transfer: that of the attributes, or I for files and D for folders."""
    kind = 'I' if file else 'D'
    for attribute in attributes:
        name, value = _splitvalue(attribute)
        if name.lower() == 'type' and value and len(value) == 1 and value in 'aAiIdD':
            kind = value.upper()
    return kind


def describe(url, length):
    """The headers for a file of a server."""
    import mimetypes
    kind = mimetypes.guess_type(url)[0]
    text = f'Content-type: {kind}\n' if kind else ''
    if length is not None and length >= 0:
        text += f'Content-length: {length}\n'
    return parse(text, Message)


class FTPHandler(BaseHandler):
    """Opens ftp URLs, by a connection for each."""

    def ftp_open(self, req):
        import ftplib
        host = req.host
        if not host:
            raise URLError('ftp error: no host given')
        host, port = _splitport(host)
        port = ftplib.FTP_PORT if port is None else int(port)
        user, host = _splituser(host)
        user, password = _splitpasswd(user) if user else (None, None)
        try:
            host = socket.gethostbyname(unquote(host))
        except OSError as error:
            raise URLError(error)
        path, attributes = _splitattr(req.selector)
        *folders, file = map(unquote, path.split('/'))
        if folders and not folders[0]:
            del folders[0]
        try:
            connection = self.connect_ftp(user or '', password or '', host, port, folders,
                                          req.timeout)
            found, length = connection.retrfile(file, transfer_type(file, attributes))
            return addinfourl(found, describe(req.full_url, length), req.full_url)
        except ftplib.all_errors as error:
            raise URLError(error) from error

    def connect_ftp(self, user, passwd, host, port, dirs, timeout):
        from urllib import request
        return request.ftpwrapper(user, passwd, host, port, dirs, timeout, persistent=False)


class CacheFTPHandler(FTPHandler):
    """Opens ftp URLs, by connections that are kept for a while."""

    def __init__(self):
        self.cache = {}
        self.timeout = {}
        self.soonest = 0
        self.delay = 60
        self.max_conns = 16

    def setTimeout(self, t):
        self.delay = t

    def setMaxConns(self, m):
        self.max_conns = m

    def connect_ftp(self, user, passwd, host, port, dirs, timeout):
        from urllib import request
        key = user, host, port, '/'.join(dirs), timeout
        if key not in self.cache:
            self.cache[key] = request.ftpwrapper(user, passwd, host, port, dirs, timeout)
        self.timeout[key] = time.time() + self.delay
        self.check_cache()
        return self.cache[key]

    def check_cache(self):
        """Closes what was not used for too long; makes room where all is full."""
        now = time.time()
        if self.soonest <= now:
            for key in [key for key, end in self.timeout.items() if end < now]:
                self._forget(key).close()
        self.soonest = min(self.timeout.values())
        if len(self.cache) == self.max_conns:
            self._forget(min(self.timeout, key=self.timeout.get))
            self.soonest = min(self.timeout.values())

    def _forget(self, key):
        del self.timeout[key]
        return self.cache.pop(key)

    def clear_cache(self):
        for connection in self.cache.values():
            connection.close()
        self.cache.clear()
        self.timeout.clear()


class ftpwrapper:
    """A connection in a folder of a server."""

    def __init__(self, user, passwd, host, port, dirs, timeout=None, persistent=True):
        self.user = user
        self.passwd = passwd
        self.host = host
        self.port = port
        self.dirs = dirs
        self.timeout = timeout
        self.refcount = 0
        self.keepalive = persistent
        try:
            self.init()
        except:
            self.close()
            raise

    def init(self):
        import ftplib
        self.busy = 0
        self.ftp = ftplib.FTP()
        self.ftp.connect(self.host, self.port, self.timeout)
        self.ftp.login(self.user, self.passwd)
        self.ftp.cwd('/'.join(self.dirs))

    def retrfile(self, file, type):
        """A file of the server, or the listing of a folder, and how long it is."""
        import ftplib
        self.endtransfer()
        is_folder = type in ('d', 'D')
        command = 'TYPE A' if is_folder else f'TYPE {type}'
        try:
            self.ftp.voidcmd(command)
        except ftplib.all_errors:
            self.init()
            self.ftp.voidcmd(command)
        connection = None
        if file and not is_folder:
            try:
                connection, length = self.ftp.ntransfercmd(f'RETR {file}')
            except ftplib.error_perm as error:
                if not str(error).startswith('550'):
                    raise URLError(f'ftp error: {error}') from error
        if not connection:
            connection, length = self._list(file)
        self.busy = 1
        result = addclosehook(connection.makefile('rb'), self.file_close)
        self.refcount += 1
        connection.close()
        return result, length

    def _list(self, folder):
        import ftplib
        self.ftp.voidcmd('TYPE A')
        if not folder:
            return self.ftp.ntransfercmd('LIST')
        here = self.ftp.pwd()
        try:
            try:
                self.ftp.cwd(folder)
            except ftplib.error_perm as error:
                raise URLError(f'ftp error: {error!r}') from error
        finally:
            self.ftp.cwd(here)
        return self.ftp.ntransfercmd(f'LIST {folder}')

    def endtransfer(self):
        if self.busy:
            self.busy = 0
            try:
                self.ftp.voidresp()
            except ftperrors():
                pass

    def close(self):
        self.keepalive = False
        if self.refcount <= 0:
            self.real_close()

    def file_close(self):
        self.endtransfer()
        self.refcount -= 1
        if self.refcount <= 0 and not self.keepalive:
            self.real_close()

    def real_close(self):
        self.endtransfer()
        try:
            self.ftp.close()
        except ftperrors():
            pass
