"""A console in which `await` may stand outside functions: `python -m asyncio`.

The event loop runs in the main thread, also while the console waits for a line in a thread of
its own: so tasks that were started go on. Each command runs in the loop.
"""

import ast
import asyncio
import builtins
import code
import concurrent.futures
import contextvars
import os
import sys
import threading
import types
import warnings
from inspect import iscoroutine

from asyncio.futures import _chain_future


class AsyncConsole(code.InteractiveConsole):
    """Runs commands in an event loop, and waits for the coroutines that they make."""

    def __init__(self, names, loop):
        super().__init__(names, filename="<stdin>")
        self.compile.compiler.flags |= ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
        self.loop = loop
        self.context = contextvars.copy_context()
        self.task = None
        self.was_interrupted = False
        self.exit_code = 0
        self.has_ended = False

    def runcode(self, code):
        outcome = concurrent.futures.Future()
        self.task = None
        self.was_interrupted = False
        self.loop.call_soon_threadsafe(self._start, code, outcome, context=self.context)
        try:
            outcome.result()
        except SystemExit as end:
            self._end(end)
        except BaseException as error:
            if self.was_interrupted:
                self.write("\nKeyboardInterrupt\n")
            else:
                self._show(error)

    def interrupt(self):
        """Cancel what the present command waits for."""
        self.was_interrupted = True
        if self.task is not None and not self.task.done():
            self.task.cancel()

    def _start(self, code, outcome):
        # In the loop.
        try:
            result = types.FunctionType(code, self.locals)()
        except SystemExit as end:
            self._end(end)
        except BaseException as error:
            self.was_interrupted = isinstance(error, KeyboardInterrupt)
            outcome.set_exception(error)
        else:
            if not iscoroutine(result):
                outcome.set_result(result)
                return
            self.task = self.loop.create_task(result, context=self.context)
            _chain_future(self.task, outcome)

    def _end(self, end):
        self.exit_code = end.code
        self.loop.call_soon_threadsafe(self.loop.stop)

    def _show(self, error):
        # What the exception passed on its way from the loop to here is not the user's.
        entry = error.__traceback__
        while entry is not None and entry.tb_frame.f_globals is not self.locals:
            entry = entry.tb_next
        self._showtraceback(type(error), error, entry, '')


def run_startup_file(console):
    """Run the file that PYTHONSTARTUP names, in the console's namespace."""
    name = os.environ.get("PYTHONSTARTUP")
    if not name or sys.flags.ignore_environment:
        return
    with open(name, "rb") as file:
        source = file.read()
    try:
        exec(compile(source, name, "exec"), console.locals)
    except SystemExit:
        raise
    except BaseException:
        console.showtraceback()


def read_and_run(console):
    """What the console's thread does, until the input ends."""
    ps1 = getattr(sys, "ps1", ">>> ")
    banner = (f'asyncio REPL {sys.version} on {sys.platform}\n'
              'Use "await" directly instead of "asyncio.run()".\n'
              'Type "help", "copyright", "credits" or "license" for more information.\n')
    try:
        console.write(banner)
        run_startup_file(console)
        console.write(f"{ps1}import asyncio\n")
        console.interact(banner="", exitmsg="")
    finally:
        warnings.filterwarnings("ignore", message=r"^coroutine .* was never awaited$",
                                category=RuntimeWarning)
        console.has_ended = True
        console.loop.call_soon_threadsafe(console.loop.stop)


def main():
    """Run the console; return its exit code."""
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    names = {name: globals()[name] for name in
             ("__name__", "__package__", "__loader__", "__file__", "__spec__")
             if name in globals()}
    names |= {"__builtins__": builtins, "asyncio": asyncio}
    console = AsyncConsole(names, loop)
    sys.audit("cpython.run_stdin")
    thread = threading.Thread(target=read_and_run, args=(console,), name="Interactive thread",
                              daemon=True)
    thread.start()
    while True:
        try:
            loop.run_forever()
        except KeyboardInterrupt:
            console.interrupt()
        else:
            # Where a command ends the program, the thread may wait for a line still.
            if console.has_ended:
                thread.join()
            console.write("exiting asyncio REPL...\n")
            return console.exit_code


if __name__ == "__main__":
    sys.exit(main())
