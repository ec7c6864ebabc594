# dis: it runs; the instructions themselves are each interpreter's own.
import dis, io
def f(x, y=1):
    z = x + y
    return [z, "const"]
out = io.StringIO()
dis.dis(f, file=out)
text = out.getvalue()
print(len(text.splitlines()) >= 4, "const" in text, "RETURN" in text.upper())
out = io.StringIO()
dis.dis("a = 1\nb = a", file=out)
print(len(out.getvalue()) > 20)
dis.dis(f.__code__, file=io.StringIO())
for bad in (5, None.__class__, "a b"):
    try:
        dis.dis(bad, file=io.StringIO())
        print("ok")
    except (TypeError, SyntaxError) as e:
        print(type(e).__name__)
