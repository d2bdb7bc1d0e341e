# Methods of instances whose __dict__ somebody has asked for, and which may hide the methods.


class Plain:
    limit = 3

    def __init__(self, **values):
        self.__dict__.update(values)

    def name(self):
        return "method"

    def both(self):
        return self.name(), self.limit


def names(instances):
    return [instance.name() for instance in instances]


one, other = Plain(a=1), Plain(b=2)
for _ in range(50):
    result = names([one, other])
print(result, one.both())
one.name = lambda: "own"
print(names([one, other]), one.both(), other.both())
del one.name
print(names([one, other]))
vars(other)["name"] = lambda: "from vars"
print(names([one, other]))
Plain.name = lambda self: "changed"
print(names([one, other]))
del other.name
for _ in range(50):
    result = names([one, other])
print(result)


class Falling(Plain):
    def __getattr__(self, name):
        return lambda: f"no {name}"


falling = Falling(x=1)
for _ in range(50):
    result = falling.name(), falling.absent()
print(result)
falling.__dict__ = {"name": lambda: "replaced"}
print(falling.name(), falling.absent())
del Plain.name
print(falling.__dict__.pop("name")(), falling.name())
try:
    one.name()
except AttributeError as error:
    print(error)
