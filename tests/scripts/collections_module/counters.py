# Shows: Counter: counting, arithmetic, most_common, and negative counts.
from collections import Counter

words = Counter("abracadabra")
print(
    words, words["a"], words["missing"], len(words), words.total(), words.most_common(2),
    words.most_common()[-1], sorted(words.elements())[:4], list(words)
)
words.update("aa")
words.subtract(["b", "z"])
print(
    words, Counter(a=1, b=2), Counter({"x": 5}), Counter(), Counter([1, 1, "a"]), Counter(range(2))
)
a, b = Counter(x=3, y=1), Counter(x=1, y=2, z=-1)
print(
    a + b, a - b, a & b, a | b, +b, -b, a == Counter(x=3, y=1, q=0), a <= a + a, a < b,
    a >= Counter(x=1)
)
a += b
a["w"] -= 5
print(
    a, dict(a), a.pop("w"), "w" in a, a.copy() is a,
    Counter.fromkeys if hasattr(Counter, "fromkeys") else ""
)
del a["never there"]
a.clear()
print(
    a, bool(a), Counter(x=0) == Counter(), repr(Counter(x=0)), sum(Counter("ab").values()),
    Counter(a=2).items()
)
for action in (
    lambda: Counter.fromkeys("ab"), lambda: Counter(5), lambda: Counter("a") + 5,
    lambda: list(Counter(a=2).elements()), lambda: Counter(1, 2), lambda: Counter("a") < 5,
    lambda: Counter([[]]), lambda: Counter(a="x").most_common(),
    lambda: Counter(a="x") + Counter(a=1), lambda: Counter("aab").most_common(0),
    lambda: max(Counter("aab"), key=Counter("aab").get)
):
    try:
        print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")


class Loud(Counter):
    def __missing__(self, key):
        return f"no {key}"


print(
    Loud("a")["b"], type(Loud("a") + Counter("a")).__name__, type(Counter("a") + Loud("a")).__name__
)
