"""`python -m asyncio`: a console in which `await` may stand outside functions."""
import subprocess
import sys


def run(*commands):
    ended = subprocess.run([sys.executable, "-m", "asyncio"], text=True, timeout=30,
                           input="\n".join(commands) + "\n", capture_output=True)
    print(ended.stdout.replace(">>> ", "").replace("... ", ""))
    banner, *errors = ended.stderr.splitlines()
    print(banner[:18], [line for line in errors if line[:1].isalpha()])
    print(ended.returncode)


run("x = 5",
    "async def double(): return x * 2",
    "",
    "await double()",
    "task = asyncio.create_task(double())",
    "await task, task.done(), task.get_name()",
    "[await double() for _ in range(2)]",
    "async for number in asyncio.as_completed([double()]): print(await number)",
    "",
    "async with asyncio.timeout(5) as limit: print(limit.expired())",
    "",
    "asyncio.get_running_loop().is_running()",
    "_",
    "__name__")

run("1 / 0",
    "await asyncio.wait_for(asyncio.sleep(9), 0.01)",
    "await 5",
    "raise KeyboardInterrupt",
    "'still here'")

# What was started goes on while the console waits.
run("import time",
    "async def later(): await asyncio.sleep(0.01); seen.append(1)",
    "",
    "seen = []; task = asyncio.create_task(later())",
    "time.sleep(0.05)",
    "await asyncio.sleep(0.05); seen")

run("import sys", "sys.exit(3)")
run("async def leave(): sys.exit('bye')", "", "import sys", "await leave()")
