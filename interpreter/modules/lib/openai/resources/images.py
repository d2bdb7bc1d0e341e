"""client.images: making images, and changing them."""

from .._files import extract_files
from ..types.images_response import IMAGE_EVENT, ImagesResponse
from ._resource import AsyncResource, Endpoint, Resource

_COMMON = ('prompt background complexity frame_count frame_duration_ms model n '
           'output_compression output_format partial_images quality response_format '
           'safety_identifier size stream svg user')
_GENERATE = Endpoint(
    'Images.generate', 'POST', '/images/generations', f'{_COMMON} moderation style',
    ImagesResponse, chunk=IMAGE_EVENT, required=('prompt',),
    either="('prompt') or ('prompt' and 'stream')")
_EDIT = Endpoint(
    'Images.edit', 'POST', '/images/edits', f'image mask markup {_COMMON} input_fidelity',
    ImagesResponse, chunk=IMAGE_EVENT, required=('image', 'prompt'),
    either="('image' and 'prompt') or ('image', 'prompt' and 'stream')")
_VARIATION = Endpoint(
    'Images.create_variation', 'POST', '/images/variations',
    'image model n response_format size user', ImagesResponse, required=('image',))


def _deprecated():
    import warnings
    warnings.warn('deprecated', DeprecationWarning, stacklevel=3)


def _with_files(endpoint, arguments):
    options = endpoint.options(arguments)
    options.files = extract_files(options.body, ['image', 'mask', 'markup'])
    return options


class Images(Resource):
    def generate(self, **arguments):
        """Makes images of what a prompt says."""
        return self._client.request(_GENERATE.options(arguments))

    def edit(self, **arguments):
        """Changes images as a prompt says."""
        return self._client.request(_with_files(_EDIT, arguments))

    def create_variation(self, **arguments):
        """Makes images that are like one."""
        _deprecated()
        return self._client.request(_with_files(_VARIATION, arguments))


class AsyncImages(AsyncResource):
    async def generate(self, **arguments):
        """Makes images of what a prompt says."""
        return await self._client.request(_GENERATE.options(arguments))

    async def edit(self, **arguments):
        """Changes images as a prompt says."""
        return await self._client.request(_with_files(_EDIT, arguments))

    async def create_variation(self, **arguments):
        """Makes images that are like one."""
        _deprecated()
        return await self._client.request(_with_files(_VARIATION, arguments))
