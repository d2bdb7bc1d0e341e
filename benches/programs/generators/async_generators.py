# Measures: async generators, async for and async comprehensions, driven by hand.


class Suspension:
    def __await__(self):
        return (yield 1)


async def numbers(limit):
    for number in range(limit):
        if number % 16 == 0:
            await Suspension()
        yield number


async def even(source):
    async for number in source:
        if number % 2 == 0:
            yield number


async def tiny(value):
    yield value


async def work():
    total = 0
    async for number in even(numbers(2_000_000)):
        total += number
    total += sum([number async for number in numbers(800_000)])
    for number in range(150_000):
        async for value in tiny(number):
            total ^= value
    last = numbers(200_000)
    while (number := await anext(last, None)) is not None:
        total += number
    return total


def run(coroutine):
    suspensions = 0
    try:
        while True:
            suspensions += coroutine.send(None)
    except StopIteration as stop:
        return stop.value, suspensions


def main():
    print("async_generators", *run(work()))


main()
