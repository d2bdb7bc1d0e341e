# What a turn of the loop does, in its order: select, events, timers, ready callbacks.
import asyncio
import socket


class Traced(asyncio.SelectorEventLoop):
    log = []

    def _run_once(self):
        self.log.append("turn")
        super()._run_once()

    def _process_events(self, event_list):
        self.log.append(("events", [mask for key, mask in event_list]))
        super()._process_events(event_list)

    def _add_callback(self, handle):
        self.log.append("event is ready")
        super()._add_callback(handle)


loop = Traced()
select = loop._selector.select


def traced_select(timeout=None):
    found = select(timeout)
    kind = "wait" if timeout is None else "no wait" if timeout == 0 else "until timer"
    Traced.log.append(("select", kind, len(loop._ready), len(loop._scheduled)))
    return found


loop._selector.select = traced_select


def note(text):
    Traced.log.append(("callback", text))


async def main():
    note("main begins")
    loop.call_soon(note, "soon")
    loop.call_later(0, note, "timer of 0")
    ours, theirs = socket.socketpair()
    ours.setblocking(False)
    loop._add_reader(ours.fileno(), lambda: (note("readable"), loop._remove_reader(ours.fileno())))
    theirs.send(b"x")
    await asyncio.sleep(0)
    note("after a turn")
    await asyncio.sleep(0.01)
    note("after a timer")
    ours.close()
    theirs.close()


loop.run_until_complete(main())
loop.close()
print(*Traced.log, sep="\n")
