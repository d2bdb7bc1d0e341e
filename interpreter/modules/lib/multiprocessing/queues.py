"""Queues between processes: a pipe, and locks for its two ends."""

import collections
import errno
import os
import threading
import time
import types
import weakref
from queue import Empty, Full

from . import connection
from . import context
from .util import Finalize, debug, info, is_exiting, register_after_fork

__all__ = ['Queue', 'SimpleQueue', 'JoinableQueue']

_ForkingPickler = context.reduction.ForkingPickler

# The last thing in the buffer of a queue that was closed.
_sentinel = object()


class Queue:
    """A queue. What is put goes into a buffer, which a thread of each process empties."""

    def __init__(self, maxsize=0, *, ctx):
        if maxsize <= 0:
            from .synchronize import SEM_VALUE_MAX as maxsize
        self._maxsize = maxsize
        self._reader, self._writer = connection.Pipe(duplex=False)
        self._rlock = ctx.Lock()
        self._opid = os.getpid()
        self._wlock = ctx.Lock()
        # Counts the places that are free.
        self._sem = ctx.BoundedSemaphore(maxsize)
        # For executors, whose workers may end first.
        self._ignore_epipe = False
        self._reset()
        register_after_fork(self, Queue._after_fork)

    def __getstate__(self):
        context.assert_spawning(self)
        return (self._ignore_epipe, self._maxsize, self._reader, self._writer, self._rlock,
                self._wlock, self._sem, self._opid)

    def __setstate__(self, state):
        (self._ignore_epipe, self._maxsize, self._reader, self._writer, self._rlock,
         self._wlock, self._sem, self._opid) = state
        self._reset()

    def _after_fork(self):
        debug('Queue._after_fork()')
        self._reset(after_fork=True)

    def _reset(self, after_fork=False):
        if after_fork:
            self._notempty._at_fork_reinit()
        else:
            self._notempty = threading.Condition(threading.Lock())
        self._buffer = collections.deque()
        self._thread = self._jointhread = self._close = None
        self._joincancelled = self._closed = False
        self._send_bytes = self._writer.send_bytes
        self._recv_bytes = self._reader.recv_bytes
        self._poll = self._reader.poll

    def _check_open(self):
        if self._closed:
            raise ValueError(f'Queue {self!r} is closed')

    def _append(self, obj):
        if self._thread is None:
            self._start_thread()
        self._buffer.append(obj)

    def put(self, obj, block=True, timeout=None):
        """Adds an object, as soon as there is room."""
        self._check_open()
        if not self._sem.acquire(block, timeout):
            raise Full
        with self._notempty:
            self._append(obj)
            self._notempty.notify()

    def get(self, block=True, timeout=None):
        """Takes an object, as soon as there is one."""
        self._check_open()
        if block and timeout is None:
            with self._rlock:
                message = self._recv_bytes()
            self._sem.release()
            return _ForkingPickler.loads(message)
        end = time.monotonic() + timeout if block else None
        if not self._rlock.acquire(block, timeout):
            raise Empty
        try:
            if not self._poll(*(() if end is None else (end - time.monotonic(),))):
                raise Empty
            message = self._recv_bytes()
            self._sem.release()
        finally:
            self._rlock.release()
        # What loading does must not keep others waiting.
        return _ForkingPickler.loads(message)

    def qsize(self):
        return self._maxsize - self._sem._semlock._get_value()

    def empty(self):
        return not self._poll()

    def full(self):
        return self._sem._semlock._is_zero()

    def get_nowait(self):
        return self.get(False)

    def put_nowait(self, obj):
        return self.put(obj, False)

    def close(self):
        """Says that this process puts nothing any more."""
        self._closed = True
        close, self._close = self._close, None
        if close:
            close()

    def join_thread(self):
        """Waits until all that was put is in the pipe."""
        debug('Queue.join_thread()')
        assert self._closed, f'Queue {self!r} not closed'
        if self._jointhread:
            self._jointhread()

    def cancel_join_thread(self):
        """Lets the process end though objects may be in the buffer; they are lost."""
        debug('Queue.cancel_join_thread()')
        self._joincancelled = True
        try:
            self._jointhread.cancel()
        except AttributeError:
            pass

    def _terminate_broken(self):
        """Closes the queue after its readers were killed: one may have had the lock."""
        # The thread may wait until somebody reads from the full pipe, which nobody will do.
        self._reader.close()
        self.close()
        self.join_thread()

    def _start_thread(self):
        debug('Queue._start_thread()')
        self._buffer.clear()
        self._thread = threading.Thread(
            target=Queue._feed, name='QueueFeederThread', daemon=True,
            args=(self._buffer, self._notempty, self._send_bytes, self._wlock,
                  self._reader.close, self._writer.close, self._ignore_epipe,
                  self._on_queue_feeder_error, self._sem))
        try:
            debug('doing self._thread.start()')
            self._thread.start()
            debug('... done self._thread.start()')
        except:
            # Another put() is to try again.
            self._thread = None
            raise
        if not self._joincancelled:
            self._jointhread = Finalize(
                self._thread, Queue._finalize_join, [weakref.ref(self._thread)],
                exitpriority=-5)
        self._close = Finalize(
            self, Queue._finalize_close, [self._buffer, self._notempty], exitpriority=10)

    @staticmethod
    def _finalize_join(twr):
        debug('joining queue thread')
        thread = twr()
        if thread is None:
            debug('... queue thread already dead')
        else:
            thread.join()
            debug('... queue thread joined')

    @staticmethod
    def _finalize_close(buffer, notempty):
        debug('telling queue thread to quit')
        with notempty:
            buffer.append(_sentinel)
            notempty.notify()

    @staticmethod
    def _feed(buffer, notempty, send_bytes, writelock, reader_close, writer_close, ignore_epipe,
              onerror, queue_sem):
        """Moves objects from the buffer to the pipe. A thread does this."""
        debug('starting thread to feed data to pipe')
        while True:
            obj = None
            try:
                with notempty:
                    if not buffer:
                        notempty.wait()
                while buffer:
                    obj = buffer.popleft()
                    if obj is _sentinel:
                        debug('feeder thread got sentinel -- exiting')
                        reader_close()
                        writer_close()
                        return
                    # The object need not live while the pipe is full.
                    obj = _ForkingPickler.dumps(obj)
                    with writelock:
                        send_bytes(obj)
                    obj = None
            except Exception as error:
                if ignore_epipe and getattr(error, 'errno', 0) == errno.EPIPE:
                    return
                if is_exiting():
                    # Others may have closed the pipe.
                    info('error in queue thread: %s', error)
                    return
                # It does not come: its place is free again.
                queue_sem.release()
                onerror(error, obj)

    @staticmethod
    def _on_queue_feeder_error(e, obj):
        """Is called with the exception where an object could not be sent."""
        import traceback
        traceback.print_exc()

    __class_getitem__ = classmethod(types.GenericAlias)


