"""Blocks of shared memory, cut from arenas: files in memory that children map as well."""

import bisect
import mmap
import os
import sys
import threading
from collections import defaultdict

from . import util
from .context import assert_spawning, reduction

__all__ = ['BufferWrapper']


class Arena:
    """Memory that processes share."""

    _dir_candidates = ['/dev/shm'] if sys.platform == 'linux' else []

    def __init__(self, size, fd=-1):
        self.size = size
        self.fd = fd
        if fd == -1:
            import tempfile
            # Nobody needs the name: children get the descriptor.
            self.fd, name = tempfile.mkstemp(prefix=f'pym-{os.getpid()}-',
                                             dir=self._choose_dir(size))
            os.unlink(name)
            util.Finalize(self, os.close, (self.fd,))
            os.ftruncate(self.fd, size)
        self.buffer = mmap.mmap(self.fd, self.size)

    def _choose_dir(self, size):
        for folder in self._dir_candidates:
            found = os.statvfs(folder)
            if found.f_bavail * found.f_frsize >= size:
                return folder
        return util.get_temp_dir()


def reduce_arena(a):
    if a.fd == -1:
        raise ValueError('Arena is unpicklable because forking was enabled when it was created')
    return rebuild_arena, (a.size, reduction.DupFd(a.fd))


def rebuild_arena(size, dupfd):
    return Arena(size, dupfd.detach())


reduction.register(Arena, reduce_arena)


def _check_size(size):
    if size < 0:
        raise ValueError(f'Size {size:n} out of range')
    if sys.maxsize <= size:
        raise OverflowError(f'Size {size:n} too large')


class Heap:
    """Hands out blocks: each is an arena, a start and a stop."""

    _alignment = 8
    # An arena that is free is given back where more than this is free elsewhere.
    _DISCARD_FREE_SPACE_LARGER_THAN = 4 * 1024 ** 2
    # Arenas grow up to this size.
    _DOUBLE_ARENA_SIZE_UNTIL = 4 * 1024 ** 2

    def __init__(self, size=mmap.PAGESIZE):
        self._lastpid = os.getpid()
        self._lock = threading.Lock()
        self._size = size
        # Free blocks: by length, and by either end. The lengths are sorted.
        self._lengths = []
        self._len_to_seq = {}
        self._start_to_block = {}
        self._stop_to_block = {}
        self._allocated_blocks = defaultdict(set)
        self._arenas = []
        # Blocks that were freed while another thread, or this one below, had the lock.
        self._pending_free_blocks = []
        self._n_mallocs = 0
        self._n_frees = 0

    @staticmethod
    def _roundup(n, alignment):
        return -(-n // alignment) * alignment

    def _new_arena(self, size):
        length = self._roundup(max(self._size, size), mmap.PAGESIZE)
        if self._size < self._DOUBLE_ARENA_SIZE_UNTIL:
            self._size *= 2
        util.info('allocating a new mmap of length %d', length)
        arena = Arena(length)
        self._arenas.append(arena)
        return arena, 0, length

    def _discard_arena(self, arena):
        length = arena.size
        # Small ones are soon needed again.
        if length < self._DISCARD_FREE_SPACE_LARGER_THAN:
            return
        del self._allocated_blocks[arena]
        self._remove_free((arena, 0, length))
        self._arenas.remove(arena)

    def _remove_free(self, block):
        arena, start, stop = block
        del self._start_to_block[arena, start]
        del self._stop_to_block[arena, stop]
        length = stop - start
        same = self._len_to_seq[length]
        same.remove(block)
        if not same:
            del self._len_to_seq[length]
            self._lengths.remove(length)

    def _malloc(self, size):
        position = bisect.bisect_left(self._lengths, size)
        if position == len(self._lengths):
            return self._new_arena(size)
        block = self._len_to_seq[self._lengths[position]][-1]
        self._remove_free(block)
        return block

    def _add_free_block(self, block):
        arena, start, stop = block
        # Neighbours that are free become one block with it.
        before = self._stop_to_block.get((arena, start))
        if before is not None:
            self._remove_free(before)
            start = before[1]
        after = self._start_to_block.get((arena, stop))
        if after is not None:
            self._remove_free(after)
            stop = after[2]
        block = (arena, start, stop)
        length = stop - start
        if length in self._len_to_seq:
            self._len_to_seq[length].append(block)
        else:
            self._len_to_seq[length] = [block]
            bisect.insort(self._lengths, length)
        self._start_to_block[arena, start] = block
        self._stop_to_block[arena, stop] = block

    def _remove_allocated_block(self, block):
        arena, start, stop = block
        blocks = self._allocated_blocks[arena]
        blocks.remove((start, stop))
        if not blocks:
            self._discard_arena(arena)

    def _free_pending_blocks(self):
        while self._pending_free_blocks:
            self._take_back(self._pending_free_blocks.pop())

    def _take_back(self, block):
        self._add_free_block(block)
        self._remove_allocated_block(block)

    def free(self, block):
        # A finalizer may call this in the midst of malloc(): it must not wait for the lock.
        if os.getpid() != self._lastpid:
            raise ValueError(f'My pid ({os.getpid():n}) is not last pid {self._lastpid:n}')
        if not self._lock.acquire(False):
            self._pending_free_blocks.append(block)
            return
        try:
            self._n_frees += 1
            self._free_pending_blocks()
            self._take_back(block)
        finally:
            self._lock.release()

    def malloc(self, size):
        _check_size(size)
        if os.getpid() != self._lastpid:
            # What was free belongs to the parent.
            self.__init__()
        with self._lock:
            self._n_mallocs += 1
            self._free_pending_blocks()
            size = self._roundup(max(size, 1), self._alignment)
            arena, start, stop = self._malloc(size)
            end = start + size
            if end < stop:
                self._add_free_block((arena, end, stop))
            self._allocated_blocks[arena].add((start, end))
            return arena, start, end


class BufferWrapper:
    """A block that is freed with this object."""

    _heap = Heap()

    def __init__(self, size):
        _check_size(size)
        block = BufferWrapper._heap.malloc(size)
        self._state = (block, size)
        util.Finalize(self, BufferWrapper._heap.free, args=(block,))

    def create_memoryview(self):
        (arena, start, _), size = self._state
        return memoryview(arena.buffer)[start:start + size]
