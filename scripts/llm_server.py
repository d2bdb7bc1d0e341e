"""A server of the chat-completions API, on asyncio.start_server.

    weft scripts/llm_server.py --port 0 --latency 0.3

prints its URL and serves until it is interrupted. Each answer takes `--latency` seconds to begin;
a streamed one comes word by word, `--word-delay` seconds apart. It knows /chat/completions,
/responses, /embeddings, /models, /files and /images. Asked for JSON by a schema, or given tools, it
answers with what the schema or the first tool's parameters describe.

Errors come on demand, by the name of the model: `fault/429`, `fault/500`, `fault/401` and other
statuses; `fault/flaky-N` (refuses N times, then answers); `fault/reset`, `fault/stall`,
`fault/garbage`, `fault/endless-header`, `fault/truncated`, `fault/slow-body`, `fault/hang-up`
(in the middle of a stream). A key that begins with `bad` is refused.
"""

import array
import asyncio
import binascii
import json
import sys
import time
import zlib

_WORDS = ('The team keeps the ball, presses high and attacks through the half spaces; every '
          'player knows when to hold a position and when to leave it.').split()
_PLAYERS = ['Mohamed Salah', 'Virgil van Dijk', 'Alisson Becker', 'Dominik Szoboszlai',
            'Alexis Mac Allister']
_REASONS = {200: 'OK', 400: 'Bad Request', 401: 'Unauthorized', 403: 'Forbidden',
            404: 'Not Found', 405: 'Method Not Allowed', 409: 'Conflict',
            422: 'Unprocessable Entity', 429: 'Too Many Requests',
            500: 'Internal Server Error', 503: 'Service Unavailable'}
_MAX_BODY = 64 * 1024 * 1024
_MODELS = ('qwen/qwen3-32b', 'weft-small', 'weft-large')


class Failure(Exception):
    """A response with an error, in the form in which the service has them."""

    def __init__(self, status, message, kind, code=None, headers=()):
        super().__init__(message)
        self.status = status
        self.headers = headers
        self.body = {'error': {'message': message, 'type': kind, 'param': None, 'code': code}}


class Request:
    """A request that was read."""

    def __init__(self, method, target, headers, body):
        self.method = method
        self.path, _, self.query = target.partition('?')
        self.headers = headers
        self.body = body

    @property
    def key(self):
        return self.headers.get('authorization', '').removeprefix('Bearer ')

    def json(self):
        try:
            value = json.loads(self.body)
        except ValueError:
            value = None
        if not isinstance(value, dict):
            raise Failure(400, 'We could not parse the JSON body of your request.',
                          'invalid_request_error')
        return value


