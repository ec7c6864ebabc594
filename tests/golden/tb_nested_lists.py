# Ten thousand nested lists: neither building nor dropping nor printing them may crash.
deep = []
for _ in range(10000):
    deep = [deep]
print("built")
print(deep)
