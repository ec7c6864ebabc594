# contextvars: get, set, reset, contexts that are copied and run in.
import contextvars


def main(n):
    variables = [contextvars.ContextVar(f"v{i}", default=0) for i in range(10)]
    total = 0
    for i in range(n):
        for v in variables:
            token = v.set(i)
            total += v.get()
            v.reset(token)
        context = contextvars.copy_context()
        context.run(variables[i % 10].set, i)
        total += context[variables[i % 10]]
    print(total)


main(30000)
