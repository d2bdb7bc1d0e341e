"""What live objects are: their kind, members, signature and source.

The kinds of objects are told here; the rest is in submodules, which are
loaded when one of their names is first used.
"""

import sys
import types

# The names of the bits of a code object's flags, from the lowest up.
_CODE_FLAGS = ("OPTIMIZED", "NEWLOCALS", "VARARGS", "VARKEYWORDS", "NESTED",
               "GENERATOR", "NOFREE", "COROUTINE", "ITERABLE_COROUTINE",
               "ASYNC_GENERATOR")
globals().update({"CO_" + name: 1 << bit for bit, name in enumerate(_CODE_FLAGS)})

TPFLAGS_IS_ABSTRACT = 1 << 20

AGEN_CREATED = 'AGEN_CREATED'
AGEN_RUNNING = 'AGEN_RUNNING'
AGEN_SUSPENDED = 'AGEN_SUSPENDED'
AGEN_CLOSED = 'AGEN_CLOSED'
CORO_CREATED = 'CORO_CREATED'
CORO_RUNNING = 'CORO_RUNNING'
CORO_SUSPENDED = 'CORO_SUSPENDED'
CORO_CLOSED = 'CORO_CLOSED'
GEN_CREATED = 'GEN_CREATED'
GEN_RUNNING = 'GEN_RUNNING'
GEN_SUSPENDED = 'GEN_SUSPENDED'
GEN_CLOSED = 'GEN_CLOSED'

_SUBMODULES = {
    '_arguments': """
        ArgInfo Arguments ClosureVars FullArgSpec formatargvalues getargs
        getargvalues getcallargs getclosurevars getfullargspec""",
    '_buffers': 'BufferFlags',
    '_callables': """
        _signature_from_builtin _signature_from_callable
        _signature_from_function _signature_fromstr
        _signature_is_builtin _signature_strip_non_python_syntax""",
    '_frames': """
        FrameInfo Traceback _FrameInfo _Traceback currentframe getframeinfo
        getinnerframes getlineno getouterframes stack trace""",
    '_members': """
        Attribute classify_class_attrs getattr_static getclasstree
        getmembers getmembers_static walktree""",
    '_signature': """
        BoundArguments Parameter Signature _ParameterKind _empty _void
        formatannotation formatannotationrelativeto signature""",
    '_source': """
        BlockFinder ClassFoundException EndOfBlock _filesbymodname findsource
        getabsfile getblock getcomments getfile getmodule getmodulename
        getsource getsourcefile getsourcelines indentsize modulesbyfile""",
}
_HOMES = {name: home for home, names in _SUBMODULES.items() for name in names.split()}

__all__ = sorted([
    *[name for name in globals() if name.startswith(("CO_", "AGEN_", "CORO_", "GEN_"))],
    *[name for name in _HOMES if not name.startswith('_') and name != 'modulesbyfile'],
    *"""TPFLAGS_IS_ABSTRACT cleandoc get_annotations getasyncgenlocals
        getasyncgenstate getcoroutinelocals getcoroutinestate getdoc
        getgeneratorlocals getgeneratorstate getmro isabstract isasyncgen
        isasyncgenfunction isawaitable isbuiltin isclass iscode iscoroutine
        iscoroutinefunction isdatadescriptor isframe isfunction isgenerator
        isgeneratorfunction isgetsetdescriptor ismemberdescriptor ismethod
        ismethoddescriptor ismethodwrapper ismodule isroutine istraceback
        markcoroutinefunction unwrap""".split()])


def __getattr__(name):
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    submodule = __import__(f'{__name__}.{home}', None, None, ['*'])
    for public in _SUBMODULES[home].split():
        globals().setdefault(public, getattr(submodule, public))
    return globals()[name]


def __dir__():
    return sorted({*globals(), *_HOMES})


def _adopt(namespace):
    # Makes what a submodule defines look as if it were defined here.
    own_name = namespace['__name__']
    for value in namespace.values():
        if getattr(value, '__module__', None) == own_name:
            value.__module__ = __name__


# Kinds of objects

def ismodule(object):
    """Tell whether the object is a module."""
    return isinstance(object, types.ModuleType)


def isclass(object):
    """Tell whether the object is a class."""
    return isinstance(object, type)


