"""SIGINT at any moment ends a program with KeyboardInterrupt alone; no child stays."""

import os
import signal
import subprocess
import sys
import time

PROGRAM = '''
import asyncio, os, signal, sys

async def worker(number):
    try:
        while True:
            await asyncio.sleep(0.0001 * (number % 7))
            async with lock:
                await queue.put(number)
                await queue.get()
    finally:
        ended.append(number)

async def serve(reader, writer):
    try:
        while data := await reader.read(100):
            writer.write(data)
    finally:
        writer.close()

async def main():
    global lock, queue
    lock, queue = asyncio.Lock(), asyncio.Queue(3)
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    tasks = [asyncio.create_task(worker(number)) for number in range(20)]
    print("ready", flush=True)
    async with asyncio.timeout(20):
        while True:
            writer.write(b"x" * 50)
            await reader.readexactly(50)

ended = []
try:
    asyncio.run(main())
except KeyboardInterrupt:
    print("interrupted", len(ended))
'''


def started(program):
    # The shell of a job in the background has the signal ignored, which children inherit.
    listening = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
    return subprocess.Popen([sys.executable, "-c", listening + program], stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE, text=True)


def run(delay):
    child = started(PROGRAM)
    assert child.stdout.readline() == "ready\n"
    time.sleep(delay)
    child.send_signal(signal.SIGINT)
    out, error = child.communicate(timeout=30)
    return out, error, child.returncode


for number in range(8):
    print(run(number * 0.0037))

# Before the loop runs, or while it is made, nothing but the exception is seen either.
UNCAUGHT = 'import asyncio\nasync def main():\n    print("ready", flush=True)\n' \
           '    await asyncio.sleep(20)\nasyncio.run(main())'
child = started(UNCAUGHT)
child.stdout.readline()
child.send_signal(signal.SIGINT)
out, error = child.communicate(timeout=30)
print(repr(out), error.splitlines()[-1], child.returncode == -signal.SIGINT)