class LLMServer:
    """The server, for scripts that run it themselves."""

    def __init__(self, latency=0.0, word_delay=0.0):
        self.latency = latency
        self.word_delay = word_delay
        #: What was asked so far: figures for tests.
        self.connections = 0
        self.requests = 0
        self.running = 0
        self.most_at_once = 0
        self._flaky = {}
        self._files = {}
        self._server = None
        self._scheme = 'http'

    async def start(self, host='127.0.0.1', port=0, ssl=None):
        self._scheme = 'https' if ssl else 'http'
        self._server = await asyncio.start_server(self._serve, host, port, ssl=ssl)
        return self

    @property
    def url(self):
        host, port = self._server.sockets[0].getsockname()[:2]
        return f'{self._scheme}://{host}:{port}/v1'

    async def serve_forever(self):
        await self._server.serve_forever()

    async def close(self):
        self._server.close()
        self._server.close_clients()

    async def __aenter__(self):
        return await self.start()

    async def __aexit__(self, *error):
        await self.close()

    # Connections.

    async def _serve(self, reader, writer):
        self.connections += 1
        connection = Connection(reader, writer)
        try:
            while (request := await connection.read_request()) is not None:
                self.requests += 1
                self.running += 1
                self.most_at_once = max(self.most_at_once, self.running)
                try:
                    await self._answer(connection, request)
                finally:
                    self.running -= 1
        except (ConnectionError, TimeoutError, asyncio.IncompleteReadError,
                asyncio.LimitOverrunError, ValueError):
            # The client has left, or has sent what is no request.
            pass
        finally:
            writer.close()

    async def _answer(self, connection, request):
        try:
            await self._dispatch(connection, request)
        except Failure as failure:
            await connection.send_json(failure.body, request, failure.status, failure.headers)

    async def _dispatch(self, connection, request):
        self._check_key(request)
        handlers = {
            ('POST', 'completions'): self._chat,
            ('POST', 'responses'): self._responses,
            ('POST', 'embeddings'): self._embeddings,
            ('GET', 'models'): self._models,
            ('GET', 'files'): self._list_files,
            ('POST', 'files'): self._create_file,
            ('POST', 'generations'): self._make_image,
            ('POST', 'edits'): self._make_image,
            ('POST', 'variations'): self._make_image,
        }
        name = request.path.rstrip('/').rpartition('/')[2]
        if '/models/' in request.path:
            await self._model(connection, request)
        elif '/files/' in request.path:
            await self._file(connection, request)
        elif (request.method, name) in handlers:
            await handlers[request.method, name](connection, request)
        else:
            raise Failure(404, f'Invalid URL ({request.method} {request.path})',
                          'invalid_request_error')

    def _check_key(self, request):
        if not request.key or request.key.startswith('bad'):
            raise Failure(401, f'Incorrect API key provided: {request.key}.',
                          'invalid_request_error', 'invalid_api_key')

    # Faults.

    async def _fault(self, connection, request, body):
        """Does what the name of the model asks for."""
        model = body.get('model')
        if not isinstance(model, str):
            raise Failure(400, 'you must provide a model parameter', 'invalid_request_error')
        kind, _, fault = model.partition('/')
        if kind != 'fault':
            return
        if fault.startswith('flaky-'):
            self._refuse_first(model, int(fault.removeprefix('flaky-')))
        elif fault.isdigit():
            self._refuse(int(fault))
        elif fault != 'hang-up':
            await connection.misbehave(fault)

    def _refuse_first(self, model, times):
        done = self._flaky.get(model, 0)
        self._flaky[model] = (done + 1) % (times + 1)
        if done < times:
            raise Failure(429, 'Rate limit reached, try again.', 'requests',
                          'rate_limit_exceeded', [('Retry-After-Ms', '20')])

    def _refuse(self, status):
        headers = [('Retry-After', '0.05')] if status == 429 else []
        if status == 429:
            raise Failure(429, 'Rate limit reached, try again.', 'requests',
                          'rate_limit_exceeded', headers)
        raise Failure(status, f'This is the error {status} that was asked for.',
                      'server_error' if status >= 500 else 'invalid_request_error')

    # Conversations.

    async def _chat(self, connection, request):
        body = request.json()
        await self._fault(connection, request, body)
        messages = body.get('messages')
        if not isinstance(messages, list) or not messages:
            raise Failure(400, "Missing required parameter: 'messages'.",
                          'invalid_request_error', 'missing_required_parameter')
        prompt = _text_of(messages[-1].get('content'))
        message = _message_for(body, prompt)
        text = message['content']
        await asyncio.sleep(self.latency)
        usage = _usage(prompt, text or '')
        common = {'id': 'chatcmpl-' + _digest(prompt), 'created': int(time.time()),
                  'model': body['model'], 'system_fingerprint': 'fp_weft'}
        if body.get('stream'):
            await self._stream_chat(connection, body, common, message, usage)
            return
        await connection.send_json({
            **common, 'object': 'chat.completion', 'usage': usage,
            'choices': [{'index': 0, 'finish_reason': _finish_reason(message), 'logprobs': None,
                         'message': message}]}, request)

    async def _stream_chat(self, connection, body, common, message, usage):
        def event(delta, finish_reason=None):
            return {**common, 'object': 'chat.completion.chunk', 'choices': [
                {'index': 0, 'delta': delta, 'finish_reason': finish_reason}]}

        await connection.begin_events()
        await connection.send_event(event({'role': 'assistant', 'content': ''}))
        for place, delta in enumerate(_deltas(message)):
            if body['model'] == 'fault/hang-up' and place == 3:
                raise ConnectionResetError
            await asyncio.sleep(self.word_delay)
            await connection.send_event(event(delta))
        await connection.send_event(event({}, _finish_reason(message)))
        options = body.get('stream_options') or {}
        if options.get('include_usage'):
            await connection.send_event({**event({}), 'choices': [], 'usage': usage})
        await connection.end_events('[DONE]')

    # The other parts of the interface.

    async def _responses(self, connection, request):
        body = request.json()
        await self._fault(connection, request, body)
        prompt = body.get('input')
        if isinstance(prompt, list):
            prompt = _text_of(prompt[-1].get('content'))
        text = answer_to(prompt or '')
        await asyncio.sleep(self.latency)
        response = _response(body['model'], prompt or '', text)
        if body.get('stream'):
            await self._stream_response(connection, response, text)
        else:
            await connection.send_json(response, request)

    async def _stream_response(self, connection, response, text):
        number = 0

        async def send(kind, **fields):
            nonlocal number
            await connection.send_event({'type': kind, 'sequence_number': number, **fields}, kind)
            number += 1

        item = response['output'][0]
        place = {'item_id': item['id'], 'output_index': 0, 'content_index': 0}
        await connection.begin_events()
        await send('response.created',
                   response={**response, 'status': 'in_progress', 'output': [], 'usage': None})
        await send('response.output_item.added', output_index=0,
                   item={**item, 'status': 'in_progress', 'content': []})
        for count, word in enumerate(text.split(' ')):
            await asyncio.sleep(self.word_delay)
            await send('response.output_text.delta', delta=' ' * (count > 0) + word, logprobs=[],
                       **place)
        await send('response.output_text.done', text=text, logprobs=[], **place)
        await send('response.output_item.done', output_index=0, item=item)
        await send('response.completed', response=response)
        await connection.end_events()

    async def _embeddings(self, connection, request):
        body = request.json()
        await self._fault(connection, request, body)
        texts = body.get('input')
        texts = texts if isinstance(texts, list) else [texts]
        await asyncio.sleep(self.latency)
        data = [{'object': 'embedding', 'index': index,
                 'embedding': _embedding(text, body.get('dimensions', 8),
                                         body.get('encoding_format'))}
                for index, text in enumerate(texts)]
        tokens = sum(len(str(text).split()) for text in texts)
        await connection.send_json({
            'object': 'list', 'data': data, 'model': body['model'],
            'usage': {'prompt_tokens': tokens, 'total_tokens': tokens}}, request)

    async def _models(self, connection, request):
        await connection.send_json(
            {'object': 'list', 'data': [_model(name) for name in _MODELS]}, request)

    async def _model(self, connection, request):
        name = request.path.partition('/models/')[2].replace('%2F', '/')
        if name not in _MODELS:
            raise Failure(404, f"The model '{name}' does not exist", 'invalid_request_error',
                          'model_not_found')
        await connection.send_json(_model(name), request)


    # Files and images.

    async def _file(self, connection, request):
        """A file by its name: the facts of it, what it holds, or its end."""
        name, _, rest = request.path.partition('/files/')[2].partition('/')
        if name not in self._files:
            raise Failure(404, f'No such File object: {name}', 'invalid_request_error')
        facts, content = self._files[name]
        if request.method == 'DELETE':
            del self._files[name]
            await connection.send_json({'id': name, 'object': 'file', 'deleted': True}, request)
        elif rest == 'content':
            await connection.send(content, 'application/octet-stream')
        else:
            await connection.send_json(facts, request)

    async def _create_file(self, connection, request):
        fields = _form_of(request)
        name, content = fields['file']
        facts = {'id': f'file-{len(self._files) + 1}', 'object': 'file', 'bytes': len(content),
                 'created_at': int(time.time()), 'filename': name, 'status': 'processed',
                 'purpose': fields['purpose'][1].decode()}
        self._files[facts['id']] = facts, content
        await connection.send_json(facts, request)

    async def _list_files(self, connection, request):
        query = dict(pair.split('=') for pair in request.query.split('&') if pair)
        names = list(self._files)
        start = names.index(query['after']) + 1 if 'after' in query else 0
        end = start + int(query.get('limit', 100))
        await connection.send_json({
            'object': 'list', 'data': [self._files[name][0] for name in names[start:end]],
            'has_more': end < len(names)}, request)

    async def _make_image(self, connection, request):
        if request.headers.get('content-type', '').startswith('multipart/'):
            fields = _form_of(request)
            seen = b''.join(content for name, content in fields.values())
        else:
            body = request.json()
            await self._fault(connection, request, body)
            seen = body.get('prompt', '').encode()
        await asyncio.sleep(self.latency)
        image = binascii.b2a_base64(b'PNG of ' + seen, newline=False).decode()
        await connection.send_json({'created': int(time.time()), 'data': [{'b64_json': image}]},
                                   request)