def ismethod(object):
    """Tell whether the object is a bound method."""
    return isinstance(object, types.MethodType)


def isfunction(object):
    """Tell whether the object is a function written in Python."""
    return isinstance(object, types.FunctionType)


def ismethoddescriptor(object):
    """Tell whether the object has __get__ but neither __set__ nor __delete__.

    Classes, functions and methods do not count.
    """
    if isclass(object) or ismethod(object) or isfunction(object):
        return False
    from functools import partial
    if isinstance(object, partial):
        return False
    kind = type(object)
    return hasattr(kind, '__get__') and not isdatadescriptor(object)


def isdatadescriptor(object):
    """Tell whether the object has __set__ or __delete__."""
    if isclass(object) or ismethod(object) or isfunction(object):
        return False
    kind = type(object)
    return hasattr(kind, '__set__') or hasattr(kind, '__delete__')


def ismemberdescriptor(object):
    """Tell whether the object describes a slot."""
    return isinstance(object, types.MemberDescriptorType)


def isgetsetdescriptor(object):
    """Tell whether the object describes a computed native attribute."""
    return isinstance(object, types.GetSetDescriptorType)


def _unwrap_partials(func):
    from functools import partial, partialmethod
    previous = None
    while func is not previous:
        previous = func
        while isinstance(getattr(func, '__partialmethod__', None), partialmethod):
            func = func.__partialmethod__
        while isinstance(func, (partialmethod, partial)):
            func = func.func
    return func


def _unwrap_method(func):
    from functools import partial
    while ismethod(func):
        func = func.__func__
    while isinstance(func, partial):
        func = func.func
    return func


def _has_code_flag(func, flag):
    func = _unwrap_method(_unwrap_partials(func))
    if isfunction(func) or _signature_is_functionlike(func):
        return bool(func.__code__.co_flags & flag)
    return False


def _signature_is_functionlike(obj):
    # Compiled functions that carry everything a real one does.
    if not callable(obj) or isclass(obj):
        return False
    missing = _is_coroutine_mark
    defaults = getattr(obj, '__defaults__', missing)
    kwdefaults = getattr(obj, '__kwdefaults__', missing)
    annotations = getattr(obj, '__annotations__', None)
    return (isinstance(getattr(obj, '__code__', None), types.CodeType)
            and isinstance(getattr(obj, '__name__', None), str)
            and (defaults is None or isinstance(defaults, tuple))
            and (kwdefaults is None or isinstance(kwdefaults, dict))
            and (annotations is None or isinstance(annotations, dict)))


def isgeneratorfunction(obj):
    """Tell whether calling the object makes a generator."""
    return _has_code_flag(obj, CO_GENERATOR)


_is_coroutine_mark = object()


def markcoroutinefunction(func):
    """Make iscoroutinefunction() true for a callable."""
    func = getattr(func, '__func__', func)
    func._is_coroutine_marker = _is_coroutine_mark
    return func


def iscoroutinefunction(obj):
    """Tell whether calling the object makes a coroutine."""
    return (_has_code_flag(obj, CO_COROUTINE) or _makes_native_coroutines(obj)
            or getattr(_unwrap_method(obj), '_is_coroutine_marker', None) is _is_coroutine_mark)


def _makes_native_coroutines(obj):
    """Whether a native function is one of those of asyncio that are coroutine functions."""
    function = _unwrap_method(_unwrap_partials(obj))
    if not (isbuiltin(function) or ismethoddescriptor(function)):
        return False
    from _asyncio import _makes_coroutines
    return _makes_coroutines(function)


def isasyncgenfunction(obj):
    """Tell whether calling the object makes an asynchronous generator."""
    return _has_code_flag(obj, CO_ASYNC_GENERATOR)


def isasyncgen(object):
    """Tell whether the object is an asynchronous generator."""
    return isinstance(object, types.AsyncGeneratorType)


def isgenerator(object):
    """Tell whether the object is a generator."""
    return isinstance(object, types.GeneratorType)


def iscoroutine(object):
    """Tell whether the object is a coroutine."""
    return isinstance(object, types.CoroutineType)


def isawaitable(object):
    """Tell whether the object can be awaited."""
    if isinstance(object, types.CoroutineType):
        return True
    if (isinstance(object, types.GeneratorType)
            and object.gi_code.co_flags & CO_ITERABLE_COROUTINE):
        return True
    from _collections_abc import Awaitable
    return isinstance(object, Awaitable)


