"""A signal that comes just before a call that waits ends the wait, too. CPython loses some."""

import _asyncio
import os
import queue
import select
import signal
import subprocess
import sys
import threading
import time


class Rung(Exception):
    pass


def ring(number, frame):
    raise Rung


signal.signal(signal.SIGALRM, ring)
reader, writer = os.pipe()
lock = threading.Lock()
lock.acquire()
queue = queue.SimpleQueue()
poll = select.epoll()
reactor = _asyncio.Reactor()

LONG = 1
WAITS = {
    'sleep': lambda: time.sleep(LONG),
    'select': lambda: select.select([reader], [], [], LONG),
    'epoll': lambda: poll.poll(LONG),
    'reactor': lambda: reactor.poll(LONG),
    'lock': lambda: lock.acquire(timeout=LONG),
    'queue': lambda: queue.get(timeout=LONG),
    'read': lambda: os.read(reader, 1),
}
for name, wait in WAITS.items():
    lost = 0
    for number in range(300):
        # Without the repetition, read() would wait for ever.
        start = time.monotonic()
        try:
            signal.setitimer(signal.ITIMER_REAL, (1 + number % 60) * 0.5e-6, LONG)
            wait()
        except Rung:
            pass
        lost += time.monotonic() - start > LONG / 2
    signal.setitimer(signal.ITIMER_REAL, 0)
    print(name, 'lost', lost)

# What reminds of a signal does not reach those who have other plans with it by then.
count = 0


def note(number, frame):
    global count
    count += 1


signal.signal(signal.SIGUSR1, note)
for disposition in (signal.SIG_IGN, signal.SIG_DFL, note) * 5:
    signal.raise_signal(signal.SIGUSR1)
    signal.signal(signal.SIGUSR1, disposition)
    time.sleep(0.005)
    signal.signal(signal.SIGUSR1, note)
print('handled', count)

# Nor does it go on in a child, or after the handler.
signal.raise_signal(signal.SIGUSR1)
child = os.fork()
if child == 0:
    select.select([], [], [], 0.03)
    os._exit(count)
print('child', os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
print(subprocess.run([sys.executable, '-c', 'import time; time.sleep(0.03); print("slept")'],
                     capture_output=True, text=True).stdout)
