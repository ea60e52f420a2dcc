/* Published p-median and facility location problems, as arrays. */
#ifndef TESTS_BENCH_MEDIAN_INSTANCE_H
#define TESTS_BENCH_MEDIAN_INSTANCE_H

#include <stdbool.h>

#include <circlet.h>

typedef struct median_instance {
    circlet_od_matrix *reach;
    int64_t *costs; /* NULL: a p-median */
    int64_t *weights; /* NULL: 1 each */
    size_t p; /* of the file; 0: it has none */
    double unit; /* objective per unit of the file */
} median_instance;

/*
 * Reads OR-Library's pmed (times are shortest ways) and uflp (in
 * thousandths), or points of TSPLIB (straight lines in thousandths, rounded),
 * by the name: pmed*, cap*, *.tsp. False: it is none, or memory ran out.
 */
bool median_instance_read(median_instance *out, const char *path);
void median_instance_clear(median_instance *instance);

#endif
