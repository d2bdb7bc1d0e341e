"""The classes of the objects in responses."""

from .completion import Completion
from .completion_choice import CompletionChoice
from .completion_usage import CompletionUsage
from .create_embedding_response import CreateEmbeddingResponse
from .embedding import Embedding
from .file_object import FileDeleted, FileObject
from .images_response import Image, ImagesResponse
from .model import Model
from .model_deleted import ModelDeleted

#: Names of models are text.
ChatModel = EmbeddingModel = ResponsesModel = AllModels = str


def __getattr__(name):
    return parameter_type(__name__, name)


def parameter_type(module, name):
    """What is sent are dicts: the classes that describe them are for type checkers."""
    if name.endswith(('Param', 'Params')):
        return dict
    raise AttributeError(f'module {module!r} has no attribute {name!r}')
