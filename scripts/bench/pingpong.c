/* Two threads hand a condition variable back and forth, N rounds: microseconds a round. The measure for
 * figures/locks.py, which does the same with threading.Condition. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
static int turn, rounds;

static void *player(void *arg) {
    int me = arg != NULL;
    for (int i = 0; i < rounds; i++) {
        pthread_mutex_lock(&mutex);
        while (turn != me) pthread_cond_wait(&condition, &mutex);
        turn = 1 - me;
        pthread_cond_signal(&condition);
        pthread_mutex_unlock(&mutex);
    }
    return NULL;
}

int main(int argc, char **argv) {
    rounds = argc > 1 ? atoi(argv[1]) : 1000;
    struct timespec from, to;
    pthread_t threads[2];
    clock_gettime(CLOCK_MONOTONIC, &from);
    for (int i = 0; i < 2; i++)
        if (pthread_create(&threads[i], NULL, player, i ? &turn : NULL)) return 1;
    for (int i = 0; i < 2; i++) pthread_join(threads[i], NULL);
    clock_gettime(CLOCK_MONOTONIC, &to);
    printf("%.3f\n", ((double)(to.tv_sec - from.tv_sec) * 1e9 + (double)(to.tv_nsec - from.tv_nsec)) / 1e3 / rounds);
}
