# Measures: coroutines that await each other 100 deep, each time made anew, with a few suspensions.


class Suspension:
    def __init__(self, value):
        self.value = value

    def __await__(self):
        return (yield self.value)


async def level(depth, number):
    if depth:
        return await level(depth - 1, number) + 1
    first = await Suspension(number)
    second = await Suspension(number + 1)
    return first ^ second


def run(coroutine):
    total = 0
    answer = None
    while True:
        try:
            asked = coroutine.send(answer)
        except StopIteration as stop:
            return total + stop.value
        total += asked
        answer = asked * 3


def main():
    checksum = 0
    for number in range(50_000):
        checksum += run(level(100, number))
    print("await_chain", checksum)


main()
