# Warnings of the compiler: at their place in the source.
import sys
x = 1
if x is 5: pass
assert (1, "a")
print("\d", b"\d", "\777", f"a\qb{x}\w")
s="""

\e"""
(5)[1:2]if 0 else 0
"a"["b"] if 0 else 0
{}()if 0 else 0
exec("1 is 2")
exec("\n\n1 is 2")
