# The limit of 4300 digits between int and str.
import sys
print(sys.get_int_max_str_digits(), sys.int_info.default_max_str_digits, sys.int_info.str_digits_check_threshold)
big = 10**4300


def attempt(name, action):
    try:
        r = action()
        print(name, "ok", len(r) if isinstance(r, str) else r.bit_length() if isinstance(r, int) else r)
    except (ValueError, TypeError, SyntaxError) as e:
        print(name, type(e).__name__, e.msg if isinstance(e, SyntaxError) else e)


attempt("4300 digits", lambda: str(10**4299))
attempt("4301 digits", lambda: str(big))
attempt("negative", lambda: str(-big))
attempt("repr", lambda: repr(big))
attempt("format d", lambda: f"{big:d}")
attempt("format ,", lambda: f"{big:,}")
attempt("percent d", lambda: "%d" % big)
attempt("percent s", lambda: "%s" % big)
attempt("in a list", lambda: str([big]))
attempt("hex", lambda: hex(big))
attempt("format x", lambda: f"{big:x}")
attempt("int of 4300", lambda: int("1" * 4300))
attempt("int of 4301", lambda: int("1" * 4301))
attempt("int with underscores", lambda: int("1_" * 4299 + "1"))
attempt("int of spaces", lambda: int(" " * 5000 + "1"))
attempt("int base 16", lambda: int("f" * 10000, 16))
attempt("int base 8", lambda: int("7" * 10000, 8))
attempt("int base 3", lambda: int("1" * 4301, 3))
attempt("literal", lambda: eval("1" * 4301))
attempt("literal hex", lambda: eval("0x" + "f" * 5000))
attempt("bytes", lambda: int(b"1" * 4301))
sys.set_int_max_str_digits(0)
attempt("no limit", lambda: str(10**6000))
attempt("no limit int", lambda: int("9" * 6000))
sys.set_int_max_str_digits(640)
attempt("640", lambda: str(10**640))
for bad in (639, -1, "a", None, 1.5, 2**31):
    try:
        sys.set_int_max_str_digits(bad)
        print(bad, "ok")
    except (ValueError, TypeError, OverflowError) as e:
        print(bad, type(e).__name__, e)
print(sys.get_int_max_str_digits())
sys.set_int_max_str_digits(4300)
print(len(str(3**9000)))
