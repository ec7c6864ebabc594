from importing.broken import value
