# Shows: data and non-data descriptors, and what goes before what when an attribute is read.


class Data:
    def __get__(self, instance, owner=None):
        return f"data get {instance is not None} {owner.__name__}"

    def __set__(self, instance, value):
        print("data set", value)

    def __delete__(self, instance):
        print("data delete")


class NonData:
    def __get__(self, instance, owner=None):
        return f"non-data get {instance is not None} {owner.__name__}"


class OnlySet:
    def __set__(self, instance, value):
        instance.__dict__["only_set"] = ("stored", value)


class Owner:
    data = Data()
    non_data = NonData()
    only_set = OnlySet()
    plain = "class"


owner = Owner()
owner.__dict__.update(data="dict", non_data="dict", plain="dict")
print(owner.data, owner.non_data, owner.plain, Owner.data, Owner.non_data)
owner.data = 1
owner.non_data = 2
owner.only_set = 3
print(owner.only_set, vars(owner))
del owner.data
del owner.non_data
print(owner.non_data)
Owner.data = "replaced"
print(owner.data)


class Meta(type):
    data = Data()
    non_data = NonData()


class WithMeta(metaclass=Meta):
    data = "class attribute"
    non_data = "class attribute"


print(WithMeta.data, WithMeta.non_data)


class NoDelete:
    def __set__(self, instance, value): ...
    def __get__(self, instance, owner): raise AttributeError("refused")


class NoSet:
    def __delete__(self, instance): ...


class Uses:
    a = NoDelete()
    b = NoSet()


for action in (
    lambda: delattr(Uses(), "a"), lambda: Uses().a, lambda: setattr(Uses(), "b", 1),
    lambda: getattr(Uses(), "a", "default"), lambda: hasattr(Uses, "a")
):
    try:
        print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
function = lambda self: self
print(
    function.__get__(5)(), function.__get__(5, int).__self__,
    type(function.__get__(None, int)).__name__,
    len.__get__ if hasattr(len, "__get__") else "no __get__", str.upper.__get__("a")(),
    int.__dict__["real"].__get__(7)
)
