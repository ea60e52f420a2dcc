/*
 * Equal rows are found without sorting any: rows are compared by a sum of
 * scrambled site numbers, which does not depend on their order, and those
 * with the same sum are then compared site by site. Filling the columns row
 * by row and the rows column by column leaves both ascending.
 */
#include "siting/cover.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "siting/demand.h"

/* A point, or one band of it, that some site may still cover. */
typedef struct open_row {
    uint64_t hash; /* of the sites that may be chosen */
    uint32_t count; /* of these */
    uint32_t need;
    uint32_t member; /* point * bands + band */
    uint32_t group; /* first of those equal to it, a position of `open` */
    int64_t weight;
} open_row;

typedef struct job {
    const circlet_location *location;
    const ci_side *side;
    const ci_cover_wish *wish;
    ci_cover *cover;
    size_t point_count;
    open_row *open;
    size_t open_count;
    uint32_t *by_hash; /* positions of `open` */
    uint32_t *stamps; /* of each site */
} job;

/* ---- what is asked ----------------------------------------------------- */

static circlet_status check_point(const circlet_location *location,
                                  size_t point, circlet_error *error)
{
    if (location->weights && location->weights[point] < 0)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "demand point %zu has the negative weight %" PRId64,
                       point, location->weights[point]);
    if (location->backup && location->backup[point] == 0)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "demand point %zu asks for cover by 0 sites", point);
    return CIRCLET_OK;
}

static circlet_status check_bands(const circlet_location *location,
                                  circlet_error *error)
{
    const circlet_cover_band *bands = location->bands;

    for (size_t b = 0; bands && b < location->band_count; b++) {
        if (bands[b].share_milli == 0 || bands[b].share_milli > 1000)
            return ci_fail(error, CIRCLET_E_ARGUMENT,
                           "band %zu has a share of %" PRIu32 " thousandths",
                           b, bands[b].share_milli);
        if (b > 0 && (bands[b].cutoff_ms <= bands[b - 1].cutoff_ms ||
                      bands[b].share_milli >= bands[b - 1].share_milli))
            return ci_fail(error, CIRCLET_E_ARGUMENT,
                           "band %zu is not farther or not less than the one "
                           "before it",
                           b);
    }
    return CIRCLET_OK;
}

static circlet_status check_points(const job *work, circlet_error *error)
{
    const circlet_location *location = work->location;
    int64_t factor = work->wish->has_bands && location->bands ? 1000 : 1;
    int64_t total = 0;

    if (work->point_count > UINT32_MAX / work->cover->band_count - 1)
        return ci_fail(error, CIRCLET_E_DATA, "%zu demand points are too many",
                       work->point_count);
    for (size_t i = 0; i < work->point_count; i++) {
        int64_t weight = location->weights ? location->weights[i] : 1;
        circlet_status status = check_point(location, i, error);

        if (status != CIRCLET_OK)
            return status;
        if (weight > INT64_MAX / 4 / factor - total)
            return ci_fail(error, CIRCLET_E_DATA,
                           "demand point %zu makes the sum of weights too "
                           "large",
                           i);
        total += weight;
    }
    return work->wish->has_bands ? check_bands(location, error) : CIRCLET_OK;
}

static uint32_t cutoff_of(const job *work, size_t point, size_t band)
{
    const circlet_location *location = work->location;

    if (work->wish->has_cutoff)
        return work->wish->cutoff_ms;
    if (work->wish->has_bands && location->bands)
        return location->bands[band].cutoff_ms;
    return ci_point_cutoff_ms(location, point);
}

/* What covering the band adds to covering the one after it. */
static int64_t weight_of(const job *work, size_t point, size_t band)
{
    const circlet_location *location = work->location;
    int64_t weight = location->weights ? location->weights[point] : 1;
    uint32_t next = 0;

    if (work->wish->ignores_weights)
        return 1;
    if (!work->wish->has_bands || !location->bands)
        return weight;
    if (band + 1 < location->band_count)
        next = location->bands[band + 1].share_milli;
    return weight * (location->bands[band].share_milli - next);
}

