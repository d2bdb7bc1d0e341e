# Shows: threads that share work: a bounded buffer, a thread pool, futures, events in order.
import threading
from concurrent.futures import Future, ThreadPoolExecutor, as_completed, wait


def square(n): return n * n
def fails(n): raise ValueError(f"no {n}")


with ThreadPoolExecutor(max_workers=3, thread_name_prefix="pool") as pool:
    print(
        list(pool.map(square, range(6))), pool.submit(pow, 2, 10).result(),
        sorted(future.result() for future in as_completed([pool.submit(square, n) for n in (3, 1, 2)]))
    )
    future = pool.submit(fails, 5)
    print(repr(future.exception()), future.done(), future.cancelled(), future.running())
    try:
        future.result()
    except ValueError as error:
        print(error)
    try:
        list(pool.map(fails, [1, 2]))
    except ValueError as error:
        print(error)
    done, left = wait([pool.submit(square, 9)])
    print([each.result() for each in done], left)
    called = threading.Event()
    later = pool.submit(square, 4)
    later.add_done_callback(lambda each: called.set())
    print(called.wait(5), later.result(timeout=5))
try:
    pool.submit(square, 1)
except RuntimeError as error:
    print(error)
own = Future()
print(own.set_running_or_notify_cancel(), own.running())
own.set_result("by hand")
print(own.result(), own.done(), own.cancel())


class Buffer:
    def __init__(self, size):
        self.items, self.size = [], size
        self.changed = threading.Condition()
        self.most = 0

    def put(self, item):
        with self.changed:
            self.changed.wait_for(lambda: len(self.items) < self.size)
            self.items.append(item)
            self.most = max(self.most, len(self.items))
            self.changed.notify_all()

    def take(self):
        with self.changed:
            self.changed.wait_for(lambda: self.items)
            item = self.items.pop(0)
            self.changed.notify_all()
            return item


buffer, taken = Buffer(3), []
producers = [threading.Thread(target=lambda start=start: [buffer.put(start + n) for n in range(50)]) for start in (0, 100)]
consumer = threading.Thread(target=lambda: taken.extend(buffer.take() for _ in range(100)))
for thread in [*producers, consumer]:
    thread.start()
for thread in [*producers, consumer]:
    thread.join()
print(
    len(taken), sorted(taken)[:3], sorted(taken)[-1],
    [n for n in taken if n < 100] == list(range(50)), buffer.most <= 3, buffer.items
)
counter, lock = {"n": 0}, threading.RLock()


def bump(times):
    for _ in range(times):
        with lock:
            with lock:
                counter["n"] += 1


threads = [threading.Thread(target=bump, args=(2000,)) for _ in range(5)]
for thread in threads: thread.start()
for thread in threads: thread.join()
print(counter)
