"""How one thread waits for a socket: sock_recv(), the selector, and the future in between."""

import asyncio
import selectors
import socket


class Selector(selectors.DefaultSelector):
    """Tells what it is asked for."""

    def register(self, fileobj, events, data=None):
        if names.get(fileobj):
            print(f'  register the {names[fileobj]} for reading')
        return super().register(fileobj, events, data)

    def select(self, timeout=None):
        events = super().select(timeout)
        for key, _ in events:
            if names.get(key.fileobj):
                print(f'1. select: the {names[key.fileobj]} is readable')
        return events


class Loop(asyncio.SelectorEventLoop):
    """Tells what it does with the events."""

    def _process_events(self, event_list):
        before = len(self._ready)
        super()._process_events(event_list)
        if len(self._ready) > before:
            print(f'2. process events: {len(self._ready) - before} callback for the queue')


async def receive(connection):
    loop = asyncio.get_running_loop()
    print('the coroutine awaits sock_recv()')
    data = await loop.sock_recv(connection, 100)
    print('4. run the queue: the future is done, the coroutine goes on with', data)


async def main():
    ours, theirs = socket.socketpair()
    ours.setblocking(False)
    names[ours.fileno()] = 'socket'
    task = asyncio.create_task(receive(ours))
    await asyncio.sleep(0)
    print('the other side sends')
    theirs.send(b'tokens')
    asyncio.get_running_loop().call_later(0, print, '3. timers: this one has expired')
    await task
    ours.close()
    theirs.close()


names = {}
with asyncio.Runner(loop_factory=lambda: Loop(Selector())) as runner:
    runner.run(main())
