"""One pool for all: whoever writes it keeps the books of which result belongs where."""

import multiprocessing
from concurrent.futures import ProcessPoolExecutor

GROUPS = 3
JOBS = 4


def square(number):
    return number * number


def total(numbers):
    return sum(numbers)


def main():
    jobs = [(group, group + step) for group in range(GROUPS) for step in range(JOBS)]
    with ProcessPoolExecutor(max_workers=4) as pool:
        squares = list(pool.map(square, [number for _, number in jobs]))
        grouped = {group: [] for group in range(GROUPS)}
        for (group, _), result in zip(jobs, squares):
            grouped[group].append(result)
        futures = [pool.submit(total, grouped[group]) for group in range(GROUPS)]
        print('totals:', [future.result() for future in futures])


if __name__ == '__main__':
    multiprocessing.set_start_method('spawn', force=True)
    main()
