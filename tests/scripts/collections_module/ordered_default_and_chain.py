# Shows: OrderedDict, defaultdict and ChainMap.
from collections import ChainMap, OrderedDict, defaultdict

od = OrderedDict(a=1, b=2, c=3)
od.move_to_end("a")
od.move_to_end("c", last=False)
print(
    od, list(od), od.popitem(), od.popitem(last=False), od,
    OrderedDict(a=1, b=2) == OrderedDict(b=2, a=1), OrderedDict(a=1, b=2) == {"b": 2, "a": 1},
    list(reversed(OrderedDict(x=1, y=2))), od | {"z": 1}, OrderedDict.fromkeys("ab")
)
dd = defaultdict(list, {"x": [0]})
dd["x"].append(1)
dd["y"].append(2)
print(
    dd, dd.default_factory, "z" in dd, dd.get("z"), len(dd), dd | {"q": 1}, defaultdict(int)["k"],
    defaultdict(lambda: "made")["k"], defaultdict(None, a=1), dd.copy()
)
nested = defaultdict(lambda: defaultdict(int))
nested["a"]["b"] += 1
print({key: dict(value) for key, value in nested.items()}, dd.__missing__("new"), dd["new"])
chain = ChainMap({"a": 1}, {"a": 2, "b": 3})
chain["c"] = 4
print(
    chain, chain["a"], chain["b"], len(chain), list(chain), chain.maps, chain.parents,
    chain.new_child({"a": 0})["a"], "b" in chain, chain.get("zz"), dict(chain), chain | {"n": 1}
)
for action in (
    lambda: od.move_to_end("zz"), lambda: OrderedDict().popitem(), lambda: defaultdict(5),
    lambda: defaultdict(None)["k"], lambda: defaultdict(lambda: 1 / 0)["k"],
    lambda: defaultdict(list, 5), lambda: chain["none"], lambda: chain.__delitem__("b"),
    lambda: chain.pop("b"), lambda: ChainMap().popitem(), lambda: OrderedDict(5),
    lambda: ChainMap()["x"]
):
    try:
        print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
loop = defaultdict(list)
loop["me"] = loop
print(loop)
ordered = OrderedDict()
ordered["self"] = ordered
print(ordered)
try:
    for key in od:
        od["new " + key] = 1
except RuntimeError as error:
    print(error)
del chain["a"]
print(chain["a"], chain)
