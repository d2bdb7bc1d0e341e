"""The same calls as tasks of asyncio: all of them wait at the same time."""

import asyncio
import time

import openai

import service

COACHES = ('Pep Guardiola', 'Jurgen Klopp', 'Carlo Ancelotti')

client = openai.AsyncOpenAI(**service.settings())


async def ask(question):
    answer = await client.chat.completions.create(
        model=service.MODEL, messages=[{'role': 'user', 'content': question}])
    return answer.choices[0].message.content


async def main():
    begin = time.perf_counter()
    answers = await asyncio.gather(*[
        asyncio.create_task(ask(f'Explain the tactical philosophy of {coach} in 200 words.'))
        for coach in COACHES])
    print(f'{len(answers)} answers')
    print(f'Time taken: {time.perf_counter() - begin:.2f} seconds')


if __name__ == '__main__':
    asyncio.run(main())
