"""Orders by what depends on what; events by their times; options."""
import graphlib
import sched


def attempt(function, *arguments):
    try:
        return function(*arguments)
    except Exception as error:
        return f'{type(error).__name__}: {error.args}'


print(list(graphlib.TopologicalSorter({3: [1, 2], 4: [3], 2: [1]}).static_order()))
print(attempt(graphlib.TopologicalSorter({1: [2], 2: [3], 3: [1]}).prepare))
sorter = graphlib.TopologicalSorter()
sorter.add('d', 'b', 'c')
sorter.add('b', 'a')
sorter.add('c', 'a')
print(attempt(sorter.get_ready), attempt(sorter.done, 'a'))
sorter.prepare()
print(attempt(sorter.add, 'x'), attempt(sorter.prepare), attempt(sorter.done, 'a'), bool(sorter))
while sorter:
    ready = sorter.get_ready()
    print(sorted(ready), attempt(sorter.done, 'nothing'))
    sorter.done(*ready)
    print(attempt(sorter.done, ready[0]))
now = 0


def wait(seconds):
    global now
    now += seconds


clock = sched.scheduler(lambda: now, wait)
for delay, priority, name in (3, 1, 'c'), (1, 2, 'b'), (1, 1, 'a'), (9, 1, 'never'):
    event = clock.enter(delay, priority, print, (name,), {'end': '\n'})
print(len(clock.queue), clock.queue[0].priority, clock.run(blocking=False))
clock.cancel(event)
clock.run()
print(now, clock.empty(), attempt(clock.cancel, event))
