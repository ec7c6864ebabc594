"""Text in paragraphs: wrapping, filling, indentation."""

__all__ = ["TextWrapper", "wrap", "fill", "dedent", "indent", "shorten"]

_whitespace = "\t\n\x0b\x0c\r "
_PUNCTUATION = "\"'&!,.?"       # sticks to words


class TextWrapper:
    """Wraps text as its attributes say."""

    def __init__(self, width=70, initial_indent="", subsequent_indent="", expand_tabs=True,
                 replace_whitespace=True,
                 fix_sentence_endings=False, break_long_words=True, drop_whitespace=True,
                 break_on_hyphens=True,
                 tabsize=8, *, max_lines=None, placeholder=" [...]"):
        self.width = width
        self.initial_indent = initial_indent
        self.subsequent_indent = subsequent_indent
        self.expand_tabs = expand_tabs
        self.replace_whitespace = replace_whitespace
        self.fix_sentence_endings = fix_sentence_endings
        self.break_long_words = break_long_words
        self.drop_whitespace = drop_whitespace
        self.break_on_hyphens = break_on_hyphens
        self.tabsize = tabsize
        self.max_lines = max_lines
        self.placeholder = placeholder

    def _munge_whitespace(self, text):
        if self.expand_tabs:
            text = text.expandtabs(self.tabsize)
        if self.replace_whitespace:
            text = text.translate(_TO_SPACE)
        return text

    def _split(self, text):
        # Words and runs of white space; words are cut behind hyphens if that is allowed.
        chunks = []
        i, n = 0, len(text)
        while i < n:
            start = i
            if text[i] in _whitespace:
                while i < n and text[i] in _whitespace:
                    i += 1
                chunks.append(text[start:i])
                continue
            while i < n and text[i] not in _whitespace:
                i += 1
            word = text[start:i]
            if self.break_on_hyphens and "-" in word:
                chunks += _split_word(word)
            else:
                chunks.append(word)
        return chunks

    def _fix_sentence_endings(self, chunks):
        # Two spaces behind a full stop that ends a sentence: a lower-case letter, then . ! or ?, then quotes.
        for i in range(len(chunks) - 1):
            if chunks[i + 1] == " ":
                word = chunks[i]
                if word[-1:] in "\"'":
                    word = word[:-1]
                if len(word) >= 2 and word[-1] in ".!?" and "a" <= word[-2] <= "z":
                    chunks[i + 1] = "  "

    def _handle_long_word(self, reversed_chunks, cur_line, cur_len, width):
        space_left = 1 if width < 1 else width - cur_len
        if self.break_long_words:
            chunk = reversed_chunks[-1]
            end = space_left
            if self.break_on_hyphens and len(chunk) > space_left:
                hyphen = chunk.rfind("-", 0, space_left)
                if hyphen > 0 and any([c != "-" for c in chunk[:hyphen]]):
                    end = hyphen + 1
            cur_line.append(chunk[:end])
            reversed_chunks[-1] = chunk[end:]
        elif not cur_line:
            cur_line.append(reversed_chunks.pop())

    def _wrap_chunks(self, chunks):
        lines = []
        if self.width <= 0:
            raise ValueError(f"invalid width {self.width!r} (must be > 0)")
        if self.max_lines is not None:
            indent = self.subsequent_indent if self.max_lines > 1 else self.initial_indent
            if len(indent) + len(self.placeholder.lstrip()) > self.width:
                raise ValueError("placeholder too large for max width")
        chunks.reverse()
        while chunks:
            cur_line = []
            cur_len = 0
            indent = self.subsequent_indent if lines else self.initial_indent
            width = self.width - len(indent)
            if self.drop_whitespace and chunks[-1].strip() == "" and lines:
                del chunks[-1]
            while chunks and cur_len + len(chunks[-1]) <= width:
                cur_len += len(chunks[-1])
                cur_line.append(chunks.pop())
            if chunks and len(chunks[-1]) > width:
                self._handle_long_word(chunks, cur_line, cur_len, width)
                cur_len = sum(map(len, cur_line))
            if self.drop_whitespace and cur_line and cur_line[-1].strip() == "":
                cur_len -= len(cur_line.pop())
            if not cur_line:
                continue
            is_last = not chunks or self.drop_whitespace and len(chunks) == 1 and not chunks[0].strip()
            if self.max_lines is None or len(lines) + 1 < self.max_lines or is_last and cur_len <= width:
                lines.append(indent + "".join(cur_line))
                continue
            # The text does not fit: end with the placeholder.
            while cur_line:
                if cur_line[-1].strip() and cur_len + len(self.placeholder) <= width:
                    cur_line.append(self.placeholder)
                    lines.append(indent + "".join(cur_line))
                    break
                cur_len -= len(cur_line.pop())
            else:
                if lines:
                    prev = lines[-1].rstrip()
                    if len(prev) + len(self.placeholder) <= self.width:
                        lines[-1] = prev + self.placeholder
                        break
                lines.append(indent + self.placeholder.lstrip())
            break
        return lines

    def _split_chunks(self, text):
        return self._split(self._munge_whitespace(text))

    def wrap(self, text):
        """The text as a list of lines."""
        chunks = self._split_chunks(text)
        if self.fix_sentence_endings:
            self._fix_sentence_endings(chunks)
        return self._wrap_chunks(chunks)

    def fill(self, text):
        """The text as one string with newlines."""
        return "\n".join(self.wrap(text))


