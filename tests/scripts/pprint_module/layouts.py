"""Objects printed over several lines."""
import collections
import dataclasses
import pprint
import types


@dataclasses.dataclass
class Point:
    name: str
    values: list
    more: dict = dataclasses.field(repr=False, default_factory=dict)


words = 'the quick brown fox jumps over the lazy dog '.split()
OBJECTS = [
    list(range(40)), {word: list(word) for word in words}, tuple(words), (('x' * 70,),), set(range(900, 930)),
    frozenset(range(5, 50)), ' '.join(words * 5), b'bytes ' * 20, bytearray(b'ab' * 50),
    collections.OrderedDict((word, len(word) * 'y' * 5) for word in words),
    collections.defaultdict(int, {word * 3: 1 for word in words}),
    collections.Counter(''.join(words * 3)), collections.deque(words * 2, maxlen=20),
    collections.ChainMap({word: word * 4 for word in words}, {'b': 2}),
    types.SimpleNamespace(**{word: word * 5 for word in words}),
    types.MappingProxyType({word: word * 3 for word in words}), Point('p' * 40, list(range(30))),
    {'nested': {'deep': [{'deeper': list(range(25))}, ('one',)], 'text': 'line one\nline two ' * 4}},
    {1: 'a', 'b': 2, None: 3}, 12345678901234567890, [], {}, (1,), 'short',
]
for value in OBJECTS:
    pprint.pprint(value)
    pprint.pprint(value, width=40, indent=3, compact=True)
    print(pprint.pformat(value, depth=1, width=30, sort_dicts=False, underscore_numbers=True))
loop = [1]
loop.append(loop)
print(pprint.pformat(loop).split(' id=')[0], pprint.isrecursive(loop), pprint.isreadable(loop),
      pprint.isreadable([1, 'a']), pprint.saferepr({'b': 1, 'a': 2}))
pprint.pp({'b': 1, 'a': 2})
for wrong in {'indent': -1}, {'depth': 0}, {'width': 0}:
    try:
        pprint.PrettyPrinter(**wrong)
    except ValueError as error:
        print(error)
