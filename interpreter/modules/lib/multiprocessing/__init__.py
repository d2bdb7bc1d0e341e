"""Programs of several processes, with an interface like that of threading.

What this package offers are the methods of the default context, which starts processes in the
way that set_start_method() chose.
"""

import sys
from . import context

_default = context._default_context
__all__ = [name for name in dir(_default) if not name.startswith('_')]
globals().update({name: getattr(_default, name) for name in __all__})

# Constants of the loggers.
SUBDEBUG = 5
SUBWARNING = 25

# A child imports the main module under this name: objects of it are found in both.
if '__main__' in sys.modules:
    sys.modules['__mp_main__'] = sys.modules['__main__']
