# Child processes, executors, threads that talk to the loop, signals.
import asyncio
import contextvars
import os
import signal
import threading
from concurrent.futures import ThreadPoolExecutor


async def processes():
    child = await asyncio.create_subprocess_exec(
        "cat", stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE)
    print(await child.communicate(b"through a pipe"), child.returncode)
    child = await asyncio.create_subprocess_shell(
        "echo out; echo err >&2; exit 3", stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE)
    print(await child.communicate(), child.returncode)
    child = await asyncio.create_subprocess_exec("sleep", "100")
    child.terminate()
    print(await child.wait())
    try:
        await asyncio.create_subprocess_exec("/does/not/exist")
    except FileNotFoundError as error:
        print(error.filename)


variable = contextvars.ContextVar("variable", default="none")


async def threads():
    loop = asyncio.get_running_loop()
    main = threading.get_ident()
    print(await loop.run_in_executor(None, lambda: threading.get_ident() == main))
    with ThreadPoolExecutor(2) as pool:
        print(await asyncio.gather(*(loop.run_in_executor(pool, pow, 2, n) for n in range(5))))
    variable.set("set here")
    print(await asyncio.to_thread(variable.get), await asyncio.to_thread(sum, [1, 2], start=3))
    try:
        await asyncio.to_thread(int, "x")
    except ValueError as error:
        print(error)
    event = asyncio.Event()
    threading.Timer(0.01, loop.call_soon_threadsafe, [event.set]).start()
    print(await event.wait())
    other = asyncio.new_event_loop()
    runner = threading.Thread(target=other.run_forever)
    runner.start()
    future = asyncio.run_coroutine_threadsafe(asyncio.sleep(0.01, "from the other loop"), other)
    print(await asyncio.wrap_future(future), future.result())
    other.call_soon_threadsafe(other.stop)
    runner.join()
    other.close()


async def signals():
    loop = asyncio.get_running_loop()
    came = loop.create_future()
    loop.add_signal_handler(signal.SIGUSR1, came.set_result, "signal")
    os.kill(os.getpid(), signal.SIGUSR1)
    print(await came, loop.remove_signal_handler(signal.SIGUSR1),
          loop.remove_signal_handler(signal.SIGUSR1))


for part in (processes, threads, signals):
    asyncio.run(part())


# The shell of a job in the background has the signal ignored, which children inherit.
signal.signal(signal.SIGINT, signal.default_int_handler)


async def interrupted():
    try:
        os.kill(os.getpid(), signal.SIGINT)
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        print("cancelled")
        raise


try:
    asyncio.run(interrupted())
except KeyboardInterrupt:
    print("interrupted")
