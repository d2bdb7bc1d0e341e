"""Servers of HTTP, for tests and for files of a folder."""

import html
import http.client
import io
import os
import posixpath
import socket
import socketserver
import sys
import time
import urllib.parse
from http import HTTPStatus
from http._dates import MONTHS as _MONTHS
from http._dates import format_date as _format_date

__version__ = '0.6'

__all__ = ['HTTPServer', 'ThreadingHTTPServer', 'BaseHTTPRequestHandler',
           'SimpleHTTPRequestHandler', 'CGIHTTPRequestHandler']

DEFAULT_ERROR_MESSAGE = """\
<!DOCTYPE HTML>
<html lang="en">
    <head>
        <meta charset="utf-8">
        <title>Error response</title>
    </head>
    <body>
        <h1>Error response</h1>
        <p>Error code: %(code)d</p>
        <p>Message: %(message)s.</p>
        <p>Error code explanation: %(code)s - %(explain)s.</p>
    </body>
</html>
"""
DEFAULT_ERROR_CONTENT_TYPE = 'text/html;charset=utf-8'

_LONGEST_LINE = 65536


class HTTPServer(socketserver.TCPServer):
    """A server that knows its name."""

    allow_reuse_address = 1

    def server_bind(self):
        socketserver.TCPServer.server_bind(self)
        host, port = self.server_address[:2]
        self.server_name = socket.getfqdn(host)
        self.server_port = port


class ThreadingHTTPServer(socketserver.ThreadingMixIn, HTTPServer):
    """A server with a thread for each connection."""

    daemon_threads = True


def _version_of(text):
    """The numbers of a version; ValueError where it is none."""
    name, _, version = text.partition('/')
    numbers = version.split('.')
    if name != 'HTTP' or len(numbers) != 2 or not all(
            number.isdigit() and len(number) <= 10 for number in numbers):
        raise ValueError(text)
    return int(numbers[0]), int(numbers[1])


