# Sessions at a simple terminal: when a statement is complete, and how errors are shown.
import os
import re
import subprocess
import sys

SESSIONS = [
    ["1+1", "_", "def f(a):", "    return a*2", "", "f(4)", "if 0:", "  1", "else:", "  2", ""],
    ["if 1:", "x", "for i in range(2):", "    print(i)", "  y", "'a'.foo", "[1,2", "3]"],
    ["return 1", "", "# comment", "break", "def f(a, a): pass", "", "f(", "1)", "a b", "  x = 1"],
    ["(a", "b", "[", "x for", "y in z w", "f(a,", "b c", "{1: 2, 3}", "'unterminated", "1 + \\", "2"],
    ["@property", "def f(): pass", "", "@property", "", "try:", "  1", "", "try:", "  1/0", "except ValueError:", "  pass", ""],
    ["class A:", "  def f(self):", "    # comment", "", "    return 1", "", "  return 2", ""],
    ["for i in 1, 2: print(i)", "", "if 1:", "  1", "print(2)", "while 0: pass", "else:", "  3", ""],
    ["match 3:", "  case 3: print('three')", "", "x = '''", "text'''", "x", "(1,", "", "2)"],
    ['"\\d"', "1 is 1", "async def g(): pass", "", "g()", "5", "import nosuch", "lambda: (yield)"],
]
environment = dict(os.environ, PYTHON_BASIC_REPL="1", TERM="dumb", NO_COLOR="1",
                   PYTHON_HISTORY="/dev/null", PYTHONSTARTUP="")


def read_until_prompt(terminal):
    text = b""
    while not re.search(rb"(>>> |\.\.\. )$", text):
        try:
            data = os.read(terminal, 65536)
        except OSError:
            break
        if not data:
            break
        text += data
    return text.decode()


for lines in SESSIONS:
    terminal, other = os.openpty()
    process = subprocess.Popen([sys.executable, "-q"], stdin=other, stdout=other, stderr=other,
                               env=environment, start_new_session=True)
    os.close(other)
    transcript = read_until_prompt(terminal)
    for line in lines:
        os.write(terminal, line.encode() + b"\n")
        # The echo is followed by the answer.
        answer = ""
        while "\n" not in answer:
            part = read_until_prompt(terminal)
            if not part:
                break
            answer += part
        transcript += answer
    os.write(terminal, b"raise SystemExit(7)\n" if transcript.endswith(">>> ") else b"\n")
    os.close(terminal)
    process.wait()
    transcript = re.sub(r"\x1b\[\?2004[hl]", "", transcript).replace("\r", "")
    print(re.sub(r"0x[0-9a-f]+", "0x...", transcript))
    print("=" * 20)
