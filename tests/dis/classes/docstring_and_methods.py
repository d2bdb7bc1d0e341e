class Stack:
    """Last in, first out."""

    def __init__(self):
        self.items = []
        self.size = 0

    def push(self, item):
        self.items.append(item)
        self.size += 1
        return self

    @property
    def empty(self):
        return not self.items
