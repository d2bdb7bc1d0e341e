# Shows: sys.exit in a thread ends that thread only.
import sys
import threading

log = []


def work():
    log.append("started")
    sys.exit(7)
    log.append("never")


thread = threading.Thread(target=work)
thread.start()
thread.join()
print(log, thread.is_alive())
sys.exit(len(log) + 1)
