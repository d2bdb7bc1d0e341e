"""Concurrent programs with async and await.

The names of the package are found in its modules when they are first used, so that a program
pays for no more than it needs.
"""

import sys as _sys

from _asyncio import (
    CancelledError, Future, Handle, InvalidStateError, Task, TimerHandle, create_task,
    current_task, gather, get_event_loop, get_running_loop,
    _get_running_loop, _set_running_loop, _enter_task, _leave_task,
)

_MODULES = {
    'base_events': 'BaseEventLoop Server',
    'coroutines': 'iscoroutinefunction iscoroutine',
    'events': 'AbstractEventLoopPolicy AbstractEventLoop AbstractServer Handle TimerHandle '
              'get_event_loop_policy set_event_loop_policy get_event_loop set_event_loop '
              'new_event_loop get_child_watcher set_child_watcher _set_running_loop '
              'get_running_loop _get_running_loop',
    'exceptions': 'BrokenBarrierError CancelledError InvalidStateError TimeoutError '
                  'IncompleteReadError LimitOverrunError SendfileNotAvailableError',
    'futures': 'Future wrap_future isfuture',
    'locks': 'Lock Event Condition Semaphore BoundedSemaphore Barrier',
    'protocols': 'BaseProtocol Protocol DatagramProtocol SubprocessProtocol BufferedProtocol',
    'queues': 'Queue PriorityQueue LifoQueue QueueFull QueueEmpty QueueShutDown',
    'runners': 'Runner run',
    'streams': 'StreamReader StreamWriter StreamReaderProtocol open_connection start_server '
               'open_unix_connection start_unix_server',
    'subprocess': 'create_subprocess_exec create_subprocess_shell',
    'taskgroups': 'TaskGroup',
    'tasks': 'Task create_task FIRST_COMPLETED FIRST_EXCEPTION ALL_COMPLETED wait wait_for '
             'as_completed sleep gather shield ensure_future run_coroutine_threadsafe '
             'current_task all_tasks create_eager_task_factory eager_task_factory '
             '_register_task _unregister_task _enter_task _leave_task',
    'threads': 'to_thread',
    'timeouts': 'Timeout timeout timeout_at',
    'transports': 'BaseTransport ReadTransport WriteTransport Transport DatagramTransport '
                  'SubprocessTransport',
    'unix_events': 'SelectorEventLoop AbstractChildWatcher SafeChildWatcher FastChildWatcher '
                   'PidfdChildWatcher MultiLoopChildWatcher ThreadedChildWatcher '
                   'DefaultEventLoopPolicy EventLoop',
}

_DEPRECATED = ('AbstractChildWatcher', 'SafeChildWatcher', 'FastChildWatcher',
               'PidfdChildWatcher', 'MultiLoopChildWatcher', 'ThreadedChildWatcher')

_SUBMODULES = frozenset(_MODULES) | {
    'base_futures', 'base_subprocess', 'base_tasks', 'constants', 'format_helpers', 'log',
    'mixins', 'proactor_events', 'selector_events', 'sslproto', 'staggered', 'trsock',
}


def __getattr__(name):
    if name in _SUBMODULES:
        return _load(name)
    # A program asks for few names: making a table of all takes longer than looking.
    for module, names in _MODULES.items():
        if name in names.split():
            value = getattr(_load(module), name)
            if name not in _DEPRECATED:
                globals()[name] = value
            return value
    if name == '__all__':
        names = dict.fromkeys(_names())
        value = globals()[name] = tuple(name for name in names if name not in _DEPRECATED)
        return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def _names():
    return ' '.join(_MODULES.values()).split()


def _load(module):
    full = f'{__name__}.{module}'
    __import__(full)
    return _sys.modules[full]


def __dir__():
    return sorted({*globals(), *_names(), *_SUBMODULES, '__all__'})
