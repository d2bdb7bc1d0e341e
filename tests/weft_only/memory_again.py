# Shows: small objects use up all memory again and again, and each time the script goes on, also
# where little was freed in between.
# CPython itself crashes.
import os
import resource
import sys

if len(sys.argv) == 1:
    # The limit holds from the start of a process on.
    resource.setrlimit(resource.RLIMIT_AS, (300_000_000, 300_000_000))
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, __file__, "limited"])


class Node:
    def __init__(self, other):
        self.other = other


def chain():
    node = None
    while True:
        node = Node(node)


def texts():
    items = []
    while True:
        items.append(str(len(items)) * 5)


def numbers():
    table = {}
    while True:
        table[len(table) << 70] = None


def attributes():
    node = Node(None)
    number = 0
    while True:
        setattr(node, f"attribute{number}", number)
        number += 1


def classes():
    kept = []
    while True:
        class Made:
            def method(self):
                pass
        kept.append(Made)


for work in (chain, texts, numbers, attributes, classes, chain, classes):
    try:
        work()
    except MemoryError as error:
        print(work.__name__, type(error).__name__, sum([1] * 1000))

head = None
count = 0


def fill():
    global head, count
    try:
        while True:
            head = Node(head)
            count += 1
    except MemoryError:
        return "full"


def let_go(number):
    global head, count
    for _ in range(number):
        head = head.other
        count -= 1


print(fill())
for share in (10, 100, 1000, 10_000):
    let_go(count // share)
    print(fill(), count > 10_000)