/* The entries of a point within a cutoff come first in its row. */
static const circlet_od_entry *row_within(const job *work, size_t point,
                                          uint32_t cutoff_ms, size_t *count)
{
    const circlet_od_entry *row =
        circlet_od_matrix_row(work->location->reach, point, count);
    size_t low = 0, high = *count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (row[middle].time_ms <= cutoff_ms)
            low = middle + 1;
        else
            high = middle;
    }
    *count = low;
    return row;
}

static const circlet_od_entry *open_entries(const job *work,
                                            const open_row *open,
                                            size_t *count)
{
    size_t bands = work->cover->band_count;
    size_t point = open->member / bands;

    return row_within(work, point,
                      cutoff_of(work, point, open->member % bands), count);
}

static bool is_choosable(const job *work, uint32_t site)
{
    uint8_t state = work->side->states[site];

    return state == CIRCLET_SITE_FREE || state == CIRCLET_SITE_FIXED;
}

/* ---- rows -------------------------------------------------------------- */

/* SplitMix64 (G. Steele, D. Lea and C. Flood, Fast splittable pseudorandom
 * number generators, 2014). */
static uint64_t scramble(uint64_t x)
{
    x += UINT64_C(0x9e3779b97f4a7c15);
    x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
    return x ^ (x >> 31);
}

static void read_row(job *work, size_t point, size_t band)
{
    const circlet_location *location = work->location;
    ci_cover *cover = work->cover;
    open_row row = {.member = (uint32_t)(point * cover->band_count + band)};
    uint32_t need = location->backup ? location->backup[point] : 1;
    uint32_t open_sites = 0;
    size_t count;
    const circlet_od_entry *entries;

    row.weight = weight_of(work, point, band);
    entries = row_within(work, point, cutoff_of(work, point, band), &count);
    for (size_t k = 0; k < count; k++) {
        uint32_t site = entries[k].destination;

        if (is_choosable(work, site)) {
            row.hash += scramble(site);
            row.count++;
        } else if (work->side->states[site] == CIRCLET_SITE_EXISTING) {
            open_sites++;
        }
    }
    if (open_sites >= need) {
        cover->served_weight += row.weight;
        return;
    }
    row.need = need - open_sites;
    if (row.count >= row.need)
        work->open[work->open_count++] = row;
    else if (band + 1 == cover->band_count) {
        cover->unreachable++;
        cover->unreachable_weight +=
            location->weights ? location->weights[point] : 1;
    }
}

static void read_rows(job *work)
{
    const int64_t *weights = work->location->weights;

    for (size_t i = 0; i < work->point_count; i++)
        for (size_t b = 0; b < work->cover->band_count; b++)
            if (!weights || weights[i] > 0)
                read_row(work, i, b);
}

static int compare_keys(const open_row *a, const open_row *b)
{
    if (a->hash != b->hash)
        return a->hash < b->hash ? -1 : 1;
    if (a->count != b->count)
        return a->count < b->count ? -1 : 1;
    return (a->need > b->need) - (a->need < b->need);
}

/* Sorted by key, then member. */
typedef struct keyed_row {
    uint64_t hash;
    uint32_t position;
} keyed_row;

static int compare_keyed(const void *left, const void *right)
{
    const keyed_row *a = left, *b = right;

    if (a->hash != b->hash)
        return a->hash < b->hash ? -1 : 1;
    return (a->position > b->position) - (a->position < b->position);
}

static bool sort_by_hash(job *work)
{
    keyed_row *keyed = calloc(work->open_count + 1, sizeof(*keyed));

    if (!keyed)
        return false;
    for (size_t i = 0; i < work->open_count; i++)
        keyed[i] = (keyed_row){work->open[i].hash, (uint32_t)i};
    qsort(keyed, work->open_count, sizeof(*keyed), compare_keyed);
    for (size_t i = 0; i < work->open_count; i++)
        work->by_hash[i] = keyed[i].position;
    free(keyed);
    return true;
}

static void stamp_sites(job *work, const open_row *open, uint32_t stamp)
{
    size_t count;
    const circlet_od_entry *entries = open_entries(work, open, &count);

    for (size_t k = 0; k < count; k++)
        work->stamps[entries[k].destination] = stamp;
}

