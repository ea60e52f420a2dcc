/*
 * A site is as good as another if it covers all rows of that (C. Toregas and
 * C. ReVelle, Binary logic solutions to a class of location problem,
 * Geographical Analysis 5 (1973)). Those of the site's shortest row that are
 * in all of its rows are found row by row, and a few rows from all over the
 * site's list end most of such searches.
 */
#include "siting/mclp_reduce.h"

#include <stdlib.h>
#include <string.h>

#include "base/divisor.h"
#include "siting/mclp_core.h"

/* Steps for each entry of the cover, and at most. */
#define STEPS_AN_ENTRY 16
#define STEPS_MIN ((uint64_t)1 << 20)
#define STEPS_MAX ((uint64_t)100 << 20)

/* Rows among which a short one is looked for. */
#define SHORT_AMONG 64

/* Candidates are looked up one by one in a row that is so many times as
 * long. */
#define LOOK_UP_SHARE 8

/* Above it rows keep sites that nothing chooses: making them anew would take
 * memory and, after time is over, longer than a caller waits. */
#define ENTRIES_MAX ((size_t)4 << 20)

typedef struct job {
    const ci_cover *cover;
    const ci_side *side;
    const circlet_location *location;
    ci_mclp_reduced *out;
    uint32_t *left; /* candidates that cover all rows so far, ascending */
    size_t left_count;
    uint64_t steps, steps_max;
} job;

/* ---- who may stand in -------------------------------------------------- */

static size_t reach_of(const job *work, uint32_t site)
{
    return work->cover->site_first[site + 1] - work->cover->site_first[site];
}

static bool has_minimum(const job *work, uint32_t site)
{
    const circlet_location *location = work->location;
    uint32_t group =
        location->groups ? location->groups[site] : CIRCLET_NO_GROUP;

    return group != CIRCLET_NO_GROUP && location->group_min &&
           location->group_min[group] > 0;
}

/* Whether all that must be apart from `by` must be so from `site`. */
static bool keeps_apart(const job *work, uint32_t site, uint32_t by)
{
    const ci_side *side = work->side;
    size_t k, end;

    if (!side->apart)
        return true;
    k = side->apart_first[site];
    end = side->apart_first[site + 1];
    for (size_t i = side->apart_first[by]; i < side->apart_first[by + 1];
         i++) {
        uint32_t other = side->apart[i];

        while (k < end && side->apart[k] < other)
            k++;
        if (other != site && (k == end || side->apart[k] != other))
            return false;
    }
    return true;
}

/* Whether the limits let `by` take the place of `site` in every choice. */
static bool may_stand_in(const job *work, uint32_t site, uint32_t by)
{
    const uint32_t *groups = work->location->groups;
    uint8_t state = work->side->states[by];

    return by != site && work->out->by[by] == by &&
           (state == CIRCLET_SITE_FREE || state == CIRCLET_SITE_FIXED) &&
           reach_of(work, by) >= reach_of(work, site) &&
           work->side->costs[by] <= work->side->costs[site] &&
           (!groups || groups[by] == groups[site]) &&
           keeps_apart(work, site, by);
}

/* Where a row needs two, both sites may be wanted. */
static bool covers_once(const job *work, uint32_t site)
{
    const ci_cover *cover = work->cover;

    for (size_t k = cover->site_first[site];
         cover->needs && k < cover->site_first[site + 1]; k++)
        if (cover->needs[ci_cover_row(cover, k)] > 1)
            return false;
    return true;
}

/* ---- candidates, row by row -------------------------------------------- */

static size_t length_of(const ci_cover *cover, uint32_t row)
{
    return cover->row_first[row + 1] - cover->row_first[row];
}

/* The first position of a row, from `from` on, whose site is not below. */
static size_t look_up(const job *work, size_t from, size_t end, uint32_t site)
{
    while (from < end) {
        size_t middle = from + (end - from) / 2;

        if (ci_cover_site(work->cover, middle) < site)
            from = middle + 1;
        else
            end = middle;
    }
    return from;
}

