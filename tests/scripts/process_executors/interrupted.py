"""An interrupt of the whole group, as from a terminal: nobody stays, nothing but KeyboardInterrupt."""
import os
import signal
import subprocess
import sys
import textwrap
import time

PROGRAM = textwrap.dedent('''
    import multiprocessing as mp, os, signal, sys, time
    from concurrent.futures import ProcessPoolExecutor

    # The shell of a job in the background has the signal ignored, which children inherit.
    signal.signal(signal.SIGINT, signal.default_int_handler)

    def work(number):
        os.write(1, b'working\\n')
        time.sleep(60)

    if __name__ == '__main__':
        kind, method = sys.argv[1:]
        mp.set_start_method(method)
        if kind == 'executor':
            with ProcessPoolExecutor(2) as pool:
                list(pool.map(work, range(2)))
        elif kind == 'pool':
            with mp.Pool(2) as pool:
                pool.map(work, range(2))
        else:
            processes = [mp.Process(target=work, args=(n,)) for n in range(2)]
            for process in processes:
                process.start()
            for process in processes:
                process.join()
''')


def group_lives(group):
    """Whether a process of the group runs; those that nobody has reaped yet do not."""
    for name in os.listdir('/proc'):
        if not name.isdigit():
            continue
        try:
            with open(f'/proc/{name}/stat') as file:
                state, _, found = file.read().rpartition(')')[2].split()[:3]
        except OSError:
            continue
        if int(found) == group and state != 'Z':
            return True
    return False


def run(kind, method):
    path = os.path.join(os.environ.get('TMPDIR', '/tmp'), f'interrupted-{os.getpid()}.py')
    with open(path, 'w') as file:
        file.write(PROGRAM)
    try:
        process = subprocess.Popen(
            [sys.executable, path, kind, method], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            text=True, start_new_session=True)
        print(process.stdout.readline().strip(), process.stdout.readline().strip())
        os.killpg(process.pid, signal.SIGINT)
        errors = process.communicate(timeout=15)[1]
        for _ in range(100):
            if not group_lives(process.pid):
                break
            time.sleep(0.05)
        kinds = {line for line in errors.splitlines()
                 if line[:1].isupper() and line.partition(':')[0].endswith(('Error', 'Interrupt'))}
        print(kind, method, process.returncode, kinds, group_lives(process.pid))
    finally:
        os.remove(path)


if __name__ == '__main__':
    for method in ('fork', 'spawn'):
        for kind in ('pool', 'processes'):
            run(kind, method)
