# Shows: a tracing function sets f_lineno: where that leads, and where it cannot.
import sys
import warnings

warnings.simplefilter("ignore")


def run(function, source, target):
    first = function.__code__.co_firstlineno
    seen = []

    def tracer(frame, event, argument):
        if frame.f_code is not function.__code__:
            return None
        if event == "line":
            seen.append(frame.f_lineno - first)
            if frame.f_lineno == first + source and seen.count(source) == 1:
                frame.f_lineno = first + target
        return tracer

    output = []
    sys.settrace(tracer)
    try:
        function(output)
    except Exception as error:
        output.append(f"{type(error).__name__}: {error}")
    finally:
        sys.settrace(None)
    print(function.__name__, source, "->", target, output, seen)


def straight(output):
    output.append(1)
    output.append(2)
    output.append(3)


def looping(output):
    for i in 1, 2:
        output.append(i)
    output.append("behind")


def trying(output):
    try:
        output.append(1)
    except ValueError:
        output.append("except")
    finally:
        output.append("finally")
    output.append("end")


def withs(output):
    with open("/dev/null") as file:
        output.append(file.closed)
    output.append(file.closed)


def generating(output):
    def gen():
        yield 1
    for x in gen():
        output.append(x)
    output.append(x)


def unbound(output):
    x = 1
    output.append(x)
    y = 2
    output.append(y)


for source, target in [(1, 3), (3, 1), (2, 2), (1, 99), (2, -5)]:
    run(straight, source, target)
for source, target in [(1, 3), (2, 3), (3, 2), (2, 1), (3, 1)]:
    run(looping, source, target)
for source, target in [(1, 7), (2, 7), (7, 2), (2, 4), (7, 6)]:
    run(trying, source, target)
for source, target in [(2, 3), (3, 2), (1, 3), (3, 1)]:
    run(withs, source, target)
for source, target in [(3, 5), (4, 5), (5, 4)]:
    run(generating, source, target)
for source, target in [(1, 2), (1, 4), (3, 4)]:
    run(unbound, source, target)


def events():
    try:
        raise ValueError
    except ValueError:
        pass
    return len("")


def other_events(frame, event, argument):
    if frame.f_code is events.__code__ and event != "line":
        try:
            frame.f_lineno = frame.f_lineno
        except ValueError as error:
            print(event, error)
    return other_events


sys.settrace(other_events)
events()
sys.settrace(None)
for value in ["1", 1.0, None, 2**80]:
    try:
        sys._getframe().f_lineno = value
    except ValueError as error:
        print(error)
try:
    del sys._getframe().f_lineno
except AttributeError as error:
    print(error)
