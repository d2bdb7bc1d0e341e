"""The arguments of functions and frames, in the older, tuple-like form."""

import inspect
from collections import namedtuple

Arguments = namedtuple('Arguments', 'args, varargs, varkw')
ArgInfo = namedtuple('ArgInfo', 'args varargs keywords locals')
ClosureVars = namedtuple('ClosureVars', 'nonlocals globals builtins unbound')
FullArgSpec = namedtuple(
    'FullArgSpec', 'args, varargs, varkw, defaults, kwonlyargs, kwonlydefaults, annotations')


def getargs(co):
    """Return the names of a code object's parameters."""
    if not inspect.iscode(co):
        raise TypeError(f'{co!r} is not a code object')
    count = co.co_argcount + co.co_kwonlyargcount
    names = list(co.co_varnames[:count])
    extra = iter(co.co_varnames[count:])
    varargs = next(extra) if co.co_flags & inspect.CO_VARARGS else None
    varkw = next(extra) if co.co_flags & inspect.CO_VARKEYWORDS else None
    return Arguments(names, varargs, varkw)


def getargvalues(frame):
    """Return the parameters of a frame's function with all local variables."""
    return ArgInfo(*getargs(frame.f_code), frame.f_locals)


def getfullargspec(func):
    """Return the names, defaults and annotations of a callable's parameters.

    Bound methods show their first parameter, and wrappers are not followed.
    """
    try:
        signature = inspect._signature_from_callable(
            func, follow_wrapper_chains=False, skip_bound_arg=False,
            sigcls=inspect.Signature, eval_str=False)
    except Exception as error:
        # The reason may be anything at all; this function has one error.
        raise TypeError('unsupported callable') from error
    empty = signature.empty
    args = []
    kwonly = []
    star = {}
    defaults = []
    kwdefaults = {}
    annotations = {}
    if signature.return_annotation is not empty:
        annotations['return'] = signature.return_annotation
    for name, parameter in signature.parameters.items():
        kind = parameter.kind
        has_default = parameter.default is not empty
        if kind is parameter.VAR_POSITIONAL or kind is parameter.VAR_KEYWORD:
            star[kind] = name
        elif kind is parameter.KEYWORD_ONLY:
            kwonly.append(name)
            if has_default:
                kwdefaults[name] = parameter.default
        else:
            args.append(name)
            if has_default:
                defaults.append(parameter.default)
        if parameter.annotation is not empty:
            annotations[name] = parameter.annotation
    kinds = inspect.Parameter
    return FullArgSpec(args, star.get(kinds.VAR_POSITIONAL), star.get(kinds.VAR_KEYWORD),
                       tuple(defaults) or None, kwonly, kwdefaults or None, annotations)


def formatargvalues(args, varargs, varkw, locals,
                    formatarg=str,
                    formatvarargs=lambda name: '*' + name,
                    formatvarkw=lambda name: '**' + name,
                    formatvalue=lambda value: '=' + repr(value)):
    """Return what getargvalues() gives as text in parentheses."""
    parts = [formatarg(name) + formatvalue(locals[name]) for name in args]
    if varargs:
        parts.append(formatvarargs(varargs) + formatvalue(locals[varargs]))
    if varkw:
        parts.append(formatvarkw(varkw) + formatvalue(locals[varkw]))
    return f"({', '.join(parts)})"


def _missing_arguments(function, names, kind, values):
    missing = [repr(name) for name in names if name not in values]
    listing = missing.pop()
    count = len(missing) + 1
    if missing:
        listing = f"{', '.join(missing)} and {listing}"
    plural = '' if count == 1 else 's'
    raise TypeError(f"{function}() missing {count} required {kind} "
                    f"argument{plural}: {listing}")


def _too_many(function, spec, given, values):
    most = len(spec.args)
    least = most - len(spec.defaults or ())
    kwonly_given = len([name for name in spec.kwonlyargs if name in values])
    if least == most:
        expected, plural = str(most), most != 1
    else:
        expected, plural = f"from {least} to {most}", True
    extra = ''
    if kwonly_given:
        extra = (f" positional argument{'s' if given != 1 else ''} (and {kwonly_given} "
                 f"keyword-only argument{'s' if kwonly_given != 1 else ''})")
    verb = 'was' if given == 1 and not kwonly_given else 'were'
    raise TypeError(f"{function}() takes {expected} positional argument"
                    f"{'s' if plural else ''} but {given}{extra} {verb} given")


def getcallargs(func, /, *positional, **named):
    """Return the value that each parameter gets in a call, by name."""
    spec = getfullargspec(func)
    name = func.__name__
    args = spec.args
    if inspect.ismethod(func) and func.__self__ is not None:
        positional = (func.__self__, *positional)
    values = dict(zip(args, positional))
    if spec.varargs:
        values[spec.varargs] = tuple(positional[len(args):])
    if spec.varkw:
        values[spec.varkw] = {}
    known = {*args, *spec.kwonlyargs}
    for keyword, value in named.items():
        if keyword not in known:
            if not spec.varkw:
                raise TypeError(f"{name}() got an unexpected keyword argument {keyword!r}")
            values[spec.varkw][keyword] = value
        elif keyword in values:
            raise TypeError(f"{name}() got multiple values for argument {keyword!r}")
        else:
            values[keyword] = value
    if len(positional) > len(args) and not spec.varargs:
        _too_many(name, spec, len(positional), values)
    if len(positional) < len(args):
        defaults = spec.defaults or ()
        required = args[:len(args) - len(defaults)]
        if any([arg not in values for arg in required]):
            _missing_arguments(name, required, 'positional', values)
        for arg, default in zip(args[len(required):], defaults):
            values.setdefault(arg, default)
    for keyword, default in (spec.kwonlydefaults or {}).items():
        values.setdefault(keyword, default)
    if any([keyword not in values for keyword in spec.kwonlyargs]):
        _missing_arguments(name, spec.kwonlyargs, 'keyword-only', values)
    return values


def getclosurevars(func):
    """Return the values of the names that a function uses from outside."""
    if inspect.ismethod(func):
        func = func.__func__
    if not inspect.isfunction(func):
        raise TypeError(f"{func!r} is not a Python function")
    code = func.__code__
    outer = {name: cell.cell_contents
             for name, cell in zip(code.co_freevars, func.__closure__ or ())}
    module = func.__globals__
    builtin = module.get("__builtins__")
    if builtin is None:
        import builtins as builtin
    if inspect.ismodule(builtin):
        builtin = builtin.__dict__
    found = {}
    found_builtin = {}
    unbound = set()
    for name in code.co_names:
        if name in ("None", "True", "False"):
            continue
        if name in module:
            found[name] = module[name]
        elif name in builtin:
            found_builtin[name] = builtin[name]
        else:
            unbound.add(name)
    return ClosureVars(outer, found, found_builtin, unbound)


inspect._adopt(globals())