/* Candidates that are not in the row go. */
static void keep_of_row(job *work, uint32_t row)
{
    const ci_cover *cover = work->cover;
    size_t at = cover->row_first[row], end = cover->row_first[row + 1];
    size_t length = end - at, kept = 0;
    bool looks_up = work->left_count * LOOK_UP_SHARE < length;

    work->steps += looks_up ? LOOK_UP_SHARE * work->left_count : length;
    for (size_t i = 0; i < work->left_count && at < end; i++) {
        uint32_t site = work->left[i];

        if (looks_up)
            at = look_up(work, at, end, site);
        while (at < end && ci_cover_site(cover, at) < site)
            at++;
        if (at < end && ci_cover_site(cover, at) == site)
            work->left[kept++] = site;
    }
    work->left_count = kept;
}

/* The shortest of some rows of a site. */
static uint32_t short_row(job *work, uint32_t site)
{
    const ci_cover *cover = work->cover;
    size_t count = reach_of(work, site);
    size_t step = count / SHORT_AMONG + 1;
    size_t first = cover->site_first[site];
    uint32_t best = ci_cover_row(cover, first);

    for (size_t i = step; i < count; i += step) {
        uint32_t row = ci_cover_row(cover, first + i);

        if (length_of(cover, row) < length_of(cover, best))
            best = row;
    }
    work->steps += count / step + length_of(cover, best);
    return best;
}

/* The least number from about 0.618 of the count on that is prime to it:
 * steps of so many, modulo the count, meet every row, and soon all parts of
 * the list (D. Knuth, The Art of Computer Programming 3, 6.4). */
static size_t stride_of(size_t count)
{
    size_t stride = count - count / 3 - count / 21;

    while (stride > 1 &&
           ci_common_divisor((int64_t)stride, (int64_t)count) != 1)
        stride--;
    return stride > 0 ? stride : 1;
}

/* The first site that covers all rows of one that covers some; the site
 * itself if there is none, or steps ran out. */
static uint32_t find_better(job *work, uint32_t site)
{
    const ci_cover *cover = work->cover;
    size_t count = reach_of(work, site), at = 0;
    size_t stride = stride_of(count);
    uint32_t row = short_row(work, site);

    work->left_count = 0;
    for (size_t k = cover->row_first[row]; k < cover->row_first[row + 1];
         k++) {
        uint32_t by = ci_cover_site(cover, k);

        if (may_stand_in(work, site, by))
            work->left[work->left_count++] = by;
    }
    for (size_t i = 0; i < count && work->left_count > 0; i++) {
        if (work->steps >= work->steps_max)
            return site;
        keep_of_row(work, ci_cover_row(cover, cover->site_first[site] + at));
        at = (at + stride) % count;
    }
    return work->left_count > 0 ? work->left[0] : site;
}

/* ---- sites ------------------------------------------------------------- */

static void look_at_site(job *work, uint32_t site)
{
    ci_mclp_reduced *out = work->out;
    uint32_t by;

    work->steps++;
    if (reach_of(work, site) == 0) {
        if (!has_minimum(work, site)) {
            out->by[site] = CI_NO_STAND_IN;
            out->out_count++;
        }
        return;
    }
    if (has_minimum(work, site) || !covers_once(work, site))
        return;
    by = find_better(work, site);
    if (by == site)
        return;
    out->by[site] = by;
    out->order[out->order_count++] = site;
    out->out_count++;
}

/* From the last site on, so that of equal ones the first stays. */
static void look_at_sites(job *work, ci_effort *effort)
{
    uint64_t counted = 0;

    for (size_t site = work->side->site_count; site-- > 0;) {
        if (work->side->states[site] == CIRCLET_SITE_FREE)
            look_at_site(work, (uint32_t)site);
        if (work->steps >= work->steps_max ||
            ci_effort_prepare(effort, work->steps - counted, NULL) !=
                CIRCLET_OK)
            return;
        counted = work->steps;
    }
}

static bool arrays_make(job *work)
{
    size_t sites = work->side->site_count + 1;
    ci_mclp_reduced *out = work->out;

    out->by = calloc(sites, sizeof(*out->by));
    out->order = calloc(sites, sizeof(*out->order));
    work->left = calloc(sites, sizeof(*work->left));
    for (size_t site = 0; out->by && site < sites; site++)
        out->by[site] = (uint32_t)site;
    return out->by && out->order && work->left;
}

/* ---- the smaller cover ------------------------------------------------- */

