"""The same program by each start method."""
import multiprocessing as mp
import os
from multiprocessing import shared_memory


def work(number, queue, lock, event, value, array, conn):
    event.wait()
    with lock:
        value.value += number
        array[number] = number * 1.5
    queue.put((number, os.getppid() == mp.parent_process().pid or 'by a server'))
    conn.send_bytes(b'bytes of ' + str(number).encode())


def attach(name):
    memory = shared_memory.SharedMemory(name)
    memory.buf[:5] = b'child'
    memory.close()


def run(method):
    context = mp.get_context(method)
    queue, lock, event = context.Queue(), context.Lock(), context.Event()
    value, array = context.Value('i', 100), context.Array('d', 4)
    ours, theirs = context.Pipe()
    processes = [context.Process(target=work, args=(n, queue, lock, event, value, array, theirs))
                 for n in range(4)]
    for process in processes:
        process.start()
    event.set()
    results = sorted(queue.get(timeout=15)[0] for _ in processes)
    messages = sorted(ours.recv_bytes() for _ in processes)
    for process in processes:
        process.join()
    print(method, results, value.value, array[:], [p.exitcode for p in processes])
    print(messages)
    memory = shared_memory.SharedMemory(create=True, size=16)
    memory.buf[:6] = b'parent'
    process = context.Process(target=attach, args=(memory.name,))
    process.start()
    process.join()
    print(bytes(memory.buf[:6]), process.exitcode)
    memory.close()
    memory.unlink()


def main():
    for method in ('fork', 'spawn'):
        run(method)
    try:
        mp.get_context('thread')
    except ValueError as error:
        print(error)
    mp.set_start_method('spawn', force=True)
    try:
        mp.set_start_method('fork')
    except RuntimeError as error:
        print(error)
    print(mp.get_start_method(), mp.get_context('fork').get_start_method())
    try:
        mp.get_context('fork').set_start_method('spawn')
    except ValueError as error:
        print(error)


if __name__ == '__main__':
    main()
