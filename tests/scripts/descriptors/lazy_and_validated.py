# Shows: descriptors of one's own: computed once, validated, counted, with a dict per instance.


class cached:
    def __init__(self, function):
        self.function = function
        self.__doc__ = function.__doc__

    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        value = instance.__dict__[self.name] = self.function(instance)
        return value


class Typed:
    def __init__(self, kind, default):
        self.kind, self.default = kind, default

    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, instance, owner):
        if instance is None:
            return self
        return vars(instance).get(self.name, self.default)

    def __set__(self, instance, value):
        if not isinstance(value, self.kind):
            raise TypeError(f"{self.name} must be {self.kind.__name__}, not {type(value).__name__}")
        vars(instance)[self.name] = value


class Circle:
    radius = Typed((int), 1)
    label = Typed(str, "circle")

    @cached
    def area(self):
        """The area, nearly."""
        print("computing")
        return 3 * self.radius**2


circle = Circle()
print(circle.area, circle.area, vars(circle), Circle.area.__doc__, type(Circle.radius).__name__)
circle.radius = 5
print(circle.radius, circle.area, circle.label)
del circle.area
print(circle.area)
for name, value in (("radius", "5"), ("label", None)):
    try:
        setattr(circle, name, value)
    except TypeError as error:
        print(error)
try:
    del circle.radius
except AttributeError as error:
    print(error)


class Registry:
    def __get__(self, instance, owner):
        return sorted(
            name for name,
            value in vars(owner).items() if callable(value) and not name.startswith("_")
        )


class Commands:
    names = Registry()
    def start(self): ...
    def stop(self): ...


print(Commands.names, Commands().names)
