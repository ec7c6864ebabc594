# f-strings that are wrong, when compiled and when run.
def attempt(source):
    try:
        print(source, "->", eval(source))
    except Exception as e:
        print(f"{source}: {type(e).__name__}: {e.msg if isinstance(e, SyntaxError) else e}")


x = 5
for source in ('f"{}"', 'f"{ }"', 'f"{"', 'f"}"', 'f"{x"', 'f"{x!}"', 'f"{x!z}"', 'f"{x!rr}"', 'f"{!r}"', 'f"{x:"', 'f"{x!r"',
               'f"{:5}"', 'f"{x)}"', 'f"{(x}"', 'f"{x]}"', 'f"{a b}"', 'f"{1 +}"', 'f"{x;}"', 'f"{#}"', 'f"{x#}"', 'f"{\'\\n\'}"',
               'f"{x!=}"', 'f"{=}"', 'f"{x=!}"', 'f"{lambda x: 1}"', 'f"{x:{y:{z}}}"', 'f"{x:{}}"', 'f"{*x}"', 'f"{**x}"',
               'f"{yield}"', 'f"{pass}"', 'f"{x = 5}"', 'f"{return}"', "f'{a['x']}'", 'f"{a[}"', 'f"{((x)}"', 'f"{x}}"', 'f"{{x}"',
               'f"{x:{1+}}"', "f'{x!r:d'", 'f"{.}"', 'f"{,}"', 'f"{x,,}"', 'f"{x for x in 5}"', 'f"{\\}"', "f'''{\n'''"):
    attempt(source)
attempt('f"{undefined}"')
attempt('f"{x:q}"')
attempt('f"{x:10.2}"')
attempt('f"{x:.3s}"')
attempt('f"{1/0}"')
attempt('f"{None:5}"')
attempt('f"{[]:>5}"')
attempt("f\"{'a':d}\"")
attempt("f\"{'a':=5}\"")
attempt('f"{1.5:d}"')
attempt('f"{x:{None}}"')
attempt('f"{x:{x}{x}}"')
attempt('f"{1j:05}"')
attempt('f"{object():x}"')
attempt('f"{x:,_}"')
attempt('f"{x:99999999999999999999}"')
