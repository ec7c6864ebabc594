/* A host that knows only minipy.h: runs, evaluates, reads errors, keeps two interpreters apart, opens many. */
#include "minipy.h"
#include <stdio.h>
#include <string.h>

static int failures;
#define CHECK(cond) do { if (!(cond)) { printf("%s:%d: %s\n", __FILE__, __LINE__, #cond); failures++; } } while (0)

int main(void) {
    Minipy *a = minipy_open(), *b = minipy_open();
    CHECK(a && b && a != b);
    CHECK(minipy_exec(a, "x = 6 * 7\ndef f(n): return n * x", "<host>"));
    CHECK(strcmp(minipy_eval(a, "f(2)"), "84") == 0);
    CHECK(strcmp(minipy_error(a), "") == 0 && minipy_status(a) == 0);

    CHECK(!minipy_eval(b, "x"));                            /* b knows nothing of a's x */
    CHECK(strstr(minipy_error(b), "NameError: name 'x' is not defined") != NULL);
    CHECK(minipy_status(b) == 1);
    CHECK(minipy_exec(b, "import builtins; builtins.len = None; int_ = int", "<host>"));
    CHECK(strcmp(minipy_eval(a, "len('abc')"), "3") == 0);

    CHECK(!minipy_exec(a, "def g():\n    1/0\ng()", "<host>"));
    CHECK(strstr(minipy_error(a), "File \"<host>\", line 2, in g") != NULL);
    CHECK(strstr(minipy_error(a), "ZeroDivisionError: division by zero") != NULL);
    CHECK(!minipy_exec(a, "import sys; sys.exit(3)", "<host>") && minipy_status(a) == 3);
    CHECK(!minipy_exec(a, "def (", "<host>") && strstr(minipy_error(a), "SyntaxError") != NULL);
    CHECK(minipy_set(a, "who", "w\xc3\xb6rld") && strcmp(minipy_eval(a, "who.upper()"), "W\xc3\x96RLD") == 0);
    CHECK(minipy_close(a));
    CHECK(minipy_close(b));

    for (int i = 0; i < 200; i++) {
        Minipy *m = minipy_open();
        CHECK(m && strcmp(minipy_eval(m, "sum(i for i in range(100))"), "4950") == 0);
        CHECK(minipy_close(m));
    }
    printf("embed: %s\n", failures ? "failed" : "ok");
    return failures != 0;
}
