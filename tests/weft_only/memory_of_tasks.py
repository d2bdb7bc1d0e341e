"""Refused memory among a million tasks is met in seconds: not every object asks for it anew."""

import resource
import subprocess
import sys

PROGRAM = '''
import asyncio
import os
import time


async def main():
    loop = asyncio.get_running_loop()
    future = loop.create_future()

    async def wait():
        await future

    tasks = []
    try:
        while True:
            tasks.append(loop.create_task(wait()))
    except MemoryError:
        print('refused', len(tasks) > 100_000)
        tasks = None


start = time.process_time()
try:
    asyncio.run(main())
except MemoryError:
    print('refused again')
elapsed = time.process_time() - start
allowed = 60 if os.environ.get('WEFT_TESTED_BUILD') == 'checked' else 8
print('in time' if elapsed < allowed else elapsed)
'''

LIMIT = 1_000_000_000
child = subprocess.run(
    [sys.executable, '-c', PROGRAM], stdout=subprocess.PIPE, text=True,
    preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (LIMIT, LIMIT)))
print(child.returncode, child.stdout)
