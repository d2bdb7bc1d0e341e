# Shows: carets of binary operators, calls, attributes and subscripts, each printed by itself.
import sys
import traceback


class Thing:
    attribute = None


def binary(a, b): return (a + b) / (a - b) ** 2
def call(f): return f(1, 2)(3)
def attribute(x): return x.attribute.missing.more
def subscript(x): return x[0][1][2] + x[1]
def long_call(f): return f(
    1,
    2,
)
def lines(a): return (1 +
                      2 +
                      a)
def unary(a): return - a
def compared(a): return 1 < a < 2
def wide(ä, 日本): return ä + "日本語" + 日本 - 1
def keyword(**k): return dict(**k)(a=1)
def in_list(a): return [1, 2, a / 0, 3]
def f_string(a): return f"text {a / 0:>5} more"
def conditional(a): return 1 if a / 0 else 2
def walrus(a): return (b := a / 0) + 1
def sliced(a): return a[1:2:0]
def starred(a): return print(*a)
def unpacked(a): x, y = a; return x
def imported(a): from sys import no_such_name
def deleted(a): del a.x
def assigned(a): a.x.y = 5
def augmented(a): a += "x"; return a
def asserted(a): assert a, "message"
def with_(a):
    with a: pass
def for_(a):
    for x in a: pass


for action, *arguments in ((binary, 1, 1), (call, lambda *a: None), (attribute, Thing()), (subscript, [[1]]), (long_call, 5), (lines, "a"), (unary, "a"), (compared, "a"), (wide, "a", 1), (keyword,), (in_list, 1), (f_string, 1), (conditional, 1), (walrus, 1), (sliced, "ab"), (starred, 5), (unpacked, [1]), (imported, 1), (deleted, Thing()), (assigned, Thing()), (augmented, 1), (asserted, 0), (with_, 5), (for_, 5)):
    try:
        action(*arguments)
    except Exception as error:
        error.__traceback__ = error.__traceback__.tb_next
        text = traceback.format_exc()
        print("\n".join(line for line in text.splitlines()[1:] if not line.startswith("  File")))
