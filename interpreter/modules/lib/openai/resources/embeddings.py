"""client.embeddings: what texts mean, as vectors."""

from ..types import CreateEmbeddingResponse
from ._resource import AsyncResource, Endpoint, Resource

_CREATE = Endpoint('Embeddings.create', 'POST', '/embeddings',
                   'model input dimensions encoding_format user', CreateEmbeddingResponse,
                   required=('input', 'model'))


def _options(arguments):
    # Base64 takes less space on the way than figures; who asks for nothing gets figures.
    if arguments.get('encoding_format'):
        return _CREATE.options(arguments)
    return _CREATE.options(arguments, post_parser=_decode,
                           defaults={'encoding_format': 'base64'})


def _decode(response):
    import array
    import binascii
    import sys
    if not getattr(response, 'data', None):
        raise ValueError('No embedding data received')
    for embedding in response.data:
        if isinstance(embedding.embedding, str):
            figures = array.array('f', binascii.a2b_base64(embedding.embedding))
            if sys.byteorder == 'big':
                figures.byteswap()
            embedding.embedding = figures.tolist()
    return response


class Embeddings(Resource):
    def create(self, **arguments):
        """The vectors of one text or of several."""
        return self._client.request(_options(arguments))


class AsyncEmbeddings(AsyncResource):
    async def create(self, **arguments):
        """The vectors of one text or of several."""
        return await self._client.request(_options(arguments))
