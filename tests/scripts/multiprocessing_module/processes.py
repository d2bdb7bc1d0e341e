"""Processes: start, join, exit codes, names, daemons, what is shown of them."""
import multiprocessing as mp
import os
import re
import signal
import sys
import time


def shown(process):
    return re.sub(r'(pid|parent)=\d+', r'\1=N', repr(process))


def leave(how):
    if how == 'exit':
        sys.exit(7)
    if how == 'text':
        sys.exit('a text')
    if how == 'raise':
        raise ValueError('in the child')
    if how == 'sleep':
        time.sleep(60)


def tell(conn):
    own, parent = mp.current_process(), mp.parent_process()
    conn.send((own.name, own.daemon, parent.name, parent.pid == os.getppid(),
               own.pid == os.getpid(), mp.active_children()))


class Doubling(mp.Process):
    def __init__(self, conn, value):
        super().__init__(name='doubling')
        self.conn = conn
        self.value = value

    def run(self):
        self.conn.send(self.value * 2)


def main():
    print(mp.current_process(), mp.parent_process(), mp.get_all_start_methods())
    print(mp.get_start_method(allow_none=True), mp.get_start_method())
    process = mp.Process(target=leave, args=('',))
    print(shown(process), process.pid, process.exitcode, process.is_alive())
    for method in (process.join, process.is_alive, lambda: process.sentinel):
        try:
            print(method())
        except (AssertionError, ValueError) as error:
            print(type(error).__name__, error)
    process.start()
    process.join()
    print(shown(process), process.exitcode, process.is_alive())
    try:
        process.start()
    except AssertionError as error:
        print(error)
    process.close()
    print(shown(process))
    try:
        process.join()
    except ValueError as error:
        print(error)
    sys.stdout.flush()
    for how in ('exit', 'text'):
        process = mp.Process(target=leave, args=(how,), name=how)
        process.start()
        process.join()
        print(how, process.exitcode, shown(process), flush=True)
    for end in ('terminate', 'kill'):
        process = mp.Process(target=leave, args=('sleep',))
        process.start()
        print(process.join(0.01), process.is_alive(), process.exitcode)
        getattr(process, end)()
        process.join()
        print(shown(process), process.exitcode == -getattr(
            signal, 'SIGTERM' if end == 'terminate' else 'SIGKILL'))
    ours, theirs = mp.Pipe()
    for name, daemon in ((None, None), ('named', True)):
        process = mp.Process(target=tell, args=(theirs,), name=name, daemon=daemon)
        process.start()
        told = ours.recv()
        print(told[0].rstrip('0123456789'), told[1:])
        process.join()
    process = Doubling(theirs, 21)
    process.start()
    print(ours.recv(), shown(process).replace('started', 'S').replace('stopped exitcode=0', 'S'))
    process.join()
    print(mp.active_children())
    try:
        mp.Process(target=leave, args=('',), group=1)
    except AssertionError as error:
        print(error)


if __name__ == '__main__':
    main()
