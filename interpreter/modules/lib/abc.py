"""Abstract base classes."""

from _abc import (
    get_cache_token, _abc_init, _abc_register, _abc_instancecheck,
    _abc_subclasscheck, _get_dump, _reset_registry, _reset_caches)


def abstractmethod(funcobj):
    """Mark a method that derived classes have to define."""
    funcobj.__isabstractmethod__ = True
    return funcobj


class abstractclassmethod(classmethod):
    """The same as classmethod and abstractmethod together; deprecated."""

    __isabstractmethod__ = True

    def __init__(self, callable):
        super().__init__(abstractmethod(callable))


class abstractstaticmethod(staticmethod):
    """The same as staticmethod and abstractmethod together; deprecated."""

    __isabstractmethod__ = True

    def __init__(self, callable):
        super().__init__(abstractmethod(callable))


class abstractproperty(property):
    """The same as property and abstractmethod together; deprecated."""

    __isabstractmethod__ = True


class ABCMeta(type):
    """The class of abstract base classes.

    Classes that are registered with one, and those for which its
    __subclasshook__ vouches, count as its subclasses.
    """

    def __new__(mcls, name, bases, namespace, /, **kwargs):
        cls = super().__new__(mcls, name, bases, namespace, **kwargs)
        _abc_init(cls)
        return cls

    def register(cls, subclass):
        """Let a class count as a subclass; return it."""
        return _abc_register(cls, subclass)

    def __instancecheck__(cls, instance):
        return _abc_instancecheck(cls, instance)

    def __subclasscheck__(cls, subclass):
        return _abc_subclasscheck(cls, subclass)

    def _dump_registry(cls, file=None):
        """Print what is registered and remembered."""
        print(f'Class: {cls.__module__}.{cls.__qualname__}', file=file)
        print(f'Inv. counter: {get_cache_token()}', file=file)
        names = ('registry', 'cache', 'negative_cache',
                 'negative_cache_version')
        for name, value in zip(names, _get_dump(cls)):
            print(f'_abc_{name}: {value!r}', file=file)

    def _abc_registry_clear(cls):
        _reset_registry(cls)

    def _abc_caches_clear(cls):
        _reset_caches(cls)


def update_abstractmethods(cls):
    """Find out anew which methods of a class are abstract; return the class."""
    if hasattr(cls, '__abstractmethods__'):
        abstract = {
            name for base in cls.__bases__
            for name in getattr(base, '__abstractmethods__', ())
            if getattr(getattr(cls, name, None), '__isabstractmethod__', False)}
        abstract.update([
            name for name, value in cls.__dict__.items()
            if getattr(value, '__isabstractmethod__', False)])
        cls.__abstractmethods__ = frozenset(abstract)
    return cls


class ABC(metaclass=ABCMeta):
    """A base that is abstract without naming the metaclass."""

    __slots__ = ()
