"""An event loop with executors of threads and of processes."""
import asyncio
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor


def blocking(name, seconds):
    time.sleep(seconds)
    return name


def square(number):
    if number < 0:
        raise ValueError('negative')
    return number * number


async def main():
    loop = asyncio.get_running_loop()
    started = time.monotonic()
    tasks = [loop.run_in_executor(None, blocking, f'call {n}', 0.3) for n in range(3)]
    print(await asyncio.gather(*tasks))
    print('together' if time.monotonic() - started < 0.85 else 'one after the other')
    print(await asyncio.to_thread(blocking, 'thread', 0))
    with ThreadPoolExecutor(1) as pool:
        print(await loop.run_in_executor(pool, blocking, 'own pool', 0))
    with ProcessPoolExecutor(2) as pool:
        print(await asyncio.gather(*(loop.run_in_executor(pool, square, n) for n in range(5))))
        results = await asyncio.gather(loop.run_in_executor(pool, square, -1),
                                       return_exceptions=True)
        print(results)


if __name__ == '__main__':
    asyncio.run(main())
