/* Hosts with threads: interpreters opened side by side in several, each with Python threads of its own that go on between
 * the host's calls. */
#include "minipy.h"
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static int failures;
#define CHECK(cond) do { if (!(cond)) { printf("%s:%d: %s\n", __FILE__, __LINE__, #cond); failures++; } } while (0)

static const char program[] =
    "import threading\n"
    "lock, total = threading.Lock(), 0\n"
    "def work():\n"
    "    global total\n"
    "    for i in range(2000):\n"
    "        with lock:\n"
    "            total += len([i] * 10)\n"
    "threads = [threading.Thread(target=work) for _ in range(4)]\n"
    "for t in threads: t.start()\n"
    "for t in threads: t.join()\n";

static void *host(void *arg) {
    for (int i = 0; i < 10; i++) {
        Minipy *m = minipy_open();
        CHECK(m != NULL);
        if (!m) break;
        CHECK(minipy_exec(m, program, "<host>"));
        const char *total = minipy_eval(m, "total");
        CHECK(total && strcmp(total, "80000") == 0);
        CHECK(minipy_close(m));
    }
    return arg;
}

/* A thread that was started by one call has done its work when a later one looks, without any call that waits. */
static void between_calls(void) {
    Minipy *m = minipy_open();
    CHECK(minipy_exec(m, "import threading\ndone = False\ndef f():\n    global done\n    done = True\n"
                         "threading.Timer(0.01, f).start()", "<host>"));
    bool done = false;
    for (int i = 0; i < 1000 && !done; i++) {
        usleep(10000);
        done = strcmp(minipy_eval(m, "done"), "True") == 0;
    }
    CHECK(done);
    CHECK(minipy_close(m));
}

int main(void) {
    pthread_t threads[3];
    for (int i = 0; i < 3; i++) CHECK(pthread_create(&threads[i], NULL, host, NULL) == 0);
    between_calls();
    for (int i = 0; i < 3; i++) pthread_join(threads[i], NULL);
    printf("threads: %s\n", failures ? "failed" : "ok");
    return failures != 0;
}
