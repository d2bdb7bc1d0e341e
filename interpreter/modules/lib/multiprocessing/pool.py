"""Pools of processes or threads.

Three threads serve a pool: one replaces workers that ended, one gives tasks to the workers, one
takes their results. A task is the number of a job, its own number in it, and a call.
"""

import collections
import itertools
import os
import queue
import threading
import time
import types
import warnings

from . import TimeoutError, get_context
from . import util
from .connection import wait

__all__ = ['Pool', 'ThreadPool']

INIT = 'INIT'
RUN = 'RUN'
CLOSE = 'CLOSE'
TERMINATE = 'TERMINATE'

job_counter = itertools.count()


def mapstar(args):
    return list(map(*args))


def starmapstar(args):
    return list(itertools.starmap(args[0], args[1]))


# Exceptions on their way back.


class RemoteTraceback(Exception):
    """The cause of an exception that came from a worker: the text of its traceback."""

    def __init__(self, tb):
        self.tb = tb

    def __str__(self):
        return self.tb


class ExceptionWithTraceback:
    """An exception that is loaded with a RemoteTraceback as its cause."""

    def __init__(self, exc, tb):
        import traceback
        text = ''.join(traceback.format_exception(type(exc), exc, tb))
        self.exc = exc
        self.tb = f'\n"""\n{text}"""'

    def __reduce__(self):
        return rebuild_exc, (self.exc, self.tb)


def rebuild_exc(exc, tb):
    exc.__cause__ = RemoteTraceback(tb)
    return exc


class MaybeEncodingError(Exception):
    """A result could not be sent."""

    def __init__(self, exc, value):
        self.exc = repr(exc)
        self.value = repr(value)
        super().__init__(self.exc, self.value)

    def __str__(self):
        return f"Error sending result: '{self.value}'. Reason: '{self.exc}'"

    def __repr__(self):
        return f'<{self.__class__.__name__}: {self}>'


def _helper_reraises_exception(ex):
    """Is the call of a task that could not be made."""
    raise ex


def worker(inqueue, outqueue, initializer=None, initargs=(), maxtasks=None,
           wrap_exception=False):
    """Does tasks, until there are no more or there were enough."""
    if maxtasks is not None and not (isinstance(maxtasks, int) and maxtasks >= 1):
        raise AssertionError(f'Maxtasks {maxtasks!r} is not valid')
    if hasattr(inqueue, '_writer'):
        # Only so can the end of the other side be seen.
        inqueue._writer.close()
        outqueue._reader.close()
    if initializer is not None:
        initializer(*initargs)
    completed = 0
    while maxtasks is None or completed < maxtasks:
        try:
            task = inqueue.get()
        except (EOFError, OSError):
            util.debug('worker got EOFError or OSError -- exiting')
            break
        if task is None:
            util.debug('worker got sentinel -- exiting')
            break
        job, position, function, args, kwds = task
        try:
            result = (True, function(*args, **kwds))
        except Exception as error:
            if wrap_exception and function is not _helper_reraises_exception:
                error = ExceptionWithTraceback(error, error.__traceback__)
            result = (False, error)
        try:
            outqueue.put((job, position, result))
        except Exception as error:
            wrapped = MaybeEncodingError(error, result[1])
            util.debug('Possible encoding error while sending result: %s' % wrapped)
            outqueue.put((job, position, (False, wrapped)))
        # Nothing of it need live while the next one is waited for.
        task = job = result = function = args = kwds = None
        completed += 1
    util.debug('worker exiting after %d tasks' % completed)


class _PoolCache(dict):
    """The results that are not there yet, by job. Tells when it becomes empty."""

    def __init__(self, /, *args, notifier=None, **kwds):
        self.notifier = notifier
        super().__init__(*args, **kwds)

    def __delitem__(self, item):
        super().__delitem__(item)
        if not self:
            # A closed pool ends with its last job.
            self.notifier.put(None)


