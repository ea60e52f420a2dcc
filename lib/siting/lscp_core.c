#include "siting/lscp_core.h"

#include <stdlib.h>
#include <string.h>

#include "siting/side.h"

/* The arrays lie in one block, wide elements first, so that each is aligned
 * and a node of a search costs one allocation. */
static void *carve(unsigned char **at, size_t count, size_t size)
{
    void *here = *at;

    *at += count * size;
    return here;
}

static void carve_all(ci_lscp_core *core, ci_lscp_size size)
{
    unsigned char *at = core->block;

    core->row_first = carve(&at, size.rows + 1, sizeof(size_t));
    core->site_first = carve(&at, size.sites + 1, sizeof(size_t));
    core->costs = carve(&at, size.sites, sizeof(int64_t));
    core->weights = carve(&at, size.has_weights ? size.rows : 0, 8);
    core->duals = carve(&at, size.rows, sizeof(double));
    core->shares = carve(&at, size.sites, sizeof(double));
    core->needs = carve(&at, size.rows, sizeof(uint32_t));
    core->row_names = carve(&at, size.rows, sizeof(uint32_t));
    core->site_names = carve(&at, size.sites, sizeof(uint32_t));
    core->row_sites = carve(&at, size.entries, sizeof(uint32_t));
    core->site_rows = carve(&at, size.entries, sizeof(uint32_t));
    if (!size.has_weights)
        core->weights = NULL;
}

bool ci_lscp_core_make(ci_lscp_core *out, ci_lscp_size size)
{
    size_t bytes;

    if (size.entries > SIZE_MAX / 32 || size.rows > SIZE_MAX / 128 ||
        size.sites > SIZE_MAX / 128)
        return false;
    bytes = (size.rows + size.sites + 2) * sizeof(size_t) +
            2 * (size.sites + size.rows) * 8 +
            (2 * size.rows + size.sites + 2 * size.entries) * 4;
    *out = (ci_lscp_core){.row_count = size.rows,
                          .site_count = size.sites,
                          .entry_count = size.entries,
                          .block = calloc(1, bytes)};
    if (!out->block)
        return false;
    carve_all(out, size);
    return true;
}

void ci_lscp_core_clear(ci_lscp_core *core)
{
    free(core->block);
    *core = (ci_lscp_core){0};
}

void ci_lscp_core_turn(ci_lscp_core *core)
{
    size_t *first = core->site_first;

    memset(first, 0, (core->site_count + 1) * sizeof(*first));
    for (size_t k = 0; k < core->entry_count; k++)
        first[core->row_sites[k] + 1]++;
    for (size_t j = 0; j < core->site_count; j++)
        first[j + 1] += first[j];
    for (size_t i = 0; i < core->row_count; i++)
        for (size_t k = core->row_first[i]; k < core->row_first[i + 1]; k++)
            core->site_rows[first[core->row_sites[k]]++] = (uint32_t)i;
    for (size_t j = core->site_count; j > 0; j--)
        first[j] = first[j - 1];
    first[0] = 0;
}

/* ---- cutting ----------------------------------------------------------- */

/* What is found out before the smaller core is made. */
typedef struct cutting {
    uint32_t *needs; /* of each row, 0: it goes */
    uint32_t *places; /* of each site: whether it stays, then where */
    ci_lscp_size size;
    int64_t target;
    bool is_broken;
    uint32_t broken_row;
} cutting;

/* Decides of a row; with weights, one that is lost asks for nothing. */
static void cut_row(cutting *cut, const ci_lscp_core *core,
                    const uint8_t *fates, size_t row)
{
    uint32_t need = core->needs[row];
    size_t open = 0;

    for (size_t k = core->row_first[row]; k < core->row_first[row + 1]; k++) {
        uint8_t fate = fates[core->row_sites[k]];

        open += fate == CI_OPEN;
        if (fate == CI_IN && need > 0)
            need--;
    }
    if (need == 0 && core->weights)
        cut->target -= core->weights[row];
    if (need > open && core->weights)
        need = 0;
    if (need > open && !cut->is_broken) {
        cut->is_broken = true;
        cut->broken_row = core->row_names[row];
    }
    cut->needs[row] = need;
    cut->size.entries += need > 0 ? open : 0;
    cut->size.rows += need > 0;
}

static void place_sites(cutting *cut, const ci_lscp_core *core,
                        const uint8_t *fates)
{
    for (size_t i = 0; i < core->row_count; i++) {
        if (cut->needs[i] == 0)
            continue;
        for (size_t k = core->row_first[i]; k < core->row_first[i + 1]; k++)
            cut->places[core->row_sites[k]] = 1;
    }
    for (size_t j = 0; j < core->site_count; j++) {
        bool stays =
            fates[j] == CI_OPEN && (core->keeps_sites || cut->places[j] == 1);

        cut->places[j] = stays ? (uint32_t)cut->size.sites++ : UINT32_MAX;
    }
}

static void copy_rows(ci_lscp_core *out, const ci_lscp_core *core,
                      const cutting *cut, const uint8_t *fates)
{
    size_t to = 0;
    size_t entry = 0;

    for (size_t i = 0; i < core->row_count; i++) {
        if (cut->needs[i] == 0)
            continue;
        out->needs[to] = cut->needs[i];
        out->duals[to] = core->duals[i];
        out->row_names[to] = core->row_names[i];
        if (core->weights)
            out->weights[to] = core->weights[i];
        for (size_t k = core->row_first[i]; k < core->row_first[i + 1]; k++) {
            uint32_t j = core->row_sites[k];

            if (fates[j] == CI_OPEN)
                out->row_sites[entry++] = cut->places[j];
        }
        out->row_first[++to] = entry;
    }
}

static void copy_sites(ci_lscp_core *out, const ci_lscp_core *core,
                       const cutting *cut, const uint8_t *fates)
{
    out->base = core->base;
    for (size_t j = 0; j < core->site_count; j++) {
        if (fates[j] == CI_IN)
            out->base += core->costs[j];
        if (cut->places[j] == UINT32_MAX)
            continue;
        out->costs[cut->places[j]] = core->costs[j];
        out->shares[cut->places[j]] = core->shares[j];
        out->site_names[cut->places[j]] = core->site_names[j];
    }
}

static bool cut_made(ci_lscp_core *out, const ci_lscp_core *core, cutting *cut,
                     const uint8_t *fates, const uint8_t *is_dropped)
{
    for (size_t i = 0; i < core->row_count; i++)
        if (!is_dropped || !is_dropped[i])
            cut_row(cut, core, fates, i);
    place_sites(cut, core, fates);
    if (!ci_lscp_core_make(out, cut->size))
        return false;
    out->keeps_sites = core->keeps_sites;
    out->target = cut->target;
    out->is_broken = core->is_broken || cut->is_broken;
    out->broken_row = core->is_broken ? core->broken_row : cut->broken_row;
    copy_rows(out, core, cut, fates);
    copy_sites(out, core, cut, fates);
    ci_lscp_core_turn(out);
    return true;
}

bool ci_lscp_core_cut(ci_lscp_core *out, const ci_lscp_core *core,
                      const uint8_t *fates, const uint8_t *is_dropped)
{
    cutting cut = {.needs = calloc(core->row_count + 1, sizeof(*cut.needs)),
                   .places = calloc(core->site_count + 1, sizeof(*cut.places)),
                   .size = {.has_weights = core->weights != NULL},
                   .target = core->target};
    bool is_made = cut.needs && cut.places &&
                   cut_made(out, core, &cut, fates, is_dropped);

    free(cut.needs);
    free(cut.places);
    return is_made;
}
