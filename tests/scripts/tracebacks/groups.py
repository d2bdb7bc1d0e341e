# Shows: the traceback of an exception group: nesting, notes, causes inside.


def fails(kind, text):
    try:
        raise kind(text)
    except kind as error:
        return error


def with_cause():
    try:
        try:
            1 / 0
        except ZeroDivisionError as error:
            raise ValueError("with a cause") from error
    except ValueError as error:
        return error


noted = fails(TypeError, "noted")
noted.add_note("a note\nof two lines")
inner = ExceptionGroup("inner", [fails(KeyError, "k"), noted])
group = ExceptionGroup("outer", [with_cause(), inner, SyntaxError("bad", ("file.py", 3, 5, "x = = 1\n"))])
group.add_note("a note of the group")


def raise_it():
    raise group


raise_it()