class BaseHTTPRequestHandler(socketserver.StreamRequestHandler):
    """Reads requests, and calls the method do_... of each."""

    sys_version = 'Python/' + sys.version.split()[0]
    server_version = f'BaseHTTP/{__version__}'
    error_message_format = DEFAULT_ERROR_MESSAGE
    error_content_type = DEFAULT_ERROR_CONTENT_TYPE
    # Of requests that say none.
    default_request_version = 'HTTP/0.9'
    # Of responses.
    protocol_version = 'HTTP/1.0'
    MessageClass = http.client.HTTPMessage
    weekdayname = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
    monthname = [None, *_MONTHS]
    responses = {status: (status.phrase, status.description)
                 for status in HTTPStatus.__members__.values()}
    _control_char_table = {code: rf'\x{code:02x}' for code in (*range(0x20), *range(0x7f, 0xa0))}
    _control_char_table[ord('\\')] = r'\\'

    def _refuse(self, *error):
        self.send_error(*error)
        return False

    def parse_request(self):
        """Reads the line and the headers of a request. Whether it can be answered."""
        self.command = None
        self.request_version = self.default_request_version
        self.close_connection = True
        line = self.requestline = str(self.raw_requestline, 'iso-8859-1').rstrip('\r\n')
        words = line.split()
        if not words:
            return False
        if len(words) >= 3 and not self._take_version(words[-1]):
            return False
        if not 2 <= len(words) <= 3:
            return self._refuse(HTTPStatus.BAD_REQUEST, f'Bad request syntax ({line!r})')
        command, path = words[:2]
        if len(words) == 2:
            self.close_connection = True
            if command != 'GET':
                return self._refuse(HTTPStatus.BAD_REQUEST,
                                    f'Bad HTTP/0.9 request type ({command!r})')
        # Two slashes would begin the name of a host, in a redirection too.
        self.command = command
        self.path = '/' + path.lstrip('/') if path.startswith('//') else path
        try:
            self.headers = http.client.parse_headers(self.rfile, _class=self.MessageClass)
        except http.client.HTTPException as error:
            what = 'Line too long' if isinstance(error, http.client.LineTooLong) \
                else 'Too many headers'
            return self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, what, str(error))
        return self._take_headers()

    def _take_version(self, version):
        try:
            numbers = _version_of(version)
        except ValueError:
            return self._refuse(HTTPStatus.BAD_REQUEST, f'Bad request version ({version!r})')
        if numbers >= (1, 1) and self.protocol_version >= 'HTTP/1.1':
            self.close_connection = False
        if numbers >= (2, 0):
            return self._refuse(HTTPStatus.HTTP_VERSION_NOT_SUPPORTED,
                                f"Invalid HTTP version ({version.partition('/')[2]})")
        self.request_version = version
        return True

    def _take_headers(self):
        is_modern = self.protocol_version >= 'HTTP/1.1'
        connection = self.headers.get('Connection', '').lower()
        if connection == 'close':
            self.close_connection = True
        elif connection == 'keep-alive' and is_modern:
            self.close_connection = False
        waits = self.headers.get('Expect', '').lower() == '100-continue'
        if waits and is_modern and self.request_version >= 'HTTP/1.1':
            return bool(self.handle_expect_100())
        return True

    def handle_expect_100(self):
        """Has the client send the content. Whether it is wanted."""
        self.send_response_only(HTTPStatus.CONTINUE)
        self.end_headers()
        return True

    def handle_one_request(self):
        try:
            self.raw_requestline = self.rfile.readline(_LONGEST_LINE + 1)
            if len(self.raw_requestline) > _LONGEST_LINE:
                self.requestline = self.request_version = self.command = ''
                self.send_error(HTTPStatus.REQUEST_URI_TOO_LONG)
                return
            if not self.raw_requestline:
                self.close_connection = True
                return
            if not self.parse_request():
                return
            method = getattr(self, f'do_{self.command}', None)
            if method is None:
                self.send_error(HTTPStatus.NOT_IMPLEMENTED,
                                f'Unsupported method ({self.command!r})')
                return
            method()
            self.wfile.flush()
        except TimeoutError as error:
            self.log_error('Request timed out: %r', error)
            self.close_connection = True

    def handle(self):
        self.close_connection = True
        self.handle_one_request()
        while not self.close_connection:
            self.handle_one_request()

    def send_error(self, code, message=None, explain=None):
        """Answers with a page that tells of an error."""
        phrase, description = self.responses.get(code, ('???', '???'))
        message = phrase if message is None else message
        explain = description if explain is None else explain
        self.log_error('code %d, message %s', code, message)
        self.send_response(code, message)
        self.send_header('Connection', 'close')
        body = None
        if code >= 200 and code not in (204, 205, 304):
            page = self.error_message_format % {
                'code': code, 'message': html.escape(message, quote=False),
                'explain': html.escape(explain, quote=False)}
            body = page.encode('UTF-8', 'replace')
            self.send_header('Content-Type', self.error_content_type)
            self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        if self.command != 'HEAD' and body:
            self.wfile.write(body)

    def send_response(self, code, message=None):
        """Begins a response, with the headers Server and Date."""
        self.log_request(code)
        self.send_response_only(code, message)
        self.send_header('Server', self.version_string())
        self.send_header('Date', self.date_time_string())

    def _buffer(self, line):
        if self.request_version != 'HTTP/0.9':
            if not hasattr(self, '_headers_buffer'):
                self._headers_buffer = []
            self._headers_buffer.append(line.encode('latin-1', 'strict'))

    def send_response_only(self, code, message=None):
        """Begins a response."""
        if message is None:
            message = self.responses[code][0] if code in self.responses else ''
        self._buffer(f'{self.protocol_version} {code:d} {message}\r\n')

    def send_header(self, keyword, value):
        self._buffer(f'{keyword}: {value}\r\n')
        if keyword.lower() == 'connection':
            if value.lower() == 'close':
                self.close_connection = True
            elif value.lower() == 'keep-alive':
                self.close_connection = False

    def end_headers(self):
        """Sends the headers."""
        if self.request_version != 'HTTP/0.9':
            self._headers_buffer.append(b'\r\n')
            self.flush_headers()

    def flush_headers(self):
        if hasattr(self, '_headers_buffer'):
            self.wfile.write(b''.join(self._headers_buffer))
            self._headers_buffer = []

    def log_request(self, code='-', size='-'):
        code = code.value if isinstance(code, HTTPStatus) else code
        self.log_message('"%s" %s %s', self.requestline, str(code), str(size))

    def log_error(self, format, *args):
        self.log_message(format, *args)

    def log_message(self, format, *args):
        """Writes a line to standard error, without characters that terminals obey."""
        message = (format % args).translate(self._control_char_table)
        sys.stderr.write(f'{self.address_string()} - - [{self.log_date_time_string()}] '
                         f'{message}\n')

    def version_string(self):
        return f'{self.server_version} {self.sys_version}'

    def date_time_string(self, timestamp=None):
        return _format_date(time.time() if timestamp is None else timestamp)

    def log_date_time_string(self):
        year, month, day, hour, minute, second, *_ = time.localtime(time.time())
        return (f'{day:02d}/{self.monthname[month]:3}/{year:04d} '
                f'{hour:02d}:{minute:02d}:{second:02d}')

    def address_string(self):
        return self.client_address[0]


