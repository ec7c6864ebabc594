"""Checks what is written: escape sequences of terminals, XML."""


def without_colors(text):
    """The text without its sequences ESC [ ... m."""
    parts = text.split("\x1b[")
    for i in range(1, len(parts)):
        codes, m, rest = parts[i].partition("m")
        assert m and all(code.isdigit() for code in codes.split(";")), parts[i]
        parts[i] = rest
    return "".join(parts)


def elements(text):
    """The names of the elements, in order. Asserts that tags are closed in order, attributes quoted, entities known."""
    names, stack = [], []
    first, *rest = text.split("<")
    assert not first.strip(), first
    for piece in rest:
        tag, closed, content = piece.partition(">")
        assert closed and ">" not in content, piece
        for entity in content.split("&")[1:] + tag.split("&")[1:]:
            assert entity.partition(";")[0] in ("amp", "lt", "gt", "quot"), piece
        if tag.startswith("/"):
            assert stack.pop() == tag[1:], piece
            continue
        single = tag.endswith("/")
        name, _, attributes = tag.rstrip("/").partition(" ")
        names.append(name)
        assert name.isalpha(), piece
        while attributes:
            key, quote, attributes = attributes.partition('="')
            assert quote and key.replace("-", "").replace(":", "").isalnum(), piece
            _, quote, attributes = attributes.partition('"')
            assert quote and attributes[:1] in ("", " "), piece
            attributes = attributes.lstrip()
        if not single:
            stack.append(name)
    assert not stack, stack
    return names


def contents(text, name):
    """The texts within elements of that name that contain no others."""
    return [piece.partition(">")[2].partition("<")[0] for piece in text.split(f"<{name}")[1:] if piece[0] in " >"]
