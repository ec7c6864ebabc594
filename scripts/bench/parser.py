# A recursive-descent parser and printer for nested data: characters, slices, dicts, lists.
class Reader:
    def __init__(self, text):
        self.text = text
        self.pos = 0

    def space(self):
        text, pos = self.text, self.pos
        while pos < len(text) and text[pos] in " \n\t":
            pos += 1
        self.pos = pos

    def value(self):
        self.space()
        c = self.text[self.pos]
        if c == "{":
            return self.mapping()
        if c == "[":
            return self.sequence()
        if c == '"':
            return self.string()
        if self.text.startswith("true", self.pos):
            self.pos += 4
            return True
        if self.text.startswith("null", self.pos):
            self.pos += 4
            return None
        return self.number()

    def mapping(self):
        result = {}
        self.pos += 1
        self.space()
        while self.text[self.pos] != "}":
            self.space()
            key = self.string()
            self.space()
            self.pos += 1
            result[key] = self.value()
            self.space()
            if self.text[self.pos] == ",":
                self.pos += 1
        self.pos += 1
        return result

    def sequence(self):
        result = []
        self.pos += 1
        self.space()
        while self.text[self.pos] != "]":
            result.append(self.value())
            self.space()
            if self.text[self.pos] == ",":
                self.pos += 1
        self.pos += 1
        return result

    def string(self):
        end = self.text.index('"', self.pos + 1)
        result = self.text[self.pos + 1:end]
        self.pos = end + 1
        return result

    def number(self):
        start = self.pos
        text = self.text
        while self.pos < len(text) and text[self.pos] in "0123456789.-+e":
            self.pos += 1
        digits = text[start:self.pos]
        return float(digits) if "." in digits or "e" in digits else int(digits)


def write(value):
    if value is None:
        return "null"
    if value is True:
        return "true"
    if isinstance(value, str):
        return '"' + value + '"'
    if isinstance(value, dict):
        return "{" + ", ".join(['"' + k + '": ' + write(v) for k, v in value.items()]) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(write, value)) + "]"
    return repr(value)


record = {"name": "minipy", "tags": ["small", "fast", None], "size": {"w": 12, "h": -3.25, "ok": True}, "n": 1e+16}
text = write([dict(record, ident=i) for i in range(1200)])
for _ in range(2):
    data = Reader(text).value()
print(len(text), write(data) == text, sum(d["ident"] + d["size"]["w"] for d in data))
