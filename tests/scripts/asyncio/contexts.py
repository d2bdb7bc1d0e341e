# What a task or a callback sees of its context, and who shares it.
import asyncio, contextvars
v = contextvars.ContextVar('v', default=0)
async def child(n):
    assert v.get() == 5, v.get()
    v.set(n)
    await asyncio.sleep(0)
    assert v.get() == n
    c = asyncio.current_task().get_context()
    assert c[v] == n
    assert asyncio.current_task().get_context() is c
    try:
        c.run(print)
    except RuntimeError as e:
        print('entered', 'already entered' in str(e))
    t = asyncio.create_task(peek(n))
    await t
    assert v.get() == n
    return c
async def peek(n):
    assert v.get() == n
    c = asyncio.current_task().get_context()
    assert contextvars.copy_context()[v] == n
    try:
        c.run(print)
    except RuntimeError as e:
        print('entered', 'already entered' in str(e))
    return 1
async def main():
    v.set(5)
    r = await asyncio.gather(*[child(i) for i in range(3)])
    print([c[v] for c in r])
    [c.run(lambda: None) for c in r]
    assert v.get() == 5
    loop = asyncio.get_running_loop()
    def cb(): v.set(9); print('cb', v.get())
    h = loop.call_soon(cb)
    c = h.get_context(); assert c is h.get_context(); print(c.get(v))
    h2 = loop.call_soon(lambda: print('cb2', v.get()))
    await asyncio.sleep(0)
    print(c[v], v.get())
    f = loop.create_future()
    f.add_done_callback(lambda f: print('done', v.get()))
    print(len(f._callbacks), f._callbacks[0][1] is f._callbacks[0][1])
    v.set(6); f.set_result(1); await f
    await asyncio.sleep(0)
    ctx = contextvars.copy_context()
    t = loop.create_task(peek(6), context=ctx); await t
    assert t.get_context() is ctx
    t = asyncio.create_task(peek(6)); print(v in t.get_context()); await t
    t = asyncio.Task(peek(6), eager_start=True, loop=loop); print(t.done())
    async with asyncio.timeout(1): await asyncio.sleep(0)
asyncio.run(main())
