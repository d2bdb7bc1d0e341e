"""An executor of processes.

A thread of this process stands between the executor and its workers: it moves calls from the
executor's list to a short queue, from which the workers take them, and results from another
queue to the futures. It sees when a worker dies.
"""

import itertools
import multiprocessing as mp
# An attribute of the package from here on.
import multiprocessing.connection
import os
import queue
import threading
import weakref
from functools import partial
from multiprocessing.queues import Queue

from concurrent.futures import _base

# What wakes each executor's thread, so that all can be told when the program ends.
_threads_wakeups = weakref.WeakKeyDictionary()
_global_shutdown = False

# Beyond one for each worker. Calls in the queue cannot be cancelled.
EXTRA_QUEUED_CALLS = 1
# On Windows.
_MAX_WINDOWS_WORKERS = 63 - 2


class _ThreadWakeup:
    """Wakes a thread that waits for connections. Whoever uses it has its lock."""

    def __init__(self):
        self._closed = False
        self._lock = threading.Lock()
        self._reader, self._writer = mp.Pipe(duplex=False)

    def close(self):
        # The thread closes it while another may want to wake it.
        with self._lock:
            if not self._closed:
                self._closed = True
                self._writer.close()
                self._reader.close()

    def wakeup(self):
        with self._lock:
            if not self._closed:
                self._writer.send_bytes(b'')

    def clear(self):
        if self._closed:
            raise RuntimeError('operation on closed _ThreadWakeup')
        while self._reader.poll():
            self._reader.recv_bytes()


def _python_exit():
    global _global_shutdown
    _global_shutdown = True
    threads = list(_threads_wakeups.items())
    for _, wakeup in threads:
        wakeup.wakeup()
    for thread, _ in threads:
        thread.join()


# Before the interpreter waits for threads, so that it does not wait for ever.
threading._register_atexit(_python_exit)


# Exceptions on their way back.


def _quoted(lines, quote='"""'):
    return f'\n{quote}\n{"".join(lines)}{quote}'


def _formatted(exc):
    from traceback import format_exception
    return format_exception(type(exc), exc, exc.__traceback__)


class _RemoteTraceback(Exception):
    """The cause of an exception that came from a worker: the text of its traceback."""

    def __init__(self, tb):
        self.tb = tb

    def __str__(self):
        return self.tb


class _ExceptionWithTraceback:
    """An exception that is loaded with a _RemoteTraceback as its cause."""

    def __init__(self, exc, tb):
        self.tb = _quoted(_formatted(exc))
        self.exc = exc
        # The frames would keep their objects.
        self.exc.__traceback__ = None

    def __reduce__(self):
        return _rebuild_exc, (self.exc, self.tb)


def _rebuild_exc(exc, tb):
    exc.__cause__ = _RemoteTraceback(tb)
    return exc


# What is kept and sent.


class _WorkItem:
    """A call, and the future for its result."""

    def __init__(self, future, fn, args, kwargs):
        self.future = future
        self.fn = fn
        self.args = args
        self.kwargs = kwargs


class _ResultItem:
    """A result; exit_pid is the worker that ends after it."""

    def __init__(self, work_id, exception=None, result=None, exit_pid=None):
        self.work_id = work_id
        self.exception = exception
        self.result = result
        self.exit_pid = exit_pid


class _CallItem:
    """A call for a worker."""

    def __init__(self, work_id, fn, args, kwargs):
        self.work_id = work_id
        self.fn = fn
        self.args = args
        self.kwargs = kwargs


class _SafeQueue(Queue):
    """A queue of calls; where one cannot be sent, its future gets the exception."""

    def __init__(self, max_size=0, *, ctx, pending_work_items, thread_wakeup):
        self.pending_work_items = pending_work_items
        self.thread_wakeup = thread_wakeup
        super().__init__(max_size, ctx=ctx)

    def _on_queue_feeder_error(self, e, obj):
        if not isinstance(obj, _CallItem):
            super()._on_queue_feeder_error(e, obj)
            return
        e.__cause__ = _RemoteTraceback(_quoted(_formatted(e)))
        item = self.pending_work_items.pop(obj.work_id, None)
        # The executor may have waited for this call to end.
        self.thread_wakeup.wakeup()
        # There is none where the executor broke meanwhile.
        if item is not None:
            item.future.set_exception(e)


# In the worker.


def _process_chunk(fn, chunk):
    """Makes the calls of one chunk of map()."""
    return [fn(*args) for args in chunk]


