"""Modules that are imported when they are first used."""

import sys


class Later:
    """Stands for a module among the globals of another, until it is used for the first time."""

    def __init__(self, name):
        object.__setattr__(self, '_name', name)
        object.__setattr__(self, '_globals', sys._getframe(1).f_globals)

    def __getattr__(self, attribute):
        return getattr(_module(self), attribute)

    def __setattr__(self, attribute, value):
        setattr(_module(self), attribute, value)

    def __delattr__(self, attribute):
        delattr(_module(self), attribute)

    def __repr__(self):
        return repr(_module(self))


def _module(later):
    own = object.__getattribute__
    try:
        module = own(later, '_loaded')
    except AttributeError:
        name = own(later, '_name')
        __import__(name)
        module = sys.modules[name]
        # What was used once is at hand when the interpreter ends, too.
        object.__setattr__(later, '_loaded', module)
    # From now on the module itself is found.
    names = own(later, '_globals')
    for name in [name for name, value in names.items() if value is later]:
        names[name] = module
    return module
