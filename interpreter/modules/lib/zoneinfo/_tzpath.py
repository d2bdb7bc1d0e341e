"""Where the files of time zones are looked for."""

import os

__name__ = 'zoneinfo._tzpath'

_SYSTEM = ('/usr/share/zoneinfo', '/usr/lib/zoneinfo', '/usr/share/lib/zoneinfo', '/etc/zoneinfo')
TZPATH = ()


class InvalidTZPathWarning(RuntimeWarning):
    """PYTHONTZPATH names folders that are not absolute."""


def _relative(folders):
    lines = ''.join(f'\n    {folder}' for folder in folders if not os.path.isabs(folder))
    return f'Paths should be absolute but found the following relative paths:{lines}'


def _by_environment():
    """The folders of PYTHONTZPATH, else the system's."""
    value = os.environ.get('PYTHONTZPATH')
    if value is None:
        return _SYSTEM
    folders = value.split(os.pathsep) if value else []
    absolute = tuple(folder for folder in folders if os.path.isabs(folder))
    if len(absolute) != len(folders):
        import warnings
        warnings.warn('Invalid paths specified in PYTHONTZPATH environment variable. '
                      f'{_relative(folders)}', InvalidTZPathWarning,
                      skip_file_prefixes=('<frozen ',))
    return absolute


def reset_tzpath(to=None):
    """Looks for time zones in the folders `to`, or again where the environment says."""
    global TZPATH
    if to is None:
        TZPATH = _by_environment()
        return
    if isinstance(to, (str, bytes)):
        raise TypeError(f'tzpaths must be a list or tuple, not {type(to)}: {to!r}')
    if not all(map(os.path.isabs, to)):
        raise ValueError(_relative(to))
    TZPATH = tuple(to)


def _check(key):
    """Refuses keys that would lead out of the folders."""
    if os.path.isabs(key):
        raise ValueError(f'ZoneInfo keys may not be absolute paths, got: {key}')
    path = os.path.normpath(key)
    if len(path) != len(key):
        raise ValueError(f'ZoneInfo keys must be normalized relative paths, got: {key}')
    if path.split(os.sep, 1)[0] == os.pardir:
        raise ValueError(f'ZoneInfo keys must refer to subdirectories of TZPATH, got: {key}')


def find_tzfile(key):
    """The file of a time zone; None where no folder has it."""
    _check(key)
    for folder in TZPATH:
        path = os.path.join(folder, key)
        if os.path.isfile(path):
            return path
    return None


def _is_zone(path):
    try:
        with open(path, 'rb') as file:
            return file.read(4) == b'TZif'
    except OSError:
        return False


def available_timezones():
    """The names of all time zones that there are."""
    names = set()
    try:
        from importlib import resources
        with resources.files('tzdata').joinpath('zones').open('r') as lines:
            names.update(filter(None, map(str.strip, lines)))
    except (ImportError, FileNotFoundError):
        pass
    for top in TZPATH:
        for folder, folders, files in os.walk(top):
            if folder == top:
                # The same zones once more, with leap seconds and without.
                folders[:] = [name for name in folders if name not in ('right', 'posix')]
            for file in files:
                path = os.path.join(folder, file)
                key = os.path.relpath(path, top)
                if key not in names and _is_zone(path):
                    names.add(key)
    names.discard('posixrules')
    return names


reset_tzpath()
