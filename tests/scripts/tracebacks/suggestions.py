# Shows: "Did you mean" for names, attributes, imports, keywords and methods.
import collections
import sys
import traceback


class Shape:
    def __init__(self):
        self.width = 1
        self._hidden = 2

    def area(self): return self.wdith
    def hidden(self): return self.hiden
    def bare(self): return width
    def method(self): return aera()


def local():
    counter = 1
    return cuonter


def builtin(): return lenn([])
def module(): return collections.OrderedDcit
def from_import(): from sys import exc_inof
def standard_library(): return math.pi
def far(): return zzzzzzzzzz
def keyword(): return sorted([], kye=len)
def own_keyword(first=1, second=2): return first
def swapped(): return own_keyword(frist=2)
def class_attribute(): return Shape.areaa
def list_method(): return [].appendd
def string_method(): return "a".uper()
def private(): return Shape().hidden_
def case(): return Shape().Width
def short(): return a
def many(): return Shape().wid
def none_type(): return None.upper()
def deleted():
    value = 1
    del value
    return value


for action in (Shape().area, Shape().hidden, Shape().bare, Shape().method, local, builtin, module, from_import, standard_library, far, keyword, swapped, class_attribute, list_method, string_method, private, case, short, many, none_type, deleted):
    try:
        action()
    except Exception as error:
        print(action.__name__, "->", *traceback.format_exception_only(error), end="")
missing_name = 1
missing_nmae
