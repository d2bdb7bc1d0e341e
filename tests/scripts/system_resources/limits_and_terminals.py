"""resource, termios, syslog: what they offer, and what they refuse."""
import os
import resource
import syslog
import termios


def show(function, *arguments):
    try:
        result = function(*arguments)
    except Exception as error:
        result = f"{type(error).__module__}.{type(error).__name__}: {error}"
    print(function.__name__, arguments, "->", result)


usage = resource.getrusage(resource.RUSAGE_SELF)
print(type(usage), len(usage), usage.ru_utime >= 0, usage.ru_maxrss > 1000)
show(resource.getrusage, 99)
show(resource.getrlimit, -1)
show(resource.getrlimit, 16)
soft, hard = resource.getrlimit(resource.RLIMIT_CORE)
resource.setrlimit(resource.RLIMIT_CORE, (0, hard))
print(resource.getrlimit(resource.RLIMIT_CORE) == (0, hard))
show(resource.setrlimit, resource.RLIMIT_CORE, (1,))
show(resource.setrlimit, resource.RLIMIT_CORE, 1)
show(resource.setrlimit, resource.RLIMIT_CORE, ("a", 1))
show(resource.setrlimit, resource.RLIMIT_CORE, (5, 4))
print(resource.prlimit(0, resource.RLIMIT_CORE) == (0, hard))
print(resource.prlimit(0, resource.RLIMIT_CORE, (0, hard)) == (0, hard))
print(resource.getpagesize(), resource.RLIM_INFINITY, resource.error is OSError)

controller, terminal = os.openpty()
mode = termios.tcgetattr(terminal)
print(len(mode), [type(item).__name__ for item in mode], len(mode[6]), mode[6][termios.VINTR])
print(bool(mode[3] & termios.ECHO), bool(mode[3] & termios.ICANON))
mode[3] &= ~(termios.ECHO | termios.ICANON)
mode[6][termios.VMIN] = 2
termios.tcsetattr(terminal, termios.TCSANOW, mode)
mode = termios.tcgetattr(terminal)
print(mode[6][termios.VMIN], bool(mode[3] & termios.ECHO))
termios.tcsetwinsize(terminal, (31, 77))
print(termios.tcgetwinsize(controller))
show(termios.tcsetwinsize, terminal, (1,))
show(termios.tcsetwinsize, terminal, 5)
show(termios.tcsetwinsize, terminal, (70000, 1))
termios.tcflush(terminal, termios.TCIOFLUSH)
termios.tcflow(terminal, termios.TCOON)
show(termios.tcsetattr, terminal, termios.TCSANOW, [1, 2])
show(termios.tcsetattr, terminal, termios.TCSANOW, mode[:6] + [[1]])
show(termios.tcsetattr, terminal, termios.TCSANOW, mode[:6] + [["a"] * 32])
reader, writer = os.pipe()
for function in (termios.tcgetattr, termios.tcdrain, termios.tcgetwinsize):
    try:
        function(reader)
    except termios.error as error:
        print(error.args, isinstance(error, OSError))
show(termios.tcgetattr, "a")
show(termios.tcgetattr, -1)
for descriptor in (controller, terminal, reader, writer):
    os.close(descriptor)

print(syslog.LOG_MASK(3), syslog.LOG_UPTO(3), syslog.LOG_USER, syslog.LOG_ERR)
old = syslog.setlogmask(syslog.LOG_UPTO(syslog.LOG_ERR))
print(old, syslog.setlogmask(old))
show(syslog.syslog)
show(syslog.syslog, 1, 2, 3)
show(syslog.syslog, 5)
show(syslog.syslog, "a\0b")
show(syslog.openlog, 5)
