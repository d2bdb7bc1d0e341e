# Shows: except*: which parts each clause gets, what is left, and what is raised again.


def tree(error):
    if isinstance(error, BaseExceptionGroup):
        return [error.message, *map(tree, error.exceptions)]
    return repr(error)


def handle(error, again=False):
    try:
        try:
            raise error
        except* ValueError as group:
            print("ValueError", tree(group))
            if again:
                raise
        except* (KeyError, TypeError) as group:
            print("KeyError, TypeError", tree(group))
            if again:
                raise RuntimeError("new") from group
        else:
            print("else")
        finally:
            print("finally")
    except BaseException as left:
        print("left", type(left).__name__, tree(left), repr(left.__cause__))


handle(ExceptionGroup(
    "a", [ValueError(1), KeyError(2), ExceptionGroup("b", [ValueError(3), OSError(4)])]
))
handle(ExceptionGroup("a", [ValueError(1)]))
handle(ValueError("naked"))
handle(OSError("naked, not caught"))
handle(ExceptionGroup("a", [ValueError(1), KeyError(2), OSError(3)]), again=True)
handle(ExceptionGroup("a", [ValueError(1), KeyError(2)]), again=True)
handle(KeyboardInterrupt())
handle(BaseExceptionGroup("base", [KeyboardInterrupt(), TypeError()]))
try:
    pass
except* ValueError:
    print("never")
else:
    print("else without an exception")
try:
    raise ExceptionGroup("g", [ValueError(1), ValueError(2)])
except* ValueError as group:
    kept = group
print("group" in globals(), tree(kept))
for cls in (ExceptionGroup, 5, (ValueError, ExceptionGroup)):
    try:
        try:
            raise ValueError("v")
        except* cls:
            print("never")
    except Exception as error:
        print(f"{type(error).__name__}: {error}", tree(error))


def loop():
    results = []
    for n in range(3):
        try:
            raise ExceptionGroup(str(n), [ValueError(n), KeyError(n)])
        except* ValueError as group:
            results.append(group.exceptions[0].args)
        except* KeyError:
            results.append("key")
    return results


print(loop())
for source in (
    "try: pass\nexcept* ValueError: pass\nexcept KeyError: pass", "try: pass\nexcept*: pass",
    "for x in y:\n try: pass\n except* A: break", "def f():\n try: pass\n except* A: return",
    "while 1:\n try: pass\n except* A: continue", "try: pass\nexcept A: pass\nexcept* B: pass"
):
    try:
        compile(source, "source", "exec")
    except SyntaxError as error:
        print(error.msg)
