# Shows: a program: a state machine declared with a metaclass, decorators and enum members.
from enum import Enum, auto


class State(Enum):
    LOCKED = auto()
    OPEN = auto()
    BROKEN = auto()


class TransitionError(Exception):
    pass


def on(event, *, source, target):
    def mark(method):
        vars(method).setdefault("transitions", []).append((event, source, target))
        return method
    return mark


class MachineMeta(type):
    def __new__(mcs, name, bases, namespace):
        cls = super().__new__(mcs, name, bases, namespace)
        cls.table = {}
        for base in reversed(cls.__mro__):
            for value in vars(base).values():
                for event, source, target in getattr(value, "transitions", ()):
                    cls.table[event, source] = value.__name__, target
        return cls

    def __call__(cls, *args):
        self = super().__call__(*args)
        self.log = []
        return self


class Turnstile(metaclass=MachineMeta):
    def __init__(self, state=State.LOCKED):
        self.state, self.coins = state, 0

    def send(self, event):
        try:
            name, target = self.table[event, self.state]
        except KeyError:
            raise TransitionError(f"no {event!r} while {self.state.name}") from None
        self.log.append(f"{self.state.name}-{event}->{target.name}")
        getattr(self, name)()
        self.state = target

    @on("coin", source=State.LOCKED, target=State.OPEN)
    @on("coin", source=State.OPEN, target=State.OPEN)
    def take_coin(self):
        self.coins += 1

    @on("push", source=State.OPEN, target=State.LOCKED)
    def pass_through(self):
        pass


class Fragile(Turnstile):
    @on("kick", source=State.LOCKED, target=State.BROKEN)
    def kicked(self):
        print("crash")

    def take_coin(self):
        super().take_coin()
        print(f"thank you for coin {self.coins}")


for cls in Turnstile, Fragile:
    machine = cls()
    for event in "coin coin push push kick coin".split():
        try:
            machine.send(event)
        except TransitionError as error:
            print(error)
    print(cls.__name__, machine.state, machine.coins, machine.log)
print(sorted((event, state.name) for event, state in Fragile.table), len(Turnstile.table))
