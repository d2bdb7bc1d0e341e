"""The baseline: each call to the model waits for the one before."""

import time

import openai

import service

COACHES = ('Pep Guardiola', 'Jurgen Klopp', 'Carlo Ancelotti')

client = openai.OpenAI(**service.settings())


def ask(question):
    answer = client.chat.completions.create(
        model=service.MODEL, messages=[{'role': 'user', 'content': question}])
    return answer.choices[0].message.content


def main():
    begin = time.perf_counter()
    answers = [ask(f'Explain the tactical philosophy of {coach} in 200 words.')
               for coach in COACHES]
    print(f'{len(answers)} answers')
    print(f'Time taken: {time.perf_counter() - begin:.2f} seconds')


if __name__ == '__main__':
    main()