class Connection:
    """HTTP/1.1 with one client."""

    def __init__(self, reader, writer):
        self._reader = reader
        self._writer = writer

    async def read_request(self):
        """The next request; None at the end."""
        try:
            head = await self._reader.readuntil(b'\r\n\r\n')
        except asyncio.IncompleteReadError as error:
            if error.partial:
                raise
            return None
        line, *lines = head.decode('latin-1').split('\r\n')[:-2]
        method, target, _ = line.split(' ')
        headers = {}
        for field in lines:
            name, _, value = field.partition(':')
            headers[name.strip().lower()] = value.strip()
        if 'chunked' in headers.get('transfer-encoding', ''):
            body = await self._read_chunks()
        else:
            body = await self._read_body(int(headers.get('content-length', 0)))
        return Request(method, target, headers, body)

    async def _read_body(self, length):
        if not 0 <= length <= _MAX_BODY:
            raise ValueError('body too long')
        return await self._reader.readexactly(length)

    async def _read_chunks(self):
        body = bytearray()
        while size := int(await self._reader.readline(), 16):
            body += await self._read_body(size)
            await self._reader.readline()
        await self._reader.readline()
        return bytes(body)

    async def send_json(self, value, request, status=200, headers=()):
        body = json.dumps(value, ensure_ascii=False).encode()
        lines = [f'HTTP/1.1 {status} {_REASONS.get(status, "Unknown")}',
                 'Content-Type: application/json', f'X-Request-Id: req_{_digest(request.path)}']
        lines += [f'{name}: {text}' for name, text in headers]
        if len(body) > 1000 and 'gzip' in request.headers.get('accept-encoding', ''):
            compressor = zlib.compressobj(wbits=31)
            body = compressor.compress(body) + compressor.flush()
            lines.append('Content-Encoding: gzip')
        lines.append(f'Content-Length: {len(body)}\r\n\r\n')
        self._writer.write('\r\n'.join(lines).encode('latin-1') + body)
        await self._writer.drain()

    async def send(self, body, kind):
        """Sends a body that is no JSON."""
        head = f'HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n'
        self._writer.write(head.encode('latin-1') + body)
        await self._writer.drain()

    # Server-sent events, in chunks.

    async def begin_events(self):
        self._writer.write(b'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n'
                           b'X-Request-Id: req_stream\r\nTransfer-Encoding: chunked\r\n\r\n')
        await self._writer.drain()

    async def send_event(self, value, name=None):
        text = json.dumps(value) if isinstance(value, dict) else value
        name = f'event: {name}\n' if name else ''
        data = f'{name}data: {text}\n\n'.encode()
        self._writer.write(b'%x\r\n%b\r\n' % (len(data), data))
        await self._writer.drain()

    async def end_events(self, last=None):
        if last is not None:
            await self.send_event(last)
        self._writer.write(b'0\r\n\r\n')
        await self._writer.drain()

    # What no server should do.

    async def misbehave(self, fault):
        write = self._writer.write
        if fault == 'reset':
            self._reset()
        elif fault == 'stall':
            await asyncio.sleep(3600)
        elif fault == 'garbage':
            write(b'\x16\x03\x01 this is no HTTP\r\n\r\n' * 10)
        elif fault == 'endless-header':
            await self._write_for_ever(b'HTTP/1.1 200 OK\r\n', b'X-Filler: ' + b'x' * 990 + b'\r\n')
        elif fault == 'truncated':
            write(b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n'
                  b'Content-Length: 500\r\n\r\n{"id": "cut')
        elif fault == 'slow-body':
            await self._write_for_ever(
                b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n'
                b'Content-Length: 100\r\n\r\n', b' ', 0.5)
        else:
            raise Failure(404, f'no such fault: {fault}', 'invalid_request_error')
        await self._writer.drain()
        raise ConnectionAbortedError

    def _reset(self):
        # With this option, closing sends RST at once.
        import socket
        import struct
        connection = self._writer.get_extra_info('socket')
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
        self._writer.transport.abort()
        raise ConnectionAbortedError

    async def _write_for_ever(self, first, piece, pause=0):
        self._writer.write(first)
        while True:
            self._writer.write(piece)
            await self._writer.drain()
            await asyncio.sleep(pause)


