# Shows: a traceback of exceptions with causes and contexts, down to the first.


def load(name):
    return {"a": 1}[name]


def parse(name):
    try:
        return load(name)
    except KeyError as error:
        raise ValueError(f"cannot parse {name!r}") from error


def run(name):
    try:
        parse(name)
    except ValueError:
        undo(name)


def undo(name):
    name.undo()


try:
    run("b")
except AttributeError:
    try:
        raise RuntimeError("hides what was before") from None
    except RuntimeError as error:
        raise LookupError("the last") from error
