# Shows: ExceptionGroup: split, subgroup, derive, nesting, and its text.


def tree(error):
    if isinstance(error, BaseExceptionGroup):
        return [error.message, *map(tree, error.exceptions)]
    return repr(error)


group = ExceptionGroup(
    "outer",
    [ValueError(1), TypeError("t"), ExceptionGroup("inner", [KeyError("k"), ValueError(2)])]
)
print(group, repr(group), group.message, len(group.exceptions), group.args[0])
print(
    tree(group.subgroup(ValueError)), tree(group.subgroup((KeyError, TypeError))),
    group.subgroup(OSError), group.subgroup(ExceptionGroup) is group
)
match, rest = group.split(ValueError)
print(tree(match), tree(rest))
match, rest = group.split(lambda error: isinstance(error, KeyError))
print(tree(match), tree(rest))
print(group.split(OSError)[0], tree(group.split(Exception)[0]), group.split(Exception)[1])
print(
    type(BaseExceptionGroup("b", [ValueError()])).__name__,
    type(BaseExceptionGroup("b", [KeyboardInterrupt()])).__name__,
    str(ExceptionGroup("one", [ValueError()])), tree(group.derive([ValueError("new")]))
)


class Mine(ExceptionGroup):
    def __new__(cls, message, errors, extra):
        self = super().__new__(cls, message, errors)
        self.extra = extra
        return self

    def derive(self, errors):
        return Mine(self.message, errors, self.extra)


mine = Mine("mine", [ValueError(), KeyError()], "kept")
mine.add_note("noted")
part = mine.subgroup(ValueError)
print(type(part).__name__, part.extra, part.__notes__, part.__notes__ is mine.__notes__)
for action in (
    lambda: ExceptionGroup("m"), lambda: ExceptionGroup("m", ValueError()),
    lambda: ExceptionGroup("m", []), lambda: ExceptionGroup("m", [ValueError]),
    lambda: ExceptionGroup("m", [BaseException()]), lambda: ExceptionGroup(None, [ValueError()]),
    lambda: group.split(), lambda: group.split(5), lambda: group.subgroup(int),
    lambda: group.derive(5), lambda: setattr(group, "message", 1),
    lambda: setattr(group, "exceptions", 1), lambda: ExceptionGroup("m", [ValueError()], 3)
):
    try:
        print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
try:
    raise group
except ExceptionGroup as caught:
    match, rest = caught.split(TypeError)
    print(
        match.__traceback__ is caught.__traceback__, match.__context__,
        isinstance(group.exceptions, tuple)
    )
print(
    ExceptionGroup[int], issubclass(ExceptionGroup, BaseExceptionGroup),
    issubclass(ExceptionGroup, Exception)
)
