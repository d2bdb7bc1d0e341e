"""How the signature of each kind of callable is found."""

import inspect
import sys
import types
from functools import partial, partialmethod
from inspect._signature import Parameter, Signature, _empty

_POSITIONAL_ONLY = Parameter.POSITIONAL_ONLY
_POSITIONAL_OR_KEYWORD = Parameter.POSITIONAL_OR_KEYWORD
_VAR_POSITIONAL = Parameter.VAR_POSITIONAL
_KEYWORD_ONLY = Parameter.KEYWORD_ONLY
_VAR_KEYWORD = Parameter.VAR_KEYWORD

_NATIVE_CALLABLES = (types.WrapperDescriptorType, types.MethodWrapperType,
                     types.ClassMethodDescriptorType, types.BuiltinFunctionType)


def _signature_from_callable(obj, *, follow_wrapper_chains=True, skip_bound_arg=True,
                             globals=None, locals=None, eval_str=False, sigcls):
    def signature_of(other):
        return _signature_from_callable(
            other, follow_wrapper_chains=follow_wrapper_chains,
            skip_bound_arg=skip_bound_arg, globals=globals, locals=locals,
            sigcls=sigcls, eval_str=eval_str)

    if not callable(obj):
        raise TypeError(f'{obj!r} is not a callable object')
    if isinstance(obj, types.MethodType):
        signature = signature_of(obj.__func__)
        return _without_first(signature) if skip_bound_arg else signature
    if follow_wrapper_chains:
        obj = inspect.unwrap(obj, stop=lambda inner: (
            hasattr(inner, "__signature__") or isinstance(inner, types.MethodType)))
        if isinstance(obj, types.MethodType):
            return signature_of(obj)
    declared = getattr(obj, '__signature__', None)
    if declared is not None:
        return _declared_signature(obj, declared, sigcls)
    method = getattr(obj, '__partialmethod__', None)
    if isinstance(method, partialmethod):
        return _partialmethod_signature(signature_of(method.func), method)
    if isinstance(obj, partial):
        return _signature_get_partial(signature_of(obj.func), obj)
    if inspect.isfunction(obj) or inspect._signature_is_functionlike(obj):
        return _signature_from_function(sigcls, obj, skip_bound_arg=skip_bound_arg,
                                        globals=globals, locals=locals, eval_str=eval_str)
    if _signature_is_builtin(obj):
        return _signature_from_builtin(sigcls, obj, skip_bound_arg=skip_bound_arg)
    if isinstance(obj, type):
        signature = _class_signature(obj, signature_of, sigcls, skip_bound_arg)
        if signature is not None:
            return signature
    else:
        call = inspect.getattr_static(type(obj), '__call__', None)
        if call is not None:
            text = getattr(obj, '__text_signature__', None)
            if text:
                return _signature_fromstr(sigcls, obj, text)
            return signature_of(_descriptor_get(call, obj))
    raise ValueError(f'callable {obj!r} is not supported by signature')


def _declared_signature(obj, declared, sigcls):
    signature = declared
    if not isinstance(signature, (Signature, str)) and callable(signature):
        signature = signature()
    if isinstance(signature, str):
        signature = _signature_fromstr(sigcls, obj, signature)
    if not isinstance(signature, Signature):
        raise TypeError(f'unexpected object {declared!r} in __signature__ attribute')
    return signature


def _class_signature(cls, signature_of, sigcls, skip_bound_arg):
    call = _user_method(type(cls), '__call__')
    if call is not None:
        return signature_of(call)
    new = _user_method(cls, '__new__')
    init = _user_method(cls, '__init__')
    # Whichever of the two is defined nearest decides.
    for base in cls.__mro__:
        if new is not None and '__new__' in base.__dict__:
            signature = signature_of(new)
            return _without_first(signature) if skip_bound_arg else signature
        if init is not None and '__init__' in base.__dict__:
            return signature_of(init)
    for base in cls.__mro__[:-1]:
        text = getattr(base, '__text_signature__', None)
        if text:
            return _signature_fromstr(sigcls, base, text)
    if type in cls.__mro__:
        return None
    if cls.__init__ is object.__init__ and cls.__new__ is object.__new__:
        return sigcls.from_callable(object)
    raise ValueError(f'no signature found for builtin type {cls!r}')


def _user_method(cls, name):
    if name == '__new__':
        method = getattr(cls, name, None)
    else:
        method = inspect.getattr_static(cls, name, None)
    if method is None or isinstance(method, _NATIVE_CALLABLES):
        return None
    return method if name == '__new__' else _descriptor_get(method, cls)


