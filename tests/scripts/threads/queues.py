# Shows: queue.Queue, LifoQueue, PriorityQueue between threads, with a known result.
import queue
import threading

q = queue.Queue(maxsize=2)
results = []


def consumer():
    while (item := q.get()) is not None:
        results.append(item * 2)
        q.task_done()
    q.task_done()


thread = threading.Thread(target=consumer)
thread.start()
for n in range(10):
    q.put(n)
q.put(None)
q.join()
thread.join()
print(results, q.empty(), q.qsize(), q.full())
lifo, priority, simple = queue.LifoQueue(), queue.PriorityQueue(), queue.SimpleQueue()
for n in (3, 1, 2):
    lifo.put(n)
    priority.put((n, "x"))
    simple.put(n)
print(
    [lifo.get() for _ in range(3)], [priority.get() for _ in range(3)],
    [simple.get() for _ in range(3)], simple.empty(), simple.qsize()
)
q.put(1)
q.put(2)
for action in (
    lambda: q.put(3, block=False), lambda: q.put_nowait(3), lambda: q.put(3, timeout=0.01),
    lambda: (q.get(), q.get(), q.get_nowait()), lambda: q.get(timeout=0.01),
    lambda: q.task_done() or q.task_done() or q.task_done(), lambda: q.get(timeout=-1),
    lambda: simple.get_nowait(), lambda: simple.get(timeout=0.01),
    lambda: priority.put((1, "a")) or priority.put("x")
):
    try:
        print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
workers, done = queue.Queue(), queue.Queue()


def worker():
    while True:
        try:
            n = workers.get_nowait()
        except queue.Empty:
            return
        done.put((n, sum(range(n))))


for n in range(0, 1000, 100):
    workers.put(n)
pool = [threading.Thread(target=worker) for _ in range(4)]
[t.start() for t in pool]
[t.join() for t in pool]
print(sorted(done.get() for _ in range(done.qsize())))
q = queue.Queue()
q.put("left")
q.shutdown()
for action in (lambda: q.put(1), lambda: q.get(), lambda: q.get()):
    try:
        print(action())
    except Exception as error:
        print(type(error).__name__, error)
