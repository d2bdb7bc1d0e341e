# Shows: small objects use up all memory again and again, and each time the script goes on.
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


for work in (chain, texts, numbers, attributes):
    try:
        work()
    except MemoryError as error:
        print(work.__name__, type(error).__name__, sum([1] * 1000))
