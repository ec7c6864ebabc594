# Random expressions from a fixed seed: ints, floats and strings through every operator. CPython says what is right.
seed = 20240917


def rnd(n):
    global seed
    seed = (seed * 6364136223846793005 + 1442695040888963407) % 2**64
    return (seed >> 33) % n


ATOMS = ["0", "1", "-1", "2", "7", "255", "-256", "2**31", "2**61", "-2**62", "2**63", "10**25", "0.5", "-2.5", "1e10", "3.0", "True", "'ab'", "''", "[1, 2]", "(3,)", "None"]
OPERATORS = ["+", "-", "*", "//", "%", "/", "&", "|", "^", "<", "<=", "==", "!=", ">", ">=", "and", "or", "in", "is not"]


def expression(depth):
    kind = rnd(10)
    if depth == 0 or kind < 2:
        return ATOMS[rnd(len(ATOMS))]
    if kind < 8:
        return f"({expression(depth - 1)} {OPERATORS[rnd(len(OPERATORS) - 1)]} {expression(depth - 1)})"
    if kind < 9:
        return f"({['-', '~', 'not ', '+'][rnd(4)]}{expression(depth - 1)})"
    return f"({expression(depth - 1)} if {expression(depth - 1)} else {expression(depth - 1)})"


for _ in range(3000):
    source = expression(1 + rnd(3))
    try:
        result = repr(eval(source))
        print(source, "=", result if len(result) < 200 else len(result))
    except Exception as e:
        print(source, type(e).__name__, e)
