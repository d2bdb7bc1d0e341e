"""Managers: objects in a server process, and their proxies."""
import multiprocessing as mp
import re
from multiprocessing.managers import BaseManager, SharedMemoryManager


class Counter:
    def __init__(self, start=0):
        self.value = start

    def add(self, number):
        self.value += number
        return self.value

    def fail(self):
        raise LookupError('in the server')

    def unpicklable(self):
        return lambda: None


class Counters(BaseManager):
    pass


Counters.register('Counter', Counter)


def work(number, items, table, lock, space):
    items.append(number)
    table[number] = number * number
    with lock:
        space.total += number


def attempt(function, *arguments):
    try:
        print(function(*arguments))
    except Exception as error:
        print(type(error).__name__, str(error).strip().splitlines()[-1:] and
              str(error).strip().strip('-').strip().splitlines()[-1])


def main():
    with mp.Manager() as manager:
        items, table, lock = manager.list([0]), manager.dict(start=0), manager.Lock()
        space = manager.Namespace(total=0)
        processes = [mp.Process(target=work, args=(n, items, table, lock, space))
                     for n in range(1, 4)]
        for process in processes:
            process.start()
        for process in processes:
            process.join()
        print(sorted(items), sorted(table.items(), key=str), space.total, space)
        items += [7]
        print(len(items), items[-1], 7 in items, items[:1], str(items[:0]), type(items).__name__)
        print(sorted(map(str, table)), table.get('none'), table.copy() == dict(table))
        print(re.sub('0x[0-9a-f]+', '0x', repr(table)), str(manager.list('ab')))
        queue, event, value = manager.Queue(2), manager.Event(), manager.Value('i', 5)
        queue.put('x')
        event.set()
        value.value += 1
        print(queue.get(), queue.empty(), event.wait(1), value.value, str(value))
        array, barrier = manager.Array('i', [1, 2]), manager.Barrier(1)
        print(array[1], len(array), barrier.parties, barrier.wait(), barrier.broken)
        nested = manager.list([manager.dict(a=1)])
        nested[0]['b'] = 2
        print(sorted(nested[0].items()))
        condition = manager.Condition()
        with condition:
            print(condition.wait_for(lambda: False, 0.01))
        attempt(items.pop, 50)
        attempt(table.__getitem__, 'missing')
        attempt(lambda: items._callmethod('nothing'))
        with manager.Pool(2) as pool:
            print(pool.map(abs, [-1, 2]), list(pool.imap(abs, [-3])), pool.apply_async(abs, (-4,)).get())
    attempt(manager.list)
    with Counters() as manager:
        counter = manager.Counter(10)
        print(counter.add(5), counter.add(1))
        attempt(counter.fail)
        attempt(counter.unpicklable)
        attempt(lambda: counter.value)
        print(manager._number_of_objects())
        attempt(manager.start)
    attempt(manager.start)
    with SharedMemoryManager() as manager:
        memory = manager.SharedMemory(8)
        memory.buf[:2] = b'ab'
        shared = manager.ShareableList([1, 2.5, 'three', b'four', None, True])
        shared[0] = 10
        print(bytes(memory.buf[:3]), list(shared), len(shared), shared.index('three'))
        memory.close()
        shared.shm.close()


if __name__ == '__main__':
    main()
