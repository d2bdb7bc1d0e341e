# Measures: a scheduler that keeps the stacks of its generators itself (a trampoline): a task
# yields a generator to call it, None to let others run, anything else to return it.

from collections import deque
from types import GeneratorType


def fibonacci(number):
    if number < 2:
        yield None
        yield number
    else:
        first = yield fibonacci(number - 1)
        second = yield fibonacci(number - 2)
        yield first + second


def summing(limit):
    total = 0
    for number in range(limit):
        total += yield fibonacci(number % 5)
    yield total


def schedule(tasks):
    ready = deque(([task], None) for task in tasks)
    results = []
    switches = 0
    while ready:
        stack, value = ready.popleft()
        while True:
            answer = stack[-1].send(value)
            if answer is None:
                switches += 1
                ready.append((stack, None))
                break
            if type(answer) is GeneratorType:
                stack.append(answer)
                value = None
                continue
            stack.pop().close()
            if not stack:
                results.append(answer)
                break
            value = answer
    return results, switches


def main():
    tasks = [fibonacci(19) for _ in range(40)]
    tasks += [summing(1_500) for _ in range(100)]
    results, switches = schedule(tasks)
    print("trampoline", sum(results), switches)


main()