def answer_to(prompt):
    """What the model says: names of players where they are asked for, else some words."""
    if 'Players:' in prompt:
        return 'Thoughts: five names come to mind.\nPlayers: ' + ','.join(_PLAYERS) + '\n'
    if 'joke' in prompt:
        return 'Why do generators make good friends? They always yield.'
    count = next((int(word) for word in prompt.split() if word.isdigit()), 12)
    return ' '.join(_WORDS[place % len(_WORDS)] for place in range(min(count, 1000)))


def _message_for(body, prompt):
    """What the model says to a prompt: text, JSON by a schema, or the call of a function."""
    tools = body.get('tools')
    if tools and body['messages'][-1].get('role') != 'tool':
        function = tools[0]['function']
        arguments = json.dumps(_example(function.get('parameters') or {}, prompt))
        call = {'id': 'call_' + _digest(prompt), 'type': 'function',
                'function': {'name': function['name'], 'arguments': arguments}}
        return {'role': 'assistant', 'content': None, 'tool_calls': [call]}
    wanted = body.get('response_format') or {}
    if wanted.get('type') == 'json_schema':
        example = _example(wanted['json_schema']['schema'], prompt)
        return {'role': 'assistant', 'content': json.dumps(example)}
    return {'role': 'assistant', 'content': answer_to(prompt)}


