"""Names for the types of the interpreter's own objects, and dynamic classes."""

import sys


def _make_types():
    """Make one object of each kind that no name leads to."""
    async def coroutine():
        pass

    def generator():
        yield sys

    async def asynchronous_generator():
        yield

    scope = globals()
    function = type(generator)
    scope['FunctionType'] = scope['LambdaType'] = function
    scope['CodeType'] = type(generator.__code__)
    scope['MappingProxyType'] = type(type.__dict__)
    scope['SimpleNamespace'] = type(sys.implementation)
    # This function's variable is seen from within another.
    scope['CellType'] = type((lambda: scope).__closure__[0])
    scope['GeneratorType'] = type(generator())
    started = coroutine()
    scope['CoroutineType'] = type(started)
    started.close()
    scope['AsyncGeneratorType'] = type(asynchronous_generator())
    scope['MethodType'] = type(generator.__get__(scope))
    scope['BuiltinFunctionType'] = scope['BuiltinMethodType'] = type(len)
    scope['WrapperDescriptorType'] = type(object.__init__)
    scope['MethodWrapperType'] = type(object().__str__)
    scope['MethodDescriptorType'] = type(str.join)
    scope['ClassMethodDescriptorType'] = type(dict.__dict__['fromkeys'])
    scope['ModuleType'] = type(sys)
    try:
        raise TypeError
    except TypeError as error:
        traceback = error.__traceback__
        scope['TracebackType'] = type(traceback)
        scope['FrameType'] = type(traceback.tb_frame)
    scope['GetSetDescriptorType'] = type(function.__code__)
    scope['MemberDescriptorType'] = type(function.__globals__)
    scope['GenericAlias'] = type(list[int])
    scope['UnionType'] = type(int | str)
    scope['EllipsisType'] = type(...)
    scope['NoneType'] = type(None)
    scope['NotImplementedType'] = type(NotImplemented)


_make_types()
del sys


def new_class(name, bases=(), kwds=None, exec_body=None):
    """Make a class as a class statement does, with the right metaclass."""
    resolved = resolve_bases(bases)
    meta, namespace, kwds = prepare_class(name, resolved, kwds)
    if exec_body is not None:
        exec_body(namespace)
    if resolved is not bases:
        namespace['__orig_bases__'] = bases
    return meta(name, resolved, namespace, **kwds)


def resolve_bases(bases):
    """Put classes in the place of bases that only stand for classes."""
    resolved = []
    changed = False
    for base in bases:
        if isinstance(base, type) or not hasattr(base, '__mro_entries__'):
            resolved.append(base)
            continue
        entries = base.__mro_entries__(bases)
        if not isinstance(entries, tuple):
            raise TypeError('__mro_entries__ must return a tuple')
        resolved += entries
        changed = True
    return tuple(resolved) if changed else bases


def prepare_class(name, bases=(), kwds=None):
    """Return the metaclass, the namespace it has prepared, and the keywords.

    The keywords returned are a copy without `metaclass`.
    """
    kwds = dict(kwds) if kwds is not None else {}
    if 'metaclass' in kwds:
        meta = kwds.pop('metaclass')
    else:
        meta = type(bases[0]) if bases else type
    if isinstance(meta, type):
        meta = _calculate_meta(meta, bases)
    namespace = {}
    if hasattr(meta, '__prepare__'):
        namespace = meta.__prepare__(name, bases, **kwds)
    return meta, namespace, kwds


def _calculate_meta(meta, bases):
    """Find the metaclass that is derived from all the others."""
    for base in bases:
        other = type(base)
        if issubclass(meta, other):
            continue
        if not issubclass(other, meta):
            raise TypeError('metaclass conflict: the metaclass of a derived '
                            'class must be a (non-strict) subclass of the '
                            'metaclasses of all its bases')
        meta = other
    return meta


def get_original_bases(cls, /):
    """Return the bases as they were written, such as Generic[T]."""
    try:
        return cls.__dict__.get('__orig_bases__', cls.__bases__)
    except AttributeError:
        raise TypeError(f'Expected an instance of type, not '
                        f'{type(cls).__name__!r}') from None


