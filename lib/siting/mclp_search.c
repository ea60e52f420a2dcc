#include "siting/mclp_search.h"

#include <stdlib.h>
#include <string.h>

/* Below every gain; two of it still fit. */
#define FAR_BELOW (INT64_C(1) << 61)

/* More overlaps are not kept but counted when they are asked for. */
#define OVERLAPS_MAX ((size_t)24 << 20)

/* The sites near one are listed where its rows have not more entries than
 * so many times all sites: else looking at all sites costs little beside the
 * moves. */
#define NEAR_SHARE 16

#define NO_SLOT UINT32_MAX

/* ---- rows -------------------------------------------------------------- */

/* Adds `by` to the sites of a row. */
static void shift_sites(const ci_cover *cover, uint32_t row, int64_t by,
                        int64_t *sums)
{
    size_t from = cover->row_first[row], end = cover->row_first[row + 1];

    if (cover->narrow_sites)
        for (size_t k = from; k < end; k++)
            sums[cover->narrow_sites[k]] += by;
    else
        for (size_t k = from; k < end; k++)
            sums[cover->wide_sites[k]] += by;
}

static size_t row_length(const ci_cover *cover, uint32_t row)
{
    return cover->row_first[row + 1] - cover->row_first[row];
}

/* A chosen site of a row loses or wins `by` if it goes, less where another
 * site of the row comes for it. */
static void shift_owner(ci_mclp_search *search, uint32_t row, uint32_t owner,
                        int64_t loss, int64_t overlap)
{
    search->losses[owner] += loss;
    if (search->overlaps)
        shift_sites(search->cover, row, overlap,
                    search->overlaps + (size_t)search->slot_of[owner] *
                                           search->cover->site_count);
}

static void shift_owners(ci_mclp_search *search, uint32_t row, int64_t loss,
                         int64_t overlap)
{
    const ci_cover *cover = search->cover;

    for (size_t k = cover->row_first[row]; k < cover->row_first[row + 1];
         k++) {
        uint32_t site = ci_cover_site(cover, k);

        if (search->slot_of[site] != NO_SLOT)
            shift_owner(search, row, site, loss, overlap);
    }
}

/* What a row says of gains, losses and overlaps, put in (+ 1) or taken out
 * (- 1); returns the entries touched. */
static size_t shift_row(ci_mclp_search *search, uint32_t row, int sign)
{
    const ci_cover *cover = search->cover;
    uint32_t count = search->counts[row], need = ci_cover_need(cover, row);
    int64_t weight = sign * cover->weights[row];

    if (count + 1 == need) {
        shift_sites(cover, row, weight, search->gains);
        if (need > 1)
            shift_owners(search, row, 0, -weight);
    } else if (count == need) {
        if (search->owners)
            shift_owner(search, row, search->owners[row], weight, weight);
        else
            shift_owners(search, row, weight, weight);
    } else {
        return 1;
    }
    return row_length(cover, row);
}

/* ---- sites ------------------------------------------------------------- */

/* Changes the count of every row of a site; its slot is that of a chosen
 * site after (or before) the change. */
static size_t move_rows(ci_mclp_search *search, uint32_t site, uint32_t slot,
                        bool comes)
{
    const ci_cover *cover = search->cover;
    size_t touched = 0;

    for (size_t k = cover->site_first[site]; k < cover->site_first[site + 1];
         k++) {
        uint32_t row = ci_cover_row(cover, k),
                 need = ci_cover_need(cover, row);

        search->slot_of[site] = comes ? NO_SLOT : slot;
        touched += shift_row(search, row, -1);
        if (search->owners)
            search->owners[row] ^= site;
        if (comes && ++search->counts[row] == need)
            search->value += cover->weights[row];
        if (!comes && search->counts[row]-- == need)
            search->value -= cover->weights[row];
        search->slot_of[site] = comes ? slot : NO_SLOT;
        touched += shift_row(search, row, 1);
    }
    search->slot_of[site] = comes ? slot : NO_SLOT;
    return touched;
}

