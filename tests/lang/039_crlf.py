# Lines ending in CR LF, and in CR alone.
x = 1
if x:
    print("crlf")

s = """a
b"""
print(repr(s))
print("joined \
line")
l = [1,
     2]
print(l)print("cr")
t = '''xy'''
print(repr(t))
