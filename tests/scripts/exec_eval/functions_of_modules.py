# Functions made by hand of the code of modules: their names are the globals.
import ast
import asyncio
import types


async def count(n):
    for i in range(n):
        yield i


for source in ['a = await asyncio.sleep(0, result=1)', 'a = [x async for x in count(3)][1]',
               'async with asyncio.Lock() as l:\n    a = 1']:
    compiled = compile(source, '<test>', 'exec', flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    space = {'asyncio': asyncio, 'count': count, 'a': 0}
    asyncio.run(types.FunctionType(compiled, space)())
    print(space['a'])
    space['a'] = 0
    asyncio.run(eval(compiled, space))
    print(space['a'])

space = {}
function = types.FunctionType(compile('b = 2\nprint(b, sorted(locals()) == sorted(globals()))', '', 'exec'), space)
print(function(), 'b' in space)
function()
