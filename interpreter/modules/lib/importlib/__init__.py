"""Importing modules by name, and reloading them.

The interpreter imports by itself. The same machinery in Python, for scripts
that use its parts, is in submodules that are loaded on first use.
"""

__all__ = ['__import__', 'import_module', 'invalidate_caches', 'reload']

import sys
from builtins import __import__ as _native_import

# Where an interpreter runs on this machinery itself, its copy is the one to
# use, so that its classes are those of the modules' specs.
_RUNNING = {
    '_bootstrap': sys.modules.get('_frozen_importlib'),
    '_bootstrap_external': sys.modules.get('_frozen_importlib_external'),
}
_RELOADING = {}


def _adopt(name, module):
    full_name = f'{__name__}.{name}'
    if module is None:
        module = _native_import(full_name, None, None, ['*'])
    else:
        module.__name__ = full_name
        module.__package__ = __name__
        file = globals().get('__file__')
        if file:
            module.__file__ = file.replace('__init__.py', f'{name}.py')
        sys.modules[full_name] = module
    globals()[name] = module
    return module


for _name, _module in _RUNNING.items():
    if _module is not None:
        _adopt(_name, _module)
del _name, _module


def __getattr__(name):
    if name in _RUNNING:
        return _adopt(name, _RUNNING[name])
    if name == '__import__':
        value = __getattr__('_bootstrap').__import__
    elif name in ('_pack_uint32', '_unpack_uint32'):
        value = getattr(__getattr__('_bootstrap_external'), name)
    else:
        raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
    globals()[name] = value
    return value


def invalidate_caches():
    """Make all finders look again at what exists."""
    for finder in sys.meta_path:
        if hasattr(finder, 'invalidate_caches'):
            finder.invalidate_caches()


def import_module(name, package=None):
    """Import a module and return it.

    A relative name, one with leading dots, needs the package it starts from.
    """
    level = 0
    if name.startswith('.'):
        if not package:
            raise TypeError("the 'package' argument is required to perform a "
                            f"relative import for {name!r}")
        level = len(name) - len(name.lstrip('.'))
    if level or not name:
        return __getattr__('_bootstrap')._gcd_import(name[level:], package, level)
    module = sys.modules.get(name)
    if module is None or getattr(getattr(module, '__spec__', None), '_initializing', False):
        _native_import(name)
        module = sys.modules[name]
    return module


def reload(module):
    """Execute a module's code again in its namespace, and return it."""
    spec = getattr(module, '__spec__', None)
    try:
        name = module.__name__ if spec is None else spec.name
    except AttributeError:
        raise TypeError("reload() argument must be a module")
    if sys.modules.get(name) is not module:
        raise ImportError(f"module {name} not in sys.modules", name=name)
    if name in _RELOADING:
        return _RELOADING[name]
    _RELOADING[name] = module
    try:
        path = None
        parent = name.rpartition('.')[0]
        if parent:
            if parent not in sys.modules:
                raise ImportError(f"parent {parent!r} not in sys.modules", name=parent)
            path = sys.modules[parent].__path__
        bootstrap = __getattr__('_bootstrap')
        spec = module.__spec__ = bootstrap._find_spec(name, path, module)
        if spec is None:
            raise ModuleNotFoundError(f"spec not found for the module {name!r}", name=name)
        bootstrap._exec(spec, module)
        # The module may have put something else in its place.
        return sys.modules[name]
    finally:
        _RELOADING.pop(name, None)
