# Random little programs from a fixed seed: loops, branches, try, functions, over a few int variables.
seed = 77


def rnd(n):
    global seed
    seed = (seed * 6364136223846793005 + 1442695040888963407) % 2**64
    return (seed >> 33) % n


NAMES = "abcd"


def value():
    return [str(rnd(20) - 5), NAMES[rnd(4)], f"({NAMES[rnd(4)]} {'+-*^&|'[rnd(6)]} {rnd(9)})", f"({NAMES[rnd(4)]} // {rnd(5)})", f"l[{NAMES[rnd(4)]} % 4]"][rnd(5)]


def condition():
    return f"{value()} {['<', '>', '==', '!=', '<='][rnd(5)]} {value()}"


def block(depth, indent, in_loop):
    lines = []
    for _ in range(1 + rnd(3)):
        kind = rnd(12)
        if depth == 0 or kind < 4:
            lines.append(f"{NAMES[rnd(4)]} {['=', '+=', '-=', '^='][rnd(4)]} {value()}")
        elif kind < 5:
            lines.append(f"l[{rnd(4)}] = {value()}")
        elif kind < 7:
            lines += [f"if {condition()}:", *block(depth - 1, 4, in_loop), "else:", *block(depth - 1, 4, in_loop)]
        elif kind < 8:
            lines += [f"for i{depth} in range({rnd(5)}):", *block(depth - 1, 4, True), *(["else:", "    trace.append('else')"] if rnd(2) else [])]
        elif kind < 10:
            lines += ["try:", *block(depth - 1, 4, in_loop), f"except {['ZeroDivisionError', '(IndexError, ZeroDivisionError)', 'ValueError'][rnd(3)]} as e:", "    trace.append(str(e))", *(["finally:", "    trace.append('finally')"] if rnd(2) else [])]
        elif kind < 11 and in_loop:
            lines.append(["break", "continue"][rnd(2)])
        else:
            lines.append(["raise ValueError(a)", f"trace.append({value()})", f"return {value()}"][rnd(3)])
    return [" " * indent + line for line in lines]


for number in range(400):
    source = "\n".join(["def f(a, b, c, d):", "    l = [1, 2, 3, 4]", "    try:", *block(4, 8, False), "    finally:", "        trace.append((a, b, c, d, l))"])
    space = {"trace": []}
    exec(source, space)
    for arguments in ((0, 0, 0, 0), (1, 2, 3, 4), (-7, 5, 0, 9)):
        try:
            print(number, space["f"](*arguments), end=" ")
        except Exception as e:
            print(number, type(e).__name__, e, end=" ")
        print(str(space["trace"])[:300])
        space["trace"].clear()
