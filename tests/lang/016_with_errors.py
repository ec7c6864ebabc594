# with: objects that are no context managers, failing enter, exit looked up on the type.
def attempt(source, **names):
    try:
        exec(source, names)
    except Exception as e:
        print(f"{source!r}: {type(e).__name__}: {e}")


attempt("with 1: pass")
attempt("with None as x: pass")
attempt("with object(): pass")


class OnlyEnter:
    def __enter__(self):
        return 1


class OnlyExit:
    def __exit__(self, *a):
        return 1


class BadEnter:
    def __enter__(self):
        raise ValueError("enter failed")

    def __exit__(self, *a):
        print("never called")


class FewArguments:
    def __enter__(self):
        pass

    def __exit__(self):
        pass


class Instance:
    pass


instance = Instance()
instance.__enter__ = lambda: 1
instance.__exit__ = lambda *a: 1
attempt("with o: pass", o=OnlyEnter())
attempt("with o: pass", o=OnlyExit())
attempt("with o: pass", o=BadEnter())
attempt("with o: pass", o=FewArguments())
attempt("with o: pass", o=instance)


class Enter:
    def __enter__(self):
        print("outer entered")
        return self

    def __exit__(self, kind, value, tb):
        print("outer left", kind)


attempt("with a, b: pass", a=Enter(), b=BadEnter())
attempt("with a as (x, y): pass", a=Enter())


class BoolError:
    def __bool__(self):
        raise RuntimeError("truth")


class ExitReturns(Enter):
    def __exit__(self, *a):
        return BoolError()


attempt("with a: raise ValueError", a=ExitReturns())
attempt("with a: pass", a=ExitReturns())
attempt("async def f():\n  async with 1: pass\nf().send(None)")


class Async:
    async def __aenter__(self):
        pass

    async def __aexit__(self, *a):
        pass


attempt("with a: pass", a=Async())
