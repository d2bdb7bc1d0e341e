# Shows: sys.settrace: calls, lines, returns and exceptions as they happen.
import sys


def inner(n):
    if n == 0:
        raise ValueError("zero")
    return n * 2


def traced(n):
    total = 0
    for i in range(2):
        total += i
    try:
        inner(0)
    except ValueError:
        pass
    return inner(n)


first = traced.__code__.co_firstlineno
events = []


def tracer(frame, event, argument):
    name = frame.f_code.co_name
    if event == "exception":
        argument = argument[0].__name__
    events.append((event, name, frame.f_lineno - first, argument))
    return tracer


sys.settrace(tracer)
traced(3)
sys.settrace(None)
for event in events:
    print(*event)
print(sys.gettrace())


def only_calls(frame, event, argument):
    print(event, frame.f_code.co_name)
    return None


sys.settrace(only_calls)
traced(1)
sys.settrace(None)


def generator():
    yield 1
    yield 2


def lines_off(frame, event, argument):
    frame.f_trace_lines = False
    print(event, frame.f_code.co_name, argument)
    return lines_off


sys.settrace(lines_off)
list(generator())
[n for n in range(2)]
(lambda: "from a lambda")()
sys.settrace(None)


def fails(frame, event, argument):
    raise KeyError("in the tracer")


sys.settrace(fails)
try:
    traced(1)
except KeyError as error:
    print(error, sys.gettrace())


def jump(frame, event, argument):
    if event == "line" and frame.f_lineno == jumps.__code__.co_firstlineno + 2:
        frame.f_lineno += 1
    return jump


def jumps():
    value = "start"
    value = "skipped"
    return value


sys.settrace(jump)
result = jumps()
sys.settrace(None)
print(result)
