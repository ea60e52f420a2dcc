/*
 * Rows and sites that a covering problem can do without (C. Toregas and C.
 * ReVelle, Binary logic solutions to a class of location problem,
 * Geographical Analysis 5 (1973)). Most pairs are told apart by a signature
 * of 256 bits, which a subset's is within.
 */
#include "siting/lscp_core.h"

#include <stdlib.h>
#include <string.h>

#include "siting/side.h"

#define SIGN_WORDS 4

/* One side of the problem: lists of rows or of sites. */
typedef struct lists {
    const size_t *first;
    const uint32_t *items;
    size_t count;
    uint64_t *signs;
    uint64_t steps;
} lists;

bool ci_lscp_marks_make(ci_lscp_marks *out, const ci_lscp_core *core)
{
    size_t rows = core->row_count + 1;
    size_t sites = core->site_count + 1;
    size_t larger = rows > sites ? rows : sites;

    *out = (ci_lscp_marks){
        .fates = malloc(sites),
        .is_dropped = malloc(rows),
        .by = malloc(sites * sizeof(*out->by)),
        .forcing = malloc(sites * sizeof(*out->forcing)),
        .signs = malloc(larger * SIGN_WORDS * sizeof(*out->signs))};
    if (out->fates && out->is_dropped && out->by && out->forcing && out->signs)
        return true;
    ci_lscp_marks_clear(out);
    return false;
}

void ci_lscp_marks_clear(ci_lscp_marks *marks)
{
    free(marks->fates);
    free(marks->is_dropped);
    free(marks->by);
    free(marks->forcing);
    free(marks->signs);
    *marks = (ci_lscp_marks){0};
}

void ci_lscp_marks_reset(ci_lscp_marks *marks, const ci_lscp_core *core)
{
    memset(marks->fates, CI_OPEN, core->site_count);
    memset(marks->is_dropped, 0, core->row_count);
    marks->forced = 0;
    marks->dominated_rows = 0;
    marks->dominated_sites = 0;
}

void ci_lscp_find_forced(ci_lscp_marks *marks, const ci_lscp_core *core)
{
    if (core->weights)
        return;
    for (size_t i = 0; i < core->row_count; i++) {
        if (core->row_first[i + 1] - core->row_first[i] > core->needs[i])
            continue;
        for (size_t k = core->row_first[i]; k < core->row_first[i + 1]; k++) {
            uint32_t j = core->row_sites[k];

            if (marks->fates[j] == CI_IN)
                continue;
            marks->fates[j] = CI_IN;
            marks->forcing[j] = (uint32_t)i;
            marks->forced++;
        }
    }
}

/* Multiplicative hashing: D. Knuth, The Art of Computer Programming 3, 6.4. */
static void sign_lists(lists *of)
{
    for (size_t i = 0; i < of->count; i++) {
        uint64_t *sign = &of->signs[i * SIGN_WORDS];

        memset(sign, 0, SIGN_WORDS * sizeof(*sign));
        for (size_t k = of->first[i]; k < of->first[i + 1]; k++) {
            uint32_t bit = (of->items[k] * UINT32_C(2654435761)) >> 24;

            sign[bit / 64] |= UINT64_C(1) << (bit % 64);
        }
    }
    of->steps += of->first[of->count];
}

/* Whether the list `small` lies within the list `large`. */
static bool lies_within(lists *of, size_t small, size_t large)
{
    const uint64_t *a = &of->signs[small * SIGN_WORDS];
    const uint64_t *b = &of->signs[large * SIGN_WORDS];
    size_t k = of->first[large];
    size_t end = of->first[large + 1];

    of->steps++;
    if ((a[0] & ~b[0]) | (a[1] & ~b[1]) | (a[2] & ~b[2]) | (a[3] & ~b[3]))
        return false;
    of->steps += end - k;
    for (size_t i = of->first[small]; i < of->first[small + 1]; i++) {
        while (k < end && of->items[k] < of->items[i])
            k++;
        if (k == end || of->items[k] != of->items[i])
            return false;
    }
    return true;
}

static size_t length(const size_t *first, size_t i)
{
    return first[i + 1] - first[i];
}

/* The item of a list whose own list (in `first`) is the shortest. */
static uint32_t rarest(const lists *of, size_t list, const size_t *first)
{
    uint32_t best = of->items[of->first[list]];

    for (size_t k = of->first[list] + 1; k < of->first[list + 1]; k++)
        if (length(first, of->items[k]) < length(first, best))
            best = of->items[k];
    return best;
}

