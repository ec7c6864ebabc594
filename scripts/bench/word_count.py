# Words counted in dicts: split, strip, lower, dict get and setdefault, sorting of items.
def text(n):
    syllables = ["ka", "lo", "Mi", "ne", "ru", "sa", "te", "Vo"]
    seed = 12345
    line = []
    for i in range(n):
        seed = (seed * 1103515245 + 12345) & 0x7FFFFFFF
        a, b, c = seed >> 8 & 7, seed >> 12 & 7, seed >> 16 & 3
        line.append(syllables[a] + syllables[b] + syllables[c] + (",." [c & 1] if i % 7 == 0 else ""))
        if i % 12 == 11:
            yield " ".join(line)
            line = []


def count(lines):
    counts = {}
    for line in lines:
        for word in line.split():
            word = word.strip(".,").lower()
            counts[word] = counts.get(word, 0) + 1
    return counts


def index(lines):
    places = {}
    for number, line in enumerate(lines):
        for word in line.split(" "):
            places.setdefault(word, []).append(number)
    return places


lines = list(text(200000))
counts = count(lines)
places = index(lines)
print(sorted(counts.items(), key=lambda kv: (-kv[1], kv[0]))[:5], len(counts), sum(counts.values()))
print(len(places), sum(len(p) for p in places.values()), max(places, key=lambda w: (len(places[w]), w)))
