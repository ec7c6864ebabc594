# Limits of nesting: blocks, parentheses, indentation; each ends in an error or works, never in a crash.
def attempt(name, source):
    try:
        compile(source, "f.py", "exec")
        print(name, "ok")
    except (SyntaxError, MemoryError, RecursionError) as e:
        print(name, type(e).__name__, e.msg if isinstance(e, SyntaxError) else "")


for depth in (10, 20, 21, 50):
    attempt(f"{depth} for blocks", "".join(" " * i + f"for a{i} in b:\n" for i in range(depth)) + " " * depth + "pass\n")
    attempt(f"{depth} if blocks", "".join(" " * i + "if a:\n" for i in range(depth)) + " " * depth + "pass\n")
    attempt(f"{depth} functions", "".join(" " * i + f"def f{i}():\n" for i in range(depth)) + " " * depth + "pass\n")
    attempt(f"{depth} try blocks", "".join(" " * i + "try:\n" for i in range(depth)) + " " * depth + "pass\n" + "".join(" " * i + "finally: pass\n" for i in range(depth - 1, -1, -1)))
    attempt(f"{depth} with blocks", "".join(" " * i + "with a:\n" for i in range(depth)) + " " * depth + "pass\n")
attempt("98 indents", "".join(" " * i + "if a:\n" for i in range(98)) + " " * 98 + "pass\n")
attempt("100 indents", "".join(" " * i + "if a:\n" for i in range(100)) + " " * 100 + "pass\n")
attempt("199 parentheses", "(" * 199 + "1" + ")" * 199)
attempt("201 parentheses", "(" * 201 + "1" + ")" * 201)
attempt("201 brackets", "[" * 201 + "]" * 201)
attempt("201 mixed", "([{" * 67 + "1" + "}])" * 67)
attempt("250 open only", "(" * 250)
attempt("nested f-string", "f'{f\"{1}\"}'")
attempt("255 arguments", "f(" + ",".join("a" * 300) + ")")
attempt("300 parameters", "def f(" + ",".join(f"a{i}" for i in range(300)) + "): pass")
attempt("long elif", "if a: pass\n" + "elif b: pass\n" * 500)
attempt("long string", "'" + "x" * 200000 + "'")
attempt("long line of names", " + ".join(["a"] * 900))
attempt("long attribute chain", "a" + ".b" * 900)
attempt("comparison chain", "a" + " < b" * 2000)
attempt("and chain", "a" + " and b" * 3000)
attempt("lambdas", "lambda: " * 90 + "0")
attempt("nots", "not " * 90 + "a")
attempt("subscripts", "a" + "[0]" * 900)
attempt("calls", "a" + "()" * 900)
attempt("comprehension clauses", "[a " + "for b in c " * 15 + "]")
attempt("conditional expressions", "a" + " if b else c" * 90)
