# Shows: an error that ends a thread is printed, and the script goes on.
import threading


class Worker(threading.Thread):
    def run(self):
        self.step(2)

    def step(self, n):
        if n == 0:
            raise LookupError("in a thread")
        self.step(n - 1)


worker = Worker(name="the worker")
worker._bootstrap_inner_is_not_shown = True


def hook(arguments):
    import traceback
    frames = [frame for frame in traceback.extract_tb(arguments.exc_traceback) if "threading" not in frame.filename]
    print(arguments.thread.name, arguments.exc_type.__name__, arguments.exc_value)
    for frame in frames:
        print(frame.name, frame.lineno, frame.line)


threading.excepthook = hook
worker.start()
worker.join()
print("the script goes on", threading.active_count())
daemon = threading.Thread(target=threading.Event().wait, daemon=True)
daemon.start()
print(daemon.daemon, daemon.is_alive(), len(threading.enumerate()))


def last():
    threading.main_thread().join()
    print("a thread that outlives the script")


threading.Thread(target=last).start()
print("end of the script")
