# Methods of strings: find, replace, split, case, strip, predicates, startswith, translate, slices.
TEXT = "The quick brown fox jumps over the lazy dog; pack my box with five dozen liquor jugs. "


def run(n):
    total = 0
    table = str.maketrans("aeiou", "AEIOU", ";.")
    for i in range(n):
        s = TEXT[i % 20:]
        total += s.find("lazy") + s.count("o") + len(s.replace("o", "00"))
        total += len(s.split()) + len(s.partition(";")[2]) + len(s.upper()) + len(s.title())
        total += s.startswith("The") + s.endswith(" ") + ("fox" in s) + s.isalpha()
        total += len(s.strip()) + len(s.translate(table)) + s.rfind("x") + len(s.swapcase())
        total += len("-".join(s.split("o"))) + len(s.encode()) + len(s.center(100, "*")) + s[5:9].isupper()
    return total


def characters(n):
    total = 0
    for i in range(n):
        for c in "Hello, World 42":
            if c.isdigit():
                total += int(c)
            elif c.isalpha() and c.lower() == c:
                total += ord(c)
            elif c == " ":
                total ^= 1
    return total


print(run(50000), characters(50000))
