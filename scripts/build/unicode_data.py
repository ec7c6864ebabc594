"""Writes vm/base/unicode_data.h: where CPython 3.11 (Unicode 14) and what unicode.c derives from utf8proc differ.

Run by hand with CPython 3.11 and libutf8proc: python3 scripts/build/unicode_data.py > vm/base/unicode_data.h
"""
import ctypes
import ctypes.util
import unicodedata

utf8proc = ctypes.CDLL(ctypes.util.find_library("utf8proc"))
utf8proc.utf8proc_category_string.restype = ctypes.c_char_p
CHARS = [chr(c) for c in range(0x110000)]
category = unicodedata.category
LETTER = {"Lu", "Ll", "Lt", "Lm", "Lo"}
IDENTIFIER_START = LETTER | {"Nl"}
IDENTIFIER_PART = IDENTIFIER_START | {"Mn", "Mc", "Nd", "Pc"}
IGNORABLE = {"Mn", "Me", "Cf", "Lm", "Sk"}


def ends_in_final_sigma(before):
    return (before + "\u03a3").lower().endswith("\u03c2")


def is_case_ignorable(ch):
    return ends_in_final_sigma("a" + ch) and not ends_in_final_sigma("." + ch)


def ranges(chars):
    found = []
    for ch in chars:
        if found and found[-1][1] + 1 == ord(ch):
            found[-1][1] += 1
        else:
            found.append([ord(ch), ord(ch)])
    return found


def rows(items, per_line):
    for i in range(0, len(items), per_line):
        print("    " + " ".join(items[i:i + per_line]))
    print("};\n")


def table(name, comment, chars):
    print(f"/* {comment} */\nstatic const Range {name}[] = {{")
    rows([f"{{ 0x{lo:04X}, 0x{hi:04X} }}," for lo, hi in ranges(chars)], 4)


def special_digits():
    """Runs of digits that are not decimal, each with the value of its first one."""
    runs = []
    for ch in CHARS:
        if ch.isdigit() and not ch.isdecimal():
            value = unicodedata.digit(ch)
            if runs and runs[-1][1] + 1 == ord(ch) and runs[-1][2] + ord(ch) - runs[-1][0] == value:
                runs[-1][1] += 1
            else:
                runs.append([ord(ch), ord(ch), value])
    print("/* Digits that are no decimals (superscripts and the like): first, last, value of the first. */")
    print("static const struct { Range range; int value; } special_digits[] = {")
    rows([f"{{ {{ 0x{lo:04X}, 0x{hi:04X} }}, {value} }}," for lo, hi, value in runs], 3)


def case_table(name, method):
    print(f"/* {method}() of one character that gives several. */")
    print(f"static const CaseRow {name}[] = {{")
    items = []
    for ch in CHARS:
        mapped = getattr(ch, method)()
        if len(mapped) > 1:
            items.append(f"{{ 0x{ord(ch):04X}, {{ " + ", ".join(f"0x{ord(c):04X}" for c in mapped) + " } },")
    rows(items, 2)


print("/* Made by scripts/build/unicode_data.py. */")
print("#pragma once\n\ntypedef struct { uint32_t lo, hi; } Range;")
print("typedef struct { uint32_t from, to[UNICODE_CASE_MAX]; } CaseRow;\n")
table("assigned_later", "Assigned in utf8proc's Unicode, not yet in 14.",
      [ch for ch in CHARS if category(ch) == "Cn" and utf8proc.utf8proc_category_string(ord(ch)) != b"Cn"])
table("decimal_zeros", "The zeros of the decimal digits; the other nine follow each.",
      [ch for ch in CHARS if ch.isdecimal() and unicodedata.decimal(ch) == 0])
special_digits()
table("other_numeric", "Numeric, though their category is not one of numbers.",
      [ch for ch in CHARS if ch.isnumeric() and category(ch)[0] != "N"])
table("other_lower", "Lower case, though not Ll.", [ch for ch in CHARS if ch.islower() and category(ch) != "Ll"])
table("other_upper", "Upper case, though not Lu.", [ch for ch in CHARS if ch.isupper() and category(ch) != "Lu"])
table("other_ignorable", "Ignored by the rule of the final sigma, though not Mn, Me, Cf, Lm or Sk.",
      [ch for ch in CHARS if is_case_ignorable(ch) and category(ch) not in IGNORABLE])
table("start_too", "May start an identifier, though no letter.",
      [ch for ch in CHARS if ch.isidentifier() and ch != "_" and category(ch) not in IDENTIFIER_START])
table("start_not", "May not, though a letter.",
      [ch for ch in CHARS if not ch.isidentifier() and category(ch) in IDENTIFIER_START])
table("part_too", "The same for what may continue an identifier.",
      [ch for ch in CHARS if ("a" + ch).isidentifier() and category(ch) not in IDENTIFIER_PART])
table("part_not", "And for what may not.", [ch for ch in CHARS if not ("a" + ch).isidentifier() and category(ch) in IDENTIFIER_PART])
case_table("special_upper", "upper")
case_table("special_title", "title")
