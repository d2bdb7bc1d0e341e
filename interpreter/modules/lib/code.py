"""Interactive interpreters: reading, running and showing commands."""

import sys
from codeop import CommandCompiler, compile_command

__all__ = ["InteractiveInterpreter", "InteractiveConsole", "interact", "compile_command"]


class InteractiveInterpreter:
    """Runs source text in a namespace and reports its errors."""

    def __init__(self, locals=None):
        if locals is None:
            locals = {"__name__": "__console__", "__doc__": None}
        self.locals = locals
        self.compile = CommandCompiler()

    def runsource(self, source, filename="<input>", symbol="single"):
        """Run a command if it is complete; return whether more must follow."""
        try:
            code = self.compile(source, filename, symbol)
        except (OverflowError, SyntaxError, ValueError):
            self.showsyntaxerror(filename, source=source)
            return False
        if code is None:
            return True
        self.runcode(code)
        return False

    def runcode(self, code):
        """Execute a code object; show every exception except SystemExit."""
        try:
            exec(code, self.locals)
        except SystemExit:
            raise
        except:
            self.showtraceback()

    def showsyntaxerror(self, filename=None, **kwargs):
        """Show the syntax error being handled, without a stack trace."""
        error = sys.exception()
        try:
            if filename and isinstance(error, SyntaxError):
                error.filename = filename
            self._showtraceback(type(error), error, None, kwargs.pop('source', ""))
        finally:
            error = None

    def showtraceback(self):
        """Show the exception being handled, without this module's frame."""
        error = sys.exception()
        try:
            self._showtraceback(type(error), error, error.__traceback__.tb_next, '')
        finally:
            error = None

    def _showtraceback(self, typ, value, tb, source):
        value = value.with_traceback(tb)
        if source and typ is SyntaxError and not value.text:
            lines = source.splitlines()
            if len(lines) >= value.lineno:
                value.text = lines[value.lineno - 1]
        sys.last_type = typ
        sys.last_traceback = tb
        sys.last_exc = sys.last_value = value
        if sys.excepthook is sys.__excepthook__:
            self._excepthook(typ, value, tb)
            return
        # A custom hook shows it instead.
        try:
            sys.excepthook(typ, value, tb)
        except SystemExit:
            raise
        except BaseException as error:
            error.__context__ = None
            error = error.with_traceback(error.__traceback__.tb_next)
            print('Error in sys.excepthook:', file=sys.stderr)
            sys.__excepthook__(type(error), error, error.__traceback__)
            print(file=sys.stderr)
            print('Original exception was:', file=sys.stderr)
            sys.__excepthook__(typ, value, tb)

    def _excepthook(self, typ, value, tb):
        import traceback
        self.write(''.join(traceback.format_exception(typ, value, tb)))

    def write(self, data):
        """Write text to sys.stderr."""
        sys.stderr.write(data)


class InteractiveConsole(InteractiveInterpreter):
    """Reads commands line by line and runs them."""

    def __init__(self, locals=None, filename="<console>", *, local_exit=False):
        InteractiveInterpreter.__init__(self, locals)
        self.filename = filename
        self.local_exit = local_exit
        self.resetbuffer()

    def resetbuffer(self):
        """Forget the lines of an unfinished command."""
        self.buffer = []

    def interact(self, banner=None, exitmsg=None):
        """Read and run commands until the end of the input.

        banner and exitmsg are shown before and after; '' shows nothing.
        """
        for prompt, default in (("ps1", ">>> "), ("ps2", "... ")):
            if not hasattr(sys, prompt):
                setattr(sys, prompt, default)
        if banner is None:
            self.write(f'Python {sys.version} on {sys.platform}\n'
                       'Type "help", "copyright", "credits" or "license" '
                       'for more information.\n'
                       f'({self.__class__.__name__})\n')
        elif banner:
            self.write(f"{banner}\n")

        replaced = self._replace_quitters() if self.local_exit else {}
        try:
            self._read_and_run()
        finally:
            import builtins
            for name, quitter in replaced.items():
                setattr(builtins, name, quitter)
            if exitmsg is None:
                self.write(f'now exiting {self.__class__.__name__}...\n')
            elif exitmsg != '':
                self.write(f'{exitmsg}\n')

    def _replace_quitters(self):
        # exit() then ends only this console; the originals also close stdin.
        import builtins
        replaced = {}
        for name in ("exit", "quit"):
            if hasattr(builtins, name):
                replaced[name] = getattr(builtins, name)
                setattr(builtins, name, Quitter(name))
        return replaced

    def _read_and_run(self):
        more = False
        while True:
            try:
                try:
                    line = self.raw_input(sys.ps2 if more else sys.ps1)
                except EOFError:
                    self.write("\n")
                    return
                more = self.push(line)
            except KeyboardInterrupt:
                self.write("\nKeyboardInterrupt\n")
                self.resetbuffer()
                more = False
            except SystemExit:
                if not self.local_exit:
                    raise
                self.write("\n")
                return

    def push(self, line, filename=None, _symbol="single"):
        """Add a line and run the command if that completes it.

        Return whether more lines must follow.
        """
        self.buffer.append(line)
        source = "\n".join(self.buffer)
        if filename is None:
            filename = self.filename
        more = self.runsource(source, filename, symbol=_symbol)
        if not more:
            self.resetbuffer()
        return more

    def raw_input(self, prompt=""):
        """Read a line from the user; EOFError at the end."""
        return input(prompt)


class Quitter:
    def __init__(self, name):
        self.name = name
        self.eof = 'Ctrl-Z plus Return' if sys.platform == "win32" else 'Ctrl-D (i.e. EOF)'

    def __repr__(self):
        return f'Use {self.name} or {self.eof} to exit'

    def __call__(self, code=None):
        raise SystemExit(code)


def interact(banner=None, readfunc=None, local=None, exitmsg=None, local_exit=False):
    """Run an InteractiveConsole, perhaps with another function for reading."""
    console = InteractiveConsole(local, local_exit=local_exit)
    if readfunc is not None:
        console.raw_input = readfunc
    else:
        try:
            import readline
        except ImportError:
            pass
    console.interact(banner, exitmsg)


if __name__ == "__main__":
    import argparse

    parser = argparse.ArgumentParser()
    parser.add_argument('-q', action='store_true',
                        help="don't print version and copyright messages")
    args = parser.parse_args()
    interact('' if args.q or sys.flags.quiet else None)
