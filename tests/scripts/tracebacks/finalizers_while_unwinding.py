# Where finalizers run while an exception leaves: at the instruction that failed, at the call
# whose frame ends, before the handler.

import sys
import warnings


class Telling:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        frame = sys._getframe(1)
        offset = frame.f_lineno and frame.f_lineno - frame.f_code.co_firstlineno
        print("gone", self.name, "in", frame.f_code.co_name, offset, "handled", sys.exception())


def failing_native():
    int(Telling("argument"))


def failing_operator():
    (
        Telling("left")
        + 1
    )


def failing_iteration():
    for _ in Telling("iterable"):
        pass


def with_locals():
    first = Telling("first")
    second = Telling("second")
    raise ValueError("with locals")


def inner(telling):
    raise KeyError("inner")


def with_arguments():
    inner(Telling("argument"))


def on_the_stack():
    print(
        Telling("operand"),
        1 // 0,
    )


def in_a_loop():
    for item in (Telling(number) for number in range(3)):
        raise IndexError("loop")


def handled_inside():
    try:
        [Telling("listed"), 1 // 0]
    except ZeroDivisionError:
        print("inside handler")
    print("after")


def while_handling():
    try:
        raise LookupError("outer")
    except LookupError:
        int(Telling("within handler"))


for function in (
    failing_native,
    failing_operator,
    failing_iteration,
    with_locals,
    with_arguments,
    on_the_stack,
    in_a_loop,
    handled_inside,
    while_handling,
):
    print("==", function.__name__)
    try:
        function()
    except Exception as error:
        print("caught", type(error).__name__, type(error.__context__).__name__)
        error.__traceback__ = None
        error = None
    print("next")


def generating():
    telling = Telling("in a generator")
    yield 1
    raise ValueError("generator")


print("== generator")
try:
    for _ in generating():
        pass
except ValueError as error:
    print("caught", error)
    del error


class Asynchronous:
    async def __iter__(self):
        return 1


def loop():
    for _ in Asynchronous():
        pass


def unpack():
    a, b = Asynchronous()


def delegate():
    yield from Asynchronous()


print("== never awaited")
with warnings.catch_warnings(record=True) as seen:
    warnings.simplefilter("always")
    for function in (loop, unpack, lambda: list(delegate()), lambda: iter(Asynchronous())):
        try:
            function()
        except TypeError as error:
            print(error)
for warning in seen:
    print(warning.message, warning.lineno)
