# Shows: the forms of import over a package, and what each binds.
import shapes
import shapes.round
import shapes.round as circles
from shapes import square, NAME as package_name
from shapes.round import area as round_area, PI
from shapes.deep.below import *
import shapes.deep.below.bottom as bottom

print(
    shapes.__name__, shapes.__package__, shapes.__doc__, len(shapes.__path__), shapes.__spec__.name,
    shapes.__spec__.parent
)
print(
    shapes.round is circles, circles.__name__, circles.__package__, round_area(2), PI, package_name,
    square.area(3)
)
print(
    exported, also_exported(), "hidden" in globals(), "_private" in globals(), bottom.__name__,
    shapes.deep.below.bottom is bottom
)
print(sorted(name for name in vars(shapes) if not name.startswith("__")))


def inside():
    from shapes import deep
    import shapes.square as local_square
    return deep.__name__, local_square.area(1), "deep" in locals()


print(inside())
import sys
print([name for name in sys.modules if name.startswith("shapes")])
print(
    sys.modules["shapes.round"] is circles, __name__, __package__, __spec__,
    __file__.rpartition("/")[2]
)
for statement in (
    "import shapes.missing", "from shapes import missing", "from shapes.round import missing",
    "import shapes.round.x", "from shapes.missing import x", "import missing_entirely",
    "from . import x", "from .x import y", "import shapes.NAME",
    "from shapes.deep.below import hidden_name"
):
    try:
        exec(statement)
        print(statement, "is fine")
    except ImportError as error:
        text = str(error).partition(" (")[0]
        print(statement, "->", f"{type(error).__name__}: {text}", error.name)
