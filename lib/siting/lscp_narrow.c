/* The core problem of A. Caprara, M. Fischetti and P. Toth, A heuristic
 * method for the set covering problem, Operations Research 47 (1999). */
#include "siting/lscp_narrow.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "siting/side.h"

/* A core is wide with so many sites for a row, ... */
#define WIDE 10

/* ... of which so many stay for each row, beside those that it needs, ... */
#define KEPT_OF_ROW 5

/* ... and so many times the number of rows at least. */
#define KEPT_OF_ALL 4

typedef struct ranked {
    double reduced;
    uint32_t site;
} ranked;

bool ci_lscp_is_wide(const ci_lscp_core *core)
{
    return !core->weights && !core->keeps_sites &&
           core->site_count / WIDE > core->row_count;
}

static int by_reduced(const void *a, const void *b)
{
    const ranked *x = a;
    const ranked *y = b;

    if (x->reduced != y->reduced)
        return x->reduced < y->reduced ? -1 : 1;
    return (x->site > y->site) - (x->site < y->site);
}

/* The cheapest sites of the row, one after the other, come back. */
static void keep_row(uint8_t *fates, const ci_lscp_core *core,
                     const double *reduced, size_t row)
{
    size_t begin = core->row_first[row];
    size_t end = core->row_first[row + 1];
    size_t wanted = core->needs[row] + KEPT_OF_ROW;

    for (size_t k = begin; k < end && wanted > 0; k++)
        wanted -= fates[core->row_sites[k]] == CI_OPEN;
    for (; wanted > 0; wanted--) {
        size_t best = end;

        for (size_t k = begin; k < end; k++) {
            uint32_t site = core->row_sites[k];

            if (fates[site] == CI_OUT &&
                (best == end ||
                 reduced[site] < reduced[core->row_sites[best]]))
                best = k;
        }
        if (best == end)
            return;
        fates[core->row_sites[best]] = CI_OPEN;
    }
}

bool ci_lscp_narrow(ci_lscp_core *out, const ci_lscp_core *core,
                    const double *reduced, ci_lscp_marks *marks)
{
    size_t kept = KEPT_OF_ALL * core->row_count;
    ranked *sites = malloc((core->site_count + 1) * sizeof(*sites));

    if (!sites)
        return false;
    for (size_t j = 0; j < core->site_count; j++)
        sites[j] = (ranked){reduced[j], (uint32_t)j};
    qsort(sites, core->site_count, sizeof(*sites), by_reduced);
    memset(marks->fates, CI_OUT, core->site_count);
    for (size_t j = 0; j < core->site_count && j < kept; j++)
        marks->fates[sites[j].site] = CI_OPEN;
    free(sites);
    for (size_t i = 0; i < core->row_count; i++)
        keep_row(marks->fates, core, reduced, i);
    return ci_lscp_core_cut(out, core, marks->fates, NULL);
}
