"""The class of messages: that of an installed `email`, or our own where there is none."""

try:
    from email.message import Message
    from email.parser import Parser as _Parser
except ImportError:
    from http._message_headers import Message, parse
else:
    def parse(text, kind):
        """The message of a class that a text of headers describes."""
        return _Parser(_class=kind).parsestr(text)
