# Shows: ExitStack: order of callbacks, exceptions that replace others, pop_all.
from contextlib import ExitStack, contextmanager


@contextmanager
def named(name):
    print("enter", name)
    try:
        yield name
    finally:
        print("exit", name)


with ExitStack() as stack:
    names = [stack.enter_context(named(n)) for n in "abc"]
    stack.callback(print, "callback", 1, end="!\n")
    stack.push(lambda *details: print("pushed", details))
    print(names)

with ExitStack() as stack:
    stack.push(lambda kind, value, traceback: print("swallow", repr(value)) or True)
    stack.callback(lambda: 1 / 0)
    raise KeyError("first")

try:
    with ExitStack() as stack:
        stack.callback(lambda: [].pop())
        stack.callback(lambda: 1 / 0)
        raise KeyError("first")
except IndexError as error:
    chain = []
    while error is not None:
        chain.append(repr(error))
        error = error.__context__
    print(chain)

with ExitStack() as stack:
    stack.enter_context(named("kept"))
    kept = stack.pop_all()
print("after the block")
kept.close()
kept.close()


@ExitStack().push
def exit_function(*details):
    return False


with ExitStack() as stack:
    @stack.callback
    def later():
        print("later")

    print("sooner")

for action in (
    lambda: ExitStack().enter_context(5), lambda: ExitStack().push(5),
    lambda: ExitStack().callback(), lambda: ExitStack().enter_context(named("never").gen)
):
    try:
        print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")


def build(fail):
    with ExitStack() as stack:
        for n in range(3):
            stack.enter_context(named(n))
            if n == fail:
                raise LookupError(f"failed at {n}")
        return stack.pop_all()


try:
    build(1)
except LookupError as error:
    print(error)
build(5).close()
