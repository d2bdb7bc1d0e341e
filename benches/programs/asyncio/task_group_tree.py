# Measures: a tree of TaskGroups.

import asyncio


async def node(depth, leaves):
    if not depth:
        await asyncio.sleep(0)
        leaves.append(depth)
        return
    async with asyncio.TaskGroup() as group:
        for _ in range(4):
            group.create_task(node(depth - 1, leaves))


async def main():
    total = 0
    for _ in range(3):
        leaves = []
        await node(7, leaves)
        total += len(leaves)
    print("task_group_tree", total)


asyncio.run(main())
