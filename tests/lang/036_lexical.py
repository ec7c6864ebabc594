# Lexical matters: joining, semicolons, comments, blank lines, tabs, form feeds.
x = 1 + \
    2 + \
    3
print(x); print(x + 1); y = 2;
print(y)
l = [
    1,  # comment

    2,
  3,
        ]
print(l)
if x: print("one line"); print("two statements")
if x:
	print("tab indented")
	if y:
		print("twice")
	print("back")
if x:
        # a comment alone, deeper
    # and shallower
  print("two spaces")
# comment at the margin
  print("still inside")

def f(
    a,
    b=(1,
       2),
    *,
    c
):   # comment after
    """doc"""; return a, b, c
print(f(1, c=3))
while x > 5: x -= 1; print(x)
for i in range(2): pass; print(i)
class C: a = 1; b = 2
print(C.a, C.b)
if True:
    if False: pass
    else: print("else of the inner")
print(1,
      2
      , 3)
assert (1 +
        1) == 2
s = "a\
b"; print(s)
t = (
)
print(t)

print("form feed above")
if x:
    print("form feed inside")

	# a tab and a comment
print("no" if not x else
      "yes")
def empty(): ...
def one(): pass
print(empty(), one())
try: 1/0
except ZeroDivisionError: print("caught")
finally: print("finally")
with open("/dev/null") as f, \
     open("/dev/null") as g: print("with")
lambda: \
    0
print(*[a
        for a in range(3)
        if a])
x=1;y=2;print(x,y);
if x:pass
elif y:pass
else:pass
print("end")   # last comment
	
# a line of white space above, and a last line without a newline:
print("last")