/* Lists the sites that share a row with one: `list` has room for all. */
static void list_near(ci_mclp_search *search, uint32_t site, uint32_t *list)
{
    const ci_cover *cover = search->cover;
    uint32_t stamp = ++search->near_stamp;

    for (size_t k = cover->site_first[site]; k < cover->site_first[site + 1];
         k++)
        for (size_t i = cover->row_first[ci_cover_row(cover, k)];
             i < cover->row_first[ci_cover_row(cover, k) + 1]; i++) {
            uint32_t other = ci_cover_site(cover, i);

            if (search->near_stamps[other] == stamp)
                continue;
            search->near_stamps[other] = stamp;
            list[++*list] = other;
        }
}

/* Where no memory is left there is no list, and all sites are looked at. */
static void note_near(ci_mclp_search *search, uint32_t site)
{
    const ci_cover *cover = search->cover;
    size_t entries = 0;
    uint32_t *list, *fitted;

    for (size_t k = cover->site_first[site]; k < cover->site_first[site + 1];
         k++)
        entries += row_length(cover, ci_cover_row(cover, k));
    if (entries > NEAR_SHARE * cover->site_count)
        return;
    list = malloc((cover->site_count + 1) * sizeof(*list));
    if (!list)
        return;
    list[0] = 0;
    list_near(search, site, list);
    ci_effort_spend(search->effort, entries);
    fitted = realloc(list, ((size_t)list[0] + 1) * sizeof(*list));
    search->near[site] = fitted ? fitted : list;
}

void ci_mclp_search_add(ci_mclp_search *search, uint32_t site)
{
    uint32_t slot = (uint32_t)search->slot_count++;
    size_t sites = search->cover->site_count;

    search->slots[slot] = site;
    search->losses[site] = 0;
    if (search->overlaps)
        memset(search->overlaps + slot * sites, 0,
               sites * sizeof(*search->overlaps));
    ci_choice_add(&search->choice, site);
    /* With needs a row may lie between: it has to know of its new owner. */
    ci_effort_spend(search->effort, move_rows(search, site, slot, true));
    search->gains[site] -= FAR_BELOW;
    if (search->near && !search->near[site])
        note_near(search, site);
}

void ci_mclp_search_drop(ci_mclp_search *search, uint32_t site)
{
    uint32_t slot = search->slot_of[site];
    uint32_t last = (uint32_t)--search->slot_count;
    size_t sites = search->cover->site_count;

    ci_choice_drop(&search->choice, site);
    ci_effort_spend(search->effort, move_rows(search, site, slot, false));
    search->losses[site] = 0;
    search->gains[site] += FAR_BELOW;
    if (slot == last)
        return;
    search->slots[slot] = search->slots[last];
    search->slot_of[search->slots[slot]] = slot;
    if (search->overlaps)
        memcpy(search->overlaps + slot * sites,
               search->overlaps + last * sites,
               sites * sizeof(*search->overlaps));
}

void ci_mclp_search_set(ci_mclp_search *search, const uint8_t *is_chosen)
{
    const ci_side *side = search->side;

    for (size_t i = search->slot_count; i-- > 0;)
        if (!is_chosen[search->slots[i]])
            ci_mclp_search_drop(search, search->slots[i]);
    for (size_t site = 0; site < side->site_count; site++)
        if (is_chosen[site] && side->states[site] != CIRCLET_SITE_EXISTING &&
            search->slot_of[site] == NO_SLOT)
            ci_mclp_search_add(search, (uint32_t)site);
}

void ci_mclp_search_recall(ci_mclp_search *search)
{
    ci_mclp_search_set(search, search->best);
}

bool ci_mclp_search_note(ci_mclp_search *search)
{
    if (search->has_best && search->value <= search->best_value)
        return false;
    if (!ci_choice_is_allowed(&search->choice))
        return false;
    search->has_best = true;
    search->best_value = search->value;
    memcpy(search->best, search->choice.is_chosen, search->side->site_count);
    return true;
}

/* What a choice covers, row by row. False: no memory. */
static bool weigh(const ci_mclp_search *search, const uint8_t *is_chosen,
                  int64_t *value)
{
    const ci_cover *cover = search->cover;
    uint32_t *counts = calloc(cover->row_count + 1, sizeof(*counts));

    if (!counts)
        return false;
    *value = 0;
    for (size_t site = 0; site < cover->site_count; site++) {
        if (!is_chosen[site])
            continue;
        for (size_t k = cover->site_first[site];
             k < cover->site_first[site + 1]; k++) {
            uint32_t row = ci_cover_row(cover, k);

            if (++counts[row] == ci_cover_need(cover, row))
                *value += cover->weights[row];
        }
    }
    free(counts);
    return true;
}

