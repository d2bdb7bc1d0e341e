"""Pools: all ways to call, errors and their tracebacks, callbacks, the end."""
import multiprocessing as mp
import os
import re
import time
from multiprocessing.pool import ThreadPool


def square(number):
    return number * number


def power(base, exponent=2):
    return base ** exponent


def fail(number):
    if number == 3:
        raise ValueError('three')
    return number


def unpicklable(_):
    return lambda: None


def slow(seconds):
    time.sleep(seconds)
    return seconds


def pid(_):
    return os.getpid()


def set_up(value):
    global prepared
    prepared = value


def get_prepared(_):
    return prepared


def failing_items():
    yield 1
    raise KeyError('in the iterable')


def show_error(function):
    try:
        print(function())
    except Exception as error:
        cause = str(error.__cause__)
        # The frames of the library differ.
        cause = re.sub(r'(?m)^  File "[^"]*(pool\.py|multiprocessing\.pool>)", line.*\n(    .*\n)*', '', cause)
        cause = cause.replace(__file__, 'FILE')
        print(type(error).__name__, re.sub('0x[0-9a-f]+', '0x', str(error)), cause)


def main():
    with mp.Pool(3) as pool:
        print(re.sub(r'mp\.pool', '', repr(pool)))
        print(pool.apply(power, (3,), {'exponent': 3}), pool.map(square, range(10)))
        print(pool.starmap(power, [(2, 3), (3, 2)]), pool.map(square, []))
        print(list(pool.imap(square, range(5))), sorted(pool.imap_unordered(square, range(5))))
        print(list(pool.imap(square, range(5), chunksize=2)))
        result = pool.apply_async(power, (5,))
        print(result.get(10), result.ready(), result.successful())
        done = []
        pool.map_async(square, range(3), callback=done.append).wait()
        pool.apply_async(fail, (3,), error_callback=lambda error: done.append(repr(error))).wait()
        print(done)
        show_error(lambda: pool.map(fail, range(5)))
        show_error(lambda: pool.apply(unpicklable, (1,)))
        show_error(lambda: list(pool.imap(square, failing_items())))
        show_error(lambda: list(pool.imap(square, [1], chunksize=0)))
        show_error(lambda: pool.apply_async(slow, (5,)).get(0.01))
        result = pool.apply_async(slow, (0.5,))
        show_error(result.successful)
        show_error(lambda: mp.get_context().Pipe()[0].send(pool))
    show_error(lambda: pool.apply(square, (1,)))
    with mp.Pool(2, set_up, ('ready',)) as pool:
        print(pool.map(get_prepared, range(3)))
        show_error(pool.join)
        pool.close()
        pool.join()
        show_error(lambda: pool.map(square, [1]))
    with mp.Pool(1, maxtasksperchild=2) as pool:
        pids = [pool.apply(pid, (0,)) for _ in range(6)]
        print(len(set(pids)))
    for wrong in ({'processes': 0}, {'maxtasksperchild': 0}, {'initializer': 5}):
        show_error(lambda: mp.Pool(**wrong))
    with ThreadPool(2) as pool:
        print(pool.map(square, range(4)), pool.apply(os.getpid) == os.getpid())


if __name__ == '__main__':
    main()