/* Of two rows with the same sites the one with the larger need stays, or
 * else the first. */
static bool row_serves(const ci_lscp_core *core, lists *rows, size_t by,
                       size_t row)
{
    size_t by_length = length(rows->first, by);
    size_t row_length = length(rows->first, row);

    if (by == row || by_length > row_length ||
        core->needs[by] < core->needs[row])
        return false;
    if (by_length == row_length && core->needs[by] == core->needs[row] &&
        by > row)
        return false;
    return lies_within(rows, by, row);
}

void ci_lscp_find_rows(ci_lscp_marks *marks, const ci_lscp_core *core,
                       uint64_t steps, ci_effort *effort)
{
    lists rows = {core->row_first, core->row_sites, core->row_count,
                  marks->signs, 0};
    uint64_t counted = 0;

    if (core->weights)
        return;
    sign_lists(&rows);
    for (size_t i = 0; i < rows.count && rows.steps < steps; i++) {
        uint32_t site;

        if (marks->is_dropped[i] || length(rows.first, i) == 0)
            continue;
        site = rarest(&rows, i, core->site_first);
        for (size_t k = core->site_first[site]; k < core->site_first[site + 1];
             k++) {
            uint32_t row = core->site_rows[k];

            if (marks->is_dropped[row] || !row_serves(core, &rows, i, row))
                continue;
            marks->is_dropped[row] = 1;
            marks->dominated_rows++;
        }
        if (!ci_effort_spend(effort, rows.steps - counted))
            return;
        counted = rows.steps;
    }
}

/* Where a row needs two, both sites may be wanted. */
static bool needs_one_each(const ci_lscp_core *core, size_t site)
{
    for (size_t k = core->site_first[site]; k < core->site_first[site + 1];
         k++)
        if (core->needs[core->site_rows[k]] > 1)
            return false;
    return true;
}

static bool site_serves(const ci_lscp_core *core, lists *sites, size_t by,
                        size_t site)
{
    size_t by_length = length(sites->first, by);
    size_t site_length = length(sites->first, site);

    if (by == site || by_length < site_length ||
        core->costs[by] > core->costs[site])
        return false;
    if (by_length == site_length && core->costs[by] == core->costs[site] &&
        by > site)
        return false;
    return lies_within(sites, site, by);
}

/* A site that stays and is as good; `site` itself if there is none. */
static size_t better_site(const ci_lscp_marks *marks, const ci_lscp_core *core,
                          lists *sites, size_t site)
{
    uint32_t row = rarest(sites, site, core->row_first);

    for (size_t k = core->row_first[row]; k < core->row_first[row + 1]; k++) {
        uint32_t by = core->row_sites[k];

        if (marks->fates[by] != CI_OUT && site_serves(core, sites, by, site))
            return by;
    }
    return site;
}

/* The site that stays at the end of a chain. */
static uint32_t last_by(const ci_lscp_marks *marks, uint32_t site)
{
    while (marks->fates[site] == CI_OUT && marks->by[site] != site)
        site = marks->by[site];
    return site;
}

void ci_lscp_find_sites(ci_lscp_marks *marks, const ci_lscp_core *core,
                        uint64_t steps, ci_effort *effort)
{
    lists sites = {core->site_first, core->site_rows, core->site_count,
                   marks->signs, 0};
    uint64_t counted = 0;

    sign_lists(&sites);
    for (size_t j = 0; j < sites.count; j++)
        marks->by[j] = (uint32_t)j;
    for (size_t j = 0; j < sites.count && sites.steps < steps; j++) {
        size_t by;

        if (marks->fates[j] != CI_OPEN || length(sites.first, j) == 0 ||
            !needs_one_each(core, j))
            continue;
        by = better_site(marks, core, &sites, j);
        if (by != j) {
            marks->fates[j] = CI_OUT;
            marks->by[j] = (uint32_t)by;
            marks->dominated_sites++;
        }
        if (!ci_effort_spend(effort, sites.steps - counted))
            break;
        counted = sites.steps;
    }
    for (size_t j = 0; j < sites.count; j++)
        if (marks->fates[j] == CI_OUT)
            marks->by[j] = last_by(marks, marks->by[j]);
}
