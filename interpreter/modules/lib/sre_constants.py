"""The old name of re._constants."""

import warnings

warnings.warn(f'module {__name__!r} is deprecated', DeprecationWarning,
              stacklevel=2)

import re._constants as _

globals().update({name: value for name, value in vars(_).items()
                  if not name.startswith('__')})
