"""ProcessPoolExecutor: calls, map, errors with remote tracebacks, initializers, shutdown."""
import multiprocessing as mp
import os
import re
import time
from concurrent.futures import ProcessPoolExecutor, as_completed, wait


def square(number):
    return number * number


def fail(number):
    raise LookupError(f'no {number}')


def inner(number):
    with ProcessPoolExecutor(max_workers=2) as pool:
        return list(pool.map(square, range(number)))


def set_up(value):
    global prepared
    prepared = value


def get_prepared():
    return prepared


def pid():
    return os.getpid()


def slow(seconds):
    time.sleep(seconds)
    return seconds


def attempt(function, *arguments, **options):
    try:
        print(function(*arguments, **options))
    except Exception as error:
        cause = re.sub(r'(?m)^  File "[^"]*(process\.py|futures\.process>)", line.*\n(    .*\n)*',
                       '', str(error.__cause__))
        cause = re.sub(r'(?m)^  File "[^"]*(queues\.py|multiprocessing\.\w+>|reduction\.py)", line.*\n(    .*\n)*',
                       '', cause)
        print(type(error).__name__, error, cause.replace(__file__, 'FILE'))


def main():
    with ProcessPoolExecutor(max_workers=2) as pool:
        print(list(pool.map(square, range(10))), list(pool.map(pow, [2, 3], [5, 2])))
        print(list(pool.map(square, range(10), chunksize=4)))
        futures = [pool.submit(square, n) for n in range(5)]
        print(sorted(future.result() for future in as_completed(futures)))
        done, pending = wait(futures)
        print(len(done), len(pending))
        attempt(pool.submit(fail, 5).result)
        attempt(pool.submit(slow, 0.5).result, timeout=0.01)
        attempt(lambda: list(pool.map(square, [1], chunksize=0)))
        print(list(pool.map(inner, [2, 3])))
    attempt(pool.submit, square, 1)
    with ProcessPoolExecutor(1, initializer=set_up, initargs=('ready',)) as pool:
        print(pool.submit(get_prepared).result())
    with ProcessPoolExecutor(1, mp.get_context('spawn'), max_tasks_per_child=2) as pool:
        print(len({pool.submit(pid).result() for _ in range(4)}))
    pool = ProcessPoolExecutor(1)
    first = pool.submit(slow, 0.3)
    others = [pool.submit(slow, 0.1) for _ in range(8)]
    pool.shutdown(cancel_futures=True)
    print(first.result(), any(future.cancelled() for future in others))
    attempt(ProcessPoolExecutor, 0)
    attempt(ProcessPoolExecutor, initializer=3)
    attempt(ProcessPoolExecutor, max_tasks_per_child='2')
    attempt(ProcessPoolExecutor, max_tasks_per_child=0)
    attempt(ProcessPoolExecutor, mp_context=mp.get_context('fork'), max_tasks_per_child=1)


if __name__ == '__main__':
    main()
