print("running", __name__)
from ... import square as _square
from ..below import bottom

__all__ = ["exported", "also_exported"]
exported = "exported"
hidden = "hidden"
_private = "private"


def also_exported():
    return _square.area(2), bottom.VALUE
