/* What starting a program costs in C: posix_spawnp() and waitpid() in a loop; microseconds each.
 * figures/processes.py compares subprocess with it. */
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>

extern char **environ;

static double now(void) {
    struct timespec ts;
    clock_gettime(CLOCK_MONOTONIC, &ts);
    return (double)ts.tv_sec * 1e6 + (double)ts.tv_nsec / 1e3;
}

int main(int argc, char **argv) {
    int n = argc > 1 ? atoi(argv[1]) : 100;
    char *args[] = { "true", NULL };
    double start = now();
    for (int i = 0; i < n; i++) {
        pid_t pid;
        int status;
        if (posix_spawnp(&pid, "true", NULL, NULL, args, environ) || waitpid(pid, &status, 0) < 0 || status) return 1;
    }
    printf("%.1f\n", (now() - start) / n);
    return 0;
}