def istraceback(object):
    """Tell whether the object is a traceback."""
    return isinstance(object, types.TracebackType)


def isframe(object):
    """Tell whether the object is a frame."""
    return isinstance(object, types.FrameType)


def iscode(object):
    """Tell whether the object is a code object."""
    return isinstance(object, types.CodeType)


def isbuiltin(object):
    """Tell whether the object is a native function or bound native method."""
    return isinstance(object, types.BuiltinFunctionType)


def ismethodwrapper(object):
    """Tell whether the object is a bound native special method."""
    return isinstance(object, types.MethodWrapperType)


def isroutine(object):
    """Tell whether the object is any kind of function or method."""
    return (isbuiltin(object) or isfunction(object) or ismethod(object)
            or ismethoddescriptor(object) or ismethodwrapper(object))


def isabstract(object):
    """Tell whether the object is an abstract base class."""
    if not isinstance(object, type):
        return False
    if object.__flags__ & TPFLAGS_IS_ABSTRACT:
        return True
    from abc import ABCMeta
    if not issubclass(type(object), ABCMeta) or hasattr(object, '__abstractmethods__'):
        return False
    # The class is still being made (in __init_subclass__): nobody has
    # computed yet what it leaves abstract.
    candidates = list(object.__dict__.values())
    for base in object.__bases__:
        for name in getattr(base, "__abstractmethods__", ()):
            candidates.append(getattr(object, name, None))
    return any([getattr(value, "__isabstractmethod__", False) for value in candidates])


def getmro(cls):
    """Return the classes in which a class's attributes are looked up."""
    return cls.__mro__


def unwrap(func, *, stop=None):
    """Follow __wrapped__ to the innermost function.

    stop(function) may end the walk early.
    """
    start = func
    seen = {id(func): func}
    limit = sys.getrecursionlimit()
    while not isinstance(func, type) and hasattr(func, '__wrapped__'):
        if stop is not None and stop(func):
            break
        func = func.__wrapped__
        if id(func) in seen or len(seen) >= limit:
            raise ValueError(f'wrapper loop when unwrapping {start!r}')
        seen[id(func)] = func
    return func


# Annotations

def get_annotations(obj, *, globals=None, locals=None, eval_str=False):
    """Return a new dict of the annotations of a class, module or callable.

    With eval_str, those that are strings are evaluated.
    """
    own_globals = own_locals = None
    if isinstance(obj, type):
        namespace = getattr(obj, '__dict__', None)
        annotations = None
        if namespace and hasattr(namespace, 'get'):
            annotations = namespace.get('__annotations__', None)
            if isinstance(annotations, types.GetSetDescriptorType):
                annotations = None
        module = sys.modules.get(getattr(obj, '__module__', None) or '')
        if module:
            own_globals = getattr(module, '__dict__', None)
        own_locals = dict(vars(obj))
        function = obj
    elif isinstance(obj, types.ModuleType):
        annotations = getattr(obj, '__annotations__', None)
        own_globals = obj.__dict__
        function = None
    elif callable(obj):
        annotations = getattr(obj, '__annotations__', None)
        own_globals = getattr(obj, '__globals__', None)
        function = obj
    else:
        raise TypeError(f"{obj!r} is not a module, class, or callable.")
    if annotations is None:
        return {}
    if not isinstance(annotations, dict):
        raise ValueError(f"{obj!r}.__annotations__ is neither a dict nor None")
    if not annotations or not eval_str:
        return dict(annotations)

    if function is not None:
        from functools import partial
        while True:
            if hasattr(function, '__wrapped__'):
                function = function.__wrapped__
            elif isinstance(function, partial):
                function = function.func
            else:
                break
        own_globals = getattr(function, "__globals__", own_globals)
    if globals is None:
        globals = own_globals
    if locals is None:
        locals = own_locals or {}
    if parameters := getattr(obj, "__type_params__", ()):
        locals = {parameter.__name__: parameter for parameter in parameters} | locals
    return {name: eval(value, globals, locals) if isinstance(value, str) else value
            for name, value in annotations.items()}


# Docstrings

