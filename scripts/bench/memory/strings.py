# A million short strings.
words = [str(i) for i in range(1000000)]
print(len(words), words[-1])
