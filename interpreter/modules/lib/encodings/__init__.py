"""The codecs of the standard library, a module each.

A module has getregentry(), which returns the CodecInfo of its codec.
"""

import codecs
from . import aliases

_cache = {}
_aliases = aliases.aliases


class CodecRegistryError(LookupError, SystemError):
    pass


def normalize_encoding(encoding):
    """The name with one underscore for each run of other than letters, digits
    and dots."""
    if isinstance(encoding, bytes):
        encoding = str(encoding, "ascii")
    characters = []
    gap = False
    for character in encoding:
        if not (character.isalnum() or character == "."):
            gap = True
            continue
        if gap and characters:
            characters.append("_")
        gap = False
        if character.isascii():
            characters.append(character)
    return "".join(characters)


def _find_module(encoding):
    """The module of an encoding and its name, or None twice."""
    name = normalize_encoding(encoding)
    alias = _aliases.get(name) or _aliases.get(name.replace(".", "_"))
    for candidate in (alias, name):
        if not candidate or "." in candidate:
            continue
        try:
            # With a list of names, the result is the module, not the package.
            return __import__("encodings." + candidate, fromlist=["*"],
                              level=0), candidate
        except ImportError:
            pass
    return None, None


def _checked_info(entry, module):
    """The CodecInfo of what a module registers, which may be a plain tuple."""
    if isinstance(entry, codecs.CodecInfo):
        return entry
    if not 4 <= len(entry) <= 7:
        raise CodecRegistryError(
            f'module "{module.__name__}" ({module.__file__}) failed to register')
    if not (callable(entry[0]) and callable(entry[1])) or any(
            part is not None and not callable(part) for part in entry[2:6]):
        raise CodecRegistryError(
            f'incompatible codecs in module "{module.__name__}" '
            f"({module.__file__})")
    if len(entry) < 7 or entry[6] is None:
        entry += (None,) * (6 - len(entry))
        entry = (*entry[:6], module.__name__.split(".", 1)[1])
    return codecs.CodecInfo(*entry)


def search_function(encoding):
    """What the codec registry asks for encodings that it does not know."""
    if encoding in _cache:
        return _cache[encoding]
    module, name = _find_module(encoding)
    getregentry = getattr(module, "getregentry", None)
    if getregentry is None:
        _cache[encoding] = None
        return None
    info = _cache[encoding] = _checked_info(getregentry(), module)
    if hasattr(module, "getaliases"):
        for alias in module.getaliases():
            _aliases.setdefault(alias, name)
    return info


codecs.register(search_function)
