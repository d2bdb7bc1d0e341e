# Shows: input and sys.stdin: prompts, lines with and without an end, iteration, the end of input.
import sys

print(repr(input()))
print(repr(input("prompt> ")))
print(repr(input(5)))
print(
    repr(sys.stdin.readline()), repr(sys.stdin.read(3)), repr(sys.stdin.readline(4)),
    repr(sys.stdin.readline())
)
for line in sys.stdin:
    print(repr(line))
    if "stop" in line:
        break
print(repr(sys.stdin.readlines()), repr(sys.stdin.read()), repr(sys.stdin.readline()))
try:
    input("at the end> ")
except EOFError as error:
    print(repr(error))
try:
    input(1, 2)
except TypeError as error:
    print(error)
print(
    sys.stdin.encoding, sys.stdin.name, sys.stdin.mode, sys.stdin.fileno(), sys.stdin.isatty(),
    sys.stdin.readable(), sys.stdin.writable(), sys.stdin.closed
)
import io
sys.stdin = io.StringIO("from a text\nsecond")
print(repr(input("? ")), repr(input()))
try:
    input()
except EOFError as error:
    print(error)
