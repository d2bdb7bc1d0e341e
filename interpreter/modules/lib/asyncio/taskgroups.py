"""Groups of tasks that end together."""

__all__ = ('TaskGroup',)

from _asyncio import TaskGroupCore

from . import exceptions


class TaskGroup(TaskGroupCore):
    """Runs tasks; its block ends when all have ended. If one fails the others are cancelled."""

    def __repr__(self):
        info = []
        if self._tasks:
            info.append(f' tasks={len(self._tasks)}')
        if self._errors:
            info.append(f' errors={len(self._errors)}')
        if self._aborting:
            info.append(' cancelling')
        elif self._entered:
            info.append(' entered')
        return f"<TaskGroup{''.join(info)}>"

    def _is_base_error(self, exc):
        return isinstance(exc, (SystemExit, KeyboardInterrupt))

    def _abort(self):
        self._aborting = True
        for task in self._tasks:
            if not task.done():
                task.cancel()

    def _block_failed(self, exc):
        """The block has ended with an exception."""
        if exc is not None and self._is_base_error(exc) and self._base_error is None:
            self._base_error = exc
        if not self._aborting:
            self._abort()

    def _end(self, et, exc, cancellation):
        """All tasks have ended, but not all went well."""
        cancelled = et is not None and issubclass(et, exceptions.CancelledError)
        if cancellation is None and cancelled:
            cancellation = exc
        if self._base_error is not None:
            raise self._base_error
        if self._parent_cancel_requested and self._parent_task.uncancel() == 0:
            # Only this group has cancelled the parent.
            cancellation = None
        if cancellation is not None and not self._errors:
            raise cancellation
        if et is not None and not cancelled:
            self._errors.append(exc)
        if self._errors:
            if self._parent_task.cancelling():
                # The parent learns of the cancellation where it next waits.
                self._parent_task.uncancel()
                self._parent_task.cancel()
            try:
                raise BaseExceptionGroup('unhandled errors in a TaskGroup', self._errors) from None
            finally:
                self._errors = None

    def _task_failed(self, task, exc):
        self._errors.append(exc)
        if self._is_base_error(exc) and self._base_error is None:
            self._base_error = exc
        if self._parent_task.done():
            self._loop.call_exception_handler({
                'message': f'Task {task!r} has errored out but its parent '
                           f'task {self._parent_task} is already completed',
                'exception': exc,
                'task': task,
            })
        elif not self._aborting and not self._parent_cancel_requested:
            self._abort()
            self._parent_cancel_requested = True
            self._parent_task.cancel()
