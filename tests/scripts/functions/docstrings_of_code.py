# The docstring of a function is that of the code it was made of.
import sys
import types


def one(a, b=2):
    "the first"
    return a + b


def other(a, b=3):
    "the second"
    return a * b


one.__code__ = other.__code__
print(one.__doc__, one(4))
twin = types.FunctionType(other.__code__, globals())
print(twin.__doc__)
del other.__doc__
print(other.__doc__)
other.__code__ = one.__code__.replace(co_consts=('third', 0))
print(other.__doc__, other.__code__.co_consts)
print((lambda: 'text').__doc__, (lambda: 7).__doc__)


class Plain:
    def method(self):
        """of a method"""


print(Plain.method.__doc__, Plain().method.__doc__)

# What was set in a module stays, whatever is looked for.
sys.platform = 'mine'
print(hasattr(sys, 'no_such_name'), sys.platform, sys.maxsize > 0)
sys.gettrace = 5
print(sys.gettrace, sys.__dict__['gettrace'], 'version_info' in dir(sys))
