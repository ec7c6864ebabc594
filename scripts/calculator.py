"""A calculator: reads arithmetic line by line from standard input (or the arguments), prints values.

    $ minipy scripts/calculator.py '2 * (3 + 4)' '2 ** 100'
"""
import sys

LEVELS = [{"+", "-"}, {"*", "/", "%"}]


def tokens(text):
    i = 0
    while i < len(text):
        c = text[i]
        if c.isspace():
            i += 1
        elif c.isdigit() or c == ".":
            j = i
            while j < len(text) and (text[j].isdigit() or text[j] == "."):
                j += 1
            yield float(text[i:j]) if "." in text[i:j] else int(text[i:j])
            i = j
        elif text.startswith("**", i):
            yield "**"
            i += 2
        else:
            yield c
            i += 1
    yield None


class Parser:
    def __init__(self, text):
        self.stream = tokens(text)
        self.token = next(self.stream)

    def take(self):
        token = self.token
        self.token = next(self.stream, None)
        return token

    def expression(self, level=0):
        if level == len(LEVELS):
            return self.unary()
        left = self.expression(level + 1)
        while self.token in LEVELS[level]:
            left = apply(self.take(), left, self.expression(level + 1))
        return left

    def unary(self):
        if self.token == "-":
            self.take()
            return -self.unary()
        base = self.atom()
        if self.token == "**":
            self.take()
            return base ** self.unary()
        return base

    def atom(self):
        token = self.take()
        if isinstance(token, (int, float)):
            return token
        if token == "(":
            value = self.expression()
            if self.take() != ")":
                raise SyntaxError("missing )")
            return value
        raise SyntaxError(f"unexpected {token or 'end of line'}")


def apply(operator, a, b):
    match operator:
        case "+":
            return a + b
        case "-":
            return a - b
        case "*":
            return a * b
        case "/":
            return a / b
        case "%":
            return a % b


def calculate(text):
    parser = Parser(text)
    value = parser.expression()
    if parser.token is not None:
        raise SyntaxError(f"unexpected {parser.token}")
    return value


for line in sys.argv[1:] or sys.stdin:
    if line.strip():
        try:
            print(calculate(line))
        except (SyntaxError, ArithmeticError) as error:
            print(f"{type(error).__name__}: {error}")
