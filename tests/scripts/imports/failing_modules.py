# Shows: modules whose execution fails are forgotten, and may be tried again.
import sys
import traceback

for attempt in 1, 2:
    try:
        import faulty.raises
    except ZeroDivisionError as error:
        print(error, "faulty.raises" in sys.modules, "faulty" in sys.modules)
        print([(frame.name, frame.line) for frame in traceback.extract_tb(error.__traceback__) if "frozen" not in frame.filename])
try:
    import faulty.syntax
except SyntaxError as error:
    print(type(error).__name__, error.msg, error.lineno, error.filename.rpartition("/")[2])
import faulty.replaces
print(
    faulty.replaces, type(faulty.replaces).__name__,
    sys.modules["faulty.replaces"] == "not a module"
)
try:
    import faulty.removes
    print("imported")
except (ImportError, KeyError) as error:
    print(type(error).__name__, error)
sys.modules["blocked"] = None
try:
    import blocked
except ImportError as error:
    print(type(error).__name__, error)
sys.modules["made_by_hand"] = type(sys)("made_by_hand", "its doc")
import made_by_hand
print(
    made_by_hand, made_by_hand.__doc__,
    vars(made_by_hand).keys() >= {"__name__", "__loader__", "__spec__"}
)
for wrong in (
    lambda: __import__(""), lambda: __import__(5), lambda: __import__("a", level=-1),
    lambda: __import__("a.b\0c"), lambda: __import__("x", {}, {}, [], 1),
    lambda: __import__("x", {"__package__": "no_package"}, {}, [], 1),
    lambda: __import__("x", {"__package__": 5}, {}, [], 1)
):
    try:
        print(wrong())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
