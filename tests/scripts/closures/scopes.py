# Shows: global, nonlocal and class scopes, and which binding a name means.
value = "global"


def read():
    return value


def shadow():
    value = "local"
    return value


def write():
    global value
    value = "changed"


def unbound():
    print(value)
    value = 1


def maybe(flag):
    if flag:
        name = 1
    return name


print(read(), shadow())
write()
print(read())
for action in (unbound, lambda: maybe(0), lambda: undefined_name):
    try:
        action()
    except NameError as error:
        print(type(error).__name__, error)


class Body:
    value = value
    copied = [value, value]
    def method(self):
        return value
    def own(self):
        return self.value, __class__.__name__
    for index in range(2):
        pass
    del copied


print(Body.value, Body().method(), Body().own(), Body.index, hasattr(Body, "copied"))


def outer():
    value = "enclosing"
    class Inner:
        seen = value
        value = "class"
        def method(self):
            return value
    def reset():
        global value
        value = "reset"
    reset()
    return Inner().method(), value


try:
    print(outer())
except NameError as error:
    print(error)
print(value)
print = print if "print" in dir() else print
len = lambda items: "shadowed"
print(len([1]), __builtins__.len([1]))
del len
print(len([1]))
for source in (
    "def f():\n nonlocal x", "nonlocal x", "def f(a):\n global a", "def f():\n x = 1\n global x",
    "def f():\n print(x)\n global x", "def f():\n x = 1\n def g():\n  x = 2\n  nonlocal x",
    "def f():\n global x\n nonlocal x", "class C:\n nonlocal y", "def f(a):\n nonlocal a"
):
    try:
        exec(source)
        print("fine")
    except SyntaxError as error:
        print(error.msg)
