# Shows: Lock, RLock, Condition, Semaphore, Event and Barrier.
import threading

lock = threading.Lock()
print(
    lock.acquire(), lock.locked(), lock.acquire(blocking=False), lock.acquire(timeout=0.01),
    lock.release(), lock.locked()
)
with lock:
    print("held", lock.locked())
rlock = threading.RLock()
with rlock, rlock:
    print("held twice")
for action in (
    lambda: lock.release(), lambda: rlock.release(), lambda: threading.Condition().wait(),
    lambda: threading.Condition().notify(), lambda: threading.Semaphore(-1),
    lambda: threading.BoundedSemaphore(1).release(), lambda: lock.acquire(False, 1),
    lambda: lock.acquire(timeout=-2), lambda: threading.Barrier(2).wait(timeout=0.01),
    lambda: lock.acquire("x", "y")
):
    try:
        print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
semaphore = threading.Semaphore(2)
print(
    semaphore.acquire(), semaphore.acquire(), semaphore.acquire(blocking=False),
    semaphore.release(), semaphore.acquire(timeout=1)
)
event = threading.Event()
results = []


def waiter():
    event.wait()
    results.append("woken")


thread = threading.Thread(target=waiter)
thread.start()
print(event.is_set(), event.wait(0.01), results)
event.set()
thread.join()
print(results, event.is_set(), event.wait(), event.clear())
condition, items = threading.Condition(), []


def consumer():
    for _ in range(3):
        with condition:
            condition.wait_for(lambda: items)
            results.append(items.pop(0))
            condition.notify_all()


thread = threading.Thread(target=consumer)
thread.start()
for n in range(3):
    with condition:
        items.append(n)
        condition.notify_all()
        condition.wait_for(lambda: not items)
thread.join()
print(results)
barrier = threading.Barrier(3, action=lambda: results.append("all here"))
threads = [threading.Thread(target=barrier.wait) for _ in range(2)]
[t.start() for t in threads]
barrier.wait()
[t.join() for t in threads]
print(results[-1], barrier.n_waiting, barrier.parties, barrier.broken, results.count("all here"))
turn, order = threading.Condition(), []


def player(me, count):
    for n in range(count):
        with turn:
            turn.wait_for(lambda: len(order) % 3 == me)
            order.append(f"{me}{n}")
            turn.notify_all()


players = [threading.Thread(target=player, args=(me, 3)) for me in range(3)]
[p.start() for p in players]
[p.join() for p in players]
print(order)
