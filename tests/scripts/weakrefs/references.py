# Shows: weakref.ref, proxies, callbacks, and what cannot be referred to weakly.
import weakref


class Target:
    def __init__(self, name="target"):
        self.name = name

    def method(self):
        return f"method of {self.name}"

    def __len__(self):
        return 3

    def __eq__(self, other):
        return isinstance(other, Target) and self.name == other.name

    def __hash__(self):
        return hash(self.name)


target = Target()
reference = weakref.ref(target)
print(
    reference() is target, weakref.ref(target) is reference, weakref.getweakrefcount(target),
    weakref.getweakrefs(target) == [reference], reference.__callback__,
    isinstance(reference, weakref.ReferenceType)
)
with_callback = weakref.ref(
    target, lambda dead: print("callback", dead() is None, dead is with_callback)
)
print(
    with_callback == reference, hash(reference) == hash(target), weakref.getweakrefcount(target),
    reference == weakref.ref(Target()), reference != target
)
proxy = weakref.proxy(target)
print(
    proxy.name, proxy.method(), len(proxy), type(proxy).__name__, proxy == target,
    isinstance(proxy, Target)
)
proxy.name = "changed"
print(target.name, repr(proxy)[:12], str(proxy)[:10], bool(proxy))
bound = weakref.WeakMethod(target.method)
print(bound()(), weakref.ref(target.method)())
del target
print(reference(), bound(), reference == with_callback, repr(reference).endswith("dead>"))
for action in (
    lambda: proxy.name, lambda: len(proxy), lambda: hash(with_callback), lambda: weakref.ref(5),
    lambda: weakref.ref("a"), lambda: weakref.ref([]), lambda: weakref.ref(None),
    lambda: weakref.ref((1,)), lambda: weakref.proxy(5), lambda: weakref.ref(),
    lambda: weakref.ref(Target, 1, 2), lambda: reference.__call__(1),
    lambda: setattr(reference, "x", 1)
):
    try:
        print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
print([type(weakref.ref(each)()).__name__ for each in (
    Target, print, lambda: 1, {1}, frozenset(), (n for n in ()), Target().method.__func__
)])


class Sub(weakref.ref):
    def __init__(self, target, callback=None, extra=None):
        super().__init__(target, callback)
        self.extra = extra

    def __new__(cls, target, callback=None, extra=None):
        return super().__new__(cls, target, callback)


kept = Target("kept")
sub = Sub(kept, extra=5)
print(sub() is kept, sub.extra, sub is weakref.ref(kept), type(sub).__name__)
calls = []
references = [weakref.ref(kept, lambda dead, n=n: calls.append(n)) for n in range(3)]
del references[1]
del kept
print(calls)
