"""The client that blocks, in threads: run_in_executor() makes something to await of each call."""

import asyncio
import time

import openai

import service

COACHES = ('Pep Guardiola', 'Jurgen Klopp', 'Carlo Ancelotti')

client = openai.OpenAI(**service.settings())


def ask(question):
    answer = client.chat.completions.create(
        model=service.MODEL, messages=[{'role': 'user', 'content': question}])
    return answer.choices[0].message.content


async def ask_in_thread(question, label):
    begin = time.perf_counter()
    loop = asyncio.get_running_loop()
    answer = await loop.run_in_executor(None, ask, question)
    print(f'Time taken for {label}: {time.perf_counter() - begin:.2f} seconds')
    return answer


async def main():
    begin = time.perf_counter()
    answers = await asyncio.gather(*[
        ask_in_thread(f'Explain the tactical philosophy of {coach} in 200 words.', coach)
        for coach in COACHES])
    print(f'{len(answers)} answers')
    print(f'Time taken: {time.perf_counter() - begin:.2f} seconds')


if __name__ == '__main__':
    asyncio.run(main())
