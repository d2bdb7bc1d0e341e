# Shows: sys.monitoring: events of a tool, global and local, and its errors.
import sys

monitoring = sys.monitoring
TOOL, EVENTS = 4, monitoring.events


def work(n):
    total = 0
    for i in range(n):
        total += i
    if n > 5:
        raise ValueError(n)
    return total


log = []
monitoring.use_tool_id(TOOL, "a tool")
print(monitoring.get_tool(TOOL), monitoring.get_tool(3), monitoring.get_events(TOOL))
monitoring.register_callback(
    TOOL, EVENTS.PY_START, lambda code, offset: log.append(("start", code.co_name, offset))
)
monitoring.register_callback(
    TOOL, EVENTS.PY_RETURN, lambda code, offset, value: log.append(("return", code.co_name, value))
)
monitoring.register_callback(
    TOOL, EVENTS.RAISE, lambda code, offset, error: log.append(("raise", code.co_name, repr(error)))
)
monitoring.register_callback(
    TOOL, EVENTS.PY_UNWIND,
    lambda code, offset, error: log.append(("unwind", code.co_name, repr(error)))
)
monitoring.set_events(TOOL, EVENTS.PY_START | EVENTS.PY_RETURN | EVENTS.RAISE | EVENTS.PY_UNWIND)
work(2)
try:
    work(6)
except ValueError:
    pass
monitoring.set_events(TOOL, 0)
for event in log:
    print(*event)
log.clear()
first = work.__code__.co_firstlineno


def on_line(code, line):
    log.append(line - first)
    return monitoring.DISABLE if line - first == 3 else None


monitoring.register_callback(TOOL, EVENTS.LINE, on_line)
monitoring.set_local_events(TOOL, work.__code__, EVENTS.LINE)
work(3)
print(log, monitoring.get_local_events(TOOL, work.__code__) == EVENTS.LINE)
log.clear()
monitoring.restart_events()
work(1)
print(log)
monitoring.set_local_events(TOOL, work.__code__, 0)
log.clear()
monitoring.register_callback(
    TOOL, EVENTS.CALL,
    lambda code, offset, called, argument: log.append((
        called.__name__, argument is monitoring.MISSING or argument
    ))
)
monitoring.set_events(TOOL, EVENTS.CALL)
len("abc")
work(0)
monitoring.set_events(TOOL, 0)
print(log)
for action in (
    lambda: monitoring.use_tool_id(TOOL, "again"), lambda: monitoring.use_tool_id(9, "x"),
    lambda: monitoring.set_events(3, 1), lambda: monitoring.register_callback(TOOL, 5, None),
    lambda: monitoring.get_tool(-1), lambda: monitoring.set_events(TOOL, 1 << 40),
    lambda: monitoring.use_tool_id(3, 5), lambda: monitoring.set_local_events(TOOL, 5, 1),
    lambda: monitoring.set_events(TOOL, EVENTS.C_RETURN)
):
    try:
        print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
monitoring.free_tool_id(TOOL)
print(monitoring.get_tool(TOOL), EVENTS.BRANCH != EVENTS.JUMP, EVENTS.NO_EVENTS)
