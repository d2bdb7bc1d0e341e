"""Modules that are imported when they are first used."""


class Later:
    """Stands for a module; its attributes are the module's."""

    def __init__(self, name):
        object.__setattr__(self, '_name', name)

    def __getattr__(self, attribute):
        return getattr(_module(self), attribute)

    def __setattr__(self, attribute, value):
        setattr(_module(self), attribute, value)

    def __delattr__(self, attribute):
        delattr(_module(self), attribute)

    def __repr__(self):
        return repr(_module(self))


def _module(later):
    import sys
    name = object.__getattribute__(later, '_name')
    module = sys.modules.get(name)
    if module is None:
        __import__(name)
        module = sys.modules[name]
    return module
