# Shows: a hundred thousand weak references to one object are made, dropped in any order, and
# told of its death, the newest first, in time that does not grow with their square.
import random
import weakref


class Node:
    pass


def told(reference):
    order.append(numbers[id(reference)])


for seed, keep in ((1, 0.5), (2, 0.01), (3, 1.0)):
    generator = random.Random(seed)
    node = Node()
    order = []
    references = [weakref.ref(node, told) for _ in range(150_000)]
    plain = weakref.ref(node)
    proxy = weakref.proxy(node)
    print(weakref.ref(node) is plain, weakref.getweakrefcount(node))
    generator.shuffle(references)
    del references[int(len(references) * keep):]
    later = [weakref.ref(node, told) for _ in range(1000)]
    found = weakref.getweakrefs(node)
    print(len(found), found[0] is plain, found[2] is later[-1], found[1001] is later[0])
    references += later
    numbers = {id(reference): number for number, reference in enumerate(found)}
    del found, node
    print(len(order), order == list(range(2, len(order) + 2)), plain(), order[:3])
