/* The benchmark runner: each program under minipy and under CPython, one after the other, several times over.
 * Compares what they print byte for byte; shows medians, ratios and their geometric mean.
 * Needs neither interpreter to be sound: a crash, a hang or a difference is a row of the table, and status 1. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MAX_REPEATS = 100 };

/* What one interpreter did with one program, over all repeats. */
typedef struct {
    double seconds[MAX_REPEATS];
    double rss;           /* largest resident set seen, MB */
    int status;           /* first non-zero wait status, else 0 */
    char *text;           /* what it printed the first time */
    size_t length;
    bool steady;          /* it printed the same every time */
} Result;

typedef struct {
    const char *minipy, *python;
    int repeats, timeout;
} Options;

static double now(void) {
    struct timespec ts;
    clock_gettime(CLOCK_MONOTONIC, &ts);
    return (double)ts.tv_sec + (double)ts.tv_nsec * 1e-9;
}

static void die(const char *what) {
    fprintf(stderr, "bench: %s: %s\n", what, strerror(errno));
    exit(2);
}

static char *read_all(int fd, size_t *length) {
    off_t size = lseek(fd, 0, SEEK_END);
    char *text = malloc((size_t)size + 1);
    if (!text || pread(fd, text, (size_t)size, 0) != size) die("output");
    text[size] = 0;
    *length = (size_t)size;
    return text;
}

/* Standard output goes to a file in memory, so that no reader disturbs the clock. */
static void run_once(char *const argv[], int timeout, int repeat, Result *r) {
    int fd = memfd_create("bench", MFD_CLOEXEC);
    if (fd < 0) die("memfd_create");
    double start = now();
    pid_t pid = fork();
    if (pid < 0) die("fork");
    if (pid == 0) {
        int null = open("/dev/null", O_RDONLY);
        dup2(null, 0);
        dup2(fd, 1);
        alarm((unsigned)timeout);
        execvp(argv[0], argv);
        _exit(127);
    }
    int status;
    struct rusage usage;
    while (wait4(pid, &status, 0, &usage) < 0)
        if (errno != EINTR) die("wait");
    r->seconds[repeat] = now() - start;
    double rss = (double)usage.ru_maxrss / 1024;
    if (rss > r->rss) r->rss = rss;
    if (status && !r->status) r->status = status;
    size_t length;
    char *text = read_all(fd, &length);
    close(fd);
    if (repeat == 0) {
        r->text = text;
        r->length = length;
        r->steady = true;
    } else {
        if (length != r->length || memcmp(text, r->text, length) != 0) r->steady = false;
        free(text);
    }
}

static int by_value(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *v, int n) {
    qsort(v, (size_t)n, sizeof *v, by_value);
    return n % 2 ? v[n / 2] : (v[n / 2 - 1] + v[n / 2]) / 2;
}

/* minipy, CPython, minipy, CPython, ...: slow drifts of the machine meet both. A failure is not repeated. */
static void compare(const Options *o, char *arg1, char *arg2, Result *ours, Result *theirs) {
    memset(ours, 0, sizeof *ours);
    memset(theirs, 0, sizeof *theirs);
    char *mine[] = { (char *)o->minipy, arg1, arg2, NULL }, *other[] = { (char *)o->python, arg1, arg2, NULL };
    int n = 0;
    while (n < o->repeats) {
        run_once(mine, o->timeout, n, ours);
        run_once(other, o->timeout, n, theirs);
        n++;
        if (ours->status || theirs->status) break;
    }
    ours->seconds[0] = median(ours->seconds, n);
    theirs->seconds[0] = median(theirs->seconds, n);
}

static const char *complaint(const Result *r) {
    static char text[64];
    if (WIFSIGNALED(r->status)) {
        if (WTERMSIG(r->status) == SIGALRM) return "took too long";
        snprintf(text, sizeof text, "killed by signal %d", WTERMSIG(r->status));
        return text;
    }
    snprintf(text, sizeof text, "exit status %d", WEXITSTATUS(r->status));
    return text;
}

