# Shows: exception classes of one's own: attributes, text, several bases, notes, pickling arguments.


class AppError(Exception):
    """The base of the errors of an application."""

    code = 1

    def __init__(self, message, *, detail=None):
        super().__init__(message)
        self.detail = detail

    def __str__(self):
        return f"[{self.code}] {self.args[0]}" + (f" ({self.detail})" if self.detail else "")


class NotFound(AppError, KeyError):
    code = 404


class Quiet(Exception):
    def __str__(self): return ""


class Broken(Exception):
    def __str__(self): raise RuntimeError("no text")


for error in (
    AppError("plain"), AppError("more", detail="why"), NotFound("gone", detail={"id": 5}),
    Quiet("hidden")
):
    try:
        raise error
    except AppError as caught:
        print(
            type(caught).__name__, caught, repr(caught), caught.args, caught.detail,
            isinstance(caught, LookupError)
        )
    except Exception as caught:
        print(type(caught).__name__, repr(str(caught)), repr(caught))
try:
    str(Broken())
except RuntimeError as error:
    print(error)
error = ValueError("base")
error.add_note("first note")
error.add_note("second\nnote")
print(error.__notes__, error)
for wrong in (5, None):
    try:
        error.add_note(wrong)
    except TypeError as problem:
        print(problem)
error.__notes__ = "not a list"
try:
    error.add_note("x")
except TypeError as problem:
    print(problem)
error.extra = 5
print(vars(error), error.__reduce__())
caught = []
for cls in (NotFound, KeyError, LookupError, AppError, Exception, BaseException, ValueError):
    try:
        try:
            raise NotFound("x")
        except cls:
            caught.append(cls.__name__)
    except NotFound:
        caught.append(f"not {cls.__name__}")
print(caught, NotFound.__mro__[1:3], NotFound("k") == NotFound("k"), hash(error) == hash(error))