/* The rows of a core are rows of the cover: its members become those of
 * these. */
static bool take_members(ci_cover *made, const ci_cover *cover)
{
    size_t count = cover->member_first[cover->row_count], filled = 0;
    uint32_t *members = calloc(count + 1, sizeof(*members));

    if (!members)
        return false;
    for (size_t row = 0; row < made->row_count; row++) {
        size_t from = made->member_first[row];

        made->member_first[row] = filled;
        for (size_t k = from; k < made->member_first[row + 1]; k++) {
            uint32_t part = made->members[k];

            for (size_t m = cover->member_first[part];
                 m < cover->member_first[part + 1]; m++)
                members[filled++] = cover->members[m];
        }
    }
    made->member_first[made->row_count] = filled;
    free(made->members);
    made->members = members;
    return true;
}

/* The cover without the sites that are out. False: no memory. */
static bool make_smaller(ci_cover *cover, const ci_mclp_reduced *reduced)
{
    size_t sites = cover->site_count;
    uint8_t *free_states = calloc(sites + 1, sizeof(*free_states));
    uint8_t *decided = calloc(sites + 1, sizeof(*decided));
    ci_side side = {.site_count = sites, .states = free_states};
    ci_mclp_core core;
    bool is_made = false;

    for (size_t site = 0; decided && site < sites; site++)
        decided[site] = reduced->by[site] == site ? CI_OPEN : CI_OUT;
    if (free_states && decided &&
        ci_mclp_core_make(&core, cover, &side, decided)) {
        is_made = take_members(&core.cover, cover);
        if (is_made) {
            ci_cover old = *cover;

            core.cover.merged += old.merged;
            core.cover.band_count = old.band_count;
            core.cover.served_weight = old.served_weight;
            core.cover.unreachable = old.unreachable;
            core.cover.unreachable_weight = old.unreachable_weight;
            *cover = core.cover;
            core.cover = old;
        }
        ci_mclp_core_clear(&core);
    }
    free(free_states);
    free(decided);
    return is_made;
}

/* ---- all --------------------------------------------------------------- */

static void forbid_sites(ci_side *side, ci_mclp_reduced *out)
{
    for (size_t site = 0; site < side->site_count; site++) {
        if (out->by[site] != site)
            side->states[site] = CIRCLET_SITE_FORBIDDEN;
        out->stay_count += side->states[site] == CIRCLET_SITE_FREE ||
                           side->states[site] == CIRCLET_SITE_FIXED;
    }
    if (side->p > out->stay_count)
        side->p = out->stay_count;
}

bool ci_mclp_reduce(ci_mclp_reduced *out, ci_cover *cover, ci_side *side,
                    const circlet_location *location, ci_effort *effort)
{
    ci_mclp_reduced reduced = {0};
    job work = {.cover = cover,
                .side = side,
                .location = location,
                .out = &reduced,
                .steps_max = STEPS_MIN + STEPS_AN_ENTRY * cover->entry_count};
    bool is_made = arrays_make(&work);

    if (work.steps_max > STEPS_MAX)
        work.steps_max = STEPS_MAX;
    if (is_made)
        look_at_sites(&work, effort);
    free(work.left);
    if (is_made && reduced.order_count > 0 &&
        cover->entry_count <= ENTRIES_MAX)
        is_made = make_smaller(cover, &reduced);
    if (!is_made) {
        ci_mclp_reduced_clear(&reduced);
        return false;
    }
    forbid_sites(side, &reduced);
    *out = reduced;
    return true;
}

void ci_mclp_reduced_clear(ci_mclp_reduced *reduced)
{
    free(reduced->by);
    free(reduced->order);
    *reduced = (ci_mclp_reduced){0};
}

uint32_t ci_mclp_stand_in(const ci_mclp_reduced *reduced, uint32_t site)
{
    while (reduced->by && site != CI_NO_STAND_IN && reduced->by[site] != site)
        site = reduced->by[site];
    return site;
}

void ci_mclp_reduced_prove(const ci_mclp_reduced *reduced, ci_proof *proof)
{
    for (size_t i = 0; i < reduced->order_count; i++)
        ci_proof_dominated(proof, reduced->order[i],
                           reduced->by[reduced->order[i]]);
}
