"""The ten most frequent words of the files named, or of standard input."""
import sys


def words(lines):
    for line in lines:
        for word in line.lower().split():
            word = word.strip(".,;:!?\"'()[]{}<>-_*`#")
            if word:
                yield word


def count(lines, counts):
    for word in words(lines):
        counts[word] = counts.get(word, 0) + 1


counts = {}
if len(sys.argv) > 1:
    for name in sys.argv[1:]:
        with open(name, encoding="utf-8") as file:
            count(file, counts)
else:
    count(sys.stdin, counts)
for word, n in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:10]:
    print(f"{n:7} {word}")