bool ci_mclp_search_claim(ci_mclp_search *search, const uint8_t *is_chosen)
{
    int64_t value;

    if (!weigh(search, is_chosen, &value) ||
        (search->has_best && value <= search->best_value))
        return false;
    search->has_best = true;
    search->best_value = value;
    memcpy(search->best, is_chosen, search->side->site_count);
    return true;
}

/* ---- made and cleared -------------------------------------------------- */

/* The empty choice: every row of need 1 is a gain for its sites. */
static void start(ci_mclp_search *search)
{
    const ci_cover *cover = search->cover;
    const ci_side *side = search->side;

    for (size_t site = 0; site < side->site_count; site++) {
        search->slot_of[site] = NO_SLOT;
        if (side->states[site] == CIRCLET_SITE_EXISTING ||
            side->states[site] == CIRCLET_SITE_FORBIDDEN)
            search->gains[site] = -FAR_BELOW;
    }
    for (size_t row = 0; row < cover->row_count; row++)
        shift_row(search, (uint32_t)row, 1);
    ci_choice_reset(&search->choice);
    for (size_t site = 0; site < side->site_count; site++)
        if (side->states[site] == CIRCLET_SITE_FIXED) {
            /* The choice has it already. */
            ci_choice_drop(&search->choice, (uint32_t)site);
            ci_mclp_search_add(search, (uint32_t)site);
        }
}

bool ci_mclp_search_make(ci_mclp_search *out, const ci_cover *cover,
                         const ci_side *side, ci_effort *effort)
{
    size_t sites = side->site_count, room = side->p + 1;
    ci_mclp_search made = {
        .cover = cover,
        .side = side,
        .effort = effort,
        .slot_room = room,
        .random = ci_random_start(effort->options.seed, "maximal covering")};
    bool has_choice = ci_choice_make(&made.choice, side);

    made.counts = calloc(cover->row_count + 1, sizeof(*made.counts));
    if (!cover->needs)
        made.owners = calloc(cover->row_count + 1, sizeof(*made.owners));
    made.gains = calloc(sites + 1, sizeof(*made.gains));
    made.losses = calloc(sites + 1, sizeof(*made.losses));
    made.slots = calloc(room, sizeof(*made.slots));
    made.slot_of = calloc(sites + 1, sizeof(*made.slot_of));
    made.around = calloc(room, sizeof(*made.around));
    made.tabu = calloc(sites + 1, sizeof(*made.tabu));
    made.best = calloc(sites + 1, sizeof(*made.best));
    if (sites > 0 && room <= OVERLAPS_MAX / sites)
        made.overlaps = calloc(room * sites, sizeof(*made.overlaps));
    /* Of other covers an exchange may bring less than its parts do. */
    if (made.overlaps && !cover->needs && side->is_plain) {
        made.near = calloc(sites + 1, sizeof(*made.near));
        made.near_stamps = calloc(sites + 1, sizeof(*made.near_stamps));
        if (!made.near_stamps) {
            free(made.near);
            made.near = NULL;
        }
    }
    if (!has_choice || !made.counts || (!cover->needs && !made.owners) ||
        !made.gains || !made.losses || !made.slots || !made.slot_of ||
        !made.around || !made.tabu || !made.best) {
        ci_mclp_search_clear(&made);
        return false;
    }
    *out = made;
    start(out);
    return true;
}

void ci_mclp_search_clear(ci_mclp_search *search)
{
    for (size_t site = 0; search->near && site < search->side->site_count;
         site++)
        free(search->near[site]);
    free(search->near);
    free(search->near_stamps);
    ci_choice_clear(&search->choice);
    free(search->counts);
    free(search->owners);
    free(search->gains);
    free(search->losses);
    free(search->slots);
    free(search->slot_of);
    free(search->overlaps);
    free(search->around);
    free(search->tabu);
    free(search->best);
}
