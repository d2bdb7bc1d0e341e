"""Processes of the fork server."""
import multiprocessing as mp
import os
import sys


def square(number):
    return number * number


def leave(code):
    sys.exit(code)


def main():
    mp.set_start_method('forkserver')
    with mp.Pool(2) as pool:
        print(pool.map(square, range(6)))
    process = mp.Process(target=leave, args=(4,))
    process.start()
    process.join()
    print(process.exitcode)
    process = mp.Process(target=os.abort)
    process.start()
    process.join()
    print(process.exitcode)


if __name__ == '__main__':
    main()
