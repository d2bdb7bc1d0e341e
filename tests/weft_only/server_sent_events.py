"""Events are the same however the bytes are cut, and whatever ends their lines."""
import openai
import weft.http
from openai._streaming import EventDecoder

TEXT = (': a comment\n'
        'event: first\ndata: {"a": 1}\nid: 7\nretry: 10\n\n'
        'data:no space\ndata:  two spaces\ndata\n\n'
        '\n\n'
        'unknown: field\nretry: soon\n\n'
        'data: ünïcode 🎈\n\n'
        'event: \ndata: last\n\n'
        'data: without an end')


def events(pieces):
    decoder = EventDecoder()
    found = [event for piece in pieces for event in decoder.feed(piece)]
    return [repr(event) for event in found + decoder.finish()]


whole = events([TEXT.encode()])
print(*whole, sep='\n')
for end in ('\n', '\r\n', '\r'):
    data = TEXT.replace('\n', end).encode()
    for size in (1, 2, 3, 5, 7, 100):
        pieces = [data[start:start + size] for start in range(0, len(data), size)]
        assert events(pieces) == whole, (end, size)
print('the same in pieces')


CLIENT = openai.OpenAI(api_key='k', base_url='http://nowhere.test/')


def chunks(body):
    source = weft.http.Response(200, content=body.encode(),
                                request=weft.http.Request('GET', 'http://nowhere.test/'))
    stream = openai.Stream(cast_to=object, response=source, client=CLIENT)
    found = []
    try:
        for item in stream:
            found.append(item)
    except (openai.APIError, ValueError) as error:
        found.append(f'{type(error).__name__}: {error}')
    return found


# Nothing counts after [DONE].
print(chunks('data: 1\n\ndata: [DONE]\n\ndata: 2\n\n'))
print(chunks('data: 1\n\ndata: {"error": {"message": "too much", "code": 3}}\n\n'))
print(chunks('data: {"error": "text"}\n\n'))
print(chunks('data: {"cut": \n\n'))
print(chunks(''))
