# Where the warning for a coroutine that was never awaited says it is dropped.
import os
import sys
import warnings


class Shown:
    def write(self, text):
        sys.stdout.write(text.replace(os.path.dirname(os.path.abspath(__file__)) + os.sep, ""))

    def flush(self):
        sys.stdout.flush()


sys.stderr = Shown()


async def waiting():
    pass


waiting()


def kept():
    coroutine = waiting()
    return 1


kept()


def delegating():
    yield from waiting()


try:
    next(delegating())
except TypeError as error:
    print(error)


async def dropping():
    waiting()
    await None


try:
    dropping().send(None)
except TypeError as error:
    print(error)


class Strange:
    def __await__(self):
        return waiting()


async def awaiting():
    await Strange()


try:
    awaiting().send(None)
except TypeError as error:
    print(error)


def failing():
    [waiting(), 1 / 0]


try:
    failing()
except ZeroDivisionError:
    print("failed")

coroutine = waiting()
coroutine = 5
many = [waiting()]
many.clear()


class Noisy:
    def __del__(self):
        frame = sys._getframe(1)
        print("dropped in", frame.f_code.co_name, frame.f_lineno - frame.f_code.co_firstlineno)


def operand():
    return (Noisy(),
            1 / 0)


try:
    operand()
except ZeroDivisionError:
    print("operand failed")
