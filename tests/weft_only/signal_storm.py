# Shows: work of many kinds goes right while signals come at any time, some of which interrupt it.
import asyncio
import json
import os
import queue
import random
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

SECONDS = 3
seen = {"alarm": 0, "user": 0, "interrupt": 0}


def on_alarm(number, frame):
    seen["alarm"] += 1
    [object() for _ in range(20)]


def on_user(number, frame):
    seen["user"] += 1
    sorted(range(50), key=lambda item: -item)


def on_interrupt(number, frame):
    seen["interrupt"] += 1
    raise KeyboardInterrupt


def loops():
    total = 0
    for number in range(20_000):
        total += number & 3
    assert total == 30_000


def generators():
    def numbers(count):
        for number in range(count):
            yield number
        return count

    def chain(depth):
        return (yield from chain(depth - 1) if depth else numbers(300))

    assert sum(chain(20)) == 44_850
    assert list(map(lambda item: item + 1, chain(3)))[-1] == 300


def coroutines():
    async def work(number, lock):
        await asyncio.sleep(0.001 * (number % 3))
        async with lock:
            return number

    async def main():
        lock = asyncio.Lock()
        return await asyncio.gather(*(work(number, lock) for number in range(30)))

    assert asyncio.run(main()) == list(range(30))


def expressions():
    text = "ab" * 500 + "é"
    assert len(re.findall("a(b)", text)) == 500
    assert re.sub("b", "", text) == "a" * 500 + "é"
    assert re.match("(a|b)*c", text) is None


def sorting():
    items = [str(number * 7919 % 1009) for number in range(1009)]
    assert sorted(items, key=int) == [str(number) for number in range(1009)]


def encoding():
    value = {"items": [[number, {"name": "x"}] for number in range(300)]}
    assert json.loads(json.dumps(value)) == value


def threads():
    items = queue.Queue()
    workers = [threading.Thread(target=items.put, args=(number,)) for number in range(5)]
    for worker in workers:
        worker.start()
    assert sorted(items.get() for _ in workers) == [0, 1, 2, 3, 4]
    for worker in workers:
        worker.join()


def sockets():
    left, right = socket.socketpair()
    with left, right:
        left.sendall(b"x" * 5000)
        received = 0
        while received < 5000:
            received += len(right.recv(1000))


def processes():
    assert subprocess.run(["true"], check=False).returncode == 0
    child = os.fork()
    if child == 0:
        os._exit(7)
    while True:
        try:
            assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7
            return
        except KeyboardInterrupt:
            continue
        except ChildProcessError:
            # The signal came when the child had been waited for.
            return


def pipes():
    reader, writer = os.pipe()
    try:
        os.write(writer, b"y" * 1000)
        assert os.read(reader, 2000) == b"y" * 1000
    finally:
        os.close(reader)
        os.close(writer)


def numbers():
    product = 1
    for factor in range(1, 800):
        product *= factor
    assert str(product).endswith("0" * 196)


def sleeping():
    began = time.monotonic()
    time.sleep(0.01)
    assert time.monotonic() - began >= 0.01


works = [loops, generators, coroutines, expressions, sorting, encoding, threads, sockets,
         processes, pipes, numbers, sleeping]


def send_signals(process):
    """What the child does: it sends signals until the process is gone."""
    signals = [signal.SIGUSR1] * 9 + [signal.SIGALRM] * 5 + [signal.SIGWINCH, signal.SIGINT]
    try:
        while os.getppid() == process:
            os.kill(process, random.choice(signals))
            time.sleep(random.random() * 0.004)
    finally:
        os._exit(0)


def run(deadline):
    """How often work was done, and how often it was interrupted."""
    done = interrupted = 0
    while time.monotonic() < deadline:
        for work in works:
            try:
                work()
                done += 1
            except KeyboardInterrupt:
                interrupted += 1
    return done, interrupted


def main():
    process = os.getpid()
    signal.signal(signal.SIGALRM, on_alarm)
    signal.signal(signal.SIGUSR1, on_user)
    signal.signal(signal.SIGINT, on_interrupt)
    sender = os.fork()
    if sender == 0:
        send_signals(process)
    signal.setitimer(signal.ITIMER_REAL, 0.003, 0.003)
    deadline = time.monotonic() + SECONDS
    while True:
        try:
            done, interrupted = run(deadline)
            break
        except KeyboardInterrupt:
            pass
    while True:
        try:
            os.kill(sender, signal.SIGKILL)
            signal.setitimer(signal.ITIMER_REAL, 0)
            os.waitpid(sender, 0)
            break
        except KeyboardInterrupt:
            pass
        except ChildProcessError:
            break
    print("work done:", done > 0, "and interrupted:", interrupted > 0)
    print("all signals seen:", all(seen.values()))


# What interrupted finalizers say is of no interest, unless the machine itself complains.
said = tempfile.TemporaryFile()
os.dup2(said.fileno(), 2)
main()
said.seek(0)
text = said.read()
if b"panicked" in text or b"AssertionError" in text:
    print(text.decode(errors="replace"))
sys.stdout.flush()
