"""A parent that is killed: the workers of its pools and executors end, and its daemons."""
import os
import signal
import subprocess
import sys
import textwrap
import time

PROGRAM = textwrap.dedent('''
    import multiprocessing as mp, os, sys, time
    from concurrent.futures import ProcessPoolExecutor

    def work(number):
        os.write(1, b'working\\n')
        time.sleep(60)

    def nested(number):
        with ProcessPoolExecutor(2) as pool:
            list(pool.map(work, range(2)))

    if __name__ == '__main__':
        kind, method = sys.argv[1:]
        mp.set_start_method(method)
        if kind == 'executor':
            pool = ProcessPoolExecutor(2)
            list(pool.map(work, range(2)))
        elif kind == 'nested':
            pool = ProcessPoolExecutor(1)
            list(pool.map(nested, range(1)))
        elif kind == 'pool':
            mp.Pool(2).map(work, range(2))
        else:
            for number in range(2):
                process = mp.Process(target=work, args=(number,), daemon=True)
                process.start()
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
    path = os.path.join(os.environ.get('TMPDIR', '/tmp'), f'killed-parent-{os.getpid()}.py')
    with open(path, 'w') as file:
        file.write(PROGRAM)
    try:
        process = subprocess.Popen(
            [sys.executable, path, kind, method], stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, text=True, start_new_session=True)
        print(process.stdout.readline().strip(), process.stdout.readline().strip())
        process.kill()
        process.wait()
        for _ in range(200):
            if not group_lives(process.pid):
                break
            time.sleep(0.05)
        else:
            os.killpg(process.pid, signal.SIGKILL)
            print(kind, method, 'somebody stayed')
            return
        print(kind, method, 'nobody stayed')
    finally:
        os.remove(path)


if __name__ == '__main__':
    for method in ('fork', 'spawn'):
        for kind in ('executor', 'nested', 'pool', 'daemons'):
            run(kind, method)
