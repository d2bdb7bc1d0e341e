print("second starts")
import circle.first as first
print("first has", sorted(name for name in vars(first) if not name.startswith("__")))
value = first.value + " seen by second"


def late():
    return first.later


print("second ends")