static bool is_stamped(const job *work, const open_row *open, uint32_t stamp)
{
    size_t count;
    const circlet_od_entry *entries = open_entries(work, open, &count);

    for (size_t k = 0; k < count; k++)
        if (is_choosable(work, entries[k].destination) &&
            work->stamps[entries[k].destination] != stamp)
            return false;
    return true;
}

/* Gives the rows from `from` on with the key of by_hash[from] their groups;
 * returns where other keys begin. Groups are numbered from 1 as stamps. */
static size_t group_equal(job *work, size_t from, uint32_t *stamp)
{
    const open_row *key = &work->open[work->by_hash[from]];
    size_t end = from;

    while (end < work->open_count &&
           work->open[work->by_hash[end]].hash == key->hash)
        end++;
    for (size_t i = from; i < end; i++)
        work->open[work->by_hash[i]].group = UINT32_MAX;
    for (size_t i = from; i < end; i++) {
        open_row *first = &work->open[work->by_hash[i]];

        if (first->group != UINT32_MAX)
            continue;
        first->group = work->by_hash[i];
        if (i + 1 == end)
            break;
        stamp_sites(work, first, ++*stamp);
        for (size_t k = i + 1; k < end; k++) {
            open_row *other = &work->open[work->by_hash[k]];

            if (other->group == UINT32_MAX &&
                compare_keys(first, other) == 0 &&
                is_stamped(work, other, *stamp))
                other->group = first->group;
        }
    }
    return end;
}

/* ---- columns and rows -------------------------------------------------- */

/* Numbers the groups in the order of their first rows, into `group` of each,
 * and adds up their weights. */
static bool number_rows(job *work)
{
    ci_cover *cover = work->cover;
    uint32_t *row_of = work->by_hash; /* no longer needed as such */
    bool has_needs = false;

    for (size_t i = 0; i < work->open_count; i++) {
        has_needs |= work->open[i].need > 1;
        if (work->open[i].group == i)
            row_of[i] = (uint32_t)cover->row_count++;
    }
    cover->weights = calloc(cover->row_count + 1, sizeof(*cover->weights));
    cover->member_first =
        calloc(cover->row_count + 2, sizeof(*cover->member_first));
    cover->members = calloc(work->open_count + 1, sizeof(*cover->members));
    if (has_needs)
        cover->needs = calloc(cover->row_count + 1, sizeof(*cover->needs));
    if (!cover->weights || !cover->member_first || !cover->members ||
        (has_needs && !cover->needs))
        return false;
    for (size_t i = 0; i < work->open_count; i++) {
        open_row *open = &work->open[i];
        uint32_t row = row_of[open->group];

        cover->weights[row] += open->weight;
        cover->total += open->weight;
        cover->member_first[row + 1]++;
        if (has_needs)
            cover->needs[row] = open->need;
    }
    cover->merged = work->open_count - cover->row_count;
    return true;
}

static void fill_members(job *work)
{
    ci_cover *cover = work->cover;
    size_t sum = 0;

    /* Shifted by one, so that filling leaves the starts in place. */
    for (size_t row = 0; row < cover->row_count; row++) {
        size_t count = cover->member_first[row + 1];

        cover->member_first[row + 1] = sum;
        sum += count;
    }
    for (size_t i = 0; i < work->open_count; i++) {
        uint32_t row = work->by_hash[work->open[i].group];

        cover->members[cover->member_first[row + 1]++] = work->open[i].member;
    }
}

