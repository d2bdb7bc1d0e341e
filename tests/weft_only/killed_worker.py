"""A worker that dies soon after its start breaks its executor: all futures say so, and nothing hangs."""
import multiprocessing as mp
import os
import signal
import time
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool


def die(how):
    if how == 'kill':
        os.kill(os.getpid(), signal.SIGKILL)
    os._exit(3)


def slow():
    time.sleep(30)


def main():
    for method in ('spawn', 'forkserver'):
        for how in ('kill', 'exit'):
            pool = ProcessPoolExecutor(2, mp.get_context(method))
            sleeping = pool.submit(slow)
            dying = pool.submit(die, how)
            for future in (dying, sleeping):
                try:
                    future.result(timeout=15)
                except BrokenProcessPool as error:
                    print(method, how, isinstance(error, BrokenExecutor), error)
            try:
                pool.submit(die, how)
            except BrokenProcessPool as error:
                print(error)
            pool.shutdown()
    print(mp.active_children())


if __name__ == '__main__':
    main()