class Pool:
    """Processes that calls are given to."""

    _wrap_exception = True

    @staticmethod
    def Process(ctx, *args, **kwds):
        return ctx.Process(*args, **kwds)

    def __init__(self, processes=None, initializer=None, initargs=(), maxtasksperchild=None,
                 context=None):
        # The finalizer may see an object that is not complete.
        self._pool = []
        self._state = INIT
        self._ctx = context or get_context()
        self._setup_queues()
        self._taskqueue = queue.SimpleQueue()
        # Wakes the thread that looks after the workers.
        self._change_notifier = self._ctx.SimpleQueue()
        self._cache = _PoolCache(notifier=self._change_notifier)
        self._maxtasksperchild = maxtasksperchild
        self._initializer = initializer
        self._initargs = initargs
        if processes is None:
            processes = os.process_cpu_count() or 1
        if processes < 1:
            raise ValueError('Number of processes must be at least 1')
        if maxtasksperchild is not None and (
                not isinstance(maxtasksperchild, int) or maxtasksperchild <= 0):
            raise ValueError('maxtasksperchild must be a positive int or None')
        if initializer is not None and not callable(initializer):
            raise TypeError('initializer must be a callable')
        self._processes = processes
        try:
            self._repopulate_pool()
        except Exception:
            for process in self._pool:
                if process.exitcode is None:
                    process.terminate()
            for process in self._pool:
                process.join()
            raise
        self._worker_handler = self._start_thread(
            Pool._handle_workers, self._cache, self._taskqueue, self._ctx, self.Process,
            self._processes, self._pool, self._inqueue, self._outqueue, self._initializer,
            self._initargs, self._maxtasksperchild, self._wrap_exception, self._get_sentinels(),
            self._change_notifier)
        self._task_handler = self._start_thread(
            Pool._handle_tasks, self._taskqueue, self._quick_put, self._outqueue, self._pool,
            self._cache)
        self._result_handler = self._start_thread(
            Pool._handle_results, self._outqueue, self._quick_get, self._cache)
        self._terminate = util.Finalize(
            self, self._terminate_pool, exitpriority=15,
            args=(self._taskqueue, self._inqueue, self._outqueue, self._pool,
                  self._change_notifier, self._worker_handler, self._task_handler,
                  self._result_handler, self._cache))
        self._state = RUN

    @staticmethod
    def _start_thread(target, *args):
        # The threads know no pool, so that one that is forgotten can go.
        thread = threading.Thread(target=target, args=args, daemon=True)
        thread._state = RUN
        thread.start()
        return thread

    def __del__(self, _warn=warnings.warn, RUN=RUN):
        if self._state == RUN:
            _warn(f'unclosed running multiprocessing pool {self!r}', ResourceWarning,
                  source=self)
            if getattr(self, '_change_notifier', None) is not None:
                self._change_notifier.put(None)

    def __repr__(self):
        kind = self.__class__
        return (f'<{kind.__module__}.{kind.__qualname__} state={self._state} '
                f'pool_size={len(self._pool)}>')

    def __reduce__(self):
        raise NotImplementedError(
            'pool objects cannot be passed between processes or pickled')

    # Workers.

    def _setup_queues(self):
        self._inqueue = self._ctx.SimpleQueue()
        self._outqueue = self._ctx.SimpleQueue()
        # Only one thread of this process puts or gets: it needs no lock.
        self._quick_put = self._inqueue._writer.send
        self._quick_get = self._outqueue._reader.recv

    def _get_sentinels(self):
        return [self._outqueue._reader, self._change_notifier._reader]

    @staticmethod
    def _get_worker_sentinels(workers):
        return [worker.sentinel for worker in workers if hasattr(worker, 'sentinel')]

    @staticmethod
    def _join_exited_workers(pool):
        """Takes out workers that ended; tells whether there were any."""
        exited = [position for position, worker in enumerate(pool)
                  if worker.exitcode is not None]
        for position in reversed(exited):
            util.debug('cleaning up worker %d' % position)
            pool[position].join()
            del pool[position]
        return bool(exited)

    def _repopulate_pool(self):
        return self._repopulate_pool_static(
            self._ctx, self.Process, self._processes, self._pool, self._inqueue, self._outqueue,
            self._initializer, self._initargs, self._maxtasksperchild, self._wrap_exception)

    @staticmethod
    def _repopulate_pool_static(ctx, Process, processes, pool, inqueue, outqueue, initializer,
                                initargs, maxtasksperchild, wrap_exception):
        for _ in range(processes - len(pool)):
            process = Process(ctx, target=worker, args=(
                inqueue, outqueue, initializer, initargs, maxtasksperchild, wrap_exception))
            process.name = process.name.replace('Process', 'PoolWorker')
            process.daemon = True
            process.start()
            pool.append(process)
            util.debug('added worker')

    @staticmethod
    def _maintain_pool(ctx, Process, processes, pool, *rest):
        if Pool._join_exited_workers(pool):
            Pool._repopulate_pool_static(ctx, Process, processes, pool, *rest)

    @staticmethod
    def _wait_for_updates(sentinels, change_notifier, timeout=None):
        wait(sentinels, timeout=timeout)
        while not change_notifier.empty():
            change_notifier.get()

    @classmethod
    def _handle_workers(cls, cache, taskqueue, ctx, Process, processes, pool, inqueue, outqueue,
                        initializer, initargs, maxtasksperchild, wrap_exception, sentinels,
                        change_notifier):
        """Replaces workers that ended. A thread does this."""
        thread = threading.current_thread()
        # A closed pool goes on until all results are there.
        while thread._state == RUN or (cache and thread._state != TERMINATE):
            cls._maintain_pool(ctx, Process, processes, pool, inqueue, outqueue, initializer,
                               initargs, maxtasksperchild, wrap_exception)
            cls._wait_for_updates([*cls._get_worker_sentinels(pool), *sentinels],
                                  change_notifier)
        taskqueue.put(None)
        util.debug('worker handler exiting')

    # Tasks and results.

    @staticmethod
    def _put_tasks(tasks, set_length, put, cache, thread):
        """Gives the tasks of one job to the workers; tells whether to go on with others."""
        task = None
        for task in tasks:
            if thread._state != RUN:
                util.debug('task handler found thread._state != RUN')
                return False
            try:
                put(task)
            except Exception as error:
                # It cannot be pickled: this is its result.
                job, position = task[:2]
                try:
                    cache[job]._set(position, (False, error))
                except KeyError:
                    pass
        if set_length:
            util.debug('doing set_length()')
            set_length(task[1] + 1 if task else 0)
        return True

    @staticmethod
    def _handle_tasks(taskqueue, put, outqueue, pool, cache):
        """Gives tasks to the workers. A thread does this."""
        thread = threading.current_thread()
        while True:
            tasks = set_length = None
            entry = taskqueue.get()
            if entry is None:
                util.debug('task handler got sentinel')
                break
            tasks, set_length = entry
            entry = None
            if not Pool._put_tasks(tasks, set_length, put, cache, thread):
                break
        tasks = None
        try:
            util.debug('task handler sending sentinel to result handler')
            outqueue.put(None)
            util.debug('task handler sending sentinel to workers')
            for _ in pool:
                put(None)
        except OSError:
            util.debug('task handler got OSError when sending sentinels')
        util.debug('task handler exiting')

    @staticmethod
    def _take_result(get, cache):
        """Takes a result, and sets it; returns None where an end was announced instead."""
        task = get()
        if task is not None:
            job, position, result = task
            try:
                cache[job]._set(position, result)
            except KeyError:
                pass
        return task

    @staticmethod
    def _handle_results(outqueue, get, cache):
        """Takes results from the workers. A thread does this."""
        thread = threading.current_thread()
        try:
            while True:
                task = get()
                if thread._state != RUN:
                    assert thread._state == TERMINATE, 'Thread not in TERMINATE'
                    util.debug('result handler found thread._state=TERMINATE')
                    break
                if task is None:
                    util.debug('result handler got sentinel')
                    break
                job, position, result = task
                try:
                    cache[job]._set(position, result)
                except KeyError:
                    pass
                task = job = result = None
            task = result = None
            while cache and thread._state != TERMINATE:
                if Pool._take_result(get, cache) is None:
                    util.debug('result handler ignoring extra sentinel')
        except (OSError, EOFError):
            util.debug('result handler got EOFError/OSError -- exiting')
            return
        if hasattr(outqueue, '_reader'):
            # A worker that cannot put its result would not end.
            util.debug('ensuring that outqueue is not full')
            try:
                for _ in range(10):
                    if not outqueue._reader.poll():
                        break
                    get()
            except (OSError, EOFError):
                pass
        util.debug('result handler exiting: len(cache)=%s, thread._state=%s', len(cache),
                   thread._state)

    @staticmethod
    def _get_tasks(func, it, size):
        it = iter(it)
        while chunk := tuple(itertools.islice(it, size)):
            yield func, chunk

    def _guarded_task_generation(self, result_job, func, iterable):
        """Gives the tasks of a job; where the iterable fails, the last one raises that."""
        position = -1
        try:
            for position, item in enumerate(iterable):
                yield result_job, position, func, (item,), {}
        except Exception as error:
            yield result_job, position + 1, _helper_reraises_exception, (error,), {}

    # What users call.

    def _check_running(self):
        if self._state != RUN:
            raise ValueError('Pool not running')

    def apply(self, func, args=(), kwds={}):
        """Calls a function in a worker, and returns its result."""
        return self.apply_async(func, args, kwds).get()

    def apply_async(self, func, args=(), kwds={}, callback=None, error_callback=None):
        """Calls a function in a worker; returns an object that the result comes to."""
        self._check_running()
        result = ApplyResult(self, callback, error_callback)
        self._taskqueue.put(([(result._job, 0, func, args, kwds)], None))
        return result

    def map(self, func, iterable, chunksize=None):
        """Calls a function with each item, and returns a list of the results."""
        return self._map_async(func, iterable, mapstar, chunksize).get()

    def map_async(self, func, iterable, chunksize=None, callback=None, error_callback=None):
        """Does what map() does; returns an object that the list comes to."""
        return self._map_async(func, iterable, mapstar, chunksize, callback, error_callback)

    def starmap(self, func, iterable, chunksize=None):
        """Does what map() does; each item has all arguments of a call."""
        return self._map_async(func, iterable, starmapstar, chunksize).get()

    def starmap_async(self, func, iterable, chunksize=None, callback=None, error_callback=None):
        """Does what starmap() does; returns an object that the list comes to."""
        return self._map_async(func, iterable, starmapstar, chunksize, callback, error_callback)

    def _map_async(self, func, iterable, mapper, chunksize=None, callback=None,
                   error_callback=None):
        self._check_running()
        if not hasattr(iterable, '__len__'):
            iterable = list(iterable)
        if chunksize is None:
            # About four chunks for each worker.
            chunksize = -(-len(iterable) // (len(self._pool) * 4))
        if len(iterable) == 0:
            chunksize = 0
        result = MapResult(self, chunksize, len(iterable), callback,
                           error_callback=error_callback)
        chunks = Pool._get_tasks(func, iterable, chunksize)
        self._taskqueue.put((self._guarded_task_generation(result._job, mapper, chunks), None))
        return result

    def _imap(self, kind, func, iterable, chunksize, size_format):
        self._check_running()
        if chunksize < 1:
            raise ValueError(f'Chunksize must be 1+, not {chunksize:{size_format}}')
        result = kind(self)
        mapper = func
        if chunksize > 1:
            mapper, iterable = mapstar, Pool._get_tasks(func, iterable, chunksize)
        self._taskqueue.put((
            self._guarded_task_generation(result._job, mapper, iterable), result._set_length))
        if chunksize == 1:
            return result
        return (item for chunk in result for item in chunk)

    def imap(self, func, iterable, chunksize=1):
        """Calls a function with each item; gives the results as they come, in order."""
        return self._imap(IMapIterator, func, iterable, chunksize, 'n')

    def imap_unordered(self, func, iterable, chunksize=1):
        """Calls a function with each item; gives the results as they come, in any order."""
        return self._imap(IMapUnorderedIterator, func, iterable, chunksize, '')

    # The end.

    def close(self):
        """Takes no more tasks; the workers end when those that there are are done."""
        util.debug('closing pool')
        if self._state == RUN:
            self._state = CLOSE
            self._worker_handler._state = CLOSE
            self._change_notifier.put(None)

    def terminate(self):
        """Ends the workers at once."""
        util.debug('terminating pool')
        self._state = TERMINATE
        self._terminate()

    def join(self):
        """Waits until the workers have ended."""
        util.debug('joining pool')
        if self._state == RUN:
            raise ValueError('Pool is still running')
        if self._state not in (CLOSE, TERMINATE):
            raise ValueError('In unknown state')
        self._worker_handler.join()
        self._task_handler.join()
        self._result_handler.join()
        for process in self._pool:
            process.join()

    @staticmethod
    def _help_stuff_finish(inqueue, task_handler, size):
        # The thread may wait for room in the pipe. Workers get no more.
        util.debug('removing tasks from inqueue until task handler finished')
        inqueue._rlock.acquire()
        while task_handler.is_alive() and inqueue._reader.poll():
            inqueue._reader.recv()
            time.sleep(0)

    @classmethod
    def _terminate_pool(cls, taskqueue, inqueue, outqueue, pool, change_notifier,
                        worker_handler, task_handler, result_handler, cache):
        # A finalizer: it may run in one of the threads.
        util.debug('finalizing pool')
        current = threading.current_thread()

        def join(thread):
            if thread is not current:
                thread.join()

        # No new workers from here on.
        worker_handler._state = TERMINATE
        change_notifier.put(None)
        task_handler._state = TERMINATE
        util.debug('helping task handler/workers to finish')
        cls._help_stuff_finish(inqueue, task_handler, len(pool))
        if not result_handler.is_alive() and len(cache) != 0:
            raise AssertionError('Cannot have cache with result_handler not alive')
        result_handler._state = TERMINATE
        change_notifier.put(None)
        outqueue.put(None)
        util.debug('joining worker handler')
        join(worker_handler)
        are_processes = pool and hasattr(pool[0], 'terminate')
        if are_processes:
            util.debug('terminating workers')
            for process in pool:
                if process.exitcode is None:
                    process.terminate()
        util.debug('joining task handler')
        join(task_handler)
        util.debug('joining result handler')
        join(result_handler)
        if are_processes:
            util.debug('joining pool workers')
            for process in pool:
                if process.is_alive():
                    util.debug('cleaning up worker %d' % process.pid)
                    process.join()

    def __enter__(self):
        self._check_running()
        return self

    def __exit__(self, exc_type, exc_val, exc_tb):
        self.terminate()


class ApplyResult:
    """What the result of a call comes to."""

    def __init__(self, pool, callback, error_callback):
        # The pool lives as long as it has something to do.
        self._pool = pool
        self._event = threading.Event()
        self._job = next(job_counter)
        self._cache = pool._cache
        self._callback = callback
        self._error_callback = error_callback
        self._cache[self._job] = self

    def ready(self):
        """Tells whether the result is there."""
        return self._event.is_set()

    def successful(self):
        """Tells whether the call did not raise."""
        if not self.ready():
            raise ValueError(f'{self!r} not ready')
        return self._success

    def wait(self, timeout=None):
        """Waits for the result."""
        self._event.wait(timeout)

    def get(self, timeout=None):
        """Waits for the result and returns it, or raises what the call raised."""
        self.wait(timeout)
        if not self.ready():
            raise TimeoutError
        if not self._success:
            raise self._value
        return self._value

    def _call_back(self):
        callback = self._callback if self._success else self._error_callback
        if callback:
            callback(self._value)

    def _set(self, i, obj):
        self._success, self._value = obj
        self._call_back()
        self._event.set()
        del self._cache[self._job]
        self._pool = None

    __class_getitem__ = classmethod(types.GenericAlias)


# An older name.
AsyncResult = ApplyResult


class MapResult(ApplyResult):
    """What the results of several calls come to, chunk by chunk."""

    def __init__(self, pool, chunksize, length, callback, error_callback):
        ApplyResult.__init__(self, pool, callback, error_callback=error_callback)
        self._success = True
        self._value = [None] * length
        self._chunksize = chunksize
        self._number_left = 0
        if chunksize > 0:
            self._number_left = -(-length // chunksize)
        else:
            self._event.set()
            del self._cache[self._job]

    def _set(self, i, success_result):
        self._number_left -= 1
        success, result = success_result
        if self._success:
            if success:
                start = i * self._chunksize
                self._value[start:start + self._chunksize] = result
            else:
                # The first exception is what get() raises.
                self._success = False
                self._value = result
        if self._number_left == 0:
            self._call_back()
            del self._cache[self._job]
            self._event.set()
            self._pool = None


class IMapIterator:
    """Gives the results of several calls, in order."""

    def __init__(self, pool):
        self._pool = pool
        self._cond = threading.Condition(threading.Lock())
        self._job = next(job_counter)
        self._cache = pool._cache
        self._items = collections.deque()
        # How many have come to the items; how many there will be.
        self._index = 0
        self._length = None
        # Those that came before their time.
        self._unsorted = {}
        self._cache[self._job] = self

    def __iter__(self):
        return self

    def _next_item(self, missing):
        try:
            return self._items.popleft()
        except IndexError:
            if self._index == self._length:
                self._pool = None
                raise StopIteration from None
            return missing

    def next(self, timeout=None):
        """Waits for the next result."""
        with self._cond:
            item = self._next_item(None)
            if item is None:
                self._cond.wait(timeout)
                item = self._next_item(None)
            if item is None:
                raise TimeoutError
        success, value = item
        if not success:
            raise value
        return value

    __next__ = next

    def _end_if_complete(self):
        if self._index == self._length:
            del self._cache[self._job]
            self._pool = None

    def _set(self, i, obj):
        with self._cond:
            self._unsorted[i] = obj
            if i == self._index:
                while self._index in self._unsorted:
                    self._items.append(self._unsorted.pop(self._index))
                    self._index += 1
                self._cond.notify()
            self._end_if_complete()

    def _set_length(self, length):
        with self._cond:
            self._length = length
            if self._index == length:
                self._cond.notify()
            self._end_if_complete()


class IMapUnorderedIterator(IMapIterator):
    """Gives the results of several calls as they come."""

    def _set(self, i, obj):
        with self._cond:
            self._items.append(obj)
            self._index += 1
            self._cond.notify()
            self._end_if_complete()


class ThreadPool(Pool):
    """Threads that calls are given to."""

    _wrap_exception = False

    @staticmethod
    def Process(ctx, *args, **kwds):
        from .dummy import Process
        return Process(*args, **kwds)

    def __init__(self, processes=None, initializer=None, initargs=()):
        Pool.__init__(self, processes, initializer, initargs)

    def _setup_queues(self):
        self._inqueue = queue.SimpleQueue()
        self._outqueue = queue.SimpleQueue()
        self._quick_put = self._inqueue.put
        self._quick_get = self._outqueue.get

    def _get_sentinels(self):
        return [self._change_notifier._reader]

    @staticmethod
    def _get_worker_sentinels(workers):
        return []

    @staticmethod
    def _help_stuff_finish(inqueue, task_handler, size):
        # Threads cannot be ended: they are told to.
        try:
            while True:
                inqueue.get(block=False)
        except queue.Empty:
            pass
        for _ in range(size):
            inqueue.put(None)

    def _wait_for_updates(self, sentinels, change_notifier, timeout):
        time.sleep(timeout)
