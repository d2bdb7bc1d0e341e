# Shows: assert with its message, __debug__, and sys.exc_info in nested handlers.
import sys

for action in (
    "assert True", "assert 0", "assert [], 'empty'", "assert 0, (1, 2)",
    "assert 1 > 2, f'{1} is not {2}'", "assert not print('evaluated'), 'fine'", "assert 0, None",
    "assert 0, ValueError('v')"
):
    try:
        exec(action)
        print(action, "passes")
    except AssertionError as error:
        print(action, "->", repr(error), error.args)
print(__debug__)
try:
    exec("__debug__ = 1")
except SyntaxError as error:
    print(error.msg)
AssertionError_ = AssertionError
class AssertionError(Exception): pass
try:
    assert False, "the built-in one is raised"
except AssertionError_ as error:
    print(type(error).__module__, error)
del AssertionError


def levels():
    try:
        raise ValueError("outer")
    except ValueError:
        print(sys.exc_info()[1])
        try:
            raise KeyError("inner")
        except KeyError:
            print(sys.exc_info()[1])
        print(sys.exc_info()[1])

        def helper():
            return sys.exception()

        print(repr(helper()))
    print(sys.exc_info()[1])


levels()


def in_generator():
    try:
        yield sys.exception()
        raise KeyError("in generator")
    except KeyError:
        yield sys.exception()
    yield sys.exception()


try:
    raise ValueError("around")
except ValueError:
    print([repr(error) for error in in_generator()])


def deleted_name():
    try:
        raise ValueError
    except ValueError as error:
        error = "rebound"
        del error
    return "error" in locals()


print(deleted_name())
