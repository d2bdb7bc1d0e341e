"""Which functions of asyncio are coroutine functions."""
import asyncio
import functools
import inspect


async def main():
    queue, lock, event, semaphore = (asyncio.Queue(), asyncio.Lock(), asyncio.Event(),
                                     asyncio.Semaphore())
    functions = [
        asyncio.sleep, queue.get, queue.put, queue.join, lock.acquire, event.wait,
        semaphore.acquire, asyncio.Queue.get, asyncio.Queue.put, asyncio.Lock.acquire,
        asyncio.Event.wait, asyncio.Semaphore.acquire, functools.partial(asyncio.sleep, 1),
        functools.partial(queue.get), asyncio.PriorityQueue().get, asyncio.Condition().acquire,
        asyncio.Condition().wait, asyncio.wait_for, asyncio.wait, asyncio.to_thread,
        asyncio.open_connection, asyncio.gather, asyncio.shield, queue.get_nowait, lock.release,
        len, str.join, asyncio.Queue, None,
    ]
    for function in functions:
        print(getattr(function, '__name__', type(function).__name__),
              inspect.iscoroutinefunction(function), asyncio.iscoroutinefunction(function))


asyncio.run(main())
