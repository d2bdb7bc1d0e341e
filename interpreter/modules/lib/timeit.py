"""How long a statement takes.

    weft -m timeit [-n N] [-r N] [-u U] [-s S] [-p] [-v] [-h] [--] [statement]

-n/--number N: how often the statement is run at a time (found out by itself)
-r/--repeat N: how often that is done (5 times)
-s/--setup S: a statement that is run before (pass)
-p/--process: the time of the process counts, not that of the clock
-u/--unit U: nsec, usec, msec or sec
-v/--verbose: shows all times; twice, with more digits
-h/--help: shows this

Several statements are lines; those that are to be indented begin with spaces.
"""

import gc
import itertools
import sys
import time

__all__ = ['Timer', 'timeit', 'repeat', 'default_timer']

dummy_src_name = '<timeit-src>'
default_number = 1000000
default_repeat = 5
default_timer = time.perf_counter

_globals = globals
_UNITS = {'sec': 1.0, 'msec': 1e-3, 'usec': 1e-6, 'nsec': 1e-9}

template = """
def inner(_it, _timer{init}):
    {setup}
    _t0 = _timer()
    for _i in _it:
        {stmt}
        pass
    _t1 = _timer()
    return _t1 - _t0
"""


def reindent(src, indent):
    """A text whose lines but the first are moved to the right."""
    return src.replace('\n', '\n' + ' ' * indent)


class Timer:
    """Runs a statement, or a function, and takes the time."""

    def __init__(self, stmt='pass', setup='pass', timer=default_timer, globals=None):
        self.timer = timer
        scope, names, before = {}, '', ''
        texts = {}
        for name, code, indent in ('setup', setup, 4), ('stmt', stmt, 8):
            if isinstance(code, str):
                # By itself, lest it be good only in its place.
                compile(before + code, dummy_src_name, 'exec')
                before = code + '\n'
                texts[name] = reindent(code, indent)
            elif callable(code):
                scope[f'_{name}'] = code
                names += f', _{name}=_{name}'
                texts[name] = f'_{name}()'
            else:
                raise ValueError(f'{name} is neither a string nor callable')
        self.src = template.format(init=names, **texts)
        exec(compile(self.src, dummy_src_name, 'exec'),
             _globals() if globals is None else globals, scope)
        self.inner = scope['inner']

    def print_exc(self, file=None):
        """Prints the traceback of an error, with the lines of the statement."""
        import linecache
        import traceback
        linecache.cache[dummy_src_name] = (len(self.src), None, self.src.split('\n'),
                                           dummy_src_name)
        traceback.print_exc(file=file)

    def timeit(self, number=default_number):
        """How many seconds so many runs take."""
        collects = gc.isenabled()
        gc.disable()
        try:
            return self.inner(itertools.repeat(None, number), self.timer)
        finally:
            if collects:
                gc.enable()

    def repeat(self, repeat=default_repeat, number=default_number):
        """The times of some series of runs."""
        return [self.timeit(number) for _ in range(repeat)]

    def autorange(self, callback=None):
        """A number of runs that take a fifth of a second and more, and their time."""
        for power in itertools.count():
            for digit in 1, 2, 5:
                number = digit * 10 ** power
                taken = self.timeit(number)
                if callback:
                    callback(number, taken)
                if taken >= 0.2:
                    return number, taken


def timeit(stmt='pass', setup='pass', timer=default_timer, number=default_number, globals=None):
    """How many seconds so many runs of a statement take."""
    return Timer(stmt, setup, timer, globals).timeit(number)


def repeat(stmt='pass', setup='pass', timer=default_timer, repeat=default_repeat,
           number=default_number, globals=None):
    """The times of some series of runs of a statement."""
    return Timer(stmt, setup, timer, globals).repeat(repeat, number)


def _show(number, taken, precision):
    plural = '' if number == 1 else 's'
    print(f'{number} loop{plural} -> {taken:.{precision}g} secs')


def main(args=None, *, _wrap_timer=None):
    """The command. Returns its exit status."""
    import getopt
    try:
        options, words = getopt.getopt(
            sys.argv[1:] if args is None else args, 'n:u:s:r:pvh',
            ['number=', 'setup=', 'repeat=', 'process', 'verbose', 'unit=', 'help'])
    except getopt.error as error:
        print(error)
        print('use -h/--help for command line help')
        return 2
    timer, number, repeats, unit, verbosity, setup = default_timer, 0, default_repeat, None, 0, []
    for option, value in options:
        match option.lstrip('-')[0]:
            case 'n':
                number = int(value)
            case 's':
                setup.append(value)
            case 'u':
                if value not in _UNITS:
                    print('Unrecognized unit. Please select nsec, usec, msec, or sec.',
                          file=sys.stderr)
                    return 2
                unit = value
            case 'r':
                repeats = max(int(value), 1)
            case 'p':
                timer = time.process_time
            case 'v':
                verbosity += 1
            case 'h':
                print(__doc__, end=' ')
                return 0
    # What is in this folder can be imported.
    import os
    sys.path.insert(0, os.curdir)
    if _wrap_timer is not None:
        timer = _wrap_timer(timer)
    measured = Timer('\n'.join(words) or 'pass', '\n'.join(setup) or 'pass', timer)
    precision = 3 + max(verbosity - 1, 0)
    try:
        if number == 0:
            callback = (lambda *run: _show(*run, precision)) if verbosity else None
            number, _ = measured.autorange(callback)
            if verbosity:
                print()
        times = measured.repeat(repeats, number)
    except:
        measured.print_exc()
        return 1
    _report(times, number, verbosity, precision, unit)
    return None


def _report(times, number, verbosity, precision, unit):
    def shown(seconds):
        name = unit or next((each for each, scale in _UNITS.items() if seconds >= scale), 'nsec')
        return f'{seconds / _UNITS[name]:.{precision}g} {name}'

    if verbosity:
        print(f'raw times: {", ".join(map(shown, times))}\n')
    singles = [taken / number for taken in times]
    best, worst = min(singles), max(singles)
    plural = '' if number == 1 else 's'
    print(f'{number} loop{plural}, best of {len(times)}: {shown(best)} per loop')
    if worst >= 4 * best:
        import warnings
        warnings.warn_explicit(
            f'The test results are likely unreliable. The worst time ({shown(worst)}) was more '
            f'than four times slower than the best time ({shown(best)}).', UserWarning, '', 0)


if __name__ == '__main__':
    sys.exit(main())
