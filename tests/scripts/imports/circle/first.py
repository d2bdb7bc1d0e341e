print("first starts")
value = "first"
from . import second
from .second import value as from_second
later = "later"
print("first ends")
