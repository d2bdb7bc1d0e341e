"""What opens URLs: a director, to which handlers of schemes and of errors are given."""

import bisect
import socket
import sys

__version__ = '%d.%d' % sys.version_info[:2]

# Methods whose names only look as if they were to be called for a scheme.
_COINCIDENCES = 'redirect_request', 'do_open', 'proxy_open'


class BaseHandler:
    """A handler; those with lower orders are asked first."""

    handler_order = 500

    def add_parent(self, parent):
        self.parent = parent

    def close(self):
        pass

    def __lt__(self, other):
        # A handler that knows of no order comes after all others.
        return getattr(other, 'handler_order', None) is None \
            or self.handler_order < other.handler_order


class OpenerDirector:
    """Asks its handlers to open URLs."""

    def __init__(self):
        self.addheaders = [('User-agent', f'Python-urllib/{__version__}')]
        self.handlers = []
        self.handle_open = {}
        self.handle_error = {}
        self.process_response = {}
        self.process_request = {}

    def add_handler(self, handler):
        """Adds a handler for what the names of its methods say."""
        if not hasattr(handler, 'add_parent'):
            raise TypeError(f'expected BaseHandler instance, got {type(handler)!r}')
        tables = {'open': self.handle_open, 'response': self.process_response,
                  'request': self.process_request}
        is_used = False
        for name in dir(handler):
            if name in _COINCIDENCES:
                continue
            protocol, _, condition = name.partition('_')
            if condition.startswith('error'):
                kind = condition.partition('_')[2] if '_' in condition else name
                try:
                    kind = int(kind)
                except ValueError:
                    pass
                table = self.handle_error.setdefault(protocol, {})
            elif condition in tables:
                kind, table = protocol, tables[condition]
            else:
                continue
            bisect.insort(table.setdefault(kind, []), handler)
            is_used = True
        if is_used:
            bisect.insort(self.handlers, handler)
            handler.add_parent(self)

    def close(self):
        pass

    def _call_chain(self, chain, kind, meth_name, *args):
        """What the first handler gives that gives anything."""
        for handler in chain.get(kind, ()):
            result = getattr(handler, meth_name)(*args)
            if result is not None:
                return result

    def open(self, fullurl, data=None, timeout=socket._GLOBAL_DEFAULT_TIMEOUT):
        """Opens a URL or a Request."""
        if isinstance(fullurl, str):
            from urllib.request import Request
            request = Request(fullurl, data)
        else:
            request = fullurl
            if data is not None:
                request.data = data
        request.timeout = timeout
        protocol = request.type
        for processor in self.process_request.get(protocol, ()):
            request = getattr(processor, f'{protocol}_request')(request)
        sys.audit('urllib.Request', request.full_url, request.data, request.headers,
                  request.get_method())
        response = self._open(request, data)
        for processor in self.process_response.get(protocol, ()):
            response = getattr(processor, f'{protocol}_response')(request, response)
        return response

    def _open(self, req, data=None):
        for kind in 'default', req.type:
            if result := self._call_chain(self.handle_open, kind, f'{kind}_open', req):
                return result
        return self._call_chain(self.handle_open, 'unknown', 'unknown_open', req)

    def error(self, proto, *args):
        """Asks the handlers of an error; of HTTP, it is the third argument."""
        if proto not in ('http', 'https'):
            return self._call_chain(self.handle_error, proto, f'{proto}_error', *args) or None
        table = self.handle_error['http']
        for kind in args[2], 'default':
            if result := self._call_chain(table, kind, f'http_error_{kind}', *args):
                return result
        return result
