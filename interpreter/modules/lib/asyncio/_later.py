"""Modules that are imported when they are first used."""

import sys


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
    try:
        return object.__getattribute__(later, '_loaded')
    except AttributeError:
        pass
    name = object.__getattribute__(later, '_name')
    __import__(name)
    module = sys.modules[name]
    # What was used once is at hand when the interpreter ends, too.
    object.__setattr__(later, '_loaded', module)
    return module
