/*
 * Maximal covering on a made town, in memory:
 *
 *     siting_mclp SITES POINTS COVERERS P [SEED [SECONDS]]
 *
 * prints when the first plan within 3 % of the final bound was there, the
 * root bound, the best bound and plan, their gap, and what the coverage
 * takes in memory.
 */
#include <circlet.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "graph_file.h"
#include "location_town.h"
#include "siting/cover.h"

static void print_memory(const circlet_location *location)
{
    ci_side side;
    ci_cover cover;
    ci_cover_wish wish = {0};
    size_t bytes;

    if (ci_side_make(&side, location, NULL) != CIRCLET_OK)
        return;
    if (ci_cover_make(&cover, location, &side, &wish, NULL) == CIRCLET_OK) {
        bytes = cover.entry_count *
                (cover.narrow_sites ? sizeof(uint16_t) : sizeof(uint32_t));
        bytes +=
            cover.entry_count * (cover.narrow_rows ? 3 : sizeof(uint32_t));
        bytes += (cover.row_count + cover.site_count + 2) * sizeof(size_t);
        bytes += cover.row_count * sizeof(int64_t);
        printf("coverage      %zu rows, %zu entries, %.2f bytes an entry "
               "both ways\n",
               cover.row_count, cover.entry_count,
               (double)bytes / (double)(cover.entry_count + 1));
        ci_cover_clear(&cover);
    }
    ci_side_clear(&side);
}

static void print_answer(const circlet_siting *siting, double seconds)
{
    circlet_siting_report report = circlet_siting_get_report(siting);
    static const char *const stops[] = {"proved", "gap",       "time",
                                        "work",   "cancelled", "exhausted"};

    printf("plan          %" PRId64 "\n", circlet_siting_objective(siting));
    printf("root bound    %" PRId64 "\n", report.root_bound);
    printf("best bound    %" PRId64 "\n", circlet_siting_bound(siting));
    printf("gap           %.4f %%, %" PRIu64 " nodes, %" PRIu64
           " steps, ended by %s\n",
           100.0 * circlet_siting_gap(siting), report.nodes, report.work,
           stops[report.stop]);
    printf("solved in     %.2f s\n", seconds);
}

/* The plan of a run that ends early, against the bound of the full one. */
static void print_early(const circlet_location *location, uint64_t seed,
                        int64_t bound)
{
    static const double limits_s[] = {0.05, 0.1, 0.2, 0.5, 1, 2, 3, 4, 5};

    for (size_t i = 0; i < sizeof(limits_s) / sizeof(*limits_s); i++) {
        circlet_siting_options options = CIRCLET_SITING_OPTIONS_INIT;
        circlet_siting *siting = NULL;
        double start = bench_seconds(), gap;

        options.seed = seed;
        options.time_limit_s = limits_s[i];
        /* The time may be over before there is any answer. */
        if (circlet_solve_mclp(&siting, location, &options, NULL) !=
            CIRCLET_OK)
            continue;
        gap = 1.0 - (double)circlet_siting_objective(siting) / (double)bound;
        circlet_siting_free(siting);
        if (gap > 0.03)
            continue;
        printf("within 3 %%    %.2f %% after %.2f s (asked for %.2f s)\n",
               100.0 * gap, bench_seconds() - start, limits_s[i]);
        return;
    }
    printf("within 3 %%    not in %.0f s\n",
           limits_s[sizeof(limits_s) / sizeof(*limits_s) - 1]);
}

static bool run(const location_town *town, size_t p, double seconds)
{
    circlet_location location = CIRCLET_LOCATION_INIT;
    circlet_siting_options options = CIRCLET_SITING_OPTIONS_INIT;
    circlet_od_matrix *reach = NULL;
    circlet_siting *siting = NULL;
    circlet_error error = {CIRCLET_OK, ""};
    double start;

    if (!location_town_matrix(&reach, town))
        return false;
    location.reach = reach;
    location.weights = town->weights;
    location.cutoff_ms = LOCATION_TOWN_CUTOFF_MS;
    location.has_p = true;
    location.p = p;
    options.time_limit_s = seconds;
    print_memory(&location);
    start = bench_seconds();
    if (circlet_solve_mclp(&siting, &location, &options, &error) ==
        CIRCLET_OK) {
        print_answer(siting, bench_seconds() - start);
        print_early(&location, options.seed, circlet_siting_bound(siting));
    } else {
        fprintf(stderr, "siting_mclp: %s\n", error.message);
    }
    circlet_siting_free(siting);
    circlet_od_matrix_free(reach);
    return siting != NULL;
}

int main(int argc, char **argv)
{
    location_town town;
    bool is_solved;

    if (argc < 5) {
        fprintf(stderr, "usage: siting_mclp SITES POINTS COVERERS P [SEED "
                        "[SECONDS]]\n");
        return 1;
    }
    if (!location_town_make(&town, strtoul(argv[1], NULL, 10),
                            strtoul(argv[2], NULL, 10),
                            (double)strtol(argv[3], NULL, 10),
                            argc > 5 ? strtoull(argv[5], NULL, 10) : 1)) {
        fprintf(stderr, "siting_mclp: no memory\n");
        return 1;
    }
    is_solved = run(&town, strtoul(argv[4], NULL, 10),
                    argc > 6 ? (double)strtol(argv[6], NULL, 10) : 120);
    location_town_free(&town);
    return is_solved ? 0 : 1;
}