class DynamicClassAttribute:
    """A property of instances; on the class, __getattr__ is asked instead."""

    def __init__(self, fget=None, fset=None, fdel=None, doc=None):
        self.fget = fget
        self.fset = fset
        self.fdel = fdel
        self.__doc__ = doc or fget.__doc__
        self.overwrite_doc = doc is None
        self.__isabstractmethod__ = bool(
            getattr(fget, '__isabstractmethod__', False))

    def __get__(self, instance, ownerclass=None):
        if instance is None:
            if self.__isabstractmethod__:
                return self
            raise AttributeError()
        if self.fget is None:
            raise AttributeError('unreadable attribute')
        return self.fget(instance)

    def __set__(self, instance, value):
        if self.fset is None:
            raise AttributeError("can't set attribute")
        self.fset(instance, value)

    def __delete__(self, instance):
        if self.fdel is None:
            raise AttributeError("can't delete attribute")
        self.fdel(instance)

    def _copy(self, fget, fset, fdel, doc):
        copy = type(self)(fget, fset, fdel, doc)
        copy.overwrite_doc = self.overwrite_doc
        return copy

    def getter(self, fget):
        doc = fget.__doc__ if self.overwrite_doc else None
        return self._copy(fget, self.fset, self.fdel, doc or self.__doc__)

    def setter(self, fset):
        return self._copy(self.fget, fset, self.fdel, self.__doc__)

    def deleter(self, fdel):
        return self._copy(self.fget, self.fset, fdel, self.__doc__)


def _of_generator(name):
    """Make a property that asks the wrapped generator."""
    return property(lambda self: getattr(self._generator, name))


class _GeneratorWrapper:
    """Makes an object that behaves as a generator awaitable."""

    def __init__(self, gen):
        self._generator = gen
        for name in ('__name__', '__qualname__'):
            setattr(self, name, getattr(gen, name, None))

    def __next__(self):
        return next(self._generator)

    def __iter__(self):
        if self._generator.__class__ is GeneratorType:
            return self._generator
        return self

    __await__ = __iter__

    def send(self, val):
        return self._generator.send(val)

    def throw(self, tp, *rest):
        return self._generator.throw(tp, *rest)

    def close(self):
        return self._generator.close()

    gi_code = cr_code = _of_generator('gi_code')
    gi_frame = cr_frame = _of_generator('gi_frame')
    gi_running = cr_running = _of_generator('gi_running')
    gi_yieldfrom = cr_await = _of_generator('gi_yieldfrom')


_CO_GENERATOR = 0x20
_CO_COROUTINE = 0x80
_CO_ITERABLE_COROUTINE = 0x100


def coroutine(func):
    """A decorator that makes what a generator function returns awaitable."""
    if not callable(func):
        raise TypeError('types.coroutine() expects a callable')
    if func.__class__ is FunctionType:
        code = getattr(func, '__code__', None)
        if code.__class__ is CodeType:
            if code.co_flags & (_CO_COROUTINE | _CO_ITERABLE_COROUTINE):
                return func
            if code.co_flags & _CO_GENERATOR:
                func.__code__ = code.replace(
                    co_flags=code.co_flags | _CO_ITERABLE_COROUTINE)
                return func

    # Some other callable; it may return what only behaves as a generator.
    import functools
    import _collections_abc

    @functools.wraps(func)
    def wrapped(*args, **kwargs):
        result = func(*args, **kwargs)
        if (result.__class__ is CoroutineType
                or result.__class__ is GeneratorType
                and result.gi_code.co_flags & _CO_ITERABLE_COROUTINE):
            return result
        if (isinstance(result, _collections_abc.Generator)
                and not isinstance(result, _collections_abc.Coroutine)):
            return _GeneratorWrapper(result)
        return result

    return wrapped


def __getattr__(name):
    if name == 'CapsuleType':
        import _socket
        return type(_socket.CAPI)
    raise AttributeError(f'module {__name__!r} has no attribute {name!r}')


__all__ = [name for name in globals() if name[:1] != '_']
__all__.append('CapsuleType')
