/*
 * Solves published p-median and facility location problems:
 *
 *     siting_median SECONDS FILE[:P]...
 *
 * and prints a line for each: name, p, objective, bound, gap in per cent,
 * bound of the root, nodes, seconds of the processor and of the clock.
 * Objectives of points and of facility location are in thousandths.
 */
#include <circlet.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/text.h"
#include "median_instance.h"

static double now(clockid_t clock)
{
    struct timespec time;

    clock_gettime(clock, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

static void print_line(const char *name, size_t p,
                       const circlet_siting *siting, double cpu, double wall)
{
    circlet_siting_report report = circlet_siting_get_report(siting);
    int64_t objective = circlet_siting_objective(siting);
    int64_t bound = circlet_siting_bound(siting);
    char gap[CI_NUMBER_SIZE], used[CI_NUMBER_SIZE], passed[CI_NUMBER_SIZE];

    ci_format_fixed(gap,
                    100.0 * (double)(objective - bound) /
                        (double)(objective > 0 ? objective : 1),
                    4);
    ci_format_fixed(used, cpu, 3);
    ci_format_fixed(passed, wall, 3);
    printf("%s %zu %" PRId64 " %" PRId64 " %s %" PRId64 " %" PRIu64
           " %s %s%s\n",
           name, p, objective, bound, gap, report.root_bound, report.nodes,
           used, passed,
           circlet_siting_proof(siting) == CIRCLET_PROOF_OPTIMAL ? " proved"
                                                                 : "");
    fflush(stdout);
}

static bool solve(const char *given, double seconds)
{
    circlet_location location = CIRCLET_LOCATION_INIT;
    circlet_siting_options options = CIRCLET_SITING_OPTIONS_INIT;
    circlet_siting *siting = NULL;
    circlet_error error = {CIRCLET_OK, ""};
    median_instance instance;
    char path[4096];
    char *colon;
    double cpu, wall;
    circlet_status status;

    snprintf(path, sizeof(path), "%s", given);
    colon = strrchr(path, ':');
    if (colon)
        *colon = '\0';
    if (!median_instance_read(&instance, path)) {
        fprintf(stderr, "%s cannot be read\n", path);
        return false;
    }
    location.reach = instance.reach;
    location.costs = instance.costs;
    location.weights = instance.weights;
    location.p = colon ? (size_t)strtoul(colon + 1, NULL, 10) : instance.p;
    location.has_p = location.p > 0;
    options.time_limit_s = seconds;
    cpu = now(CLOCK_PROCESS_CPUTIME_ID);
    wall = now(CLOCK_MONOTONIC);
    status = circlet_solve(&siting,
                           instance.costs ? CIRCLET_MODEL_FACILITY_LOCATION
                                          : CIRCLET_MODEL_P_MEDIAN,
                           &location, &options, &error);
    if (status == CIRCLET_OK)
        print_line(strrchr(path, '/') ? strrchr(path, '/') + 1 : path,
                   location.p, siting, now(CLOCK_PROCESS_CPUTIME_ID) - cpu,
                   now(CLOCK_MONOTONIC) - wall);
    else
        fprintf(stderr, "%s: %s\n", path, error.message);
    circlet_siting_free(siting);
    median_instance_clear(&instance);
    return status == CIRCLET_OK;
}

int main(int argc, char **argv)
{
    double seconds;
    int failed = 0;

    if (argc < 3 || !ci_parse_double(&seconds, argv[1])) {
        fprintf(stderr, "usage: siting_median SECONDS FILE[:P]...\n");
        return 2;
    }
    for (int i = 2; i < argc; i++)
        failed |= !solve(argv[i], seconds);
    return failed;
}
