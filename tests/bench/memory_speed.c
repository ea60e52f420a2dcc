/*
 * What the machine's memory gives: reading a large array in order by one
 * thread and by two, and reading words at random, each hanging on the one
 * before. Other figures of the benches are held against these.
 *
 *     memory_speed
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/parallel.h"
#include "base/random.h"
#include "graph_file.h"

#define WORDS ((size_t)1 << 26) /* half a gigabyte */
#define PARTS 64
#define ROUNDS 3
#define STEPS 4000000

typedef struct reading {
    const uint64_t *words;
    uint64_t sums[PARTS];
} reading;

static bool read_part(void *user, uint32_t worker, size_t part)
{
    reading *job = user;
    size_t size = WORDS / PARTS;
    uint64_t sum = 0;

    (void)worker;
    for (size_t i = part * size; i < (part + 1) * size; i++)
        sum += job->words[i];
    job->sums[part] = sum;
    return true;
}

static double read_in_order(reading *job, uint32_t threads)
{
    ci_parallel parallel = {threads, read_part, NULL, job};
    double best = 1e9;

    for (int i = 0; i < ROUNDS; i++) {
        double start = bench_seconds();

        ci_parallel_run(&parallel, PARTS);
        if (bench_seconds() - start < best)
            best = bench_seconds() - start;
    }
    return (double)WORDS * sizeof(uint64_t) / best / 1e9;
}

/* One cycle through `count` words (Sattolo 1986), so that nothing can be
 * fetched ahead. */
static double read_at_random(uint64_t *words, size_t count)
{
    ci_random random = ci_random_start(3, "memory");
    uint64_t at = 0;
    double start;

    for (size_t i = 0; i < count; i++)
        words[i] = i;
    for (size_t i = count - 1; i > 0; i--) {
        size_t k = ci_random_below(&random, i);
        uint64_t other = words[i];

        words[i] = words[k];
        words[k] = other;
    }
    start = bench_seconds();
    for (size_t i = 0; i < STEPS; i++)
        at = words[at];
    start = (bench_seconds() - start) / STEPS * 1e9;
    return at < count ? start : 0;
}

int main(void)
{
    static const size_t kib[] = {32, 256, 4096, 65536};
    uint64_t *words = calloc(WORDS, sizeof(*words));
    reading job = {words, {0}};

    if (!words)
        return 1;
    for (size_t i = 0; i < WORDS; i++)
        words[i] = i;
    printf("memory        in order %.1f GB/s, two threads %.1f GB/s\n",
           read_in_order(&job, 1), read_in_order(&job, 2));
    for (size_t i = 0; i < sizeof(kib) / sizeof(kib[0]); i++)
        printf("memory        at random in %zu KiB: %.1f ns\n", kib[i],
               read_at_random(words, kib[i] * 1024 / sizeof(*words)));
    free(words);
    return 0;
}
