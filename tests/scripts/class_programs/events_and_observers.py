# Shows: a program: observers held weakly, events in an order of priority, undo and redo.
import heapq
import weakref
from itertools import count


class Signal:
    def __init__(self):
        self._receivers = []

    def connect(self, receiver):
        reference = weakref.WeakMethod(receiver) if hasattr(receiver, "__self__") else weakref.ref(receiver)
        self._receivers.append(reference)
        return receiver

    def send(self, *args):
        alive = [(reference, receiver) for reference in self._receivers if (receiver := reference()) is not None]
        self._receivers = [reference for reference, _ in alive]
        return [receiver(*args) for _, receiver in alive]


changed = Signal()


class Listener:
    def __init__(self, name): self.name = name
    def hear(self, what): return f"{self.name} heard {what}"


@changed.connect
def function(what):
    return f"function heard {what}"


a, b = Listener("a"), Listener("b")
changed.connect(a.hear)
changed.connect(b.hear)
print(changed.send("one"))
del a
print(changed.send("two"), len(changed._receivers))


class Scheduler:
    def __init__(self):
        self.queue, self.order, self.now = [], count(), 0

    def at(self, time, action, *args):
        heapq.heappush(self.queue, (time, next(self.order), action, args))

    def run(self):
        while self.queue:
            self.now, _, action, args = heapq.heappop(self.queue)
            action(*args)


scheduler = Scheduler()


def tick(name, every, left):
    print(f"{scheduler.now}:{name}", end=" ")
    if left:
        scheduler.at(scheduler.now + every, tick, name, every, left - 1)


scheduler.at(0, tick, "fast", 2, 4)
scheduler.at(0, tick, "slow", 5, 2)
scheduler.at(4, print, "between")
scheduler.run()
print()


class Editor:
    def __init__(self):
        self.text, self.done, self.undone = "", [], []

    def do(self, insert, at):
        self.undone.clear()
        self._apply(insert, at)

    def _apply(self, insert, at):
        self.text = self.text[:at] + insert + self.text[at:]
        self.done.append((insert, at))

    def undo(self):
        insert, at = self.done.pop()
        self.text = self.text[:at] + self.text[at + len(insert):]
        self.undone.append((insert, at))

    def redo(self):
        self._apply(*self.undone.pop())


editor = Editor()
editor.do("weft", 0)
editor.do("the ", 0)
editor.do("!", 8)
print(editor.text)
editor.undo()
editor.undo()
print(editor.text)
editor.redo()
print(editor.text)
editor.do(" and warp", len(editor.text))
print(editor.text)
try:
    editor.redo()
except IndexError as error:
    print(error)
