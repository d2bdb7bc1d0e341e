# Shows: super() without arguments, with them, in class methods, in nested functions, and errors.


class Base:
    x = "base"
    def __init__(self): self.log = ["Base"]
    def method(self, n=0): return f"Base.method {n}"
    @classmethod
    def make(cls): return f"made {cls.__name__}"
    @staticmethod
    def plain(): return "plain"
    @property
    def prop(self): return "base prop"
    def __getitem__(self, key): return key


class Child(Base):
    x = "child"
    def __init__(self):
        super().__init__()
        self.log.append("Child")
    def method(self, n=1): return super().method(n + 1) + " via Child"
    @classmethod
    def make(cls): return super().make() + "!"
    @staticmethod
    def plain(): return super(Child, Child).plain() + "?"
    @property
    def prop(self): return super().prop + " and child"
    def attribute(self): return super().x, self.x, super(Child, self).x, super(Child, type(self)).x
    def item(self): return super().__getitem__("k")
    def nested(self): return [super(Child, self).method(n) for n in (1, 2)], (lambda: super(Child, self).x)()
    def later(self):
        self = self
        return super().x
    def missing(self): return super().nothing
    def subscript(self): return super()["k"]
    def assign(self): super().x = 5
    def show(self): return repr(super()).replace("Child", "C"), super().__self_class__, super().__thisclass__.__name__, type(super()).__name__


class Grandchild(Child):
    pass


child = Grandchild()
print(
    child.log, child.method(), Grandchild.make(), child.plain(), child.prop, child.attribute(),
    child.item(), child.nested(), child.later()
)
print(child.show()[0][:30], child.show()[1:])


def no_class(self): return super().x
def deleted(self):
    del self
    return super().x


class Odd:
    def no_arguments(): return super()
    gone = deleted
    def rebound(self):
        __class__ = 5
        return super().x
    def removed(self):
        del self
        return super().x


for action in (
    child.missing, child.subscript, child.assign, lambda: no_class(child),
    lambda: Odd.no_arguments(), lambda: Odd().gone(), lambda: Odd().rebound(),
    lambda: Odd().removed(), lambda: super(), lambda: super(int), lambda: super(Child, 5),
    lambda: super(5, child), lambda: super(Child, Base()), lambda: super(Child).x,
    lambda: super(Child, child).x
):
    try:
        print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
