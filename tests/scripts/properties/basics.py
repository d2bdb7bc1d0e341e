# Shows: property with getter, setter and deleter; its texts of errors; inheritance.


class Temperature:
    def __init__(self):
        self._celsius = 20

    @property
    def celsius(self):
        "Degrees."
        return self._celsius

    @celsius.setter
    def celsius(self, value):
        if value < -273:
            raise ValueError("too cold")
        self._celsius = value

    @celsius.deleter
    def celsius(self):
        print("deleting")
        self._celsius = 0

    @property
    def fahrenheit(self):
        return self.celsius * 9 / 5 + 32

    write_only = property(fset=lambda self, value: print("wrote", value), doc="only written")
    nothing = property()


t = Temperature()
t.celsius = 30
t.celsius += 5
print(
    t.celsius, t.fahrenheit, Temperature.celsius.__doc__, Temperature.write_only.__doc__,
    type(Temperature.celsius).__name__, Temperature.celsius.__name__
)
del t.celsius
t.write_only = 5
print(
    t.celsius, Temperature.celsius.fget(t), Temperature.fahrenheit.fset,
    Temperature.celsius.__get__(t), Temperature.celsius.__get__(None, int) is Temperature.celsius
)


class Kelvin(Temperature):
    @Temperature.celsius.getter
    def celsius(self):
        return f"{self._celsius + 273} K"

    @property
    def fahrenheit(self):
        return "hidden"


k = Kelvin()
k.celsius = 1
print(k.celsius, k.fahrenheit, Temperature().celsius)
for action in (
    lambda: setattr(t, "celsius", -300), lambda: setattr(t, "fahrenheit", 1),
    lambda: delattr(t, "fahrenheit"), lambda: t.write_only, lambda: t.nothing,
    lambda: delattr(t, "write_only"), lambda: setattr(t, "nothing", 1),
    lambda: property(1, 2, 3, 4, 5), lambda: property(5).__get__(1), lambda: Temperature.celsius(),
    lambda: setattr(Temperature.celsius, "fget", 1),
    lambda: property(wrong=1),
):
    try:
        print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
t.__dict__["celsius"] = "hidden by the property"
print(t.celsius)
Temperature.celsius = property(lambda self: "new")
print(t.celsius)


class Doc(property):
    """A property of one's own."""


class Uses:
    x = Doc(lambda self: 1)


print(Uses().x, Uses.x.__doc__, isinstance(Uses.x, property))
