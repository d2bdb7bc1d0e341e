"""The syntax of paths as Windows has it, where there is no ntpath."""

import os as _os

sep = '\\'
altsep = '/'

_RESERVED = {'con', 'prn', 'aux', 'nul', 'conin$', 'conout$',
             *(f'{device}{number}' for device in ('com', 'lpt') for number in '123456789¹²³')}


def splitroot(path):
    """The drive, the root and the rest of a path."""
    path = _os.fspath(path)
    plain = path.replace(altsep, sep)
    if plain.startswith('\\\\'):
        # A share of a server, or a device.
        start = 8 if plain[:8].upper() == '\\\\?\\UNC\\' else 2
        end = plain.find(sep, start)
        end = plain.find(sep, end + 1) if end >= 0 else -1
        if end < 0:
            return path, '', ''
        return path[:end], path[end:end + 1], path[end + 1:]
    start = 2 if plain[1:2] == ':' else 0
    end = start + 1 if plain[start:start + 1] == sep else start
    return path[:start], path[start:end], path[end:]


def splitdrive(path):
    drive, root, rest = splitroot(path)
    return drive, root + rest


def join(path, *paths):
    """The path of several ones; one with a root or another drive begins anew."""
    drive, root, result = splitroot(path)
    for each in paths:
        other_drive, other_root, rest = splitroot(each)
        if other_root:
            drive, root, result = other_drive or drive, other_root, rest
            continue
        if other_drive and other_drive.lower() != drive.lower():
            drive, root, result = other_drive, other_root, rest
            continue
        drive = other_drive or drive
        if result and result[-1] not in '\\/':
            result += sep
        result += rest
    if result and not root and drive and drive[-1] not in ':\\/':
        return drive + sep + result
    return drive + root + result


def split(path):
    drive, root, rest = splitroot(path)
    end = max(rest.rfind(sep), rest.rfind(altsep)) + 1
    return drive + root + (rest[:end].rstrip('\\/')), rest[end:]


def normcase(path):
    return _os.fspath(path).replace(altsep, sep).lower()


def isabs(path):
    drive, root, _ = splitroot(path)
    return drive[:2].replace(altsep, sep) == '\\\\' or bool(drive and root)


def isreserved(path):
    """Whether a part of the path is a name that Windows keeps for itself."""
    rest = splitroot(path)[2].replace(altsep, sep)
    for part in rest.split(sep):
        if part.endswith(('.', ' ')) and part not in ('.', '..'):
            return True
        if any(char < ' ' or char in '"*:<>?|' for char in part):
            return True
        if part.partition('.')[0].rstrip(' ').lower() in _RESERVED:
            return True
    return False
