"""Helpers for importers: specs, names, source files and lazy loading."""

import sys
import types

from ._abc import Loader
from ._bootstrap import (_find_spec, _resolve_name, module_from_spec, spec_from_loader)
from ._bootstrap_external import (MAGIC_NUMBER, _RAW_MAGIC_NUMBER, cache_from_source,
                                  decode_source, source_from_cache,
                                  spec_from_file_location)


def source_hash(source_bytes):
    """Return the hash of source that goes into a bytecode file."""
    import _imp
    return _imp.source_hash(_RAW_MAGIC_NUMBER, source_bytes)


def resolve_name(name, package):
    """Return the absolute form of a name that may be relative."""
    absolute = name.lstrip('.')
    level = len(name) - len(absolute)
    if not level:
        return name
    if not package:
        raise ImportError(f'no package specified for {name!r} '
                          '(required for relative module names)')
    return _resolve_name(absolute, package, level)


def _loaded_spec(name, module):
    if module is None:
        return None
    try:
        spec = module.__spec__
    except AttributeError:
        raise ValueError(f'{name}.__spec__ is not set') from None
    if spec is None:
        raise ValueError(f'{name}.__spec__ is None')
    return spec


def _find_spec_from_path(name, path=None):
    if name in sys.modules:
        return _loaded_spec(name, sys.modules[name])
    return _find_spec(name, path)


def find_spec(name, package=None):
    """Return the spec of a module, loaded or not, or None.

    The packages that hold it are imported.
    """
    full_name = resolve_name(name, package) if name.startswith('.') else name
    if full_name in sys.modules:
        return _loaded_spec(name, sys.modules[full_name])
    parent = full_name.rpartition('.')[0]
    path = None
    if parent:
        try:
            path = __import__(parent, fromlist=['__path__']).__path__
        except AttributeError as error:
            raise ModuleNotFoundError(
                f'__path__ attribute not found on {parent!r} '
                f'while trying to find {full_name!r}', name=full_name) from error
    return _find_spec(full_name, path)


class _incompatible_extension_module_restrictions:
    """Turns a check of native modules in subinterpreters off (or on)."""

    def __init__(self, *, disable_check):
        self.disable_check = bool(disable_check)

    def __enter__(self):
        import _imp
        self.old = _imp._override_multi_interp_extensions_check(self.override)
        return self

    def __exit__(self, *args):
        import _imp
        old = self.old
        del self.old
        _imp._override_multi_interp_extensions_check(old)

    @property
    def override(self):
        return -1 if self.disable_check else 1


class _LazyModule(types.ModuleType):
    """A module that is executed when an attribute is first needed."""

    def __getattribute__(self, attr):
        spec = object.__getattribute__(self, '__spec__')
        state = spec.loader_state
        with state['lock']:
            # Another thread may have got here first.
            if object.__getattribute__(self, '__class__') is _LazyModule:
                real_class = state['__class__']
                if state['is_loading']:
                    # The module's own code, or the loader, uses it.
                    return real_class.__getattribute__(self, attr)
                state['is_loading'] = True
                _load_lazy(self, spec, real_class.__getattribute__(self, '__dict__'), state)
        return getattr(self, attr)

    def __delattr__(self, attr):
        # What does not exist yet cannot be deleted.
        self.__getattribute__(attr)
        delattr(self, attr)


def _load_lazy(module, spec, namespace, state):
    before = state['__dict__']
    missing = object()
    # What was set from outside meanwhile stays.
    changed = {name: value for name, value in namespace.items()
               if before.get(name, missing) is not value}
    name = spec.name
    spec.loader.exec_module(module)
    if name in sys.modules and sys.modules[name] is not module:
        raise ValueError(f"module object for {name!r} substituted in sys.modules "
                         "during a lazy load")
    namespace.update(changed)
    if isinstance(module, _LazyModule):
        object.__setattr__(module, '__class__', state['__class__'])


class LazyLoader(Loader):
    """Puts off what another loader does until the module is used."""

    @staticmethod
    def __check_eager_loader(loader):
        if not hasattr(loader, 'exec_module'):
            raise TypeError('loader must define exec_module()')

    @classmethod
    def factory(cls, loader):
        """Return a function that makes lazy loaders from a class of loaders."""
        cls.__check_eager_loader(loader)
        return lambda *args, **kwargs: cls(loader(*args, **kwargs))

    def __init__(self, loader):
        self.__check_eager_loader(loader)
        self.loader = loader

    def create_module(self, spec):
        return self.loader.create_module(spec)

    def exec_module(self, module):
        """Prepare the module for being executed later."""
        from _thread import RLock
        spec = module.__spec__
        spec.loader = self.loader
        module.__loader__ = self.loader
        spec.loader_state = {
            '__dict__': module.__dict__.copy(),
            '__class__': module.__class__,
            'lock': RLock(),
            'is_loading': False,
        }
        module.__class__ = _LazyModule
