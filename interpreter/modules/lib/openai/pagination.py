"""Lists of objects that the service gives in pages."""

from ._models import BaseModel

_CLASSES = {}


class _Page(BaseModel):
    """A page, which is the only one of the lists that there are here."""

    data: list
    object: str

    def __class_getitem__(cls, model):
        """The page of which the objects are of this class."""
        if (cls, model) not in _CLASSES:
            name = f'{cls.__name__}[{model.__name__}]'
            _CLASSES[cls, model] = type(cls)(name, (cls,), {
                '__slots__': (), '__module__': cls.__module__, '__qualname__': name,
                '__annotations__': {'data': list[model]}})
        return _CLASSES[cls, model]

    def has_next_page(self):
        return False

    def next_page_info(self):
        return None


class SyncPage(_Page):
    """Goes through its objects."""

    def __iter__(self):
        return iter(self.data or [])

    def iter_pages(self):
        yield self


class AsyncPage(_Page):
    """Goes through its objects with `async for`."""

    async def __aiter__(self):
        for item in self.data or []:
            yield item

    async def iter_pages(self):
        yield self


class AsyncPaginator:
    """A list that is asked for when it is awaited, or gone through."""

    def __init__(self, client, options):
        self._client = client
        self._options = options

    def __await__(self):
        return self._client.request(self._options).__await__()

    async def __aiter__(self):
        async for item in await self:
            yield item
