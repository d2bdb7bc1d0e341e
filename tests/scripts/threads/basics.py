# Shows: threads that are started and joined in a known order, their names, errors and locals.
import sys
import threading

log = []


def work(n, *, note=""):
    log.append((n, note, threading.current_thread().name))


threads = [threading.Thread(
    target=work, args=(n,), kwargs={"note": "x"}, name=f"worker {n}"
) for n in range(3)]
for thread in threads:
    print(thread.is_alive(), thread.ident, thread.daemon, thread.name, end="; ")
    thread.start()
    thread.join()
    print(thread.is_alive())
print(
    log, threading.current_thread() is threading.main_thread(), threading.active_count(),
    threading.main_thread().name
)


class Counter(threading.Thread):
    total = 0
    lock = threading.Lock()

    def run(self):
        for _ in range(1000):
            with Counter.lock:
                Counter.total += 1


counters = [Counter() for _ in range(4)]
[c.start() for c in counters]
[c.join() for c in counters]
print(Counter.total)
local = threading.local()
local.value = "main"


def use_local():
    log.append(hasattr(local, "value"))
    local.value = "thread"
    log.append(local.value)


t = threading.Thread(target=use_local)
t.start()
t.join()
print(log[-2:], local.value)


def hook(arguments):
    print("hook:", arguments.exc_type.__name__, arguments.exc_value, arguments.thread.name)


threading.excepthook = hook
t = threading.Thread(target=lambda: 1 / 0, name="fails")
t.start()
t.join()
t = threading.Thread(target=sys.exit, args=(5,))
t.start()
t.join()
for action in (
    lambda: t.start(), lambda: threading.Thread().join(), lambda: threading.current_thread().join(),
    lambda: threading.Thread(5), lambda: threading.Thread(target=work, wrong=1),
    lambda: setattr(t, "daemon", True) or "set", lambda: threading.Thread(group="g")
):
    try:
        print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
timer = threading.Timer(0.01, print, ["timer fired"])
timer.start()
timer.join()
cancelled = threading.Timer(60, print, ["never"])
cancelled.start()
cancelled.cancel()
cancelled.join()
print("done")
