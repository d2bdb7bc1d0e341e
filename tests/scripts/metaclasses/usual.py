# Shows: metaclasses for usual purposes: fields in order, registered classes, singletons, checks.
class Field:
    def __init__(self, kind, default=None):
        self.kind, self.default = kind, default

    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, instance, owner):
        return self if instance is None else instance.__dict__.get(self.name, self.default)

    def __set__(self, instance, value):
        if not isinstance(value, self.kind):
            raise TypeError(f"{self.name}: {value!r} is no {self.kind.__name__}")
        instance.__dict__[self.name] = value


class ModelMeta(type):
    models = {}

    def __new__(mcs, name, bases, namespace, abstract=False):
        cls = super().__new__(mcs, name, bases, namespace)
        inherited = [field for base in reversed(cls.__mro__[1:]) for field in getattr(base, "own_fields", ())]
        cls.own_fields = [value for value in namespace.values() if isinstance(value, Field)]
        cls.fields = list(dict.fromkeys(inherited + cls.own_fields))
        if not abstract:
            mcs.models[name.lower()] = cls
        return cls

    def __call__(cls, **values):
        unknown = values.keys() - {field.name for field in cls.fields}
        if unknown:
            raise TypeError(f"{cls.__name__} has no {', '.join(sorted(unknown))}")
        self = super().__call__()
        for name, value in values.items():
            setattr(self, name, value)
        return self

    def __len__(cls): return len(cls.fields)
    def __iter__(cls): return (field.name for field in cls.fields)


class Model(metaclass=ModelMeta, abstract=True):
    def __repr__(self):
        return f"{type(self).__name__}({', '.join(f'{name}={getattr(self, name)!r}' for name in type(self))})"


class Person(Model):
    name = Field(str)
    age = Field(int, 0)


class Worker(Person):
    salary = Field((int), 100)
    age = Field(int, 18)


print(
    Person(name="ann"), Worker(name="bob", salary=5), len(Worker), list(Worker),
    sorted(ModelMeta.models), Person.name.kind
)
for action in (
    lambda: Person(name=5), lambda: Person(size=1, weight=2),
    lambda: setattr(Worker(), "age", "old"), lambda: Person("ann"),
    lambda: ModelMeta.models["person"](age=3)
):
    try:
        print(action())
    except TypeError as error:
        print(error)


class Singleton(type):
    _instances = {}

    def __call__(cls, *args):
        if cls not in cls._instances:
            cls._instances[cls] = super().__call__(*args)
        return cls._instances[cls]


class Settings(metaclass=Singleton):
    def __init__(self, level=1): self.level = level


class Strict(type):
    def __init__(cls, name, bases, namespace):
        for key, value in namespace.items():
            if callable(value) and not key.startswith("_") and not value.__doc__:
                raise TypeError(f"{name}.{key} has no documentation")
        super().__init__(name, bases, namespace)


print(Settings(5) is Settings(9), Settings().level, isinstance(Settings(), Settings))
try:
    class Undocumented(metaclass=Strict):
        def method(self): ...
except TypeError as error:
    print(error)
