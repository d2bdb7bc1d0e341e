# Shows: an error inside a pattern and its guard.


def describe(value):
    match value:
        case [x, y] if x / y > 1:
            return "large"
        case {"k": v}:
            return v
        case str(a, b):
            return a
    return "nothing"


print(describe([4, 2]), describe({"k": 1}))
try:
    describe("text")
except TypeError as error:
    print(error)
describe([1, 0])
