"""Mocks of coroutine functions."""
import asyncio
import inspect
from unittest.mock import ANY, AsyncMock, MagicMock, Mock, ThreadingMock, call, create_autospec, patch


class Client:
    async def fetch(self, path, *, retries=3):
        return 'real'

    def close(self):
        pass

    async def __aenter__(self):
        return self

    async def __aexit__(self, *raised):
        pass


def shown(action, *args, **kwargs):
    try:
        print('->', action(*args, **kwargs))
    except Exception as error:
        print(f'{type(error).__name__}: {error}')


async def main():
    mock = AsyncMock(return_value=3, name='fetch')
    print(asyncio.iscoroutinefunction(mock), inspect.iscoroutinefunction(mock))
    made = mock(1, a=2)
    print(inspect.iscoroutine(made), mock.called, mock.await_count)
    shown(mock.assert_awaited)
    print(await made, mock.await_count, mock.await_args, mock.await_args_list)
    mock.assert_awaited_once_with(1, a=2)
    shown(mock.assert_awaited_with, 2)
    shown(mock.assert_not_awaited)
    shown(mock.assert_any_await, 5)
    shown(mock.assert_has_awaits, [call(1, a=2), call(3)])
    await mock(ANY)
    shown(mock.assert_awaited_once)
    mock.assert_has_awaits([call(7), call(1, a=2)], any_order=True)

    mock.side_effect = [1, ValueError('two')]
    print(await mock())
    for _ in range(2):
        try:
            await mock()
        except (ValueError, StopAsyncIteration) as error:
            print(repr(error))

    async def effect(value):
        await asyncio.sleep(0)
        return value * 2
    mock.side_effect = effect
    print(await mock(21))
    print(await AsyncMock(wraps=effect)(4))

    client = Mock(spec=Client)
    print(type(client.fetch).__name__, type(client.close).__name__)
    automatic = create_autospec(Client)
    instance = automatic()
    instance.fetch.return_value = 'mocked'
    print(await instance.fetch('/', retries=1))
    instance.fetch.assert_awaited_once_with('/', retries=1)
    try:
        await instance.fetch()
    except TypeError as error:
        print(error)

    context = MagicMock()
    context.__aenter__.return_value = 'entered'
    context.__aiter__.return_value = [1, 2, 3]
    async with context as entered:
        print(entered, [item async for item in context])
    context.__aexit__.assert_awaited_once_with(None, None, None)

    with patch.object(Client, 'fetch') as fetch:
        print(type(fetch).__name__, type(await Client().fetch('/')).__name__)

    @patch.object(Client, 'fetch', return_value='decorated')
    async def decorated(fetch):
        return await Client().fetch('/x'), fetch.await_count
    print(await decorated(), await Client().fetch('/'))

    async def function(first, second=2):
        return first
    function = create_autospec(function, return_value=9)
    print(await function(1), function.await_count, asyncio.iscoroutinefunction(function))
    function.assert_awaited_once_with(1)
    results = await asyncio.gather(*(AsyncMock(return_value=n)() for n in range(4)))
    print(results)
    threaded = ThreadingMock(timeout=0.01)
    shown(threaded.wait_until_called)
    shown(threaded.wait_until_any_call_with, 5)
    await asyncio.to_thread(threaded, 5)
    threaded.wait_until_any_call_with(5)
    threaded.wait_until_called()
    print(threaded.mock_calls)


asyncio.run(main())