def _unquoted(path):
    try:
        return urllib.parse.unquote(path, errors='surrogatepass')
    except UnicodeDecodeError:
        return urllib.parse.unquote(path)


class SimpleHTTPRequestHandler(BaseHTTPRequestHandler):
    """Answers with files of a folder."""

    server_version = f'SimpleHTTP/{__version__}'
    index_pages = 'index.html', 'index.htm'
    extensions_map = _encodings_map_default = {
        '.gz': 'application/gzip', '.Z': 'application/octet-stream',
        '.bz2': 'application/x-bzip2', '.xz': 'application/x-xz'}

    def __init__(self, *args, directory=None, **kwargs):
        self.directory = os.fspath(os.getcwd() if directory is None else directory)
        super().__init__(*args, **kwargs)

    def do_GET(self):
        file = self.send_head()
        if file:
            try:
                self.copyfile(file, self.wfile)
            finally:
                file.close()

    def do_HEAD(self):
        file = self.send_head()
        if file:
            file.close()

    def send_head(self):
        """Sends the headers. The file to be sent; None where there is nothing more to send."""
        path = self.translate_path(self.path)
        if os.path.isdir(path):
            parts = urllib.parse.urlsplit(self.path)
            if not parts.path.endswith('/'):
                self.send_response(HTTPStatus.MOVED_PERMANENTLY)
                parts = parts._replace(path=parts.path + '/')
                self.send_header('Location', urllib.parse.urlunsplit(parts))
                self.send_header('Content-Length', '0')
                self.end_headers()
                return None
            pages = [os.path.join(path, name) for name in self.index_pages]
            path_of_page = next(filter(os.path.isfile, pages), None)
            if path_of_page is None:
                return self.list_directory(path)
            path = path_of_page
        kind = self.guess_type(path)
        try:
            if path.endswith('/'):
                raise OSError('a file is no folder')
            file = open(path, 'rb')
        except OSError:
            self.send_error(HTTPStatus.NOT_FOUND, 'File not found')
            return None
        try:
            facts = os.fstat(file.fileno())
            if not self._is_modified(facts.st_mtime):
                self.send_response(HTTPStatus.NOT_MODIFIED)
                self.end_headers()
                file.close()
                return None
            self.send_response(HTTPStatus.OK)
            self.send_header('Content-type', kind)
            self.send_header('Content-Length', str(facts.st_size))
            self.send_header('Last-Modified', self.date_time_string(facts.st_mtime))
            self.end_headers()
            return file
        except:
            file.close()
            raise

    def _is_modified(self, mtime):
        """Whether a file is newer than the one that the client has."""
        if 'If-Modified-Since' not in self.headers or 'If-None-Match' in self.headers:
            return True
        since = _seconds_of(self.headers['If-Modified-Since'])
        return since is None or int(mtime) > since

    def list_directory(self, path):
        """Sends the headers for a listing. The listing, as a file."""
        try:
            names = sorted(os.listdir(path), key=lambda name: name.lower())
        except OSError:
            self.send_error(HTTPStatus.NOT_FOUND, 'No permission to list directory')
            return None
        encoding = sys.getfilesystemencoding()
        title = f'Directory listing for {html.escape(_unquoted(self.path), quote=False)}'
        lines = ['<!DOCTYPE HTML>', '<html lang="en">', '<head>', f'<meta charset="{encoding}">',
                 f'<title>{title}</title>', '</head>', '<body>', f'<h1>{title}</h1>', '<hr>',
                 '<ul>']
        for name in names:
            full = os.path.join(path, name)
            link = name + '/' if os.path.isdir(full) else name
            shown = name + '@' if os.path.islink(full) else link
            lines.append(f'<li><a href="{urllib.parse.quote(link, errors="surrogatepass")}">'
                         f'{html.escape(shown, quote=False)}</a></li>')
        lines += ['</ul>', '<hr>', '</body>', '</html>', '']
        page = '\n'.join(lines).encode(encoding, 'surrogateescape')
        self.send_response(HTTPStatus.OK)
        self.send_header('Content-type', f'text/html; charset={encoding}')
        self.send_header('Content-Length', str(len(page)))
        self.end_headers()
        return io.BytesIO(page)

    def translate_path(self, path):
        """The path of a file in the folder that a URL stands for."""
        path = path.partition('?')[0].partition('#')[0]
        end = '/' if path.rstrip().endswith('/') else ''
        words = [word for word in posixpath.normpath(_unquoted(path)).split('/')
                 if word and not os.path.dirname(word) and word not in (os.curdir, os.pardir)]
        return os.path.join(self.directory, *words) + end

    def copyfile(self, source, outputfile):
        import shutil
        shutil.copyfileobj(source, outputfile)

    def guess_type(self, path):
        import mimetypes
        extension = posixpath.splitext(path)[1]
        for each in extension, extension.lower():
            if each in self.extensions_map:
                return self.extensions_map[each]
        return mimetypes.guess_file_type(path)[0] or 'application/octet-stream'


