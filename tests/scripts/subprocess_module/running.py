"""Running programs: run and its kin, streams, errors, timeouts, environments."""
import os
import signal
import subprocess
import sys
from subprocess import DEVNULL, PIPE, STDOUT


def attempt(function, *arguments, **options):
    try:
        print(function(*arguments, **options))
    except Exception as error:
        print(type(error).__name__, error, getattr(error, 'filename', None))


def main():
    print(subprocess.run(['echo', 'hello'], capture_output=True))
    print(subprocess.run('echo out; echo err >&2', shell=True, stdout=PIPE, stderr=STDOUT, text=True))
    print(subprocess.run(['cat'], input='text\r\nmore', capture_output=True, text=True).stdout)
    print(subprocess.run(['tr', 'a-z', 'A-Z'], input=b'bytes', stdout=PIPE))
    print(subprocess.check_output(['sh', '-c', 'echo $ANSWER'], env={'ANSWER': '42'}))
    print(subprocess.call(['sh', '-c', 'exit 3']), subprocess.getstatusoutput('echo x; exit 2'))
    print(subprocess.getoutput('printf "a\\nb\\n"'), subprocess.run(['pwd'], cwd='/', stdout=PIPE))
    attempt(subprocess.run, ['sh', '-c', 'exit 4'], check=True)
    attempt(subprocess.check_call, 'kill -9 $$', shell=True)
    attempt(subprocess.check_output, 'echo part; exit 1', shell=True)
    try:
        subprocess.run(['sleep', '20'], timeout=0.1)
    except subprocess.TimeoutExpired as error:
        print(error.cmd, error.output, error.stderr)
    attempt(subprocess.run, ['no-such-program'])
    attempt(subprocess.run, ['/no/such/program'])
    attempt(subprocess.run, ['ls'], cwd='/no/such/folder')
    attempt(subprocess.run, ['/etc/passwd'])
    attempt(subprocess.run, ['cat'], input='x', stdin=PIPE)
    attempt(subprocess.run, ['cat'], capture_output=True, stdout=PIPE)
    attempt(subprocess.Popen, ['cat'], stdout=STDOUT)
    attempt(subprocess.Popen, ['cat'], bufsize='1')
    attempt(subprocess.Popen, ['cat'], creationflags=1)
    attempt(subprocess.Popen, ['cat'], text=True, universal_newlines=False)
    attempt(subprocess.Popen, ['cat'], user=-5)
    attempt(subprocess.Popen, ['cat'], group=1.5)
    attempt(subprocess.run, ['true'], env={'a=b': 'c'})
    attempt(subprocess.check_output, ['true'], stdout=PIPE)
    with subprocess.Popen(['cat'], stdin=PIPE, stdout=PIPE, text=True, bufsize=1) as process:
        process.stdin.write('line\n')
        print(process.stdout.readline(), process.poll())
        process.stdin.close()
    print(process.returncode, process)
    process = subprocess.Popen(['sleep', '20'], stdout=DEVNULL)
    process.send_signal(signal.SIGTERM)
    print(process.wait(), process.poll(), process.send_signal(9))
    process = subprocess.Popen(['cat'], stdin=PIPE, stdout=PIPE, stderr=PIPE)
    try:
        process.communicate(timeout=0.05)
    except subprocess.TimeoutExpired as error:
        print(error, error.output, error.stderr)
    process.kill()
    print(process.communicate(), process.returncode)
    data = bytes(range(256)) * 2000
    process = subprocess.Popen(['cat'], stdin=PIPE, stdout=PIPE, stderr=PIPE)
    print(process.communicate(data)[0] == data)
    read, write = os.pipe()
    print(subprocess.run(['sh', '-c', f'echo passed >&{write}'], pass_fds=[write]).returncode)
    os.close(write)
    print(os.read(read, 100))
    os.close(read)
    print(subprocess.run([sys.executable, '-c', 'import sys; print(sys.argv, 5)', 'a', 'b c'],
                         capture_output=True, text=True).stdout, end='')
    print(subprocess.list2cmdline(['a b', 'c"d', 'e\\', '', 'f\\"g', 'tab\t\\']))
    print(subprocess.CompletedProcess(['x'], 1, 'out'), subprocess.PIPE, subprocess.STDOUT)
    with subprocess.Popen(['true'] * 40) as process:
        print(process)


if __name__ == '__main__':
    main()