static bool count_entries(job *work)
{
    ci_cover *cover = work->cover;

    cover->site_count = work->side->site_count;
    cover->row_first = calloc(cover->row_count + 2, sizeof(*cover->row_first));
    cover->site_first =
        calloc(cover->site_count + 2, sizeof(*cover->site_first));
    if (!cover->row_first || !cover->site_first)
        return false;
    for (size_t i = 0, row = 0; i < work->open_count; i++) {
        size_t count;
        const circlet_od_entry *entries;

        if (work->open[i].group != i)
            continue;
        entries = open_entries(work, &work->open[i], &count);
        for (size_t k = 0; k < count; k++)
            if (is_choosable(work, entries[k].destination))
                cover->site_first[entries[k].destination + 2]++;
        cover->row_first[row + 1] =
            cover->row_first[row] + work->open[i].count;
        row++;
    }
    for (size_t site = 0; site < cover->site_count; site++)
        cover->site_first[site + 2] += cover->site_first[site + 1];
    cover->entry_count = cover->row_first[cover->row_count];
    cover->rows = calloc(cover->entry_count + 1, sizeof(*cover->rows));
    if (cover->site_count <= CI_NARROW_SITES)
        cover->narrow_sites =
            calloc(cover->entry_count + 1, sizeof(*cover->narrow_sites));
    else
        cover->wide_sites =
            calloc(cover->entry_count + 1, sizeof(*cover->wide_sites));
    return cover->rows && (cover->narrow_sites || cover->wide_sites);
}

/* Starts in site_first are one place ahead until a column is filled. */
static void fill_columns(job *work)
{
    ci_cover *cover = work->cover;

    for (size_t i = 0, row = 0; i < work->open_count; i++) {
        size_t count;
        const circlet_od_entry *entries;

        if (work->open[i].group != i)
            continue;
        entries = open_entries(work, &work->open[i], &count);
        for (size_t k = 0; k < count; k++)
            if (is_choosable(work, entries[k].destination))
                cover->rows[cover->site_first[entries[k].destination + 1]++] =
                    (uint32_t)row;
        row++;
    }
}

static void fill_rows(ci_cover *cover)
{
    size_t *next = cover->row_first; /* moves on, then is put back */

    for (size_t site = 0; site < cover->site_count; site++)
        for (size_t k = cover->site_first[site];
             k < cover->site_first[site + 1]; k++) {
            size_t at = next[cover->rows[k]]++;

            if (cover->narrow_sites)
                cover->narrow_sites[at] = (uint16_t)site;
            else
                cover->wide_sites[at] = (uint32_t)site;
        }
    for (size_t row = cover->row_count; row > 0; row--)
        next[row] = next[row - 1];
    next[0] = 0;
}

static bool make_room(job *work)
{
    size_t rows = work->point_count * work->cover->band_count;

    work->open = calloc(rows + 1, sizeof(*work->open));
    work->by_hash = calloc(rows + 1, sizeof(*work->by_hash));
    work->stamps = calloc(work->side->site_count + 1, sizeof(*work->stamps));
    return work->open && work->by_hash && work->stamps;
}

static bool make_cover(job *work)
{
    uint32_t stamp = 0;

    if (!make_room(work))
        return false;
    read_rows(work);
    if (!sort_by_hash(work))
        return false;
    for (size_t i = 0; i < work->open_count;)
        i = group_equal(work, i, &stamp);
    if (!number_rows(work) || !count_entries(work))
        return false;
    fill_members(work);
    fill_columns(work);
    fill_rows(work->cover);
    return true;
}

circlet_status ci_cover_make(ci_cover *out, const circlet_location *location,
                             const ci_side *side, const ci_cover_wish *wish,
                             circlet_error *error)
{
    ci_cover cover = {.band_count = 1};
    job work = {.location = location, .side = side, .wish = wish};
    circlet_status status;

    if (wish->has_bands && location->bands && location->band_count > 0)
        cover.band_count = location->band_count;
    work.cover = &cover;
    work.point_count = circlet_od_matrix_origin_count(location->reach);
    status = check_points(&work, error);
    if (status == CIRCLET_OK && !make_cover(&work))
        status = ci_fail_nomem(error);
    free(work.open);
    free(work.by_hash);
    free(work.stamps);
    if (status != CIRCLET_OK) {
        ci_cover_clear(&cover);
        return status;
    }
    *out = cover;
    return CIRCLET_OK;
}

void ci_cover_clear(ci_cover *cover)
{
    free(cover->weights);
    free(cover->needs);
    free(cover->row_first);
    free(cover->narrow_sites);
    free(cover->wide_sites);
    free(cover->site_first);
    free(cover->rows);
    free(cover->member_first);
    free(cover->members);
}
