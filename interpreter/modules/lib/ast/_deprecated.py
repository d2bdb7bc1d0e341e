"""Node classes of older versions, which make nodes of the present ones."""

from _ast import AST, Constant, Load, Tuple, expr_context, mod
from ast import _warn_class


class _ABC(type):
    """Makes isinstance() look at the value of a Constant."""

    def __init__(cls, *args):
        cls.__doc__ = "Deprecated AST node class. Use ast.Constant instead"

    def __instancecheck__(cls, inst):
        is_known = cls in _const_types
        if is_known:
            _warn_class(cls.__qualname__)
        if not isinstance(inst, Constant):
            return False
        if not is_known:
            return type.__instancecheck__(cls, inst)
        try:
            value = inst.value
        except AttributeError:
            return False
        return (isinstance(value, _const_types[cls])
                and not isinstance(value, _const_types_not.get(cls, ())))


def _new(cls, *args, **kwargs):
    for name in kwargs:
        if name in cls._fields and cls._fields.index(name) < len(args):
            raise TypeError(f"{cls.__name__} got multiple values for argument {name!r}")
    if cls in _const_types:
        _warn_class(cls.__qualname__)
        return Constant(*args, **kwargs)
    return Constant.__new__(cls, *args, **kwargs)


class Num(Constant, metaclass=_ABC):
    __module__ = 'ast'
    _fields = ('n',)
    __new__ = _new


class Str(Constant, metaclass=_ABC):
    __module__ = 'ast'
    _fields = ('s',)
    __new__ = _new


class Bytes(Constant, metaclass=_ABC):
    __module__ = 'ast'
    _fields = ('s',)
    __new__ = _new


class NameConstant(Constant, metaclass=_ABC):
    __module__ = 'ast'
    __new__ = _new


class Ellipsis(Constant, metaclass=_ABC):
    __module__ = 'ast'
    _fields = ()

    def __new__(cls, *args, **kwargs):
        if cls is not Ellipsis:
            return Constant.__new__(cls, *args, **kwargs)
        _warn_class('Ellipsis')
        return Constant(..., *args, **kwargs)


_const_types = {
    Num: (int, float, complex),
    Str: (str,),
    Bytes: (bytes,),
    NameConstant: (type(None), bool),
    Ellipsis: (type(...),),
}
_const_types_not = {Num: (bool,)}


class slice(AST):
    """Deprecated AST node class."""

    __module__ = 'ast'


class Index(slice):
    """Deprecated AST node class. Use the index value directly instead."""

    __module__ = 'ast'

    def __new__(cls, value, **kwargs):
        return value


class ExtSlice(slice):
    """Deprecated AST node class. Use ast.Tuple instead."""

    __module__ = 'ast'

    def __new__(cls, dims=(), **kwargs):
        return Tuple(list(dims), Load(), **kwargs)


class Suite(mod):
    """Deprecated AST node class. Unused in Python 3."""

    __module__ = 'ast'


class AugLoad(expr_context):
    """Deprecated AST node class. Unused in Python 3."""

    __module__ = 'ast'


class AugStore(expr_context):
    """Deprecated AST node class. Unused in Python 3."""

    __module__ = 'ast'


class Param(expr_context):
    """Deprecated AST node class. Unused in Python 3."""

    __module__ = 'ast'
