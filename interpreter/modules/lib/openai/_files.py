"""Files that are sent with a request."""

import io
import os


def file_of(name, file):
    """A file as the client of HTTP takes it, with the name of its field."""
    if isinstance(file, tuple):
        content, *rest = file[1:]
        if isinstance(content, os.PathLike):
            content = _content(content)
        return name, (file[0], content, *rest)
    if isinstance(file, os.PathLike):
        return name, (os.path.basename(os.fspath(file)), _content(file))
    if not isinstance(file, (bytes, io.IOBase)):
        raise RuntimeError(
            f'Expected entry at `{name}` to be bytes, an io.IOBase instance, PathLike or a tuple '
            f'but received {type(file)} instead. See '
            'https://github.com/openai/openai-python/tree/main#file-uploads')
    return name, file


def _content(path):
    with open(path, 'rb') as file:
        return file.read()


def extract_files(body, names):
    """Takes the files of these names out of a body. Several in one are a list."""
    files = []
    for name in names:
        value = body.pop(name, None)
        if isinstance(value, list):
            files += [file_of(f'{name}[]', file) for file in value]
        elif value is not None:
            files.append(file_of(name, value))
    return files
