# Shows: properties that depend on each other, in subclasses and on classes.
class Rectangle:
    def __init__(self, width, height):
        self.width, self.height = width, height

    @property
    def area(self):
        return self.width * self.height

    @area.setter
    def area(self, value):
        factor = (value / self.area) ** 0.5
        self.width *= factor
        self.height *= factor

    @property
    def is_square(self):
        return self.width == self.height

    size = property(
        lambda self: (self.width, self.height),
        lambda self, size: setattr(self, "width", size[0]) or setattr(self, "height", size[1])
    )


class Square(Rectangle):
    def __init__(self, side):
        super().__init__(side, side)

    @property
    def side(self): return self.width

    @side.setter
    def side(self, value): self.width = self.height = value

    @property
    def area(self):
        return f"square of {super().area}"


r, s = Rectangle(2, 8), Square(3)
r.area = 64
print(r.width, r.height, r.area, r.is_square, r.size)
r.size = 5, 5
print(r.size, r.is_square)
s.side = 4
print(s.area, s.side, s.is_square)
try:
    s.area = 5
except AttributeError as error:
    print(error)
print(Rectangle.area.fget(s))


class Meta(type):
    @property
    def instances(cls): return cls._count
    @instances.setter
    def instances(cls, value): cls._count = value


class Counted(metaclass=Meta):
    _count = 0
    def __init__(self): type(self).instances += 1


Counted(), Counted()
print(Counted.instances)
class classproperty:
    def __init__(self, function): self.function = function
    def __get__(self, instance, owner): return self.function(owner)
class Uses:
    @classproperty
    def label(cls): return cls.__name__.lower()
class Sub(Uses): ...
print(Uses.label, Sub.label, Sub().label)
class Late: ...
Late.value = property(lambda self: self._v, lambda self, v: setattr(self, "_v", v * 2))
late = Late()
late.value = 21
late.value += 1
print(late.value, vars(late), [late.value for late.value in (1, 2)])