def _descriptor_get(descriptor, obj):
    if inspect.isclass(descriptor):
        return descriptor
    getter = getattr(type(descriptor), '__get__', None)
    return descriptor if getter is None else getter(descriptor, obj, type(obj))


def _without_first(signature):
    # The signature of a method once it is bound to its instance.
    parameters = list(signature.parameters.values())
    if not parameters or parameters[0].kind in (_VAR_KEYWORD, _KEYWORD_ONLY):
        raise ValueError('invalid method signature')
    if parameters[0].kind is not _VAR_POSITIONAL:
        del parameters[0]
    return signature.replace(parameters=parameters)


def _partialmethod_signature(wrapped, method):
    signature = _signature_get_partial(wrapped, method, (None,))
    first = next(iter(wrapped.parameters.values()))
    if first.kind is _VAR_POSITIONAL:
        return signature
    return signature.replace(parameters=[first, *signature.parameters.values()])


def _signature_get_partial(wrapped, bound, extra_args=()):
    keywords = bound.keywords or {}
    args = extra_args + (bound.args or ())
    try:
        given = wrapped.bind_partial(*args, **keywords).arguments
    except TypeError as error:
        raise ValueError(f'partial object {bound!r} has incorrect arguments') from error
    before = []
    after = []
    by_keyword = False
    for name, parameter in wrapped.parameters.items():
        kind = parameter.kind
        if name in given:
            if kind is _POSITIONAL_ONLY:
                continue
            if kind is _POSITIONAL_OR_KEYWORD:
                if name not in keywords:
                    continue
                # It can still be given, and from here on only by keyword.
                by_keyword = True
                parameter = parameter.replace(default=given[name])
            elif kind is _KEYWORD_ONLY:
                parameter = parameter.replace(default=given[name])
        if not by_keyword:
            before.append(parameter)
        elif kind is _POSITIONAL_OR_KEYWORD:
            after.append(parameter.replace(kind=_KEYWORD_ONLY))
        elif kind is not _VAR_POSITIONAL:
            after.append(parameter)
    return wrapped.replace(parameters=before + after)


def _signature_is_builtin(obj):
    return (inspect.isbuiltin(obj) or inspect.ismethoddescriptor(obj)
            or isinstance(obj, _NATIVE_CALLABLES) or obj is type or obj is object)


def _signature_from_builtin(cls, func, skip_bound_arg=True):
    if not _signature_is_builtin(func):
        raise TypeError(f"{func!r} is not a Python builtin function")
    text = getattr(func, "__text_signature__", None)
    if not text:
        raise ValueError(f"no signature found for builtin {func!r}")
    return _signature_fromstr(cls, func, text, skip_bound_arg)


def _signature_from_function(cls, func, skip_bound_arg=True,
                             globals=None, locals=None, eval_str=False):
    is_real = inspect.isfunction(func)
    if not is_real and not inspect._signature_is_functionlike(func):
        raise TypeError(f'{func!r} is not a Python function')
    text = getattr(func, "__text_signature__", None)
    if text:
        return _signature_fromstr(cls, func, text, skip_bound_arg)

    code = func.__code__
    names = code.co_varnames
    positional = code.co_argcount
    named = positional + code.co_kwonlyargcount
    annotations = inspect.get_annotations(func, globals=globals, locals=locals,
                                          eval_str=eval_str)
    defaults = func.__defaults__ or ()
    kwdefaults = func.__kwdefaults__ or {}
    required = positional - len(defaults)
    make = cls._parameter_cls
    parameters = []

    def add(name, kind, default=_empty):
        parameters.append(make(name, kind, default=default,
                               annotation=annotations.get(name, _empty)))

    for index, name in enumerate(names[:positional]):
        add(name,
            _POSITIONAL_ONLY if index < code.co_posonlyargcount else _POSITIONAL_OR_KEYWORD,
            defaults[index - required] if index >= required else _empty)
    rest = iter(names[named:])
    if code.co_flags & inspect.CO_VARARGS:
        add(next(rest), _VAR_POSITIONAL)
    for name in names[positional:named]:
        add(name, _KEYWORD_ONLY, kwdefaults.get(name, _empty))
    if code.co_flags & inspect.CO_VARKEYWORDS:
        add(next(rest), _VAR_KEYWORD)
    # What the compiler made needs no checking.
    return cls(parameters, return_annotation=annotations.get('return', _empty),
               __validate_parameters__=not is_real)


# Signatures given as text

