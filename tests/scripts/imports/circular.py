# Shows: modules that import each other while they are not finished.
import circle.first
from circle import second

print(circle.first.value, second.value, second.late(), circle.first.from_second)
try:
    import circle.third
except ImportError as error:
    print(str(error).partition(" (/")[0])
print(
    "circle.third" in __import__("sys").modules, hasattr(circle, "third"),
    "circle.fourth" in __import__("sys").modules
)
