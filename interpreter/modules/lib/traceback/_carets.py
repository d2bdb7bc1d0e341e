"""The source lines of a frame with carets under the part that failed."""

import _ast

# compile() then returns the syntax tree.
_ONLY_AST = 0x400


def render(frame, color, worth_marking):
    """Return a frame's source lines, marked where that tells something."""
    originals = frame._original_lines.splitlines()
    span = frame.end_lineno - frame.lineno
    start = _character_offset(originals[0], frame.colno)
    end = _character_offset(originals[span], frame.end_colno)
    lines = frame._dedented_lines.splitlines()[:span + 1]
    removed = len(originals[0]) - len(lines[0])
    start = max(0, start - removed)
    end = max(0, end - removed)
    segment = "\n".join(lines)
    segment = segment[start:len(segment) - (len(lines[-1]) - end)]
    try:
        anchors = find_anchors(segment)
    except Exception:
        anchors = None
    marker = None
    if worth_marking(start, end, lines, anchors):
        marker = _Marker(lines, start, end, anchors, color)
    return _render_lines(lines, start, anchors, marker)


def _render_lines(lines, start, anchors, marker):
    # Of a long range only the first and last lines and those around the
    # anchors are shown.
    shown = {0, len(lines) - 1}
    if anchors is not None:
        for line in (anchors[0], anchors[2]):
            shown.update(range(line - 1, line + 2))
    shown.discard(-1)
    shown.discard(len(lines))
    output = []

    def show(index):
        if marker is None:
            output.append(lines[index] + "\n")
        else:
            output.append(marker.mark(index))

    previous = None
    for index in sorted(shown):
        if previous is not None:
            skipped = index - previous - 1
            if skipped == 1:
                show(index - 1)
            elif skipped > 1:
                output.append(f"...<{skipped} lines>...\n")
        show(index)
        previous = index
    return "".join(output)


class _Marker:
    """Draws the caret line of a source line."""

    def __init__(self, lines, start, end, anchors, color):
        self.lines = lines
        self.color = color
        self.start = display_width(lines[0], start)
        self.end = display_width(lines[-1], end)
        self.left = self.right = None
        if anchors is not None:
            left_line, left, right_line, right = anchors
            # On the first line anchors count from where the segment starts.
            if left_line == 0:
                left += start
            if right_line == 0:
                right += start
            self.left = (left_line, display_width(lines[left_line], left))
            self.right = (right_line, display_width(lines[right_line], right))

    def mark(self, index):
        line = self.lines[index]
        blank = len(line) - len(line.lstrip())
        if index == 0:
            blank = max(blank, self.start)
        end = self.end if index == len(self.lines) - 1 else display_width(line)
        carets = " " * min(blank, end)
        for column in range(blank, end):
            if self.left is None or self.left <= (index, column) < self.right:
                carets += "^"
            else:
                carets += "~"
        if self.color.RESET:
            return self._paint(line + "\n", carets)
        return f"{line}\n{carets}\n"

    def _paint(self, line, carets):
        colors = {"^": self.color.BOLD_RED, "~": self.color.RED}
        painted_line = painted_carets = ""
        width = max(len(line), len(carets))
        start = 0
        while start < width:
            kind = carets[start:start + 1]
            end = start + 1
            while end < width and carets[end:end + 1] == kind:
                end += 1
            text, marks = line[start:end], carets[start:end]
            if kind in colors:
                painted_line += colors[kind] + text + self.color.RESET
                painted_carets += colors[kind] + marks + self.color.RESET
            else:
                painted_line += text
                painted_carets += marks
            start = end
        return f"{painted_line}{painted_carets}\n"


def worth_marking(start, end, lines, anchors):
    """Return whether carets would say more than the lines alone."""
    if (anchors is None and not lines[0][:start].lstrip()
            and not lines[-1][end:].rstrip()):
        return False
    text = "\n".join(lines)
    # Only what returns or assigns may need no marking, and what is no code at all.
    start_of_text = text.lstrip()
    if ("=" not in text and not start_of_text.startswith(("return", "#"))
            and start_of_text):
        return True
    try:
        tree = _parse(text)
    except SyntaxError:
        return True
    if not tree.body:
        return False
    # A plain call that is the whole statement needs no marking.
    statement = tree.body[0]
    call = None
    if isinstance(statement, _ast.Return):
        if (isinstance(statement.value, _ast.Call)
                and isinstance(statement.value.func, _ast.Name)):
            call = statement.value
    elif isinstance(statement, _ast.Assign):
        if (isinstance(statement.value, _ast.Call) and len(statement.targets) == 1
                and isinstance(statement.targets[0], _ast.Name)):
            call = statement.value
    return call is None or (
        (call.lineno, call.end_lineno, call.col_offset, call.end_col_offset)
        != (1, len(lines), start, end))


def _parse(source):
    return compile(source, "<unknown>", "exec", _ONLY_AST)


# What no expression begins with: to try to parse such a segment takes long.
_STATEMENTS = ("raise ", "assert ", "import ", "from ", "del ", "for ", "with ", "return ")


def find_anchors(segment):
    """Return where the decisive part of an expression starts and ends.

    The result is (line, column, line, column): an operator, the brackets of
    a subscript or the parentheses of a call; None for everything else.
    """
    if segment.startswith(_STATEMENTS):
        return None
    try:
        # The parentheses make lines that continue an expression valid; they
        # move every line down by two (one-based) lines.
        tree = _parse(f"(\n{segment}\n)")
    except SyntaxError:
        return None
    if len(tree.body) != 1 or not isinstance(tree.body[0], _ast.Expr):
        return None
    expression = tree.body[0].value
    scan = _Scanner(segment.splitlines())
    if isinstance(expression, _ast.BinOp):
        return scan.operator(expression)
    if isinstance(expression, _ast.Subscript):
        return scan.bracketed(expression, expression.value, "[")
    if isinstance(expression, _ast.Call):
        return scan.bracketed(expression, expression.func, "(")
    return None


class _Scanner:
    """Finds tokens after a node's end in the source lines."""

    def __init__(self, lines):
        self.lines = lines

    def start_of(self, node):
        line = node.lineno - 2
        return line, _character_offset(self.lines[line], node.col_offset)

    def end_of(self, node):
        line = node.end_lineno - 2
        return line, _character_offset(self.lines[line], node.end_col_offset)

    def find(self, line, column, accept):
        while True:
            while column >= len(self.lines[line]):
                line += 1
                column = 0
            char = self.lines[line][column]
            if char in "\\#":
                line += 1
                column = 0
            elif accept(char):
                return line, column
            else:
                column += 1

    def bracketed(self, node, head, bracket):
        left = self.find(*self.end_of(head), bracket.__eq__)
        return *left, *self.end_of(node)

    def operator(self, node):
        line, column = self.find(
            *self.end_of(node.left), lambda char: not char.isspace() and char != ")")
        right = column + 1
        text = self.lines[line]
        # An operator is one or two characters long.
        if right < len(text) and (line, right) < self.start_of(node.right):
            if not text[right].isspace() and text[right] not in "\\#":
                right += 1
        return line, column, line, right


def _character_offset(line, offset):
    return len(line.encode("utf-8")[:offset].decode("utf-8", errors="replace"))


def display_width(line, offset=None):
    """Return the columns that the first characters of a line take up."""
    if offset is None:
        offset = len(line)
    if line.isascii():
        return offset
    from unicodedata import east_asian_width
    return sum([2 if east_asian_width(char) in "WF" else 1 for char in line[:offset]])
