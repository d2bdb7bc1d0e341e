"""client.models: which models there are."""

from .._base_client import Options
from ..pagination import AsyncPage, AsyncPaginator, SyncPage
from ..types import Model, ModelDeleted
from ._resource import AsyncResource, Resource


def _options(method, path, cast_to, extra_headers=None, extra_query=None, extra_body=None,
             _wrap=None, **timeout):
    return Options(method, path, cast_to=cast_to, extra_headers=extra_headers,
                   extra_query=extra_query, extra_body=extra_body, wrap=_wrap, **timeout)


def _path(model):
    if not model:
        raise ValueError(f'Expected a non-empty value for `model` but received {model!r}')
    # A slash in the name of a model is no step in the path.
    return '/models/' + model.replace('/', '%2F')


class Models(Resource):
    def list(self, **extra):
        """All models."""
        return self._client.request(_options('GET', '/models', SyncPage[Model], **extra))

    def retrieve(self, model, **extra):
        """One model."""
        return self._client.request(_options('GET', _path(model), Model, **extra))

    def delete(self, model, **extra):
        """Deletes a model of one's own."""
        return self._client.request(_options('DELETE', _path(model), ModelDeleted, **extra))


class AsyncModels(AsyncResource):
    def list(self, **extra):
        """All models: to be awaited, or for `async for`."""
        return AsyncPaginator(
            self._client, _options('GET', '/models', AsyncPage[Model], **extra))

    async def retrieve(self, model, **extra):
        """One model."""
        return await self._client.request(_options('GET', _path(model), Model, **extra))

    async def delete(self, model, **extra):
        """Deletes a model of one's own."""
        return await self._client.request(_options('DELETE', _path(model), ModelDeleted, **extra))
