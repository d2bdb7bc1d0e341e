"""Queues, pipes, listeners."""
import multiprocessing as mp
import os
import queue
from multiprocessing.connection import Client, Listener, wait


def put_all(target, items):
    for item in items:
        target.put(item)


def work(tasks, results):
    while True:
        task = tasks.get()
        if task is not None:
            results.put(task * 2)
        tasks.task_done()
        if task is None:
            return


def talk(address):
    with Client(address, authkey=b'key') as conn:
        conn.send({'numbers': [1, 2, 3]})
        print(conn.recv(), flush=True)


def attempt(function, *arguments):
    try:
        print(function(*arguments))
    except Exception as error:
        print(type(error).__name__, error)


def main():
    numbers = mp.Queue()
    process = mp.Process(target=put_all, args=(numbers, range(5)))
    process.start()
    print([numbers.get(timeout=10) for _ in range(5)])
    process.join()
    attempt(numbers.get_nowait)
    attempt(numbers.get, True, 0.01)
    small = mp.Queue(1)
    small.put('one')
    print(small.full())
    attempt(small.put_nowait, 'two')
    print(small.get(timeout=10), small.qsize())
    small.close()
    small.join_thread()
    try:
        small.put(1)
    except ValueError as error:
        print(str(error).partition(' object')[0].partition('<')[0], 'is closed')
    tasks, results = mp.JoinableQueue(), mp.SimpleQueue()
    process = mp.Process(target=work, args=(tasks, results))
    process.start()
    for number in range(4):
        tasks.put(number)
    tasks.put(None)
    tasks.join()
    print([results.get() for _ in range(4)], results.empty())
    process.join()
    attempt(tasks.task_done)
    left, right = mp.Pipe()
    left.send([1, {'two': (3.0, None)}])
    print(right.poll(), right.recv(), right.poll(0.01))
    right.send_bytes(b'0123456789', 2, 5)
    print(left.recv_bytes())
    right.send_bytes(bytes(100_000))
    print(len(left.recv_bytes()))
    buffer = bytearray(8)
    right.send_bytes(b'abc')
    print(left.recv_bytes_into(buffer, 2), buffer)
    right.send_bytes(b'too long for it')
    attempt(left.recv_bytes_into, bytearray(2))
    right.send_bytes(b'long')
    attempt(left.recv_bytes, 2)
    right.close()
    print(right.closed)
    attempt(right.send, 1)
    reader, writer = mp.Pipe(duplex=False)
    attempt(reader.send, 1)
    attempt(writer.recv)
    print(reader.readable, reader.writable, writer.readable, writer.writable)
    attempt(writer.send, lambda: None)
    writer.close()
    attempt(reader.recv)
    pipes = [mp.Pipe(duplex=False) for _ in range(3)]
    pipes[1][1].send('ready')
    print([conn.recv() for conn in wait([r for r, _ in pipes], timeout=5)])
    print(wait([r for r, _ in pipes], timeout=0.01))
    with Listener(authkey=b'key') as listener:
        process = mp.Process(target=talk, args=(listener.address,))
        process.start()
        with listener.accept() as conn:
            print(conn.recv())
            conn.send('done')
        process.join()
    print(os.path.exists(listener.address) if listener._listener else 'closed')
    attempt(Listener, None, 'AF_PIPE')
    attempt(Listener, None, None, 1, 'text')
    attempt(mp.Lock().__getstate__)


if __name__ == '__main__':
    main()
