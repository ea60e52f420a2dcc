/*
 * Set covering in memory: siting_lscp LIMIT_S scp FILE (OR-Library), LIMIT_S
 * rail FILE (a column a line), LIMIT_S town SITES POINTS COVERERS [SEED]. One
 * line: objective, bound, gap, bound at the root, nodes, processor seconds.
 * WORK=STEPS in the environment limits the steps instead of, or beside, the
 * seconds (0: none).
 *
 * Where it stands, plan [bound] in 60 processor seconds: town 1000 10000 50 of
 * the seeds 1, 2, 3: 28 [27], 32 [31], 30 [29], the plans within the first two
 * seconds (an exchange takes 10 us), so that nearly all of the time is the
 * tree's, for the bound (seed 2: after 52 s, seed 3: after 20 s). rail507: 175
 * [173], its plan after WORK=1000000000. scpnre1: 29 [27].
 */
#include <circlet/siting.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "location_town.h"

typedef struct problem {
    size_t points, sites;
    int64_t *costs; /* NULL: 1 each */
    size_t *first;
    circlet_od_entry *entries;
    circlet_od_matrix *reach;
} problem;

static bool next_number(FILE *file, long *out)
{
    return fscanf(file, "%ld", out) == 1;
}

/* Rows of the file are demand points. */
static bool read_scp(problem *out, FILE *file)
{
    long rows, sites, number, count;
    size_t used = 0;
    size_t room = 0;

    if (!next_number(file, &rows) || !next_number(file, &sites))
        return false;
    out->points = (size_t)rows;
    out->sites = (size_t)sites;
    out->costs = calloc(out->sites, sizeof(*out->costs));
    out->first = calloc(out->points + 1, sizeof(*out->first));
    for (size_t j = 0; j < out->sites; j++) {
        if (!out->costs || !next_number(file, &number))
            return false;
        out->costs[j] = number;
    }
    for (size_t i = 0; out->first && i < out->points; i++) {
        if (!next_number(file, &count))
            return false;
        for (; count > 0; count--) {
            if (used == room) {
                room = 2 * room + 1000;
                out->entries =
                    realloc(out->entries, room * sizeof(*out->entries));
            }
            if (!out->entries || !next_number(file, &number))
                return false;
            out->entries[used++] =
                (circlet_od_entry){(uint32_t)(number - 1), 1};
        }
        out->first[i + 1] = used;
    }
    return out->first != NULL;
}

/* Pairs of row and column become rows. */
static bool turn(problem *out, const uint32_t *rows, const uint32_t *columns,
                 size_t count)
{
    size_t *at;

    out->first = calloc(out->points + 2, sizeof(*out->first));
    out->entries = calloc(count + 1, sizeof(*out->entries));
    if (!out->first || !out->entries)
        return false;
    at = out->first + 1;
    for (size_t k = 0; k < count; k++)
        if (rows[k] + 1 < out->points)
            at[rows[k] + 1]++;
    for (size_t i = 1; i < out->points; i++)
        at[i] += at[i - 1];
    for (size_t k = 0; k < count; k++)
        out->entries[at[rows[k]]++] = (circlet_od_entry){columns[k], 1};
    return true;
}

static bool read_rail(problem *out, FILE *file)
{
    const size_t most = (size_t)1 << 22;
    uint32_t *rows = calloc(most, sizeof(*rows));
    uint32_t *columns = calloc(most, sizeof(*columns));
    long cost, count, row;
    size_t used = 0;
    bool is_read = rows && columns;

    out->costs = calloc(most, sizeof(*out->costs));
    while (is_read && out->costs && out->sites < most &&
           next_number(file, &cost) && next_number(file, &count)) {
        out->costs[out->sites] = cost;
        for (; count > 0 && used < most && next_number(file, &row); count--) {
            rows[used] = (uint32_t)(row - 1);
            columns[used++] = (uint32_t)out->sites;
            if ((size_t)row > out->points)
                out->points = (size_t)row;
        }
        out->sites++;
    }
    is_read = is_read && out->costs && turn(out, rows, columns, used);
    free(rows);
    free(columns);
    return is_read;
}

static bool make_town(problem *out, char **words, uint64_t seed)
{
    location_town town;
    bool is_made;

    if (!location_town_make(&town, strtoul(words[0], NULL, 10),
                            strtoul(words[1], NULL, 10),
                            (double)strtol(words[2], NULL, 10), seed))
        return false;
    is_made = location_town_matrix(&out->reach, &town);
    location_town_free(&town);
    return is_made;
}

static bool make_problem(problem *out, int count, char **words)
{
    circlet_error error;
    bool is_read = false;
    FILE *file;

    if (strcmp(words[2], "town") == 0)
        return (count == 6 || count == 7) &&
               make_town(out, words + 3,
                         count == 7 ? strtoull(words[6], NULL, 10) : 1);
    file = fopen(words[3], "r");
    if (!file)
        return false;
    if (strcmp(words[2], "scp") == 0)
        is_read = read_scp(out, file);
    else if (strcmp(words[2], "rail") == 0)
        is_read = read_rail(out, file);
    fclose(file);
    return is_read && circlet_od_matrix_new(
                          &out->reach, out->points, out->sites, out->first,
                          out->entries, &error) == CIRCLET_OK;
}

static int solve(const problem *of, const char *name, double limit_s)
{
    circlet_location location = CIRCLET_LOCATION_INIT;
    circlet_siting_options options = CIRCLET_SITING_OPTIONS_INIT;
    circlet_siting *siting = NULL;
    circlet_siting_report report;
    circlet_error error;
    const char *work = getenv("WORK");
    clock_t start = clock();

    location.reach = of->reach;
    location.costs = of->costs;
    location.cutoff_ms = LOCATION_TOWN_CUTOFF_MS;
    options.time_limit_s = limit_s;
    options.work_limit = work ? strtoull(work, NULL, 10) : 0;
    if (circlet_solve_lscp(&siting, &location, &options, &error) !=
        CIRCLET_OK) {
        fprintf(stderr, "siting_lscp: %s\n", error.message);
        return 1;
    }
    report = circlet_siting_get_report(siting);
    printf("%s objective %" PRId64 " bound %" PRId64 " gap %.2f %% root "
           "%" PRId64 " nodes %" PRIu64 " cpu %.2f s\n",
           name, circlet_siting_objective(siting),
           circlet_siting_bound(siting), 100.0 * circlet_siting_gap(siting),
           report.root_bound, report.nodes,
           (double)(clock() - start) / CLOCKS_PER_SEC);
    circlet_siting_free(siting);
    return 0;
}

int main(int count, char **words)
{
    problem made = {0};
    int status = 2;

    if (count < 4 || !make_problem(&made, count, words))
        fprintf(stderr, "usage: siting_lscp LIMIT_S scp|rail FILE | "
                        "town SITES POINTS COVERERS [SEED]\n");
    else
        status = solve(&made, words[3], (double)strtol(words[1], NULL, 10));
    circlet_od_matrix_free(made.reach);
    free(made.costs);
    free(made.first);
    free(made.entries);
    return status;
}
