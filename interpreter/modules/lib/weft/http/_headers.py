"""Headers: names without regard to case, in their order, some of them more than once."""

_SECRET = frozenset(('authorization', 'proxy-authorization'))


class Headers:
    """A mutable mapping of headers. Names are kept as they came."""

    def __init__(self, headers=None, encoding=None):
        # Triples of the name in small letters, the name, the value.
        self._list = []
        if headers is None:
            return
        if isinstance(headers, Headers):
            self._list = list(headers._list)
            return
        for name, value in headers.items() if hasattr(headers, 'items') else headers:
            name = _text(name)
            self._list.append((name.lower(), name, _text(value)))

    @property
    def raw(self):
        return [(name.encode('latin-1'), value.encode('utf-8', 'surrogateescape'))
                for _, name, value in self._list]

    def multi_items(self):
        return [(key, value) for key, _, value in self._list]

    def items(self):
        return {name: self[name] for name in self.keys()}.items()

    def keys(self):
        return dict.fromkeys(key for key, _, _ in self._list).keys()

    def values(self):
        return {name: self[name] for name in self.keys()}.values()

    def get(self, name, default=None):
        values = self.get_list(name)
        return ', '.join(values) if values else default

    def get_list(self, name, split_commas=False):
        wanted = name.lower()
        values = [value for key, _, value in self._list if key == wanted]
        if split_commas:
            values = [part.strip() for value in values for part in value.split(',')]
        return values

    def update(self, headers=None):
        for name, value in Headers(headers).raw_text():
            self[name] = value

    def raw_text(self):
        """Names as they came, with their values."""
        return [(name, value) for _, name, value in self._list]

    def setdefault(self, name, value):
        if name not in self:
            self[name] = value
        return self[name]

    def pop(self, name, *default):
        if name in self or not default:
            value = self[name]
            del self[name]
            return value
        return default[0]

    def copy(self):
        return Headers(self)

    def __getitem__(self, name):
        value = self.get(name)
        if value is None:
            raise KeyError(name)
        return value

    def __setitem__(self, name, value):
        entry = (_text(name).lower(), _text(name), _text(value))
        places = [place for place, item in enumerate(self._list) if item[0] == entry[0]]
        if not places:
            self._list.append(entry)
            return
        self._list[places[0]] = entry
        for place in reversed(places[1:]):
            del self._list[place]

    def __delitem__(self, name):
        wanted = name.lower()
        if wanted not in self:
            raise KeyError(name)
        self._list = [entry for entry in self._list if entry[0] != wanted]

    def __contains__(self, name):
        wanted = name.lower()
        return any(key == wanted for key, _, _ in self._list)

    def __iter__(self):
        return iter(self.keys())

    def __len__(self):
        return len(self._list)

    def __eq__(self, other):
        try:
            other = Headers(other)
        except (TypeError, ValueError):
            return NotImplemented
        return sorted(self.multi_items()) == sorted(other.multi_items())

    def __repr__(self):
        shown = [(key, '[secure]' if key in _SECRET else value)
                 for key, value in self.multi_items()]
        if len(dict(shown)) == len(shown):
            return f'Headers({dict(shown)!r})'
        return f'Headers({shown!r})'


def _text(value):
    if isinstance(value, str):
        return value
    if isinstance(value, bytes):
        return value.decode('utf-8', 'surrogateescape')
    raise TypeError(f'Header value must be str or bytes, not {type(value)}')
