# Shows: a program: a linked list that behaves as a sequence.
from collections.abc import MutableSequence


class Node:
    __slots__ = ("value", "next")

    def __init__(self, value, next=None):
        self.value, self.next = value, next


class LinkedList(MutableSequence):
    def __init__(self, items=()):
        self._head, self._length = None, 0
        for item in items:
            self.append(item)

    def __len__(self):
        return self._length

    def __iter__(self):
        node = self._head
        while node:
            yield node.value
            node = node.next

    def _node(self, index):
        if index < 0:
            index += self._length
        if not 0 <= index < self._length:
            raise IndexError(f"no item {index} in a list of {self._length}")
        node = self._head
        for _ in range(index):
            node = node.next
        return node

    def __getitem__(self, index):
        if isinstance(index, slice):
            return type(self)([self[i] for i in range(*index.indices(len(self)))])
        return self._node(index).value

    def __setitem__(self, index, value):
        self._node(index).value = value

    def __delitem__(self, index):
        node = self._node(index)
        if node is self._head:
            self._head = node.next
        else:
            self._node((index + self._length if index < 0 else index) - 1).next = node.next
        self._length -= 1

    def insert(self, index, value):
        index = max(0, min(index if index >= 0 else index + self._length, self._length))
        if index == 0:
            self._head = Node(value, self._head)
        else:
            before = self._node(index - 1)
            before.next = Node(value, before.next)
        self._length += 1

    def __eq__(self, other):
        return isinstance(other, LinkedList) and list(self) == list(other)

    def __add__(self, other):
        return type(self)([*self, *other])

    def __repr__(self):
        return f"{type(self).__name__}({list(self)!r})"

    def reverse(self):
        before, node = None, self._head
        while node:
            node.next, before, node = before, node, node.next
        self._head = before


items = LinkedList("abc")
items.append("d")
items.insert(1, "x")
items.insert(-1, "y")
items.insert(99, "end")
print(
    items, len(items), items[0], items[-1], items[1:4], items[::-1], "x" in items, items.index("y"),
    items.count("a")
)
items.reverse()
print(items, items.pop(), items.pop(0), items)
items.remove("x")
items.extend([1, 2])
items += "z"
items[0] = "first"
del items[-1]
del items[0]
print(
    items, items == LinkedList(list(items)), items == list(items), items + [9],
    sorted(map(str, items)), list(reversed(items)), bool(LinkedList())
)
for action in (
    lambda: items[99], lambda: items.remove("none"), lambda: LinkedList().pop(),
    lambda: items.index("none"), lambda: items["a"], lambda: hash(items),
    lambda: items.__delitem__(50)
):
    try:
        print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
first, *rest = items
print(first, rest, max(LinkedList([3, 9, 4])), sum(LinkedList(range(10))))
items.clear()
print(items, len(items))
