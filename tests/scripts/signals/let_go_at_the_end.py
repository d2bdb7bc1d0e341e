# Shows: what modules keep for a script is let go at the end of the process: the handlers of
# signals, the hooks of `sys.addaudithook`, the functions and error handlers of `codecs`.
import codecs
import os
import signal
import sys


class Callback:
    def __init__(self, name):
        self.name = name

    def __call__(self, *_):
        return None

    def __del__(self, write=os.write):
        write(1, self.name.encode() + b" let go\n")


signal.signal(signal.SIGALRM, Callback("handler"))
codecs.register(Callback("search function"))
codecs.register_error("of the script", Callback("error handler"))
sys.addaudithook(Callback("audit hook"))
print("end", flush=True)