def _sendback_result(result_queue, work_id, result=None, exception=None, exit_pid=None):
    try:
        result_queue.put(_ResultItem(work_id, result=result, exception=exception,
                                     exit_pid=exit_pid))
    except BaseException as error:
        # It cannot be pickled.
        wrapped = _ExceptionWithTraceback(error, error.__traceback__)
        result_queue.put(_ResultItem(work_id, exception=wrapped, exit_pid=exit_pid))


def _process_worker(call_queue, result_queue, initializer, initargs, max_tasks=None):
    """Makes calls until there are no more or there were enough. A worker does this."""
    mp.util.end_with_parent()
    if initializer is not None:
        try:
            initializer(*initargs)
        except BaseException:
            _base._logger().critical('Exception in initializer:', exc_info=True)
            # The parent sees that this process ended, and the executor is broken.
            return
    for count in itertools.count(1):
        item = call_queue.get(block=True)
        if item is None:
            # Wakes the parent.
            result_queue.put(os.getpid())
            return
        exit_pid = os.getpid() if max_tasks is not None and count >= max_tasks else None
        send = partial(_sendback_result, result_queue, item.work_id, exit_pid=exit_pid)
        try:
            result = item.fn(*item.args, **item.kwargs)
        except BaseException as error:
            send(exception=_ExceptionWithTraceback(error, error.__traceback__))
        else:
            send(result=result)
            del result
        # Nothing of it need live while the next one is waited for.
        del item, send
        if exit_pid is not None:
            return


# In this process.


class _ExecutorManagerThread(threading.Thread):
    """The thread between an executor and its workers. It does not keep the executor alive."""

    def __init__(self, executor):
        self.thread_wakeup = executor._executor_manager_thread_wakeup
        self.shutdown_lock = executor._shutdown_lock

        def executor_is_gone(_, thread_wakeup=self.thread_wakeup, debug=mp.util.debug):
            debug('Executor collected: triggering callback for QueueManager wakeup')
            thread_wakeup.wakeup()

        self.executor_reference = weakref.ref(executor, executor_is_gone)
        # By their numbers.
        self.processes = executor._processes
        self.call_queue = executor._call_queue
        self.result_queue = executor._result_queue
        self.work_ids_queue = executor._work_ids
        self.max_tasks_per_child = executor._max_tasks_per_child
        # By number: all calls without a result.
        self.pending_work_items = executor._pending_work_items
        super().__init__()

    def run(self):
        while True:
            # A future that was cancelled may surprise with its callbacks.
            try:
                self.add_call_item_to_queue()
            except BaseException as error:
                self.terminate_broken(_formatted(error))
                return
            result, is_broken, cause = self.wait_result_broken_or_wakeup()
            if is_broken:
                self.terminate_broken(cause)
                return
            if result is not None:
                self.process_result_item(result)
                self._replace_worker(result.exit_pid)
                del result
            if self.is_shutting_down():
                self.flag_executor_shutting_down()
                # Those that were cancelled are dropped.
                self.add_call_item_to_queue()
                if not self.pending_work_items:
                    self.join_executor_internals()
                    return

    def _replace_worker(self, exit_pid):
        """Notes that a worker has nothing to do, or that it ended."""
        if exit_pid is not None:
            self.processes.pop(exit_pid).join()
        executor = self.executor_reference()
        if executor is None:
            return
        if exit_pid is None:
            executor._idle_worker_semaphore.release()
        else:
            with self.shutdown_lock:
                executor._adjust_process_count()

    def add_call_item_to_queue(self):
        """Fills the queue of calls."""
        while not self.call_queue.full():
            try:
                work_id = self.work_ids_queue.get(block=False)
            except queue.Empty:
                return
            item = self.pending_work_items[work_id]
            if item.future.set_running_or_notify_cancel():
                self.call_queue.put(_CallItem(work_id, item.fn, item.args, item.kwargs),
                                    block=True)
            else:
                del self.pending_work_items[work_id]

    def wait_result_broken_or_wakeup(self):
        """Waits until something happens: a result, whether a worker died, and why."""
        results = self.result_queue._reader
        assert not self.thread_wakeup._closed
        wakeups = self.thread_wakeup._reader
        workers = [process.sentinel for process in list(self.processes.values())]
        ready = mp.connection.wait([results, wakeups, *workers])
        result = cause = None
        is_broken = True
        if results in ready:
            try:
                result = results.recv()
                is_broken = False
            except BaseException as error:
                cause = _formatted(error)
        elif wakeups in ready:
            is_broken = False
        self.thread_wakeup.clear()
        # A number is what a worker sends that was told to end.
        return None if isinstance(result, int) else result, is_broken, cause

    def process_result_item(self, result_item):
        item = self.pending_work_items.pop(result_item.work_id, None)
        # There is none where it could not be sent.
        if item is None:
            return
        if result_item.exception:
            item.future.set_exception(result_item.exception)
        else:
            item.future.set_result(result_item.result)

    def is_shutting_down(self):
        executor = self.executor_reference()
        return _global_shutdown or executor is None or executor._shutdown_thread

    def _terminate_broken(self, cause):
        # Nothing is to be submitted any more.
        executor = self.executor_reference()
        if executor is not None:
            executor._broken = ('A child process terminated abruptly, the process pool is not '
                                'usable anymore')
            executor._shutdown_thread = True
            executor = None
        error = BrokenProcessPool('A process in the process pool was terminated abruptly while '
                                  'the future was running or pending.')
        if cause is not None:
            error.__cause__ = _RemoteTraceback(_quoted(cause, "'''"))
        for item in self.pending_work_items.values():
            try:
                item.future.set_exception(error)
            except _base.InvalidStateError:
                # It was cancelled.
                pass
            del item
        self.pending_work_items.clear()
        # One of them may wait for a lock that the dead one had.
        for process in self.processes.values():
            process.terminate()
        self.call_queue._terminate_broken()
        self._join_executor_internals(broken=True)

    def terminate_broken(self, cause):
        with self.shutdown_lock:
            self._terminate_broken(cause)

    def flag_executor_shutting_down(self):
        """Lets nothing be submitted any more, and cancels calls if that was asked for."""
        executor = self.executor_reference()
        if executor is None:
            return
        executor._shutdown_thread = True
        if not executor._cancel_pending_futures:
            return
        # Those that run cannot be cancelled.
        self.pending_work_items = {
            work_id: item for work_id, item in self.pending_work_items.items()
            if not item.future.cancel()}
        try:
            while True:
                self.work_ids_queue.get_nowait()
        except queue.Empty:
            pass
        # Once is enough.
        executor._cancel_pending_futures = False

    def shutdown_workers(self):
        """Tells all workers to end."""
        count = self.get_n_children_alive()
        sent = 0
        # Where the queue is full, workers that end make room.
        while sent < count and self.get_n_children_alive() > 0:
            try:
                while sent < count:
                    self.call_queue.put_nowait(None)
                    sent += 1
            except queue.Full:
                pass

    def join_executor_internals(self):
        with self.shutdown_lock:
            self._join_executor_internals()

    def _join_executor_internals(self, broken=False):
        if not broken:
            self.shutdown_workers()
        self.call_queue.close()
        self.call_queue.join_thread()
        self.thread_wakeup.close()
        for process in self.processes.values():
            if broken:
                process.terminate()
            process.join()

    def get_n_children_alive(self):
        return sum(process.is_alive() for process in self.processes.values())


