# Queues of all kinds, locks, events, conditions, semaphores, barriers.
import asyncio


async def producer(queue, items):
    for item in items:
        await queue.put(item)
    await queue.join()
    queue.shutdown()


async def consumer(queue, name, log):
    try:
        while True:
            log.append((name, await queue.get()))
            await asyncio.sleep(0)
            queue.task_done()
    except asyncio.QueueShutDown:
        log.append((name, "end"))


async def queues():
    log = []
    queue = asyncio.Queue(2)
    await asyncio.gather(producer(queue, range(5)), consumer(queue, "a", log), consumer(queue, "b", log))
    print(log, queue.qsize(), queue.empty(), str(queue))
    for kind in (asyncio.LifoQueue, asyncio.PriorityQueue):
        queue = kind()
        for item in (3, 1, 2):
            queue.put_nowait(item)
        print(kind.__name__, [queue.get_nowait() for _ in range(3)])
    queue = asyncio.Queue(1)
    queue.put_nowait(1)
    for action in (lambda: queue.put_nowait(2), lambda: (queue.get_nowait(), queue.get_nowait()),
                   lambda: (queue.task_done(), queue.task_done())):
        try:
            action()
        except Exception as error:
            print(type(error).__name__, error)
    getter = asyncio.create_task(queue.get())
    await asyncio.sleep(0)
    print(str(queue))
    getter.cancel()
    await asyncio.gather(getter, return_exceptions=True)
    print(str(queue))


async def locks():
    log = []
    lock = asyncio.Lock()

    async def worker(name):
        async with lock:
            log.append(name)
            await asyncio.sleep(0)
            log.append(name)

    await asyncio.gather(*map(worker, "abc"))
    print("".join(log), lock.locked())
    try:
        lock.release()
    except RuntimeError as error:
        print(error)
    event = asyncio.Event()
    waiting = [asyncio.create_task(event.wait()) for _ in range(3)]
    await asyncio.sleep(0)
    event.set()
    print(await asyncio.gather(*waiting), event.is_set())
    semaphore = asyncio.Semaphore(2)
    most = running = 0

    async def limited():
        nonlocal most, running
        async with semaphore:
            running += 1
            most = max(most, running)
            await asyncio.sleep(0)
            running -= 1

    await asyncio.gather(*(limited() for _ in range(7)))
    print(most, semaphore.locked())
    try:
        asyncio.BoundedSemaphore(1).release()
    except ValueError as error:
        print(error)
    condition = asyncio.Condition()
    ready = []

    async def wait_for_items(count):
        async with condition:
            await condition.wait_for(lambda: len(ready) >= count)
            return count, len(ready)

    waiters = [asyncio.create_task(wait_for_items(n)) for n in (1, 2)]
    for item in range(2):
        await asyncio.sleep(0)
        async with condition:
            ready.append(item)
            condition.notify_all()
    print(await asyncio.gather(*waiters))
    barrier = asyncio.Barrier(3)
    print(sorted(await asyncio.gather(*(barrier.wait() for _ in range(3)))), barrier.n_waiting)
    waiter = asyncio.create_task(barrier.wait())
    await asyncio.sleep(0)
    await barrier.abort()
    print(await asyncio.gather(waiter, return_exceptions=True), barrier.broken)


asyncio.run(queues())
asyncio.run(locks())
