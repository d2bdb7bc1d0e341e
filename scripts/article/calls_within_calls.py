"""A team's profile: calls at several depths, of which each waits only for what it needs.

    team profile
    |- tactics
    |- players
       |- names
       |- a profile for each name
"""

import asyncio
import time

import openai

import service

NAMES = '''You are a football scout. Think briefly and name the 5 key players of {team}.
Answer in this form:
Thoughts: <your thoughts>
Players: <the players, separated by commas>
'''

client = openai.AsyncOpenAI(**service.settings())


async def ask(question, label):
    begin = time.perf_counter()
    answer = await client.chat.completions.create(
        model=service.MODEL, messages=[{'role': 'user', 'content': question}])
    print(f'Time taken for {label}: {time.perf_counter() - begin:.2f} seconds')
    return answer.choices[0].message.content


async def team_profile(team):
    tactics, players = await asyncio.gather(
        asyncio.create_task(team_tactics(team)), asyncio.create_task(player_profiles(team)))
    return {'tactics': tactics, 'players': players}


async def team_tactics(team):
    return await ask(f'Explain the tactics of {team} in 300 words.', 'team_tactics')


async def player_profiles(team):
    answer = await ask(NAMES.format(team=team), 'key_player_names')
    line = answer.partition('Players: ')[2].partition('\n')[0]
    names = [name.strip() for name in line.split(',')]
    profiles = await asyncio.gather(
        *[asyncio.create_task(player_profile(name)) for name in names])
    return dict(zip(names, profiles))


async def player_profile(name):
    return await ask(f'Give the profile of the player {name} in 30 words.', 'player_profile')


if __name__ == '__main__':
    start = time.perf_counter()
    profile = asyncio.run(team_profile('Liverpool'))
    print(f"{len(profile['players'])} players")
    print(f'Total Time taken: {time.perf_counter() - start:.2f} seconds')
