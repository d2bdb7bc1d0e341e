"""The members of classes and other objects, and trees of classes."""

import inspect
import types
from collections import namedtuple

_missing = object()
_mro_of = type.__dict__['__mro__'].__get__
_namespace_of = type.__dict__['__dict__'].__get__

Attribute = namedtuple('Attribute', 'name kind defining_class object')


def getmembers(object, predicate=None):
    """Return the sorted (name, value) pairs of an object's members.

    With a predicate, only those for whose value it is true.
    """
    return _getmembers(object, predicate, getattr)


def getmembers_static(object, predicate=None):
    """Like getmembers(), but without running any code of the object."""
    return _getmembers(object, predicate, getattr_static)


def _getmembers(obj, predicate, getter):
    names = dir(obj)
    mro = ()
    if inspect.isclass(obj):
        mro = inspect.getmro(obj)
        # dir() does not know of attributes that only instances have.
        try:
            for base in obj.__bases__:
                names += [name for name, value in base.__dict__.items()
                          if isinstance(value, types.DynamicClassAttribute)]
        except AttributeError:
            pass
    results = []
    seen = set()
    for name in names:
        try:
            value = getter(obj, name)
            found = name not in seen
        except AttributeError:
            found = False
        if not found:
            owner = next((base for base in mro if name in base.__dict__), None)
            if owner is None:
                continue
            value = owner.__dict__[name]
        if not predicate or predicate(value):
            results.append((name, value))
        seen.add(name)
    results.sort(key=lambda pair: pair[0])
    return results


def classify_class_attrs(cls):
    """Return an Attribute for each name in dir(cls)."""
    mro = inspect.getmro(cls)
    metaclasses = tuple([base for base in inspect.getmro(type(cls))
                         if base is not type and base is not object])
    names = dir(cls)
    for base in mro:
        names += [name for name, value in base.__dict__.items()
                  if isinstance(value, types.DynamicClassAttribute)
                  and value.fget is not None]
    result = []
    seen = set()
    for name in names:
        attribute = _classify(cls, name, mro, metaclasses, name not in seen)
        if attribute is not None:
            result.append(attribute)
            seen.add(name)
    return result


def _classify(cls, name, mro, metaclasses, may_get):
    bases = (cls, *mro)
    home = value = raw = None
    # Of __dict__ the proxy is not wanted.
    if may_get and name != '__dict__':
        try:
            value = getattr(cls, name)
        except Exception:
            pass
        else:
            home = getattr(value, "__objclass__", None)
            if home not in bases:
                home = _provider(cls, name, value, bases, metaclasses)
    for base in bases + metaclasses:
        if name in base.__dict__:
            raw = base.__dict__[name]
            if home not in metaclasses:
                home = base
            break
    if home is None:
        return None
    shown = raw
    if isinstance(raw, (staticmethod, types.BuiltinMethodType)):
        kind = "static method"
    elif isinstance(raw, (classmethod, types.ClassMethodDescriptorType)):
        kind = "class method"
    elif isinstance(raw, property):
        kind = "property"
    else:
        shown = raw if value is None else value
        kind = "method" if inspect.isroutine(shown) else "data"
    return Attribute(name, kind, home, shown)


def _provider(cls, name, value, bases, metaclasses):
    provider = None
    for base in bases:
        if getattr(base, name, None) is value:
            provider = base
    for metaclass in metaclasses:
        try:
            if metaclass.__getattr__(cls, name) is value:
                provider = metaclass
        except AttributeError:
            pass
    return provider


def walktree(classes, children, parent):
    """Return the nested list that getclasstree() gives for some classes."""
    classes.sort(key=lambda cls: (cls.__module__, cls.__name__))
    results = []
    for cls in classes:
        results.append((cls, cls.__bases__))
        if cls in children:
            results.append(walktree(children[cls], children, cls))
    return results


def getclasstree(classes, unique=False):
    """Arrange classes in nested lists, each under its base classes.

    With unique, each class shows up under one of them only.
    """
    children = {}
    roots = []
    for cls in classes:
        if not cls.__bases__:
            if cls not in roots:
                roots.append(cls)
            continue
        for base in cls.__bases__:
            siblings = children.setdefault(base, [])
            if cls not in siblings:
                siblings.append(cls)
            if unique and base in classes:
                break
    roots += [base for base in children if base not in classes]
    return walktree(roots, children, None)


# Attributes without running code

def _in_instance(obj, name):
    try:
        namespace = object.__getattribute__(obj, "__dict__")
    except AttributeError:
        return _missing
    return dict.get(namespace, name, _missing)


def _in_classes(cls, name):
    for base in _mro_of(cls):
        if _shadowed_dict(type(base)) is _missing and name in base.__dict__:
            return base.__dict__[name]
    return _missing


def _shadowed_dict(cls):
    # What a class puts in the place of the real __dict__, if anything.
    for base in _mro_of(cls):
        namespace = _namespace_of(base)
        if "__dict__" in namespace:
            entry = namespace["__dict__"]
            if not (type(entry) is types.GetSetDescriptorType
                    and entry.__name__ == "__dict__" and entry.__objclass__ is base):
                return entry
    return _missing


def getattr_static(obj, attr, default=_missing):
    """Return an attribute as it is stored, without running any code.

    Descriptors are returned themselves, and __getattr__ and the like are
    not asked.
    """
    in_instance = _missing
    is_class = type in _mro_of(type(obj))
    if is_class:
        cls = obj
    else:
        cls = type(obj)
        shadow = _shadowed_dict(cls)
        if shadow is _missing or type(shadow) is types.MemberDescriptorType:
            in_instance = _in_instance(obj, attr)
    in_class = _in_classes(cls, attr)
    if in_instance is not _missing:
        # A data descriptor comes before what the instance holds.
        if in_class is not _missing:
            kind = type(in_class)
            if (_in_classes(kind, "__get__") is not _missing
                    and (_in_classes(kind, "__set__") is not _missing
                         or _in_classes(kind, "__delete__") is not _missing)):
                return in_class
        return in_instance
    if in_class is not _missing:
        return in_class
    if is_class:
        in_metaclass = _in_classes(type(cls), attr)
        if in_metaclass is not _missing:
            return in_metaclass
    if default is not _missing:
        return default
    raise AttributeError(attr)


inspect._adopt(globals())
