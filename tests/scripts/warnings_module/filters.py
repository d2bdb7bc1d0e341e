# Shows: warnings: filters, categories, catching, and turning them into errors.
import warnings


def collect(function, *filters):
    with warnings.catch_warnings(record=True) as caught:
        warnings.resetwarnings()
        for each in filters:
            warnings.filterwarnings(**each)
        try:
            function()
        except Warning as error:
            print("raised", repr(error), end=" ")
    print([(each.category.__name__, str(each.message)) for each in caught])


def several():
    for n in range(2):
        warnings.warn("user")
        warnings.warn("old", DeprecationWarning)
    warnings.warn("user")


collect(several, {"action": "always"})
collect(several, {"action": "default"})
collect(several, {"action": "once"})
collect(several, {"action": "module"})
collect(several, {"action": "ignore"})
collect(several, {"action": "error"})
collect(several, {"action": "always"}, {"action": "ignore", "category": DeprecationWarning})
collect(several, {"action": "always"}, {"action": "error", "message": "ol"})
collect(
    several, {"action": "always"}, {"action": "ignore", "message": "us.r", "category": UserWarning}
)
collect(
    several, {"action": "always", "module": "no_such_module"}, {"action": "ignore", "lineno": 1}
)


class Mine(UserWarning):
    pass


with warnings.catch_warnings(record=True, action="always") as caught:
    warnings.warn(Mine("an instance"))
    warnings.warn("category", category=Mine)
    warnings.warn_explicit("explicit", Mine, "some_file.py", 99, module="m")
    warnings.warn("in " + "library", RuntimeWarning, 2)
for each in caught:
    print(
        each.category.__name__, each.message, each.lineno if "some" in each.filename else "",
        each.line, each.source
    )
print(
    warnings.formatwarning("text", UserWarning, "file.py", 5, "the line"),
    warnings.formatwarning("text", Mine, "file.py", 5), end=""
)


def show(message, category, filename, lineno, file=None, line=None):
    print("shown:", category.__name__, message)


with warnings.catch_warnings():
    warnings.showwarning = show
    warnings.simplefilter("always")
    warnings.warn("through showwarning")


@warnings.deprecated("use new() instead")
def old():
    return "old result"


@warnings.deprecated("no instances please", category=FutureWarning)
class Old: ...


with warnings.catch_warnings(record=True, action="always") as caught:
    print(old(), type(Old()).__name__, old.__deprecated__)
print([(each.category.__name__, str(each.message)) for each in caught])
for action in (
    lambda: warnings.warn("x", int), lambda: warnings.warn("x", "y"),
    lambda: warnings.filterwarnings("wrong"), lambda: warnings.simplefilter("ignore", lineno=-1),
    lambda: warnings.filterwarnings("error", category=int), lambda: warnings.warn(),
    lambda: warnings.deprecated(5), lambda: warnings.filterwarnings("error", message=5)
):
    try:
        print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
