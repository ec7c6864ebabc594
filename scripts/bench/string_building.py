# Strings grown by +=, join, list of parts and io; characters read back one by one.
import io


def plus(n):
    s = ""
    for i in range(n):
        s += str(i)
        s += ","
    return s


def joined(n):
    return ",".join([str(i) for i in range(n)]) + ","


def written(n):
    out = io.StringIO()
    for i in range(n):
        out.write(str(i))
        out.write(",")
    return out.getvalue()


def checksum(s):
    total = 0
    for c in s:
        total = (total * 31 + ord(c)) & 0xFFFFFFFF
    return total


def reverse_words(s):
    result = []
    for i in range(0, len(s) - 8, 8):
        result.append(s[i:i + 8][::-1])
    return "".join(result)


n = 400000
a, b, c = plus(n), joined(n), written(n)
print(len(a), a == b == c, checksum(a[:1500000]), checksum(reverse_words(b[:1000000])))
