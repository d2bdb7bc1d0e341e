"""What may stand in for the bases of a class and for the class of an object, and what says no."""
import types


def attempt(function, *arguments):
    try:
        return function(*arguments)
    except TypeError as error:
        return error


class Plain: pass
class Other: pass
class Items(list): pass
class Number(int): pass
class Empty: __slots__ = ()
class Slotted: __slots__ = 'a',
class SameSlots: __slots__ = 'a',
class Pair(tuple): pass
class Failure(ValueError): pass
class Lazy(types.ModuleType): pass


CLASSES = (Plain, Items, Number, Empty, Slotted, Pair, Failure)
OTHERS = (int, float, list, dict, set, object, str, tuple, bytes, bytearray, complex, type,
          frozenset, memoryview, range, property, Other, SameSlots, *CLASSES)
for one in CLASSES:
    for other in OTHERS:
        print(one.__name__, other.__name__, attempt(setattr, one, '__bases__', (other,)))
        print(' ' * 8, attempt(setattr, one(), '__class__', other))

module = types.ModuleType('module')
module.__class__ = Lazy
print(type(module), attempt(setattr, module, '__class__', Plain))


class NoIterator:
    def __iter__(self):
        return 5


print(attempt(''.join, NoIterator()), attempt(b''.join, NoIterator()), attempt(dict, [NoIterator()]))
print(attempt([].__setitem__, slice(0, 1), NoIterator()), attempt(list, NoIterator()), sep='\n')
