/* What every unit test starts with: one suite per file, UNIT_MAIN at its end. */
#pragma once

#include "vm/base/config.h"
#include "vm/base/heap.h"
#include <check.h>
#include <stdlib.h>

/* Runs the tests of a NULL-terminated list in one case. */
static inline int unit_main(const char *name, const TTest *const *tests) {
    Suite *suite = suite_create(name);
    TCase *tcase = tcase_create(name);
    tcase_set_timeout(tcase, 60);
    for (; *tests != NULL; tests++)
        tcase_add_test(tcase, *tests);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

#define UNIT_MAIN(name, ...)                                        \
    int main(void) {                                                \
        heap_init();                                                \
        return unit_main(name, (const TTest *const[]){ __VA_ARGS__, NULL }); \
    }