_TO_SPACE = {ord(c): " " for c in _whitespace}


def _is_letter(c):
    # What may stand beside a hyphen at which a word is cut.
    return c == "_" or c.isalnum() and not c.isdigit()


def _split_word(word):
    # "hello-world" -> "hello-", "world"; long dashes are pieces of their own; options like --foo stay whole.
    pieces = []
    start = i = 0
    n = len(word)
    while i < n:
        if word[i] != "-":
            i += 1
            continue
        run = i
        while i < n and word[i] == "-":
            i += 1
        length = i - run
        if length >= 2:
            # an em-dash between words
            if run and _is_word(word[run - 1]) and i < n and (word[i].isalnum() or word[i] == "_"):
                if start < run:
                    pieces.append(word[start:run])
                pieces.append(word[run:i])
                start = i
        elif start < run and _cuts_before(word, run) and _cuts_behind(word, i):
            pieces.append(word[start:i])
            start = i
    if start < n:
        pieces.append(word[start:])
    return pieces


def _is_word(c):
    return c == "_" or c.isalnum() or c in _PUNCTUATION


def _cuts_before(word, i):
    # Two letters, with or without a hyphen between them.
    if i >= 2 and _is_letter(word[i - 1]) and _is_letter(word[i - 2]):
        return True
    return i >= 3 and _is_letter(word[i - 1]) and word[i - 2] == "-" and _is_letter(word[i - 3])


def _cuts_behind(word, i):
    # Two letters, with or without a hyphen between them.
    if not (i + 1 < len(word) and _is_letter(word[i])):
        return False
    i += 1 + (word[i + 1] == "-")
    return i < len(word) and _is_letter(word[i])


def wrap(text, width=70, **kwargs):
    """One paragraph as a list of lines."""
    return TextWrapper(width=width, **kwargs).wrap(text)


def fill(text, width=70, **kwargs):
    """One paragraph as a string with newlines."""
    return TextWrapper(width=width, **kwargs).fill(text)


def shorten(text, width, **kwargs):
    """The text in one line, cut at the end if it is too long."""
    return TextWrapper(width=width, max_lines=1, **kwargs).fill(" ".join(text.strip().split()))


def dedent(text):
    """Remove the white space that all lines begin with."""
    lines = text.split("\n")
    margin = None
    for line in lines:
        stripped = line.lstrip(" \t")
        if not stripped:
            continue
        indent = line[:len(line) - len(stripped)]
        if margin is None:
            margin = indent
            continue
        n = 0
        while n < len(margin) and n < len(indent) and margin[n] == indent[n]:
            n += 1
        margin = margin[:n]
    size = len(margin or "")
    return "\n".join([line[size:] if line.strip(" \t") else "" for line in lines])


def indent(text, prefix, predicate=None):
    """Put prefix before every line that is not blank, or that fulfils the predicate."""
    lines = text.splitlines(True)
    if predicate is None:
        return "".join([prefix + line if line.strip() else line for line in lines])
    return "".join([prefix + line if predicate(line) else line for line in lines])
