"""Calls that wait go on after a signal, unless its handler raises; other threads run meanwhile."""
import _socket as S
import signal
import threading
import time

a, b = S.socketpair()
calls = []


def quietly(number, frame):
    calls.append("quiet")
    a.send(b"after the signal")


signal.signal(signal.SIGALRM, quietly)
signal.setitimer(signal.ITIMER_REAL, 0.05)
print(b.recv(100), calls)


def loudly(number, frame):
    raise KeyError("from the handler")


signal.signal(signal.SIGALRM, loudly)
for timeout in (None, 10):
    b.settimeout(timeout)
    signal.setitimer(signal.ITIMER_REAL, 0.05)
    try:
        b.recv(100)
    except KeyError as error:
        print(error)
signal.setitimer(signal.ITIMER_REAL, 0)

b.settimeout(None)
received = []
thread = threading.Thread(target=lambda: received.append(b.recv(10)))
thread.start()
time.sleep(0.02)
print("waiting", received)
a.send(b"now")
thread.join()
print(received)
