"""Locks and their kin between processes."""
import multiprocessing as mp
import re


def shown(obj):
    return re.sub('0x[0-9a-f]+', '0x', repr(obj))


def count(lock, value, times):
    for _ in range(times):
        with lock:
            value.value += 1


def wait_for(condition, value, conn):
    with condition:
        conn.send('waits')
        print(condition.wait_for(lambda: value.value == 5, 10), flush=True)


def pass_barrier(barrier, conn):
    conn.send(barrier.wait(10))


def main():
    lock, rlock, event = mp.Lock(), mp.RLock(), mp.Event()
    print(lock, rlock, shown(event), mp.Semaphore(3), mp.BoundedSemaphore(2), mp.Condition())
    with lock, rlock, rlock:
        print(lock, rlock, lock.acquire(False), lock.acquire(timeout=0.01))
    for name, release in (('lock', lock.release), ('rlock', rlock.release),
                          ('bounded', mp.BoundedSemaphore(1).release)):
        try:
            release()
        except (ValueError, AssertionError) as error:
            print(name, type(error).__name__, error)
    value = mp.Value('i', 0, lock=False)
    processes = [mp.Process(target=count, args=(lock, value, 500)) for _ in range(3)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    print(value.value)
    print(event.is_set(), event.wait(0.01), event.set(), event.wait(), event.clear(), event.is_set())
    condition, number = mp.Condition(), mp.Value('i', 0)
    ours, theirs = mp.Pipe()
    process = mp.Process(target=wait_for, args=(condition, number, theirs))
    process.start()
    ours.recv()
    for step in range(6):
        with condition:
            number.value = step
            condition.notify_all()
    process.join()
    try:
        condition.notify()
    except AssertionError as error:
        print(error)
    barrier = mp.Barrier(3)
    processes = [mp.Process(target=pass_barrier, args=(barrier, theirs)) for _ in range(3)]
    for process in processes:
        process.start()
    print(sorted(ours.recv() for _ in processes), barrier.parties, barrier.broken)
    for process in processes:
        process.join()
    number = mp.Value('i', 7)
    print(number, number.value, number.get_obj())
    number.value = 2 ** 31
    print(number.value)
    array = mp.Array('i', [1, 2, 3])
    array[1] = 20
    print(len(array), array[:], list(array), array[-1], array[::2])
    text = mp.Array('c', 10)
    text.value = b'hello'
    print(text.value, text.raw)
    real = mp.Value('d', 2.5, lock=False)
    print(real.value, real)
    for wrong in (lambda: array[5], lambda: setattr(number, 'value', 'x'),
                  lambda: mp.Value('i', lock=5), lambda: setattr(text, 'value', b'x' * 11)):
        try:
            wrong()
        except Exception as error:
            print(type(error).__name__, error)


if __name__ == '__main__':
    main()
