"""A cache of source lines, as shown in stack traces."""

import _imp

__all__ = ["getline", "clearcache", "checkcache", "lazycache"]

# For each file name either (size, mtime, lines, full name), or a 1-tuple
# with a function that gives the source when it is first wanted.
cache = {}


def clearcache():
    """Forget every file."""
    cache.clear()


def getline(filename, lineno, module_globals=None):
    """Return one line of a file, or '' if there is none."""
    lines = getlines(filename, module_globals)
    return lines[lineno - 1] if 1 <= lineno <= len(lines) else ''


def getlines(filename, module_globals=None):
    """Return the list of a file's lines, empty if it cannot be read."""
    entry = cache.get(filename)
    if entry is not None and len(entry) != 1:
        return entry[2]
    try:
        return updatecache(filename, module_globals)
    except MemoryError:
        clearcache()
        return []


def checkcache(filename=None):
    """Forget the files (or the one named) that have changed since."""
    if filename is None:
        filenames = list(cache)
    elif filename in cache:
        filenames = [filename]
    else:
        return
    for filename in filenames:
        entry = cache[filename]
        if len(entry) == 1 or entry[1] is None:
            continue  # Not read yet, or not read from a file.
        size, mtime, _, fullname = entry
        try:
            from os import stat
        except ImportError:
            return  # The interpreter is shutting down.
        try:
            status = stat(fullname)
        except (OSError, ValueError):
            cache.pop(filename, None)
            continue
        if size != status.st_size or mtime != status.st_mtime:
            cache.pop(filename, None)


def _is_placeholder(filename):
    return not filename or (filename.startswith('<') and filename.endswith('>'))


# Modules of which CPython has no source either when it shows a traceback.
_WITHOUT_SOURCE = frozenset((
    'importlib._bootstrap', 'importlib._bootstrap_external', 'importlib.util',
    'importlib.machinery', 'zipimport', 'abc', 'codecs', 'io', '_collections_abc',
    '_sitebuiltins', 'genericpath', 'ntpath', 'posixpath', 'os', 'site', 'stat', 'runpy',
))


def _embedded_source(filename):
    # The source of '<frozen NAME>', a module that is part of the interpreter, or of the option -c.
    if filename == '<string>':
        return _imp._command()
    if not filename or not filename.startswith('<frozen '):
        return None
    name = filename[len('<frozen '):-1]
    if name in _WITHOUT_SOURCE:
        return None
    found = _imp.find_frozen(name, withdata=True)
    return found and bytes(found[0]).decode()


def _remember(key, text, fullname):
    lines = [line + '\n' for line in text.splitlines()]
    cache[key] = (len(text), None, lines, fullname)
    return lines


def updatecache(filename, module_globals=None):
    """Read a file again and return its lines; on any trouble, []."""
    entry = cache.get(filename)
    if entry is not None and len(entry) != 1:
        cache.pop(filename, None)
    if _is_placeholder(filename):
        text = _embedded_source(filename)
        return [] if text is None else _remember(filename, text, filename)
    try:
        from os import stat
        from tokenize import open
    except ImportError:
        return []  # The interpreter is shutting down.
    fullname = filename
    try:
        status = stat(fullname)
    except OSError:
        if lazycache(filename, module_globals):
            try:
                text = cache[filename][0]()
            except (ImportError, OSError):
                pass
            else:
                return [] if text is None else _remember(filename, text, filename)
        fullname, status = _search(filename)
        if status is None:
            return []
    except ValueError:
        return []
    try:
        with open(fullname) as file:
            lines = file.readlines()
    except (OSError, UnicodeDecodeError, SyntaxError):
        return []
    if not lines:
        lines = ['\n']
    elif not lines[-1].endswith('\n'):
        lines[-1] += '\n'
    cache[filename] = status.st_size, status.st_mtime, lines, fullname
    return lines


def _search(filename):
    # A relative name may come from an entry of the module search path.
    import os
    import sys
    if not os.path.isabs(filename):
        for directory in sys.path:
            try:
                fullname = os.path.join(directory, filename)
            except (TypeError, AttributeError):
                continue
            try:
                return fullname, os.stat(fullname)
            except (OSError, ValueError):
                pass
    return filename, None


def lazycache(filename, module_globals):
    """Arrange for a module's loader to be asked for the source on demand.

    Return whether such a request is registered for the file.
    """
    entry = cache.get(filename)
    if entry is not None:
        return len(entry) == 1
    if _is_placeholder(filename):
        return False
    if not module_globals or '__name__' not in module_globals:
        return False
    spec = module_globals.get('__spec__')
    name = getattr(spec, 'name', None) or module_globals['__name__']
    loader = getattr(spec, 'loader', None)
    if loader is None:
        loader = module_globals.get('__loader__')
    get_source = getattr(loader, 'get_source', None)
    if not name or not get_source:
        return False
    cache[filename] = (lambda: get_source(name),)
    return True


def _register_code(code, string, name):
    _remember(code, string, name)
