# Measures: callbacks that schedule each other.

import asyncio


def main():
    loop = asyncio.new_event_loop()
    count = 0

    def callback(left):
        nonlocal count
        count += 1
        if left:
            loop.call_soon(callback, left - 1)
        else:
            finish()

    finished = 0

    def finish():
        nonlocal finished
        finished += 1
        if finished == 100:
            loop.stop()

    for _ in range(100):
        loop.call_soon(callback, 5_000)
    loop.run_forever()
    loop.close()
    print("call_soon_storm", count)


main()