def _findclass(func):
    cls = sys.modules.get(func.__module__)
    if cls is None:
        return None
    for name in func.__qualname__.split('.')[:-1]:
        cls = getattr(cls, name)
    return cls if isclass(cls) else None


def _finddoc(obj):
    # The docstring of the first base class (or its attribute) that has one.
    if isclass(obj):
        bases = [base for base in obj.__mro__ if base is not object]
        name = None
    else:
        name, cls = _defining_class(obj)
        if cls is None:
            return None
        if ismemberdescriptor(obj):
            slots = getattr(cls, '__slots__', None)
            if isinstance(slots, dict) and name in slots:
                return slots[name]
        bases = cls.__mro__
    for base in bases:
        try:
            doc = (base if name is None else getattr(base, name)).__doc__
        except AttributeError:
            continue
        if doc is not None:
            return doc
    return None


def _defining_class(obj):
    if ismethod(obj):
        name = obj.__func__.__name__
        owner = obj.__self__
        if isclass(owner) and getattr(getattr(owner, name, None), '__func__') is obj.__func__:
            return name, owner
        return name, owner.__class__
    if isbuiltin(obj):
        name = obj.__name__
        owner = obj.__self__
        if isclass(owner) and f'{owner.__qualname__}.{name}' == obj.__qualname__:
            return name, owner
        return name, owner.__class__
    if isfunction(obj):
        cls = _findclass(obj)
    elif isinstance(obj, property):
        cls = _findclass(obj.fget)
    elif ismethoddescriptor(obj) or isdatadescriptor(obj):
        cls = obj.__objclass__
    else:
        return None, None
    name = obj.__name__
    if cls is None or getattr(cls, name) is not obj:
        return None, None
    return name, cls


def getdoc(object):
    """Return an object's docstring, perhaps inherited, cleaned up."""
    try:
        doc = object.__doc__
        if doc is None:
            doc = _finddoc(object)
    except (AttributeError, TypeError):
        return None
    return cleandoc(doc) if isinstance(doc, str) else None


def cleandoc(doc):
    """Return a docstring without its indentation and outer blank lines."""
    first, *rest = doc.expandtabs().split('\n')
    margin = min([len(line) - len(line.lstrip(' ')) for line in rest if line.lstrip(' ')],
                 default=0)
    lines = [first.lstrip(' '), *[line[margin:] for line in rest]]
    start, end = 0, len(lines)
    while end > start and not lines[end - 1]:
        end -= 1
    while start < end and not lines[start]:
        start += 1
    return '\n'.join(lines[start:end])


# Generators and coroutines

def _state(obj, prefix, kind):
    if getattr(obj, prefix + '_running'):
        return kind + '_RUNNING'
    if getattr(obj, prefix + '_suspended'):
        return kind + '_SUSPENDED'
    if getattr(obj, prefix + '_frame') is None:
        return kind + '_CLOSED'
    return kind + '_CREATED'


def _frame_locals(obj, attribute):
    frame = getattr(obj, attribute, None)
    return {} if frame is None else frame.f_locals


def getgeneratorstate(generator):
    """Return GEN_CREATED, GEN_RUNNING, GEN_SUSPENDED or GEN_CLOSED."""
    return _state(generator, 'gi', 'GEN')


def getgeneratorlocals(generator):
    """Return the local variables of a generator, by name."""
    if not isgenerator(generator):
        raise TypeError(f"{generator!r} is not a Python generator")
    return _frame_locals(generator, "gi_frame")


def getcoroutinestate(coroutine):
    """Return CORO_CREATED, CORO_RUNNING, CORO_SUSPENDED or CORO_CLOSED."""
    return _state(coroutine, 'cr', 'CORO')


def getcoroutinelocals(coroutine):
    """Return the local variables of a coroutine, by name."""
    return _frame_locals(coroutine, "cr_frame")


def getasyncgenstate(agen):
    """Return AGEN_CREATED, AGEN_RUNNING, AGEN_SUSPENDED or AGEN_CLOSED."""
    return _state(agen, 'ag', 'AGEN')


def getasyncgenlocals(agen):
    """Return the local variables of an asynchronous generator, by name."""
    if not isasyncgen(agen):
        raise TypeError(f"{agen!r} is not a Python async generator")
    return _frame_locals(agen, "ag_frame")