_system_limits_checked = False
_system_limited = None


def _check_system_limits():
    """NotImplementedError where the system has too few semaphores."""
    global _system_limits_checked, _system_limited
    if not _system_limits_checked:
        _system_limits_checked = True
        try:
            import multiprocessing.synchronize
        except ImportError:
            _system_limited = (
                'This Python build lacks multiprocessing.synchronize, usually due to named '
                'semaphores being unavailable on this platform.')
        else:
            _system_limited = _limit_of_semaphores()
    if _system_limited:
        raise NotImplementedError(_system_limited)


def _limit_of_semaphores():
    try:
        most = os.sysconf('SC_SEM_NSEMS_MAX')
    except (AttributeError, ValueError):
        return None
    if most == -1 or most >= 256:
        return None
    return f'system provides too few semaphores ({most} available, 256 necessary)'


def _chain_from_iterable_of_lists(iterable):
    """Gives the items of lists, and keeps no reference to those that were given."""
    for items in iterable:
        items.reverse()
        while items:
            yield items.pop()


class BrokenProcessPool(_base.BrokenExecutor):
    """A worker died."""


class ProcessPoolExecutor(_base.Executor):
    """Makes calls in processes."""

    def __init__(self, max_workers=None, mp_context=None, initializer=None, initargs=(), *,
                 max_tasks_per_child=None):
        _check_system_limits()
        if max_workers is None:
            max_workers = os.process_cpu_count() or 1
        elif max_workers <= 0:
            raise ValueError('max_workers must be greater than 0')
        self._max_workers = max_workers
        if mp_context is None:
            # Workers can only be replaced where they are not forked.
            mp_context = mp.get_context(None if max_tasks_per_child is None else 'spawn')
        self._mp_context = mp_context
        is_fork = mp_context.get_start_method(allow_none=False) == 'fork'
        # A fork is not safe once there are threads.
        self._safe_to_dynamically_spawn_children = not is_fork
        if initializer is not None and not callable(initializer):
            raise TypeError('initializer must be a callable')
        self._initializer = initializer
        self._initargs = initargs
        if max_tasks_per_child is not None:
            if not isinstance(max_tasks_per_child, int):
                raise TypeError('max_tasks_per_child must be an integer')
            if max_tasks_per_child <= 0:
                raise ValueError('max_tasks_per_child must be >= 1')
            if is_fork:
                raise ValueError("max_tasks_per_child is incompatible with the 'fork' "
                                 'multiprocessing start method; supply a different mp_context.')
        self._max_tasks_per_child = max_tasks_per_child
        self._executor_manager_thread = None
        self._processes = {}
        self._shutdown_thread = False
        self._shutdown_lock = threading.Lock()
        self._idle_worker_semaphore = threading.Semaphore(0)
        self._broken = False
        self._queue_count = 0
        self._pending_work_items = {}
        self._cancel_pending_futures = False
        self._executor_manager_thread_wakeup = _ThreadWakeup()
        self._call_queue = _SafeQueue(
            max_size=max_workers + EXTRA_QUEUED_CALLS, ctx=mp_context,
            pending_work_items=self._pending_work_items,
            thread_wakeup=self._executor_manager_thread_wakeup)
        # Workers that were killed leave their end of the pipe closed.
        self._call_queue._ignore_epipe = True
        self._result_queue = mp_context.SimpleQueue()
        self._work_ids = queue.Queue()

    def _start_executor_manager_thread(self):
        if self._executor_manager_thread is not None:
            return
        if not self._safe_to_dynamically_spawn_children:
            self._launch_processes()
        self._executor_manager_thread = _ExecutorManagerThread(self)
        self._executor_manager_thread.start()
        _threads_wakeups[self._executor_manager_thread] = self._executor_manager_thread_wakeup

    def _adjust_process_count(self):
        """Starts a worker unless one has nothing to do."""
        if self._idle_worker_semaphore.acquire(blocking=False):
            return
        if len(self._processes) < self._max_workers:
            self._spawn_process()

    def _launch_processes(self):
        assert not self._executor_manager_thread, (
            'Processes cannot be fork()ed after the thread has started, '
            'deadlock in the child processes could result.')
        for _ in range(len(self._processes), self._max_workers):
            self._spawn_process()

    def _spawn_process(self):
        process = self._mp_context.Process(target=_process_worker, args=(
            self._call_queue, self._result_queue, self._initializer, self._initargs,
            self._max_tasks_per_child))
        process.start()
        self._processes[process.pid] = process

    def submit(self, fn, /, *args, **kwargs):
        with self._shutdown_lock:
            if self._broken:
                raise BrokenProcessPool(self._broken)
            if self._shutdown_thread:
                raise RuntimeError('cannot schedule new futures after shutdown')
            if _global_shutdown:
                raise RuntimeError('cannot schedule new futures after interpreter shutdown')
            future = _base.Future()
            self._pending_work_items[self._queue_count] = _WorkItem(future, fn, args, kwargs)
            self._work_ids.put(self._queue_count)
            self._queue_count += 1
            if self._safe_to_dynamically_spawn_children:
                self._adjust_process_count()
            # Only now: the thread has to look after a new worker, too.
            self._executor_manager_thread_wakeup.wakeup()
            self._start_executor_manager_thread()
            return future

    submit.__doc__ = _base.Executor.submit.__doc__

    def map(self, fn, *iterables, timeout=None, chunksize=1):
        """Gives the results of calls in the order of their arguments.

        A worker makes as many calls at once as the chunk size says.
        """
        if chunksize < 1:
            raise ValueError('chunksize must be >= 1.')
        chunks = itertools.batched(zip(*iterables), chunksize)
        return _chain_from_iterable_of_lists(
            super().map(partial(_process_chunk, fn), chunks, timeout=timeout))

    def shutdown(self, wait=True, *, cancel_futures=False):
        with self._shutdown_lock:
            self._cancel_pending_futures = cancel_futures
            self._shutdown_thread = True
            if self._executor_manager_thread_wakeup is not None:
                self._executor_manager_thread_wakeup.wakeup()
        if wait and self._executor_manager_thread is not None:
            self._executor_manager_thread.join()
        # What has descriptors goes.
        self._executor_manager_thread = None
        self._call_queue = None
        if wait and self._result_queue is not None:
            self._result_queue.close()
        self._result_queue = None
        self._processes = None
        self._executor_manager_thread_wakeup = None

    shutdown.__doc__ = _base.Executor.shutdown.__doc__