def _example(schema, prompt, root=None):
    """A value that a JSON schema describes."""
    root = root or schema
    if '$ref' in schema:
        schema = root['$defs'][schema['$ref'].rpartition('/')[2]]
    if 'const' in schema or 'enum' in schema:
        return schema['const'] if 'const' in schema else schema['enum'][0]
    if 'anyOf' in schema:
        return _example(schema['anyOf'][0], prompt, root)
    kind = schema.get('type')
    if kind == 'array':
        return [_example(schema['items'], prompt, root) for _ in range(2)]
    if kind == 'object':
        return {name: _example(inner, prompt, root)
                for name, inner in schema.get('properties', {}).items()}
    plain = {'integer': 5, 'number': 1.5, 'boolean': True, 'null': None}
    return plain[kind] if kind in plain else answer_to(prompt)


def _finish_reason(message):
    return 'tool_calls' if message.get('tool_calls') else 'stop'


def _deltas(message):
    """A message in pieces."""
    if message['content'] is not None:
        for place, word in enumerate(message['content'].split(' ')):
            yield {'content': ' ' * (place > 0) + word}
    for index, call in enumerate(message.get('tool_calls') or ()):
        function = {**call['function'], 'arguments': ''}
        yield {'tool_calls': [{**call, 'index': index, 'function': function}]}
        arguments = call['function']['arguments']
        for start in range(0, len(arguments), 12):
            yield {'tool_calls': [{'index': index, 'function': {
                'arguments': arguments[start:start + 12]}}]}


