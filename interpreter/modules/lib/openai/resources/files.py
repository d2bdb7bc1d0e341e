"""client.files: what the service keeps for its users."""

import time

from .._base_client import Options
from .._files import extract_files
from .._responses import BinaryResponse
from ..pagination import AsyncCursorPage, AsyncPaginator, SyncCursorPage
from ..types.file_object import FileDeleted, FileObject
from ._resource import AsyncResource, Endpoint, Resource

_CREATE = Endpoint('Files.create', 'POST', '/files', 'file purpose expires_after', FileObject,
                   required=('file', 'purpose'))
_LIST = 'after', 'limit', 'order', 'purpose'


def _to_create(arguments):
    headers = arguments.get('extra_headers') or {}
    options = _CREATE.options({**arguments, 'extra_headers': headers})
    options.files = extract_files(options.body, ['file'])
    return options


def _of_one(method, file_id, cast_to, end='', extra_headers=None, extra_query=None,
            extra_body=None, _wrap=None, **timeout):
    if not file_id:
        raise ValueError(f'Expected a non-empty value for `file_id` but received {file_id!r}')
    return Options(method, f'/files/{file_id}{end}', cast_to=cast_to, wrap=_wrap,
                   extra_headers=extra_headers, extra_query=extra_query, extra_body=extra_body,
                   **timeout)


def _content(file_id, extra_headers=None, **extra):
    headers = {'Accept': 'application/binary', **(extra_headers or {})}
    return _of_one('GET', file_id, BinaryResponse, '/content', extra_headers=headers, **extra)


def _to_list(page, arguments):
    query = {name: arguments.pop(name) for name in _LIST if name in arguments}
    query |= arguments.pop('extra_query', None) or {}
    arguments['wrap'] = arguments.pop('_wrap', None)
    return Options('GET', '/files', cast_to=page[FileObject], extra_query=query, **arguments)


def _is_done(file, start, id, max_wait_seconds):
    if file.status in ('processed', 'error', 'deleted'):
        return True
    if time.time() - start > max_wait_seconds:
        raise RuntimeError(f'Giving up on waiting for file {id} to finish processing after '
                           f'{max_wait_seconds} seconds.')
    return False


class Files(Resource):
    def create(self, **arguments):
        """Sends a file."""
        return self._client.request(_to_create(arguments))

    def retrieve(self, file_id, **extra):
        return self._client.request(_of_one('GET', file_id, FileObject, **extra))

    def list(self, **arguments):
        """All files, page by page."""
        return self._client.request(_to_list(SyncCursorPage, arguments))

    def delete(self, file_id, **extra):
        return self._client.request(_of_one('DELETE', file_id, FileDeleted, **extra))

    def content(self, file_id, **extra):
        """What a file holds."""
        return self._client.request(_content(file_id, **extra))

    def wait_for_processing(self, id, *, poll_interval=5.0, max_wait_seconds=30 * 60):
        """A file, when the service has done its work on it."""
        start = time.time()
        while not _is_done(file := self.retrieve(id), start, id, max_wait_seconds):
            time.sleep(poll_interval)
        return file


class AsyncFiles(AsyncResource):
    async def create(self, **arguments):
        """Sends a file."""
        return await self._client.request(_to_create(arguments))

    async def retrieve(self, file_id, **extra):
        return await self._client.request(_of_one('GET', file_id, FileObject, **extra))

    def list(self, **arguments):
        """All files: to be awaited, or for `async for`."""
        return AsyncPaginator(self._client, _to_list(AsyncCursorPage, arguments))

    async def delete(self, file_id, **extra):
        return await self._client.request(_of_one('DELETE', file_id, FileDeleted, **extra))

    async def content(self, file_id, **extra):
        """What a file holds."""
        return await self._client.request(_content(file_id, **extra))

    async def wait_for_processing(self, id, *, poll_interval=5.0, max_wait_seconds=30 * 60):
        """A file, when the service has done its work on it."""
        import asyncio
        start = time.time()
        while not _is_done(file := await self.retrieve(id), start, id, max_wait_seconds):
            await asyncio.sleep(poll_interval)
        return file
