#include "verify/rows_check.h"

#include <stdlib.h>

#include "verify/limits_check.h"

const circlet_od_entry *ci_check_row_entries(const ci_check_rows *rows,
                                             size_t row, size_t *count)
{
    const circlet_location *location = rows->location;
    size_t point = row / rows->band_count, all, within = 0;
    const circlet_od_entry *entries =
        circlet_od_matrix_row(location->reach, point, &all);
    uint32_t cutoff = ci_cutoff_of(location, point);

    if (rows->has_cutoff)
        cutoff = rows->cutoff_ms;
    else if (rows->has_bands)
        cutoff = location->bands[row % rows->band_count].cutoff_ms;
    while (within < all && entries[within].time_ms <= cutoff)
        within++;
    *count = within;
    return entries;
}

/* Offered sites of a point within any time. */
static uint32_t count_offered(const circlet_location *location, size_t point)
{
    size_t count;
    const circlet_od_entry *entries =
        circlet_od_matrix_row(location->reach, point, &count);
    uint32_t offered = 0;

    for (size_t k = 0; k < count; k++)
        offered += ci_state_of(location, entries[k].destination) !=
                   CIRCLET_SITE_FORBIDDEN;
    return offered;
}

static int64_t row_weight(const ci_check_rows *rows, size_t row)
{
    const circlet_location *location = rows->location;
    size_t point = row / rows->band_count, band = row % rows->band_count;
    int64_t weight = location->weights ? location->weights[point] : 1;
    uint32_t share = 1;

    if (rows->has_bands) {
        share = location->bands[band].share_milli;
        if (band + 1 < location->band_count)
            share -= location->bands[band + 1].share_milli;
    }
    return weight > INT64_MAX / 4000 ? -1 : weight * share;
}

static void read_row(ci_check_rows *rows, size_t row,
                     const uint8_t *is_kept_away)
{
    const circlet_location *location = rows->location;
    size_t point = row / rows->band_count, count;
    const circlet_od_entry *entries = ci_check_row_entries(rows, row, &count);
    uint32_t need = location->backup ? location->backup[point] : 1;
    uint32_t existing = 0, choosable = 0, kept_away = 0, offered;
    int64_t weight = row_weight(rows, row);

    if (weight < 0)
        rows->served.is_lost = true;
    if (weight <= 0)
        return;
    for (size_t k = 0; k < count; k++) {
        uint32_t site = entries[k].destination;
        uint8_t state = ci_state_of(location, site);

        kept_away += is_kept_away[site];
        existing += state == CIRCLET_SITE_EXISTING;
        choosable += state == CIRCLET_SITE_FREE || state == CIRCLET_SITE_FIXED;
    }
    offered = rows->has_cutoff ? count_offered(location, point)
                               : existing + choosable;
    /* What no choice covers is no row unless all must be covered. */
    if (offered < need ||
        (!rows->must_cover && existing + choosable - kept_away < need))
        return;
    if (existing >= need) {
        ci_exact_add(&rows->served, weight);
        return;
    }
    rows->needs[row] = need - existing;
    rows->weights[row] = weight;
}

/* Free sites that must be apart from a fixed or existing one: no choice has
 * them. NULL: no memory. */
static uint8_t *find_kept_away(const circlet_location *location)
{
    size_t sites = circlet_od_matrix_destination_count(location->reach);
    uint8_t *is_kept_away = calloc(sites + 1, sizeof(*is_kept_away));

    for (size_t i = 0; is_kept_away && i < 2 * location->apart_count; i++) {
        uint32_t site = location->apart[i];
        uint8_t other = ci_state_of(location, location->apart[i ^ 1]);

        if (ci_state_of(location, site) == CIRCLET_SITE_FREE &&
            (other == CIRCLET_SITE_FIXED || other == CIRCLET_SITE_EXISTING))
            is_kept_away[site] = 1;
    }
    return is_kept_away;
}

bool ci_check_rows_make(ci_check_rows *out, const circlet_location *location,
                        circlet_model model, bool has_cutoff,
                        uint32_t cutoff_ms)
{
    ci_check_rows rows = {.location = location,
                          .band_count = 1,
                          .has_cutoff = has_cutoff,
                          .cutoff_ms = cutoff_ms};
    uint8_t *is_kept_away = find_kept_away(location);

    rows.must_cover = model == CIRCLET_MODEL_P_CENTER ||
                      (model == CIRCLET_MODEL_LSCP && location->target == 0);
    rows.has_bands = model == CIRCLET_MODEL_MCLP && location->band_count > 0;
    if (rows.has_bands)
        rows.band_count = location->band_count;
    rows.row_count =
        circlet_od_matrix_origin_count(location->reach) * rows.band_count;
    rows.needs = calloc(rows.row_count + 1, sizeof(*rows.needs));
    rows.weights = calloc(rows.row_count + 1, sizeof(*rows.weights));
    if (!rows.needs || !rows.weights || !is_kept_away) {
        ci_check_rows_clear(&rows);
        free(is_kept_away);
        return false;
    }
    for (size_t row = 0; row < rows.row_count; row++)
        read_row(&rows, row, is_kept_away);
    free(is_kept_away);
    *out = rows;
    return true;
}

void ci_check_rows_clear(ci_check_rows *rows)
{
    free(rows->needs);
    free(rows->weights);
}

uint32_t ci_check_row_cover(const ci_check_rows *rows, size_t row,
                            const uint8_t *is_open)
{
    size_t count;
    const circlet_od_entry *entries = ci_check_row_entries(rows, row, &count);
    uint32_t times = 0;

    for (size_t k = 0; k < count; k++)
        times += is_open[entries[k].destination] &&
                 ci_state_of(rows->location, entries[k].destination) !=
                     CIRCLET_SITE_EXISTING;
    return times;
}
