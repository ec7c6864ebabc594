class Stack:
    def __init__(self):
        self._items = []

    def push(self, item):
        self._items.append(item)
        return self

    def pop(self):
        return self._items.pop()

    def __getitem__(self, index):
        return self._items[index]

    @property
    def top(self):
        return self[-1]

    def __iter__(self):
        while True:
            yield self.pop()


stack = Stack().push(1).push(2)
for item in stack:
    print(item)
