"""Processes that start processes: nesting as one would write it, and how many that makes."""

import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor

OUTER = 2
INNER = 3


def square(number):
    print(f'[inner] PID {os.getpid()} - {number}', flush=True)
    return number * number, os.getpid()


def squares_from(number):
    print(f'[outer] PID {os.getpid()} - {number}', flush=True)
    with ProcessPoolExecutor(max_workers=INNER) as pool:
        return list(pool.map(square, range(number, number + INNER)))


def main():
    with ProcessPoolExecutor(max_workers=OUTER) as pool:
        results = list(pool.map(squares_from, range(1, OUTER + 1)))
    print('results:', [[number for number, _ in group] for group in results])
    inner = {pid for group in results for _, pid in group}
    print('no process of a pool is this one:', os.getpid() not in inner)


if __name__ == '__main__':
    multiprocessing.set_start_method('spawn', force=True)
    main()