class JoinableQueue(Queue):
    """A queue that counts the objects for which nobody has said that they are done."""

    def __init__(self, maxsize=0, *, ctx):
        Queue.__init__(self, maxsize, ctx=ctx)
        self._unfinished_tasks = ctx.Semaphore(0)
        self._cond = ctx.Condition()

    def __getstate__(self):
        return Queue.__getstate__(self) + (self._cond, self._unfinished_tasks)

    def __setstate__(self, state):
        Queue.__setstate__(self, state[:-2])
        self._cond, self._unfinished_tasks = state[-2:]

    def put(self, obj, block=True, timeout=None):
        self._check_open()
        if not self._sem.acquire(block, timeout):
            raise Full
        with self._notempty, self._cond:
            self._append(obj)
            self._unfinished_tasks.release()
            self._notempty.notify()

    def task_done(self):
        """Says that an object that was taken is done."""
        with self._cond:
            if not self._unfinished_tasks.acquire(False):
                raise ValueError('task_done() called too many times')
            if self._unfinished_tasks._semlock._is_zero():
                self._cond.notify_all()

    def join(self):
        """Waits until all objects are done."""
        with self._cond:
            if not self._unfinished_tasks._semlock._is_zero():
                self._cond.wait()


class SimpleQueue:
    """A queue without a buffer: put() waits where the pipe is full."""

    def __init__(self, *, ctx):
        self._reader, self._writer = connection.Pipe(duplex=False)
        self._rlock = ctx.Lock()
        self._wlock = ctx.Lock()
        self._poll = self._reader.poll

    def close(self):
        self._reader.close()
        self._writer.close()

    def empty(self):
        return not self._poll()

    def __getstate__(self):
        context.assert_spawning(self)
        return self._reader, self._writer, self._rlock, self._wlock

    def __setstate__(self, state):
        self._reader, self._writer, self._rlock, self._wlock = state
        self._poll = self._reader.poll

    def get(self):
        with self._rlock:
            message = self._reader.recv_bytes()
        return _ForkingPickler.loads(message)

    def put(self, obj):
        message = _ForkingPickler.dumps(obj)
        with self._wlock:
            self._writer.send_bytes(message)

    __class_getitem__ = classmethod(types.GenericAlias)
