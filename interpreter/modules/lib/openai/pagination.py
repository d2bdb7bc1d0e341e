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


class _CursorPage(_Page):
    """A page of a list that goes on behind its last object."""

    has_more: bool | None = None

    def has_next_page(self):
        return bool(self.data) and self.has_more is not False

    def _next_options(self):
        """The request of the next page; None at the end."""
        if not self.has_next_page():
            return None
        import copy
        options = copy.copy(self._options)
        options.query = {**(options.query or {}), 'after': self.data[-1].id}
        return options


class SyncCursorPage(_CursorPage):
    """Goes through its objects, and those of the pages behind it."""

    def get_next_page(self):
        options = self._next_options()
        if options is None:
            raise RuntimeError('No next page expected; please check `.has_next_page()` before '
                               'calling `.get_next_page()`.')
        return self._client.request(options)

    def iter_pages(self):
        page = self
        while True:
            yield page
            if not page.has_next_page():
                return
            page = page.get_next_page()

    def __iter__(self):
        for page in self.iter_pages():
            yield from page.data or []


class AsyncCursorPage(_CursorPage):
    """Goes through its objects, and those of the pages behind it, with `async for`."""

    async def get_next_page(self):
        options = self._next_options()
        if options is None:
            raise RuntimeError('No next page expected; please check `.has_next_page()` before '
                               'calling `.get_next_page()`.')
        return await self._client.request(options)

    async def iter_pages(self):
        page = self
        while True:
            yield page
            if not page.has_next_page():
                return
            page = await page.get_next_page()

    async def __aiter__(self):
        async for page in self.iter_pages():
            for item in page.data or []:
                yield item


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
