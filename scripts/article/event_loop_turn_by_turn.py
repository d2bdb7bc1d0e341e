"""One task, one future: what the event loop has in its queue, turn by turn."""

import asyncio


class Operation(asyncio.Future):
    """Stands for a request: done when its response is there."""

    def __repr__(self):
        return '<operation>'


async def some_coroutine_func(operation):
    print('  the coroutine runs up to its await')
    response = await operation
    print('  the coroutine goes on with', response)
    return response.upper()


async def parent_coroutine_func(operation):
    return await some_coroutine_func(operation)


def show(loop, task, operation):
    print(f'  ready: {len(loop._ready)}; the operation has {len(operation._callbacks or ())} '
          f'callback; the task is {"done" if task.done() else "not done"}')


def one_turn(loop):
    """A loop that is told to stop ends after the turn that it is in."""
    loop.call_soon(loop.stop)
    loop.run_forever()


loop = asyncio.new_event_loop()
operation = Operation(loop=loop)
print('the task is made: its first step is in the queue')
task = loop.create_task(parent_coroutine_func(operation))
show(loop, task, operation)
print('turn 1: the step sends None into the coroutine, down to the future that it yields')
one_turn(loop)
show(loop, task, operation)
print('  the future was yielded to the task:', task._fut_waiter is operation)
print('turn 2: there is nothing to do')
one_turn(loop)
show(loop, task, operation)
print('the response comes: set_result() puts the wakeup of the task in the queue')
operation.set_result('response')
show(loop, task, operation)
print('turn 3: the wakeup runs the next step, up to the return')
one_turn(loop)
show(loop, task, operation)
print('the result of the coroutine is that of the task:', task.result())
loop.close()