def _signature_strip_non_python_syntax(signature):
    # Returns the text without the $ that marks self, and the number of
    # the parameter that it marked.
    if not signature:
        return signature, None
    result = []
    commas = 0
    marked = None
    quote = None
    chars = iter(signature)
    for char in chars:
        if quote:
            result.append(char)
            if char == '\\':
                result.append(next(chars, ''))
            elif char == quote:
                quote = None
        elif char == '$':
            assert marked is None
            marked = commas
        elif char == ',':
            commas += 1
            result.append(', ')
        elif not char.isspace():
            if char in '\'"':
                quote = char
            result.append(char)
    return ''.join(result).strip(), marked


def _signature_fromstr(cls, obj, s, skip_bound_arg=True):
    import _ast
    text, marked = _signature_strip_non_python_syntax(s)
    invalid = f"{obj!r} builtin has invalid signature"
    try:
        tree = compile(f"def foo{text}: pass", "<unknown>", "exec", 0x400)
    except SyntaxError:
        tree = None
    if not isinstance(tree, _ast.Module):
        raise ValueError(invalid)
    args = tree.body[0].args
    evaluate = _DefaultEvaluator(obj).evaluate
    make = cls._parameter_cls
    parameters = []

    def add(node, kind, default=None):
        if node.annotation is not None:
            raise ValueError("Annotations are not currently supported")
        value = make.empty
        if default is not None:
            try:
                value = evaluate(default)
            except ValueError:
                raise ValueError(invalid) from None
        parameters.append(make(node.arg, kind, default=value))

    positional = args.posonlyargs + args.args
    defaults = [None] * (len(positional) - len(args.defaults)) + args.defaults
    for index, node in enumerate(positional):
        kind = (make.POSITIONAL_ONLY if index < len(args.posonlyargs)
                else make.POSITIONAL_OR_KEYWORD)
        add(node, kind, defaults[index])
    if args.vararg:
        add(args.vararg, make.VAR_POSITIONAL)
    for node, default in zip(args.kwonlyargs, args.kw_defaults):
        add(node, make.KEYWORD_ONLY, default)
    if args.kwarg:
        add(args.kwarg, make.VAR_KEYWORD)

    if marked is not None:
        assert parameters
        owner = getattr(obj, '__self__', None)
        if owner is not None and (inspect.ismodule(owner) or skip_bound_arg):
            del parameters[0]
        else:
            parameters[0] = parameters[0].replace(kind=make.POSITIONAL_ONLY)
    return cls(parameters, return_annotation=cls.empty)


class _DefaultEvaluator:
    """Computes default values written as constants, names and sums of them."""

    def __init__(self, obj):
        name = getattr(obj, '__module__', None)
        if not name:
            name = getattr(getattr(obj, '__objclass__', None), '__module__', None)
        module = sys.modules.get(name, None) if name else None
        self.module_names = module.__dict__ if module else {}

    def evaluate(self, node):
        import _ast
        if isinstance(node, _ast.Constant):
            return node.value
        if isinstance(node, (_ast.Name, _ast.Attribute)):
            return self.look_up(self.dotted(node))
        if isinstance(node, _ast.BinOp):
            left, right = self.evaluate(node.left), self.evaluate(node.right)
            if isinstance(node.op, _ast.Add):
                return left + right
            if isinstance(node.op, _ast.Sub):
                return left - right
            if isinstance(node.op, _ast.BitOr):
                return left | right
        elif isinstance(node, _ast.UnaryOp):
            value = self.evaluate(node.operand)
            if type(value) in (int, float, complex):
                if isinstance(node.op, _ast.USub):
                    return -value
                if isinstance(node.op, _ast.UAdd):
                    return +value
        elif isinstance(node, _ast.Tuple):
            return tuple(map(self.evaluate, node.elts))
        elif isinstance(node, _ast.List):
            return list(map(self.evaluate, node.elts))
        elif isinstance(node, _ast.Set):
            return set(map(self.evaluate, node.elts))
        elif isinstance(node, _ast.Dict):
            return dict(zip(map(self.evaluate, node.keys), map(self.evaluate, node.values)))
        raise ValueError

    def dotted(self, node):
        import _ast
        names = []
        while isinstance(node, _ast.Attribute):
            names.append(node.attr)
            node = node.value
        if not isinstance(node, _ast.Name):
            raise ValueError
        return '.'.join([node.id, *reversed(names)])

    def look_up(self, dotted):
        try:
            value = eval(dotted, self.module_names)
        except NameError:
            try:
                value = eval(dotted, sys.modules.copy())
            except NameError:
                raise ValueError
        if isinstance(value, (str, int, float, bytes, bool, type(None))):
            return value
        raise ValueError


inspect._adopt(globals())