def _form_of(request):
    """The fields of a form, by their names: the name of the file, and what it holds."""
    kind, _, boundary = request.headers.get('content-type', '').partition('boundary=')
    if not boundary:
        raise Failure(400, 'Expected a form.', 'invalid_request_error')
    fields = {}
    for part in request.body.split(b'--' + boundary.strip('"').encode())[1:-1]:
        head, _, content = part.partition(b'\r\n\r\n')
        words = head.decode().replace('\r\n', ';').split(';')
        facts = dict(word.strip().split('=', 1) for word in words if '=' in word)
        name = facts['name'].strip('"').removesuffix('[]')
        fields[name] = facts.get('filename', '').strip('"'), content.removesuffix(b'\r\n')
    return fields


def _text_of(content):
    """The text of a message, which may be in parts."""
    if isinstance(content, list):
        return ''.join(part.get('text', '') for part in content)
    return content or ''


def _digest(data):
    data = data if isinstance(data, bytes) else data.encode()
    return f'{zlib.crc32(data):08x}'


def _usage(prompt, text):
    asked, said = len(prompt.split()), len(text.split())
    return {'prompt_tokens': asked, 'completion_tokens': said, 'total_tokens': asked + said}


def _response(model, prompt, text):
    usage = _usage(prompt, text)
    message = {'id': 'msg_' + _digest(text), 'type': 'message', 'status': 'completed',
               'role': 'assistant',
               'content': [{'type': 'output_text', 'text': text, 'annotations': []}]}
    return {
        'id': 'resp_' + _digest(prompt), 'object': 'response', 'created_at': int(time.time()),
        'status': 'completed', 'model': model, 'output': [message], 'error': None,
        'incomplete_details': None, 'instructions': None, 'metadata': {}, 'temperature': 1.0,
        'parallel_tool_calls': True, 'tool_choice': 'auto', 'tools': [], 'top_p': 1.0,
        'usage': {'input_tokens': usage['prompt_tokens'],
                  'input_tokens_details': {'cached_tokens': 0},
                  'output_tokens': usage['completion_tokens'],
                  'output_tokens_details': {'reasoning_tokens': 0},
                  'total_tokens': usage['total_tokens']}}


def _embedding(text, dimensions, encoding):
    seed = zlib.crc32(str(text).encode())
    vector = [(seed * (place + 1) % 257 - 128) / 128 for place in range(dimensions)]
    if encoding != 'base64':
        return vector
    data = array.array('f', vector)
    return binascii.b2a_base64(data.tobytes(), newline=False).decode('ascii')


def _model(name):
    return {'id': name, 'object': 'model', 'created': 1700000000, 'owned_by': 'weft'}


def _options(arguments):
    """`--name value` pairs; `--while-stdin` has no value."""
    options = {'host': '127.0.0.1', 'port': '0', 'latency': '0.3', 'word-delay': '0.005',
               'while-stdin': False, 'cert': None, 'key': None}
    arguments = iter(arguments)
    for argument in arguments:
        name = argument.removeprefix('--')
        if name not in options or name == argument:
            raise SystemExit(f'unknown option {argument}\n\n{__doc__}')
        options[name] = True if name == 'while-stdin' else next(arguments, '')
    return options


async def main(arguments):
    options = _options(arguments)
    context = None
    if options['cert']:
        import ssl
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(options['cert'], options['key'])
    server = LLMServer(float(options['latency']), float(options['word-delay']))
    await server.start(options['host'], int(options['port']), context)
    print(server.url, flush=True)
    if options['while-stdin']:
        # Whoever started this server has ended, one way or another, when its pipe closes.
        await asyncio.to_thread(sys.stdin.read)
        await server.close()
    else:
        await server.serve_forever()


if __name__ == '__main__':
    try:
        asyncio.run(main(sys.argv[1:]))
    except KeyboardInterrupt:
        pass
