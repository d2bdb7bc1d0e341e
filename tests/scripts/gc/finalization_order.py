# Shows: in which order objects of a function, a container and a module are dropped.


class Tracked:
    def __init__(self, name): self.name = name
    def __del__(self): print("-" + self.name, end=" ")
    def __repr__(self): return self.name


def function():
    a = Tracked("a")
    b = Tracked("b")
    c = a
    del a
    print("return", end=" ")
    return b


result = function()
print("| result", result)
del result
print()
def arguments(x, y): print("inside", end=" ")
arguments(Tracked("first"), Tracked("second"))
print("| called")
numbers = [Tracked("0"), Tracked("1"), Tracked("2")]
numbers[0] = numbers[2] = None
print("| replaced")
numbers[:] = []
print("| emptied")
pair = (Tracked("left"), Tracked("right"))
left, right = pair
del pair
print("unpacked", end=" ")
del right, left
print()
table = {"x": Tracked("x"), "y": Tracked("y")}
table.pop("x")
print("| popped")
table.update(y=Tracked("new y"))
print("| updated")
del table
print()
class Owner:
    def __init__(self):
        self.first, self.second = Tracked("attribute 1"), Tracked("attribute 2")
    def __del__(self): print("owner", end=" ")
Owner()
print()
for item in (Tracked(str(n)) for n in range(3)):
    print(item, end=" ")
print("| loop")
del item
print()
x = Tracked("old")
x = Tracked("new")
print("| rebound")
print(Tracked("argument of print"), end=" ")
print()
value = Tracked("or") and 5
print("|", value)
with_default = lambda a=Tracked("default"): a
del with_default
print()
text = f"{Tracked('in f-string')} "
print(text)
chained = [Tracked("p"), [Tracked("q"), [Tracked("r")]]]
chained.clear()
print()
module_level = Tracked("module")
print("end of script")
