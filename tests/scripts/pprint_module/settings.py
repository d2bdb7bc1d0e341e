# pprint's settings, on objects of all kinds.
import pprint
from collections import *
class D(dict): pass
class L(list):
    def __repr__(self): return "<L>"
class I(int):
    def __repr__(self): return "I!"
r = [1]; r.append(r); rd = {"a": 1}; rd["b"] = rd
objs = [{'a': [1, 2, {'b': (1, 2)}], 'c': [[1] * 10] * 10}, r, rd, (1,), (), [], {}, {1: (2,)}, [object], [L()], D(a=1, b=[1, 2]), I(3), [I(3), True, 10**20], {3: 1, "x": 2, None: 3, (1, 2): 4}, [1234567, {1000000: 2.5}], [[[[[1]]]]], OrderedDict(a=1), defaultdict(list, a=[1]), Counter("aab"), deque([1, 2]), {1, 2, 3}, frozenset([1]), b"abc" * 30, "word " * 40, [{"k%d" % i: list(range(i))} for i in range(12)]]
for o in objs:
    for kw in ({}, {"width": 20}, {"depth": 2}, {"underscore_numbers": True}, {"sort_dicts": False}, {"compact": True, "width": 30}):
        p = pprint.PrettyPrinter(**kw)
        import re
        print(re.sub(r'id=\d+', 'id=', p.pformat(o)))
    print(pprint.isreadable(o), pprint.isrecursive(o), re.sub(r'id=\d+', 'id=', pprint.saferepr(o)))
class P(pprint.PrettyPrinter):
    def format(self, o, c, m, l):
        if isinstance(o, int): return hex(o), False, 0
        return super().format(o, c, m, l)
print(P().pformat({1: [2, 3]}), P().isreadable([1]), P().isreadable([]), P().isrecursive([1]))
