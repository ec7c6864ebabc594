"""Names against shell patterns: * ? [seq] [!seq]."""

import functools
import os
import posixpath

__all__ = ["filter", "fnmatch", "fnmatchcase", "translate"]

_MANY = object()    # the item for *
_ANY = object()     # the item for ?


def fnmatch(name, pat):
    """Does the name match, by the rules of this system about case?"""
    return fnmatchcase(os.path.normcase(name), os.path.normcase(pat))


def fnmatchcase(name, pat):
    """Does the name match? Upper and lower case differ."""
    return _matches(_compile(pat), name)


def filter(names, pat):
    """The names that match, as a list."""
    items = _compile(os.path.normcase(pat))
    normcase = os.path.normcase
    if os.path is posixpath:
        return [name for name in names if _matches(items, name)]
    return [name for name in names if _matches(items, normcase(name))]


# -- Patterns ------------------------------------------------------------------------------------------------

def _parse_set(pat, i):
    # The set that may begin at i, after "[": (negated, ranges, index after "]") or None if none ends it.
    j = i
    if j < len(pat) and pat[j] == "!":
        j += 1
    if j < len(pat) and pat[j] == "]":
        j += 1
    j = pat.find("]", j)
    if j < 0:
        return None
    negated = pat[i] == "!"
    body = pat[i + negated:j]
    ranges = []
    k = 0
    while k < len(body):
        low = high = body[k]
        k += 1
        if k + 1 < len(body) and body[k] == "-":
            high = body[k + 1]
            k += 2
        if low <= high:     # the others are empty
            ranges.append((low, high))
    return negated, tuple(ranges), j + 1


@functools.lru_cache(maxsize=256, typed=True)
def _compile(pat):
    # (is_bytes, items): each a character, _ANY, _MANY or (negated, ranges). Bytes are treated as Latin-1.
    is_bytes = isinstance(pat, bytes)
    if is_bytes:
        pat = str(pat, "ISO-8859-1")
    items = []
    i = 0
    while i < len(pat):
        c = pat[i]
        i += 1
        if c == "*":
            if not items or items[-1] is not _MANY:
                items.append(_MANY)
        elif c == "?":
            items.append(_ANY)
        elif c == "[" and (found := _parse_set(pat, i)):
            negated, ranges, i = found
            items.append((negated, ranges))
        else:
            items.append(c)
    return is_bytes, tuple(items)


def _one(item, c):
    if item is _ANY:
        return True
    if isinstance(item, str):
        return item == c
    if item is _MANY:
        return False
    negated, ranges = item
    for low, high in ranges:
        if low <= c <= high:
            return not negated
    return negated


def _matches(compiled, name):
    is_bytes, items = compiled
    if is_bytes:
        if not isinstance(name, (bytes, bytearray, memoryview)):
            raise TypeError("cannot use a bytes pattern on a string-like object")
        name = str(name, "ISO-8859-1")
    elif not isinstance(name, str):
        if isinstance(name, (bytes, bytearray, memoryview)):
            raise TypeError("cannot use a string pattern on a bytes-like object")
        raise TypeError(f"expected string or bytes-like object, got {type(name).__name__!r}")
    # Only the last * need be tried again: what matched before it can stay as it is.
    i = k = 0
    star = None
    while i < len(name):
        if k < len(items) and items[k] is _MANY:
            star, retry = k, i
            k += 1
        elif k < len(items) and _one(items[k], name[i]):
            i += 1
            k += 1
        elif star is not None:
            retry += 1
            i, k = retry, star + 1
        else:
            return False
    while k < len(items) and items[k] is _MANY:
        k += 1
    return k == len(items)


# -- As a regular expression ---------------------------------------------------------------------------------

_SPECIAL = frozenset("()[]{}?*+-|^$\\.&~# \t\n\r\v\f")


def _escape(text):
    return "".join(["\\" + c if c in _SPECIAL else c for c in text])


def _translate_set(body):
    # A set of a pattern as one of a regular expression; body is what stands between the brackets.
    if "-" not in body:
        body = body.replace("\\", "\\\\")
    else:
        chunks = []
        start = 0
        k = 2 if body[0] == "!" else 1
        while (k := body.find("-", k)) >= 0:
            chunks.append(body[start:k])
            start = k + 1
            k += 3
        if body[start:]:
            chunks.append(body[start:])
        else:
            chunks[-1] += "-"       # a hyphen at the end is itself
        for k in range(len(chunks) - 1, 0, -1):
            if chunks[k - 1][-1] > chunks[k][0]:    # an empty range goes
                chunks[k - 1] = chunks[k - 1][:-1] + chunks[k][1:]
                del chunks[k]
        body = "-".join([chunk.replace("\\", "\\\\").replace("-", "\\-") for chunk in chunks])
    if not body:
        return "(?!)"
    if body == "!":
        return "."
    body = "".join(["\\" + c if c in "&~|" else c for c in body])   # "&&" and the like are reserved
    if body[0] == "!":
        body = "^" + body[1:]
    elif body[0] in "^[":
        body = "\\" + body
    return f"[{body}]"


def translate(pat):
    """The pattern as a regular expression."""
    pieces = []         # None stands for *
    i = 0
    while i < len(pat):
        c = pat[i]
        i += 1
        if c == "*":
            if not pieces or pieces[-1] is not None:
                pieces.append(None)
        elif c == "?":
            pieces.append(".")
        elif c == "[" and (found := _parse_set(pat, i)):
            pieces.append(_translate_set(pat[i:found[2] - 1]))
            i = found[2]
        else:
            pieces.append(_escape(c))
    # A * takes as little as can be followed by the fixed piece after it, and never gives back: atomic groups.
    result = ""
    while pieces and pieces[0] is not None:
        result += pieces.pop(0)
    while pieces:
        pieces.pop(0)
        fixed = ""
        while pieces and pieces[0] is not None:
            fixed += pieces.pop(0)
        result += f"(?>.*?{fixed})" if pieces else f".*{fixed}"
    return rf"(?s:{result})\Z"
