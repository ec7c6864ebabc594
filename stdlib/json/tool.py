"""Check and lay out JSON: python -m json.tool [infile [outfile]]."""

import argparse
import json
import sys


def main():
    parser = argparse.ArgumentParser(prog="python -m json.tool", description="Validate and lay out JSON.")
    parser.add_argument("infile", nargs="?", default="-",
                        help="a JSON file to be read; - is the standard input")
    parser.add_argument("outfile", nargs="?", default=None, help="where to write; else the standard output")
    parser.add_argument("--sort-keys", action="store_true", help="sort objects by key")
    parser.add_argument("--no-ensure-ascii", dest="ensure_ascii", action="store_false",
                        help="write other than ASCII characters as they are")
    parser.add_argument("--json-lines", action="store_true", help="every line of the input is a document")
    group = parser.add_mutually_exclusive_group()
    group.add_argument("--indent", default=4, type=int, help="spaces for each level")
    group.add_argument("--tab", action="store_const", dest="indent", const="\t", help="tabs for each level")
    group.add_argument("--no-indent", action="store_const", dest="indent", const=None,
                       help="one line, with spaces")
    group.add_argument("--compact", action="store_true", help="one line, without spaces")
    options = parser.parse_args()
    args = {"sort_keys": options.sort_keys, "indent": options.indent, "ensure_ascii": options.ensure_ascii}
    if options.compact:
        args["indent"] = None
        args["separators"] = ",", ":"
    try:
        if options.infile == "-":
            text = sys.stdin.read()
        else:
            with open(options.infile, encoding="utf-8") as infile:
                text = infile.read()
        documents = text.splitlines() if options.json_lines else [text]
        results = [json.dumps(json.loads(document), **args) + "\n" for document in documents]
        if options.outfile is None:
            sys.stdout.writelines(results)
        else:
            with open(options.outfile, "w", encoding="utf-8") as outfile:
                outfile.writelines(results)
    except ValueError as e:
        raise SystemExit(e)


if __name__ == "__main__":
    try:
        main()
    except BrokenPipeError as exc:
        sys.exit(exc.errno)
