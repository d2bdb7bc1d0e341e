"""client.completions: text that goes on, the older interface."""

from ..types import Completion
from ._resource import AsyncResource, Endpoint, Resource

_CREATE = Endpoint(
    'Completions.create', 'POST', '/completions',
    'model stream prompt best_of echo frequency_penalty logit_bias logprobs max_tokens n '
    'presence_penalty seed stop stream_options suffix temperature top_p user',
    Completion, chunk=Completion, required=('model', 'prompt'),
    either="('model' and 'prompt') or ('model', 'prompt' and 'stream')")


class Completions(Resource):
    def create(self, **arguments):
        """Lets a model go on with a text."""
        return self._client.request(_CREATE.options(arguments))


class AsyncCompletions(AsyncResource):
    async def create(self, **arguments):
        """Lets a model go on with a text."""
        return await self._client.request(_CREATE.options(arguments))
