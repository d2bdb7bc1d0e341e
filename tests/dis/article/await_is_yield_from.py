"""`await` is `yield from`: two functions whose bytecode differs in one instruction."""
import asyncio
import dis

async def some_coroutine_func():
    """Suspends once, in the event loop's hands, then has a result."""
    return await asyncio.sleep(1, result=1)


async def parent_coroutine_func():
    x = await some_coroutine_func()
    return x


def similar_parent_coroutine_func():
    x = yield from some_coroutine_func()
    return x


# Each call prints a listing and gives None, which print then shows.
print(dis.dis(parent_coroutine_func))
print('*' * 16)
print(dis.dis(similar_parent_coroutine_func))
