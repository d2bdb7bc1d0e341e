# Shows: the order and the arguments of the events of sys.monitoring, disabling, local events.
import sys

monitoring = sys.monitoring
events = monitoring.events
TOOL = 3
names = {
    getattr(events, name): name for name in dir(events)
    if not name.startswith("_") and name != "NO_EVENTS"
}
log = []


def shown(value):
    if value is monitoring.MISSING:
        return "MISSING"
    if isinstance(value, BaseException):
        return repr(value)
    return getattr(value, "__name__", value)


def listen(number, watched):
    def callback(code, *arguments):
        if code in watched:
            log.append((names[number], code.co_name, *map(shown, arguments)))
    monitoring.register_callback(TOOL, number, callback)


def watch(function, *arguments, also=(), without=()):
    watched = {function.__code__, *(other.__code__ for other in also)}
    total = 0
    for number, name in names.items():
        if name not in without:
            listen(number, watched)
            total |= number
    monitoring.set_events(TOOL, total)
    try:
        result = function(*arguments)
    except Exception as error:
        result = error
    monitoring.set_events(TOOL, 0)
    for number in names:
        monitoring.register_callback(TOOL, number, None)
    print(function.__name__, "->", shown(result))
    for entry in log:
        print("   ", *entry)
    log.clear()


def inner(x):
    if x > 1:
        raise ValueError(x)
    return x


def calls(x):
    try:
        inner(x)
        inner(x=x + 1)
    except ValueError as error:
        len(error.args)
    int("7", base=8)
    inner(*[0])
    return "abc".upper()


def loops(n):
    total = 0
    for i in range(n):
        if i % 2:
            continue
        total += i
    while total: total -= 1
    return [i for i in (1, 2)]


def generator(n):
    try:
        got = yield n
        yield got
    except KeyError:
        yield "handled"
    return "end"


def delegates():
    result = yield from generator(1)
    yield result


def drives():
    g = delegates()
    next(g)
    g.send("sent")
    g.throw(KeyError("thrown"))
    next(g)
    for item in generator("a"):
        pass


class Base:
    def __init__(self): self.value = 1
class Derived(Base):
    def __init__(self): super().__init__()
class Stops:
    def __iter__(self): return self
    def __next__(self): raise StopIteration


def classes():
    Derived()
    for item in Stops():
        pass


def failing():
    try:
        None.attribute
    finally:
        [].append(1)


monitoring.use_tool_id(TOOL, "a tool")
print(monitoring.get_tool(TOOL), monitoring.get_events(TOOL))
watch(calls, 1, also=[inner], without=["INSTRUCTION"])
watch(loops, 3, without=["INSTRUCTION"])
watch(drives, also=[generator, delegates], without=["INSTRUCTION", "CALL", "C_RETURN", "C_RAISE"])
watch(classes, also=[Derived.__init__, Base.__init__, Stops.__next__], without=["INSTRUCTION"])
watch(failing, without=["INSTRUCTION"])
watch(inner, 1, without=[name for name in names.values() if name != "INSTRUCTION"])


def once(code, line):
    print("line", line)
    return monitoring.DISABLE


def two_lines():
    for _ in range(3):
        x = 1


first = two_lines.__code__.co_firstlineno
monitoring.register_callback(TOOL, events.LINE, lambda code, line: once(code, line - first))
monitoring.set_local_events(TOOL, two_lines.__code__, events.LINE)
print(monitoring.get_local_events(TOOL, two_lines.__code__) == events.LINE, monitoring._all_events())
two_lines()
print("again")
two_lines()
monitoring.restart_events()
print("restarted")
two_lines()
monitoring.set_local_events(TOOL, two_lines.__code__, 0)
two_lines()
monitoring.register_callback(TOOL, events.RAISE, lambda *arguments: monitoring.DISABLE)
monitoring.set_events(TOOL, events.RAISE)
try:
    inner(2)
except ValueError as error:
    print(error)
monitoring.set_events(TOOL, 0)
for attempt in (
    lambda: monitoring.use_tool_id(9, "x"),
    lambda: monitoring.use_tool_id(TOOL, "x"),
    lambda: monitoring.use_tool_id(4, 5),
    lambda: monitoring.set_events(4, events.LINE),
    lambda: monitoring.set_events(TOOL, 1 << 30),
    lambda: monitoring.set_events(TOOL, events.C_RAISE),
    lambda: monitoring.set_local_events(TOOL, inner.__code__, events.RAISE),
    lambda: monitoring.set_local_events(TOOL, inner, events.LINE),
    lambda: monitoring.register_callback(TOOL, 3, None),
):
    try:
        attempt()
    except Exception as error:
        print(type(error).__name__, error)
monitoring.free_tool_id(TOOL)
print(monitoring.get_tool(TOOL))
