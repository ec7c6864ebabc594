# sys: attributes and functions that scripts use.
import sys
print(sys.version_info[:2], sys.version_info.major, sys.version_info >= (3, 11), sys.version_info.releaselevel, sys.version.split()[0].startswith("3.11"), type(sys.version_info).__name__, hex(sys.hexversion)[:5])
print(sys.byteorder, sys.maxsize, sys.maxunicode, sys.platform, sys.argv[0].endswith("sys_basics.py"), len(sys.argv), sys.path[0].endswith("modules"), type(sys.modules), sys.modules["sys"] is sys, "builtins" in sys.modules, sys.getrecursionlimit(), sys.executable != "", isinstance(sys.builtin_module_names, tuple), "sys" in sys.builtin_module_names)
print(sys.flags.optimize, sys.flags.hash_randomization, sys.flags.interactive, sys.flags.utf8_mode in (0, 1), sys.flags.dev_mode, sys.flags.int_max_str_digits)
print(sys.float_info.max, sys.float_info.min, sys.float_info.epsilon, sys.float_info.dig, sys.float_info.mant_dig, sys.float_info.max_exp, sys.float_info.min_10_exp, sys.float_info.radix, sys.float_repr_style)
print(sys.hash_info.width, sys.hash_info.modulus, sys.hash_info.inf, sys.hash_info.nan, sys.hash_info.imag, sys.hash_info.hash_bits)
print(sys.int_info.default_max_str_digits, sys.int_info.str_digits_check_threshold, sys.int_info.bits_per_digit > 0)
print(sys.intern("abc") is sys.intern("a" + "bc"), sys.getsizeof([]) > 0, sys.getsizeof(1) > 0, sys.getsizeof("a" * 1000) > 1000, sys.getrefcount([]) >= 1 if hasattr(sys, "getrefcount") else True)
print(sys.getdefaultencoding(), sys.getfilesystemencoding(), sys.stdout.encoding, sys.stdin is sys.__stdin__, sys.stdout is sys.__stdout__, sys.stderr.name, sys.stdout.name, sys.stdin.name, sys.stdout.fileno(), sys.stderr.fileno(), sys.stdout.writable(), sys.stdin.readable(), sys.stderr.errors, sys.stdout.isatty())
print(sys.implementation.name in ("cpython", "minipy"), sys.implementation.version[:2], sys.implementation.cache_tag is not None, sys.copyright != "", sys.dont_write_bytecode, sys.prefix != "", sys.warnoptions, sys._xoptions, sys.is_finalizing())
print(sys.getswitchinterval(), sys.setswitchinterval(0.01), sys.getswitchinterval(), sys.gettrace(), sys.getprofile(), sys.exc_info(), sys.exception(), sys.call_tracing(lambda a: a, (5,)) if hasattr(sys, "call_tracing") else 5)
print(sys.stdout.write("written\n"), sys.stdout.writelines(["a\n", "b\n"]), sys.stdout.flush(), sys.stdout.buffer.write(b"bytes\n"), sys.displayhook("displayed"))
sys.displayhook(None)
import builtins
print(builtins._)
for call in ("sys.exit.__name__", "sys.intern(5)", "sys.getsizeof()", "sys.setswitchinterval(0)", "sys.setswitchinterval('a')", "sys.setrecursionlimit()", "sys.nothing", "sys.exc_info(1)", "sys._getframe('a')", "sys.getsizeof(object(), 5) > 0", "sys.version_info.foo", "sys.float_info()", "sys.flags.optimize_x", "sys.version_info[0]", "sys.set_int_max_str_digits(1)", "sys.float_info[0]", "sys.exit.__self__.__name__"):
    try:
        print(call, "=", eval(call))
    except Exception as e:
        print(f"{call}: {type(e).__name__}: {e}")
for code in (None, 0, 3, "text", True, 2.5, (1, 2)):
    try:
        sys.exit(code)
    except SystemExit as e:
        print(repr(e), e.code, e.args)
try:
    sys.exit()
except SystemExit as e:
    print(repr(e), e.code)
sys.path.append("/nowhere")
sys.modules["made_up"] = type(sys)("made_up")
import made_up
print(made_up, made_up.__name__)
sys.modules["blocked"] = None
try:
    import blocked
except ImportError as e:
    print(type(e).__name__, e)
