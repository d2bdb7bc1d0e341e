"""How tasks and their stacks are shown."""

from . import base_futures
from . import coroutines
from ._later import Later

linecache = Later('linecache')
reprlib = Later('reprlib')
traceback = Later('traceback')


def _task_repr_info(task):
    info = base_futures._future_repr_info(task)
    if task.cancelling() and not task.done():
        info[0] = 'cancelling'
    more = [f'name={task.get_name()!r}']
    if task._coro:
        more.append(f'coro=<{coroutines._format_coroutine(task._coro)}>')
    if task._fut_waiter is not None:
        more.append(f'wait_for={task._fut_waiter!r}')
    info[1:1] = more
    return info


def _task_repr(task):
    global _task_repr

    @reprlib.recursive_repr()
    def _task_repr(task):
        return f"<{task.__class__.__name__} {' '.join(_task_repr_info(task))}>"

    return _task_repr(task)


def _frames(frame):
    while frame is not None:
        yield frame
        frame = frame.f_back


def _traceback_frames(traceback):
    while traceback is not None:
        yield traceback.tb_frame
        traceback = traceback.tb_next


def _task_get_stack(task, limit):
    coroutine = task._coro
    for name in ('cr_frame', 'gi_frame', 'ag_frame'):
        if hasattr(coroutine, name):
            frame = getattr(coroutine, name)
            break
    else:
        frame = None
    if frame is not None:
        found = list(_frames(frame))
    elif task._exception is not None:
        found = list(_traceback_frames(task._exception.__traceback__))
    else:
        return []
    if limit is not None:
        found = found[:max(limit, 0)]
    if frame is not None:
        found.reverse()
    return found


def _task_print_stack(task, limit, file):
    entries = []
    checked = set()
    for frame in task.get_stack(limit=limit):
        code = frame.f_code
        if code.co_filename not in checked:
            checked.add(code.co_filename)
            linecache.checkcache(code.co_filename)
        line = linecache.getline(code.co_filename, frame.f_lineno, frame.f_globals)
        entries.append((code.co_filename, frame.f_lineno, code.co_name, line))
    exception = task._exception
    if not entries:
        print(f'No stack for {task!r}', file=file)
    else:
        title = 'Stack' if exception is None else 'Traceback'
        print(f'{title} for {task!r} (most recent call last):', file=file)
    traceback.print_list(entries, file=file)
    if exception is not None:
        for line in traceback.format_exception_only(exception.__class__, exception):
            print(line, file=file, end='')
