"""The base class of loaders, apart from the other abstract classes."""

import abc


class Loader(metaclass=abc.ABCMeta):
    """Loads modules."""

    def create_module(self, spec):
        """Return a module object, or None for a plain one."""
        return None

    def load_module(self, fullname):
        """Load a module the deprecated way."""
        if not hasattr(self, 'exec_module'):
            raise ImportError
        from . import _bootstrap
        return _bootstrap._load_module_shim(self, fullname)
