from .third import provided
needed = 2
