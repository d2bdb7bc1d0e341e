"""scripts/article/run.py: all programs run, and the times are as the article says."""
import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
SCRIPTS = os.path.join(HERE, '../../scripts')
LATENCY = 0.3


def number(label, unit, text):
    return float(re.search(rf'{label}.*?([0-9.]+) {unit}', text).group(1))


server = subprocess.Popen(
    [sys.executable, os.path.join(SCRIPTS, 'llm_server.py'), '--latency', str(LATENCY),
     '--while-stdin'], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
environment = {**os.environ, 'OPENAI_BASE_URL': server.stdout.readline().decode().strip()}
environment.pop('OPENAI_API_KEY', None)
run = subprocess.run([sys.executable, os.path.join(SCRIPTS, 'article/run.py')],
                     env=environment, stdout=subprocess.PIPE)
server.communicate()
output = run.stdout.decode()
print('status:', run.returncode, server.returncode)
for heading in re.findall('^== .*', output, re.MULTILINE):
    print(heading)

programs, comparison = output.split('== comparison')
baseline = number('one after another:', 's', comparison)
print('the baseline takes three calls:', 3 * LATENCY <= baseline < 3 * LATENCY + 1)
for label in ('at the same time:', 'in threads:'):
    print(label, number(label, 'times as fast', comparison) > 2)
profile = number("the team's profile:", 's', comparison)
path = number('its longest path', 's', comparison)
print('the profile takes as long as its longest path:', path <= profile + 0.02 < path + 0.3)
print('it waits for seven calls:', number('all its calls', 's', comparison) >= 7 * LATENCY)
for line in ('yield: a future', 'totals: [14, 30, 54]', 'results: [[1, 4, 9], [4, 9, 16]]',
             "4. run the queue: the future is done, the coroutine goes on with b'tokens'"):
    print(repr(line), line in programs)
