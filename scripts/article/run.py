"""Runs the programs of the article in its order, and compares their times.

They talk to scripts/llm_server.py, which is started here, or to the service that OPENAI_BASE_URL
names (with OPENAI_API_KEY, and OPENAI_MODEL for the model).
"""

import os
import re
import subprocess
import sys

import service

HERE = os.path.dirname(os.path.abspath(__file__))

#: The programs, and what they show.
PROGRAMS = {
    'calls_one_after_another': 'three calls to a model, one after another',
    'calls_at_the_same_time': 'the same three calls, waiting at the same time',
    'calls_within_calls': 'seven calls that depend on each other in part',
    'values_one_at_a_time': 'a generator pauses at each yield',
    'nesting_by_plain_calls_fails': 'generators do not nest by plain calls',
    'nesting_by_a_loop': 'nesting written out',
    'nesting_by_yield_from': 'nesting by yield from',
    'values_sent_in': 'send() reaches the innermost generator',
    'exceptions_thrown_in': 'so does throw()',
    'await_chain_to_its_future': 'the chain of awaits, down to a future',
    'await_is_yield_from': 'the bytecode of await and of yield from',
    'event_loop_turn_by_turn': 'an event loop, a task and a future',
    'sock_recv_under_the_selector': 'select, process events, timers, queue',
    'gather_waits_for_all': 'tasks that run concurrently',
    'pools_within_pools': 'processes instead: pools within pools',
    'one_pool_grouped_by_hand': 'processes instead: one pool',
    'blocking_calls_in_threads': 'calls that block, in threads',
}
_TIME = re.compile(r'^(?:Total )?Time taken: ([0-9.]+) seconds$', re.MULTILINE)
_STEP = re.compile(r'^Time taken for (\w+): ([0-9.]+) seconds$', re.MULTILINE)


def run(name):
    """The output of a program, which is shown as well."""
    print(f'\n== {name}: {PROGRAMS[name]}', flush=True)
    command = [sys.executable, os.path.join(HERE, f'{name}.py')]
    done = subprocess.run(command, stdout=subprocess.PIPE)
    output = done.stdout.decode()
    print(output, end='', flush=True)
    if done.returncode != 0:
        raise SystemExit(f'{name} ended with status {done.returncode}')
    return output


def seconds(output):
    return float(_TIME.search(output).group(1))


def compare(outputs):
    """The article's comparison."""
    baseline = seconds(outputs['calls_one_after_another'])
    print('\n== comparison')
    print(f'one after another:      {baseline:.2f} s')
    for name, label in (('calls_at_the_same_time', 'at the same time:'),
                        ('blocking_calls_in_threads', 'in threads:')):
        taken = seconds(outputs[name])
        print(f'{label:23} {taken:.2f} s, {baseline / taken:.1f} times as fast')
    steps = {}
    for label, taken in _STEP.findall(outputs['calls_within_calls']):
        steps.setdefault(label, []).append(float(taken))
    path = max(steps['key_player_names'][0] + max(steps['player_profile']),
               steps['team_tactics'][0])
    print(f"the team's profile:     {seconds(outputs['calls_within_calls']):.2f} s; its longest "
          f'path {path:.2f} s; all its calls {sum(map(sum, steps.values())):.2f} s')


def main():
    if not os.environ.get('OPENAI_BASE_URL'):
        os.environ['OPENAI_BASE_URL'] = service.start_server()
    print('talking to', os.environ['OPENAI_BASE_URL'])
    compare({name: run(name) for name in PROGRAMS})


if __name__ == '__main__':
    main()