def _seconds_of(date):
    """The seconds since 1970 of a date in words, in Greenwich's time; None for others."""
    try:
        day, month, year, clock, zone = date.rpartition(',')[2].split()
        hour, minute, second = map(int, clock.split(':'))
        if zone not in ('GMT', 'UTC', '+0000'):
            return None
        month = [each.lower() for each in _MONTHS].index(month.lower()) + 1
        days = _days_since_1970(int(year), month, int(day))
    except ValueError:
        return None
    return ((days * 24 + hour) * 60 + minute) * 60 + second


def _days_since_1970(year, month, day):
    # With March as the first month, the leap day is the last of the year.
    year, month = (year, month - 3) if month > 2 else (year - 1, month + 9)
    return 365 * year + year // 4 - year // 100 + year // 400 + (153 * month + 2) // 5 + day - 719469


def _get_best_family(*address):
    info = socket.getaddrinfo(*address, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
    return info[0], info[4]


def test(HandlerClass=BaseHTTPRequestHandler, ServerClass=ThreadingHTTPServer,
         protocol='HTTP/1.0', port=8000, bind=None):
    """Serves until Ctrl-C."""
    ServerClass.address_family, address = _get_best_family(bind, port)
    HandlerClass.protocol_version = protocol
    with ServerClass(address, HandlerClass) as server:
        host, port = server.socket.getsockname()[:2]
        shown = f'[{host}]' if ':' in host else host
        print(f'Serving HTTP on {host} port {port} (http://{shown}:{port}/) ...')
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print('\nKeyboard interrupt received, exiting.')
            sys.exit(0)


def _main():
    import argparse
    parser = argparse.ArgumentParser()
    parser.add_argument('--cgi', action='store_true', help='run as CGI server')
    parser.add_argument('-b', '--bind', metavar='ADDRESS',
                        help='bind to this address (default: all interfaces)')
    parser.add_argument('-d', '--directory', default=os.getcwd(),
                        help='serve this directory (default: current directory)')
    parser.add_argument('-p', '--protocol', metavar='VERSION', default='HTTP/1.0',
                        help='conform to this HTTP version (default: %(default)s)')
    parser.add_argument('port', default=8000, type=int, nargs='?',
                        help='bind to this port (default: %(default)s)')
    given = parser.parse_args()

    class Server(ThreadingHTTPServer):
        def server_bind(self):
            try:
                # By both versions of IP.
                self.socket.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
            except Exception:
                pass
            return super().server_bind()

        def finish_request(self, request, client_address):
            self.RequestHandlerClass(request, client_address, self, directory=given.directory)

    kind = SimpleHTTPRequestHandler
    if given.cgi:
        from http.server import CGIHTTPRequestHandler as kind
    test(kind, Server,
         protocol=given.protocol, port=given.port, bind=given.bind)


if __name__ == '__main__':
    _main()
else:
    # It builds upon this module, under its own name.
    from http._cgi import (
        CGIHTTPRequestHandler, _url_collapse_path, executable, nobody_uid)
