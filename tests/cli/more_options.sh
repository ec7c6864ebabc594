# More of the command line and the environment: warnings, flags by variables, wrong ones, -m, folders, -i with a pipe,
# encodings of scripts.
t() { "$MINIPY" "$@" 2>&1; echo "[$?]"; }
show='import sys; print(sys.warnoptions, sys.flags[:7], sys.flags.bytes_warning, sys.flags.dev_mode)'
t -c "$show"
PYTHONWARNINGS=error,ignore::UserWarning t -Wonce -c "$show"
PYTHONOPTIMIZE=2 PYTHONNOUSERSITE=1 PYTHONDEBUG=x t -c "$show"
PYTHONOPTIMIZE=0 PYTHONINSPECT= t -c "$show"
t -b -X dev -R -t -c "$show"
PYTHONDEVMODE=1 t -bb -I -c "$show"
t -c 'import sys; print(sys.orig_argv[1:], sys.argv)' a b
for f in '' -b -bb; do t $f -c 'b"a" == "a"; b"a" != 1; bytearray(b"a") == "a"; str(b"a"); print(b"a")'; done
t -W foo -W x::y -W error::Nope -c 'print(1)'
t -W error -c 'import warnings
def f(): warnings.warn("x", stacklevel=2)
f()'
t -W error::DeprecationWarning -c 'class A:
  def __trunc__(self): return 1
int(A())'
PYTHONWARNINGS=error t -c 'import warnings
try: warnings.warn_explicit("y", UserWarning, "f", 3)
except UserWarning as e: print(e, e.__traceback__.tb_next)
print(warnings.warn)'
for v in x 5 -1 640 0; do PYTHONINTMAXSTRDIGITS=$v t -c 'import sys; print(sys.get_int_max_str_digits())'; done
t -X int_max_str_digits=9 -c 'print(1)'
PYTHONHASHSEED=x t -c 'print(1)'
t -X utf8=3 -c 'print(1)'
PYTHONBREAKPOINT=0 t -c 'breakpoint(); print("on")'
PYTHONBREAKPOINT=print t -c 'breakpoint(1, 2, sep="-")'
PYTHONBREAKPOINT=os.path.nope t -c 'breakpoint(); print("on")'
PYTHONBREAKPOINT=nope.nope t -c 'breakpoint(); print("on")'
PYTHONBREAKPOINT=.x t -c 'breakpoint(); print("on")'
t --check-hash-based-pycs always -c 'print(1)'
t --foo | sed 1q
t -Z | sed 1q
cd cli/helpers || exit 1
PYTHONPATH=a:/b:./a:../helpers/a: t -c 'import sys; print([p.replace(sys.path[1][:-2], "HERE") for p in sys.path[:3]])'
for m in .argv argv.py sys ''; do t -m "$m" | sed 's/^[^ ]*: //' | grep -v '<frozen runpy>'; done
t package x | sed 's|^[^ ]*: ||' | grep -v '<frozen runpy>'
folder=$(mktemp -d)
echo 'import sys, os; print(os.path.isabs(__file__), sys.argv, sys.path[0] == os.path.dirname(__file__))' > "$folder/__main__.py"
(cd "$folder" && t . 1)
rm -r "$folder"
printf 'x = 5\n_\nx\n_\nif x:\n  print("yes")\n\n1/0\nx =\n' | "$MINIPY" -i -q 2>/dev/null; echo "[$?]"
printf 'import sys\nsys.exit(3)\n' | "$MINIPY" -i -q 2>/dev/null; echo "[$?]"
for text in 'x = "caf\351"' '# coding: foo' '# coding: ascii\n"\351"' '# coding: utf-8\n\nx = "\377"' '\357\273\277# coding: latin-1'
do printf "$text\n" | t -; done
echo 'x = 1' | "$MINIPY" -m dis | grep -c STORE_NAME
