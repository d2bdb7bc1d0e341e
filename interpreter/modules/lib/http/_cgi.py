"""The handler that runs scripts, which CPython has deprecated."""

import os
import urllib.parse
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler

nobody = None


def nobody_uid():
    """The number of the user who may do least."""
    global nobody
    if not nobody:
        import pwd
        try:
            nobody = pwd.getpwnam('nobody')[2]
        except KeyError:
            nobody = 1 + max(user[2] for user in pwd.getpwall())
    return nobody


def executable(path):
    return os.access(path, os.X_OK)


def _url_collapse_path(path):
    """A path without '.' and '..'; IndexError where it leads above the root."""
    path, _, query = path.partition('?')
    *folders, name = urllib.parse.unquote(path).split('/')
    kept = []
    for part in folders:
        if part == '..':
            kept.pop()
        elif part not in ('', '.'):
            kept.append(part)
    if name == '..':
        kept.pop()
    if name in ('.', '..'):
        name = ''
    if query:
        name = f'{name}?{query}'
    return '/'.join(['/' + '/'.join(kept), name])


class CGIHTTPRequestHandler(SimpleHTTPRequestHandler):
    """Answers with files, and with what scripts in some folders print."""

    have_fork = True
    # What comes behind the headers is for the script to read.
    rbufsize = 0
    cgi_directories = ['/cgi-bin', '/htbin']

    def __init__(self, *args, **kwargs):
        import warnings
        warnings._deprecated('http.server.CGIHTTPRequestHandler', remove=(3, 15))
        super().__init__(*args, **kwargs)

    def do_POST(self):
        if self.is_cgi():
            self.run_cgi()
        else:
            self.send_error(HTTPStatus.NOT_IMPLEMENTED, 'Can only POST to CGI scripts')

    def send_head(self):
        return self.run_cgi() if self.is_cgi() else super().send_head()

    def is_cgi(self):
        """Whether the path leads to a script; cgi_info has the folder, and the rest."""
        path = _url_collapse_path(self.path)
        slash = path.find('/', 1)
        while slash > 0 and path[:slash] not in self.cgi_directories:
            slash = path.find('/', slash + 1)
        if slash > 0:
            self.cgi_info = path[:slash], path[slash + 1:]
        return slash > 0

    def is_executable(self, path):
        return executable(path)

    def is_python(self, path):
        return path.lower().endswith(('.py', '.pyw'))

    def _find_script(self):
        """The path of the script in the URL, what is behind it, and the query."""
        folder, rest = self.cgi_info
        while '/' in rest:
            inner, _, behind = rest.partition('/')
            if not os.path.isdir(self.translate_path(f'{folder}/{inner}')):
                break
            folder, rest = f'{folder}/{inner}', behind
        rest, _, query = rest.partition('?')
        script, slash, rest = rest.partition('/')
        return folder, script, slash + rest, query

    def run_cgi(self):
        """Runs the script that is_cgi() found."""
        folder, script, rest, query = self._find_script()
        name = f'{folder}/{script}'
        file = self.translate_path(name)
        if not os.path.exists(file):
            self.send_error(HTTPStatus.NOT_FOUND, f'No such CGI script ({name!r})')
        elif not os.path.isfile(file):
            self.send_error(HTTPStatus.FORBIDDEN, f'CGI script is not a plain file ({name!r})')
        elif not self.is_executable(file):
            self.send_error(HTTPStatus.FORBIDDEN, f'CGI script is not executable ({name!r})')
        else:
            environment = self._environment(name, rest, query)
            self.send_response(HTTPStatus.OK, 'Script output follows')
            self.flush_headers()
            text = query.replace('+', ' ')
            self._run(file, [script] if '=' in text else [script, text], environment)

    def _environment(self, name, rest, query):
        rest = urllib.parse.unquote(rest)
        headers = self.headers
        environment = {
            **os.environ, 'SERVER_SOFTWARE': self.version_string(),
            'SERVER_NAME': self.server.server_name, 'GATEWAY_INTERFACE': 'CGI/1.1',
            'SERVER_PROTOCOL': self.protocol_version,
            'SERVER_PORT': str(self.server.server_port), 'REQUEST_METHOD': self.command,
            'PATH_INFO': rest, 'PATH_TRANSLATED': self.translate_path(rest), 'SCRIPT_NAME': name,
            'QUERY_STRING': query, 'REMOTE_ADDR': self.client_address[0],
            'CONTENT_TYPE': headers.get('content-type', headers.get_content_type()),
            'HTTP_ACCEPT': ','.join(headers.get_all('accept', ()))}
        self._add_user(environment)
        given = {'CONTENT_LENGTH': headers.get('content-length'),
                 'HTTP_REFERER': headers.get('referer'),
                 'HTTP_USER_AGENT': headers.get('user-agent'),
                 'HTTP_COOKIE': ', '.join(filter(None, headers.get_all('cookie', [])))}
        environment |= {key: value for key, value in given.items() if value}
        # What others have set is not to be seen.
        for key in (*given, 'QUERY_STRING', 'REMOTE_HOST'):
            environment.setdefault(key, '')
        return environment

    def _add_user(self, environment):
        words = (self.headers.get('authorization') or '').split()
        if len(words) != 2:
            return
        environment['AUTH_TYPE'] = words[0]
        if words[0].lower() == 'basic':
            import base64
            try:
                text = base64.decodebytes(words[1].encode('ascii')).decode('ascii')
            except ValueError:
                return
            if text.count(':') == 1:
                environment['REMOTE_USER'] = text.partition(':')[0]

    def _run(self, file, arguments, environment):
        user = nobody_uid()
        # The child has a copy of what was not sent yet.
        self.wfile.flush()
        pid = os.fork()
        if pid:
            status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
            import select
            # What the script has not read.
            while select.select([self.rfile], [], [], 0)[0]:
                if not self.rfile.read(1):
                    break
            if status:
                self.log_error(f'CGI script exit code {status}')
            return
        try:
            try:
                os.setuid(user)
            except OSError:
                pass
            os.dup2(self.rfile.fileno(), 0)
            os.dup2(self.wfile.fileno(), 1)
            os.execve(file, arguments, environment)
        except:
            self.server.handle_error(self.request, self.client_address)
            os._exit(127)


CGIHTTPRequestHandler.__module__ = 'http.server'
