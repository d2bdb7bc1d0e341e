# Shows: where scripts get hold of the dict of a class and change it behind the back of the class,
# look-ups see it. CPython itself crashes.
import gc


class Catch:
    def __eq__(self, other):
        self.other = other
        return True

    __ror__ = __eq__


def by_equality():
    catch = Catch()
    Shown.__dict__ == catch
    return catch.other


def by_union():
    catch = Catch()
    Shown.__dict__ | catch
    return catch.other


def by_referrers():
    return next(it for it in gc.get_referrers(Shown.method) if type(it) is dict)


def by_referents_of_the_class():
    return next(it for it in gc.get_referents(Shown) if type(it) is dict)


def by_referents_of_the_proxy():
    return gc.get_referents(Shown.__dict__)[0]


for way in (by_equality, by_union, by_referrers,
            by_referents_of_the_class, by_referents_of_the_proxy):
    class Shown:
        def method(self):
            return "as defined"

    class Below(Shown):
        pass

    shown, below = Shown(), Below()
    for _ in range(100):
        shown.method(), below.method()
    namespace = way()
    namespace["method"] = lambda self: "changed"
    seen = [shown.method(), below.method()]
    for _ in range(100):
        del namespace["method"]
        namespace["method"] = lambda self: "changed again"
        seen[1:] = [shown.method(), below.method()]
    del namespace["method"]
    print(way.__name__, seen, hasattr(shown, "method"), hasattr(below, "method"))

hidden = [it for it in gc.get_objects() if type(it) is dict and "method" in it and "__module__" in it]
print("objects", [it["method"](None) for it in hidden])
