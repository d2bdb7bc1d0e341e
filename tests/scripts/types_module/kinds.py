# Shows: the module types: names of built-in types, SimpleNamespace, MappingProxyType, new_class.
import types

for name in (
    "FunctionType", "LambdaType", "GeneratorType", "MethodType", "BuiltinFunctionType", "CodeType",
    "ModuleType", "TracebackType", "FrameType", "NoneType", "EllipsisType", "NotImplementedType",
    "MappingProxyType", "SimpleNamespace", "CellType", "UnionType", "GenericAlias",
    "WrapperDescriptorType", "MethodDescriptorType", "GetSetDescriptorType", "MemberDescriptorType",
    "ClassMethodDescriptorType", "MethodWrapperType", "CoroutineType", "AsyncGeneratorType"
):
    print(name, getattr(types, name))
n = types.SimpleNamespace(a=1, b=[2])
n.c = n.a + 1
del n.a
print(
    n, n.c, n == types.SimpleNamespace(b=[2], c=2), vars(n), types.SimpleNamespace({"x": 1}, y=2),
    types.SimpleNamespace()
)
n.me = n
print(n)
table = {"k": 1}
proxy = types.MappingProxyType(table)
table["new"] = 2
print(
    proxy, proxy["new"], len(proxy), list(proxy), "k" in proxy, proxy.get("z"), proxy | {"x": 1},
    dict(proxy), proxy == table, proxy.copy(), type(vars(int)).__name__, list(reversed(proxy))
)
Made = types.new_class(
    "Made", (list,), {"metaclass": type}, lambda namespace: namespace.update(x=5)
)
print(
    Made.x, Made([1]), types.resolve_bases((int,)), types.prepare_class("X")[0],
    types.get_original_bases(Made)
)
function = types.FunctionType((lambda a, b=1: (a, b)).__code__, {}, "made", (7,))
print(
    function(1), function.__name__, types.DynamicClassAttribute.__name__,
    types.MethodType(str.upper, "bound")()
)
for action in (
    lambda: types.MappingProxyType(5), lambda: types.MappingProxyType([1]),
    lambda: proxy.__setitem__("a", 1), lambda: delattr(proxy, "x"), lambda: proxy.pop("k"),
    lambda: types.SimpleNamespace(1), lambda: types.SimpleNamespace({}, {}), lambda: n.missing,
    lambda: types.NoneType(1), lambda: types.FunctionType(5, {}),
    lambda: types.FunctionType((lambda: 1).__code__, 5), lambda: types.GeneratorType(),
    lambda: types.CodeType(), lambda: hash(n), lambda: n < n, lambda: types.CellType(1, 2),
    lambda: types.FrameType(), lambda: types.new_class("X", (5,)), lambda: vars(int).update(x=1),
    lambda: hash(proxy), lambda: types.SimpleNamespace({1: 2})
):
    try:
        print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
