"""weft.wait in finalizers, on threads, in executors, under asyncio's cancellation and timeouts."""

import asyncio
import gc
import sys
import threading

import weft

sys.unraisablehook = lambda event: print("unraisable", repr(event.exc_value))


class Ask:
    def __init__(self, question):
        self.question = question

    def __await__(self):
        return (yield self.question)


def ask(question):
    return weft.wait(Ask(question))


def run(coroutine):
    value = None
    try:
        while True:
            value = coroutine.send(value)
            print("   asked", value)
    except StopIteration as stop:
        return stop.value


class Asking:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("finalizer of", ask(self.name))


async def dropping():
    asking = Asking("a local")
    del asking
    print("dropped")
    several = [Asking("the first"), Asking("the last")]
    several.clear()
    print("cleared")
    cycle = Asking("a cycle")
    cycle.itself = cycle
    del cycle
    gc.collect()
    return "collected"


print(run(dropping()))
asking = Asking("outside of a coroutine")
del asking

print("threads")


async def sorting():
    return sorted([3, 1, 2], key=ask)


def on_a_thread(function):
    thread = threading.Thread(target=function)
    thread.start()
    thread.join()


def outside():
    try:
        ask(1)
    except RuntimeError as error:
        print(error)
    print(run(sorting()))


async def with_a_thread():
    on_a_thread(outside)
    return ask("on the main thread")


print(run(with_a_thread()))
coroutine = sorting()
print(coroutine.send(None))


def resumed_elsewhere():
    try:
        coroutine.send(5)
    except RuntimeError as error:
        print(error)


on_a_thread(resumed_elsewhere)
print(coroutine.send(30), coroutine.send(10))
try:
    coroutine.send(20)
except StopIteration as stop:
    print(stop.value)

print("asyncio")


def sleep(seconds, result=None):
    return weft.wait(asyncio.sleep(seconds, result))


async def work(number):
    return sorted([number, 3, 2], key=lambda item: sleep(0.001, item))


class Sleepy:
    def __del__(self):
        sleep(0.001)
        print("slept in a finalizer")


async def numbers():
    for number in range(3):
        yield [sleep(0, number) for _ in range(2)]


def in_an_executor():
    try:
        ask(1)
    except RuntimeError as error:
        return str(error)


async def main():
    print(await asyncio.gather(*map(work, range(5))))
    task = asyncio.create_task(work(9))
    await asyncio.sleep(0)
    task.cancel()
    try:
        await task
    except asyncio.CancelledError as error:
        print("cancelled", repr(error))
    try:
        async with asyncio.timeout(0.01):
            print(sorted([2, 1], key=lambda item: sleep(5, item)))
    except TimeoutError as error:
        print(repr(error))
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(work(number)) for number in (7, 8)]
    print([task.result() for task in tasks])
    print([item async for item in numbers()])
    sleepy = Sleepy()
    del sleepy
    print(await asyncio.get_running_loop().run_in_executor(None, in_an_executor))


asyncio.run(main())
print(weft.fibers()["parked"])
