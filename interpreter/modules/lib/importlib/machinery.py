"""The finders and loaders of the import system, and the file suffixes."""

from ._suffixes import (BYTECODE_SUFFIXES, DEBUG_BYTECODE_SUFFIXES, EXTENSION_SUFFIXES,
                        OPTIMIZED_BYTECODE_SUFFIXES, SOURCE_SUFFIXES)

_IN_BOOTSTRAP = {'ModuleSpec', 'BuiltinImporter', 'FrozenImporter'}
_IN_EXTERNAL = {
    'AppleFrameworkLoader', 'ExtensionFileLoader', 'FileFinder', 'NamespaceLoader',
    'PathFinder', 'SourceFileLoader', 'SourcelessFileLoader', 'WindowsRegistryFinder'}


def __getattr__(name):
    if name in _IN_BOOTSTRAP:
        from . import _bootstrap as home
    elif name in _IN_EXTERNAL:
        from . import _bootstrap_external as home
    else:
        raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
    value = globals()[name] = getattr(home, name)
    return value


def __dir__():
    return sorted({*globals(), *_IN_BOOTSTRAP, *_IN_EXTERNAL})


def all_suffixes():
    """Return the suffixes of all kinds of module files."""
    return SOURCE_SUFFIXES + BYTECODE_SUFFIXES + EXTENSION_SUFFIXES