static const char *base_name(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

/* What went wrong with a row, or NULL. */
static const char *verdict(const Result *ours, const Result *theirs) {
    static char text[96];
    if (ours->status || theirs->status) {
        const Result *bad = ours->status ? ours : theirs;
        snprintf(text, sizeof text, "%s %s", bad == ours ? "minipy" : "python", complaint(bad));
        return text;
    }
    if (!ours->steady || !theirs->steady) return "output changes from run to run";
    if (ours->length != theirs->length || memcmp(ours->text, theirs->text, ours->length) != 0)
        return "outputs differ";
    return NULL;
}

static void forget(Result *r) { free(r->text); }

static int speed_table(const Options *o, int n, char **programs) {
    int bad = 0, counted = 0;
    double logs = 0, worst = INFINITY;
    const char *slowest = "";
    printf("%-20s %10s %10s %8s %10s %10s\n", "program", "minipy s", "python s", "ratio", "minipy MB",
           "python MB");
    for (int i = 0; i < n; i++) {
        Result ours, theirs;
        compare(o, programs[i], NULL, &ours, &theirs);
        const char *wrong = verdict(&ours, &theirs);
        double ratio = theirs.seconds[0] / ours.seconds[0];
        printf("%-20s %10.3f %10.3f ", base_name(programs[i]), ours.seconds[0], theirs.seconds[0]);
        if (wrong) {
            printf("         %s\n", wrong);
            bad++;
        } else {
            printf("%8.2f %10.1f %10.1f\n", ratio, ours.rss, theirs.rss);
            logs += log(ratio);
            counted++;
            if (ratio < worst) {
                worst = ratio;
                slowest = base_name(programs[i]);
            }
        }
        fflush(stdout);
        forget(&ours);
        forget(&theirs);
    }
    if (counted)
        printf("\n%d programs, geometric mean %.2f times CPython's speed; least %.2f (%s)\n",
               counted, exp(logs / counted), worst, slowest);
    if (bad) printf("%d programs failed\n", bad);
    return bad != 0;
}

static void startup(const Options *o) {
    Options many = *o;
    many.repeats = 25;
    Result ours, theirs;
    compare(&many, "-c", "pass", &ours, &theirs);
    printf("%-20s %7.2f ms %7.2f ms %8.2f %10.1f %10.1f%s\n", "-c pass", ours.seconds[0] * 1e3,
           theirs.seconds[0] * 1e3, theirs.seconds[0] / ours.seconds[0], ours.rss, theirs.rss,
           ours.status ? "   minipy failed" : "");
    forget(&ours);
    forget(&theirs);
}

/* Peak memory above that of an empty program: what the data themselves take. */
static int memory_table(const Options *o, int n, char **programs) {
    int bad = 0;
    Options once = *o;
    once.repeats = 1;
    Result ours, theirs;
    compare(&once, "-c", "pass", &ours, &theirs);
    double our_base = ours.rss, their_base = theirs.rss;
    forget(&ours);
    forget(&theirs);
    printf("%-20s %10s %10s %8s\n", "peak memory", "minipy MB", "python MB", "ratio");
    for (int i = 0; i < n; i++) {
        compare(&once, programs[i], NULL, &ours, &theirs);
        const char *wrong = verdict(&ours, &theirs);
        double mine = ours.rss - our_base, other = theirs.rss - their_base;
        printf("%-20s %10.1f %10.1f %8.2f   %s\n", base_name(programs[i]), mine, other, mine / other,
               wrong ? wrong : "");
        fflush(stdout);
        bad += wrong != NULL;
        forget(&ours);
        forget(&theirs);
    }
    return bad != 0;
}

/* Programs that measure themselves and print `name<tab>value` lines: shown side by side. */
static int figures_table(const Options *o, int n, char **programs) {
    int bad = 0;
    Options once = *o;
    once.repeats = 1;
    printf("%-44s %14s %14s\n", "figure", "minipy", "python");
    for (int i = 0; i < n; i++) {
        Result ours, theirs;
        compare(&once, programs[i], NULL, &ours, &theirs);
        if (ours.status) {
            printf("%-44s minipy %s\n", base_name(programs[i]), complaint(&ours));
            bad++;
        }
        char *a = ours.text, *b = theirs.text;
        while (*b || *a) {
            char *line = *b ? b : a;
            int name = (int)strcspn(line, "\t\n");
            int mine = (int)strcspn(a, "\n"), other = (int)strcspn(b, "\n");
            int mine_at = (int)strcspn(a, "\t\n"), other_at = (int)strcspn(b, "\t\n");
            if (mine_at < mine) mine_at++;
            if (other_at < other) other_at++;
            printf("%-44.*s %14.*s %14.*s\n", name, line, mine - mine_at, a + mine_at,
                   other - other_at, b + other_at);
            a += mine + (a[mine] == '\n');
            b += other + (b[other] == '\n');
        }
        fflush(stdout);
        forget(&ours);
        forget(&theirs);
    }
    return bad != 0;
}

static void usage(void) {
    fputs("usage: bench [-m minipy] [-p python] [-n repeats] [-t seconds] [-s | -r | -f] program.py ...\n"
          "  default: times and outputs; -s: start-up; -r: peak memory; -f: the programs' own figures\n", stderr);
    exit(2);
}

int main(int argc, char **argv) {
    Options o = { "build/minipy", "python3", 5, 60 };
    int option, mode = 't';
    while ((option = getopt(argc, argv, "m:p:n:t:srf")) != -1) {
        switch (option) {
        case 'm': o.minipy = optarg; break;
        case 'p': o.python = optarg; break;
        case 'n': o.repeats = atoi(optarg); break;
        case 't': o.timeout = atoi(optarg); break;
        case 's': case 'r': case 'f': mode = option; break;
        default: usage();
        }
    }
    if (o.repeats < 1 || o.repeats > MAX_REPEATS || o.timeout < 1) usage();
    setenv("PYTHONHASHSEED", "0", 1);
    setenv("PYTHONDONTWRITEBYTECODE", "1", 1);
    int n = argc - optind;
    char **programs = argv + optind;
    if (mode == 's') return startup(&o), 0;
    if (mode == 'r') return memory_table(&o, n, programs);
    if (mode == 'f') return figures_table(&o, n, programs);
    return speed_table(&o, n, programs);
}
