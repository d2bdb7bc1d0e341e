# Coroutines that nobody awaits: what is warned of, with and without the place where they were made.

import asyncio
import gc
import sys
import warnings


def shown(seen):
    for warning in seen:
        for line in str(warning.message).splitlines():
            if line.startswith("  File") and "never_awaited.py" not in line:
                continue
            if line.startswith("  File"):
                line = "  File" + line[line.rindex("/") :]
            elif line.startswith("    ") and "asyncio." not in line and "make" not in line:
                continue
            print(line)
        print(warning.category.__name__, type(warning.source).__name__)


async def own():
    pass


def make_all(queue, lock, event, semaphore):
    own()
    asyncio.sleep(1)
    asyncio.sleep(0)
    lock.acquire()
    semaphore.acquire()
    event.wait()
    queue.get()
    queue.put(1)


async def main():
    parts = asyncio.Queue(), asyncio.Lock(), asyncio.Event(), asyncio.Semaphore()
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        make_all(*parts)
        gc.collect()
    shown(seen)


print("== plain")
asyncio.run(main())
print("== depth 2")
sys.set_coroutine_origin_tracking_depth(2)
asyncio.run(main())
sys.set_coroutine_origin_tracking_depth(0)


def origins():
    for coroutine in (own(), asyncio.sleep(1)):
        origin = coroutine.cr_origin
        print(origin and [(line - 52 > 0, function) for _, line, function in origin])
        coroutine.close()


print("== origins")
origins()
sys.set_coroutine_origin_tracking_depth(1)
origins()
sys.set_coroutine_origin_tracking_depth(0)
