"""select, poll and epoll: what is ready, what is refused."""
import os
import select
import signal
import threading
import time


def show(function, *arguments, **keywords):
    try:
        result = function(*arguments, **keywords)
    except Exception as error:
        result = f"{type(error).__name__}: {error}"
    if not repr(result).startswith("<select"):
        print(function.__name__, arguments, keywords or "", "->", result)
    return result


reader, writer = os.pipe()


class File:
    def __init__(self, number):
        self.number = number

    def fileno(self):
        return self.number

    def __repr__(self):
        return "File"


file = File(reader)
print(select.select([file], [writer], [], 0) == ([], [writer], []))
os.write(writer, b"x")
print(select.select([file, reader], [], [file]) == ([file, reader], [], []))
show(select.select, [file], 2, [])
show(select.select, [], [], [], "a")
show(select.select, [], [], [], -1)
show(select.select, [5000], [], [], 0)
show(select.select, [-1], [], [], 0)
show(select.select, [File("a")], [], [], 0)
show(select.select, ["a"], [], [], 0)

poll = select.poll()
poll.register(reader, select.POLLIN)
poll.register(writer)
print(poll.poll(0) == [(reader, select.POLLIN), (writer, select.POLLOUT)])
poll.modify(writer, 0)
print(poll.poll(1.5) == [(reader, select.POLLIN)])
poll.unregister(writer)
show(poll.modify, writer + 50, 1)
show(poll.register, reader, -1)
show(poll.register, reader, 70000)
show(poll.register, "a")
show(poll.poll, "a")
show(poll.poll, 2**40)
show(poll.poll, float("nan"))
show(select.poll, 1)

epoll = select.epoll()
print(epoll.closed, epoll.fileno() > 0, os.get_inheritable(epoll.fileno()))
epoll.register(reader, select.EPOLLIN | select.EPOLLET)
print(epoll.poll(1) == [(reader, select.EPOLLIN)], epoll.poll(0))
show(epoll.register, reader)
epoll.modify(reader, select.EPOLLIN)
print(epoll.poll(timeout=1, maxevents=1) == [(reader, select.EPOLLIN)])
epoll.unregister(reader)
show(epoll.unregister, reader)
show(epoll.poll, "a")
show(epoll.poll, 0, 0)
show(epoll.poll, 0, -5)
show(epoll.register)
show(select.epoll, -2)
show(select.epoll, 0)
show(select.epoll, 1, 5)
start = time.monotonic()
print(epoll.poll(0.03), 0.025 < time.monotonic() - start < 5)
with epoll as same:
    print(same is epoll)
print(epoll.closed)
show(epoll.poll, 0)
show(epoll.fileno)
show(epoll.register, 1)
epoll.close()

os.read(reader, 1)
signal.signal(signal.SIGALRM, lambda number, frame: os.write(writer, b"y"))
for wait in (lambda: select.select([reader], [], [], 5),
             lambda: poll.poll(5000)):
    signal.setitimer(signal.ITIMER_REAL, 0.03)
    print(len(wait()[0]))
    os.read(reader, 1)
errors = []


def waiting():
    poll.poll(2000)


thread = threading.Thread(target=waiting)
thread.start()
time.sleep(0.1)
show(poll.poll, 0)
os.write(writer, b"z")
thread.join()
os.close(reader)
print(poll.poll(0)[0][1] == select.POLLNVAL)
os.close(writer)
