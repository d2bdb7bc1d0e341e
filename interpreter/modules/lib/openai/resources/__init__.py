"""The parts of the interface, each by the name that the client has it under."""

from .chat import AsyncChat, Chat
from .completions import AsyncCompletions, Completions
from .embeddings import AsyncEmbeddings, Embeddings
from .files import AsyncFiles, Files
from .images import AsyncImages, Images
from .models import AsyncModels, Models
from .responses import AsyncResponses, Responses

__all__ = [
    'AsyncChat', 'AsyncCompletions', 'AsyncEmbeddings', 'AsyncFiles', 'AsyncImages',
    'AsyncModels', 'AsyncResponses', 'Chat', 'Completions', 'Embeddings', 'Files', 'Images',
    'Models', 'Responses',
]
