# Shows: a subclass of list with own methods, and what the built-in operations do with it.


class Stack(list):
    limit = 3

    def push(self, item):
        if len(self) >= self.limit:
            raise OverflowError(f"{self!r} is full")
        self.append(item)
        return self

    def __getitem__(self, index):
        print("get", index)
        return super().__getitem__(index)

    def __len__(self):
        return super().__len__() + 0

    def __repr__(self):
        return f"Stack{super().__repr__()}"

    def __contains__(self, item):
        return item == "anything"


stack = Stack([1]).push(2).push(3)
print(
    stack, stack[0], stack[1:], type(stack[1:]).__name__, len(stack), "anything" in stack,
    1 in stack
)
try:
    stack.push(4)
except OverflowError as error:
    print(error)
print(
    list(stack), [*stack], tuple(stack), stack + [4], type(stack + [4]).__name__,
    type(stack * 2).__name__, type(stack.copy()).__name__
)
first, *rest = stack
print(
    first, rest, sum(stack), stack == [1, 2, 3], [1, 2, 3] == stack, sorted(stack, reverse=True),
    ",".join(map(str, stack))
)
stack.colour = "red"
print(stack.__dict__, isinstance(stack, list), Stack.__mro__)


class NoInit(list):
    def __init__(self, *args):
        self.args = args


print(NoInit(1, 2), NoInit(1, 2).args)


class Given(list):
    def __new__(cls, *args, **kwargs):
        self = super().__new__(cls)
        self.given = args, kwargs
        return self


try:
    Given(1, 2, key=3)
except TypeError as error:
    print(error)
print(Given([1]).given)
