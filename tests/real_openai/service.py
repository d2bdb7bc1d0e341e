"""A service with the interface of OpenAI, on FastAPI and uvicorn: a server that is not ours."""
import asyncio
import json
import sys

import fastapi
import fastapi.middleware.gzip
import fastapi.responses
import pydantic
import uvicorn

app = fastapi.FastAPI()
app.add_middleware(fastapi.middleware.gzip.GZipMiddleware, minimum_size=600)


class Message(pydantic.BaseModel):
    role: str
    content: str


class Chat(pydantic.BaseModel):
    model: str
    messages: list[Message]
    stream: bool = False
    temperature: float = 1.0


class Embeddings(pydantic.BaseModel):
    model: str
    input: list[str] | str
    encoding_format: str = 'float'


@app.middleware('http')
async def check_key(request, call_next):
    if request.headers.get('authorization') != 'Bearer right':
        return fastapi.responses.JSONResponse({'error': {
            'message': 'Incorrect API key provided.', 'type': 'invalid_request_error',
            'param': None, 'code': 'invalid_api_key'}}, 401)
    response = await call_next(request)
    response.headers['x-request-id'] = 'req_fastapi'
    return response


@app.post('/v1/chat/completions')
async def chat(body: Chat):
    if body.model == 'busy':
        raise fastapi.HTTPException(429, 'busy', {'retry-after': '0.01'})
    words = ('echo: ' + body.messages[-1].content).split(' ')
    common = {'id': 'chatcmpl-1', 'created': 1, 'model': body.model}
    if body.stream:
        return fastapi.responses.StreamingResponse(
            events(common, words), media_type='text/event-stream')
    return {**common, 'object': 'chat.completion', 'choices': [{
        'index': 0, 'finish_reason': 'stop',
        'message': {'role': 'assistant', 'content': ' '.join(words), 'refusal': None}}],
        'usage': {'prompt_tokens': 1, 'completion_tokens': len(words),
                  'total_tokens': 1 + len(words)}, 'x_timing': {'queue': 0.5}}


async def events(common, words):
    yield ': a comment\n\n'
    for place, word in enumerate(words):
        chunk = {**common, 'object': 'chat.completion.chunk', 'choices': [
            {'index': 0, 'delta': {'content': ' ' * (place > 0) + word}}]}
        yield f'data: {json.dumps(chunk)}\r\n\r\n'
        await asyncio.sleep(0)
    yield 'data: [DONE]\n\n'


@app.post('/v1/embeddings')
async def embeddings(body: Embeddings):
    texts = [body.input] if isinstance(body.input, str) else body.input
    return {'object': 'list', 'model': body.model, 'data': [
        {'object': 'embedding', 'index': index, 'embedding': [len(text), 0.5, -1]}
        for index, text in enumerate(texts)],
        'usage': {'prompt_tokens': 1, 'total_tokens': 1}}


@app.get('/v1/models')
async def models():
    return {'object': 'list', 'data': [
        {'id': f'model-{number}', 'object': 'model', 'created': 1, 'owned_by': 'nobody'}
        for number in range(30)]}


@app.get('/v1/models/{name:path}')
async def model(name: str):
    return {'id': name, 'object': 'model', 'created': 1, 'owned_by': 'nobody'}


uvicorn.run(app, port=int(sys.argv[1]), log_level='critical')
