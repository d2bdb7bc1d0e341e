"""The objects exit, quit, help, copyright, credits and license."""

import builtins
import sys


class Quitter:
    """Ends the program when called, and says so when shown."""

    def __init__(self, name, eof):
        self.name = name
        self.eof = eof

    def __repr__(self):
        return f'Use {self.name}() or {self.eof} to exit'

    def __call__(self, code=None):
        # Some shells catch SystemExit but notice that their input is closed.
        try:
            sys.stdin.close()
        except:
            pass
        raise SystemExit(code)


class _Printer:
    """Shows a text, page by page when called."""

    MAXLINES = 23

    def __init__(self, name, data, files=(), dirs=()):
        self.__name = name
        self.__data = data
        self.__paths = [f'{directory}/{file}' for directory in dirs for file in files]
        self.__lines = None

    def __text(self):
        if not self.__lines:
            data = None
            for path in self.__paths:
                try:
                    with open(path, encoding='utf-8') as file:
                        data = file.read()
                    break
                except OSError:
                    pass
            self.__lines = (data or self.__data).split('\n')
        return self.__lines

    def __repr__(self):
        lines = self.__text()
        if len(lines) <= self.MAXLINES:
            return "\n".join(lines)
        return f"Type {self.__name}() to see the full {self.__name} text"

    def __call__(self):
        lines = self.__text()
        for start in range(0, len(lines), self.MAXLINES):
            print(*lines[start:start + self.MAXLINES], sep='\n')
            if start + self.MAXLINES > len(lines):
                return
            answer = None
            while answer not in ('', 'q'):
                answer = input('Hit Return for more, or q (and Return) to quit: ')
            if answer == 'q':
                return


class _Helper:
    """Shows the documentation of an object."""

    def __repr__(self):
        return ("Type help() for interactive help, "
                "or help(object) for help about object.")

    def __call__(self, *args, **kwds):
        import pydoc
        return pydoc.help(*args, **kwds)


def setquit():
    """Define exit and quit."""
    for name in ('quit', 'exit'):
        setattr(builtins, name, Quitter(name, 'Ctrl-D (i.e. EOF)'))


def setcopyright():
    """Define copyright, credits and license."""
    builtins.copyright = _Printer("copyright", sys.copyright)
    builtins.credits = _Printer("credits", "See www.python.org for more information.")
    builtins.license = _Printer("license", "See https://www.python.org/psf/license/")


def sethelper():
    """Define help."""
    builtins.help = _Helper()


def install():
    """Define all of them: what the interpreter does at its start."""
    setquit()
    setcopyright()
    sethelper()
