/* A choice of sites that changes, and its completion. */
#include <stdlib.h>
#include <string.h>

#include "siting/side.h"

bool ci_choice_make(ci_choice *out, const ci_side *side)
{
    ci_choice choice = {.side = side};

    choice.is_chosen = calloc(side->site_count + 1, sizeof(*choice.is_chosen));
    choice.group_counts =
        calloc(side->group_count + 1, sizeof(*choice.group_counts));
    if (side->apart)
        choice.blocked = calloc(side->site_count + 1, sizeof(*choice.blocked));
    if (side->group_count > 0)
        choice.ranked = calloc(side->site_count + 1, sizeof(*choice.ranked));
    if (!choice.is_chosen || !choice.group_counts ||
        (side->apart && !choice.blocked) ||
        (side->group_count > 0 && !choice.ranked)) {
        ci_choice_clear(&choice);
        return false;
    }
    *out = choice;
    ci_choice_reset(out);
    return true;
}

void ci_choice_clear(ci_choice *choice)
{
    free(choice->is_chosen);
    free(choice->group_counts);
    free(choice->blocked);
    free(choice->ranked);
}

void ci_choice_reset(ci_choice *choice)
{
    const ci_side *side = choice->side;

    memset(choice->is_chosen, 0, side->site_count);
    memset(choice->group_counts, 0,
           side->group_count * sizeof(*choice->group_counts));
    if (choice->blocked)
        memset(choice->blocked, 0,
               side->site_count * sizeof(*choice->blocked));
    choice->count = 0;
    choice->cost = 0;
    choice->missing = 0;
    for (size_t g = 0; g < side->group_count; g++)
        choice->missing += side->group_min[g];
    for (size_t site = 0; site < side->site_count; site++) {
        if (side->states[site] == CIRCLET_SITE_EXISTING)
            choice->is_chosen[site] = 1;
        else if (side->states[site] == CIRCLET_SITE_FIXED)
            ci_choice_add(choice, (uint32_t)site);
    }
}

bool ci_choice_copy(ci_choice *to, const ci_choice *from)
{
    const ci_side *side = from->side;

    memcpy(to->is_chosen, from->is_chosen, side->site_count);
    memcpy(to->group_counts, from->group_counts,
           side->group_count * sizeof(*to->group_counts));
    if (from->blocked)
        memcpy(to->blocked, from->blocked,
               side->site_count * sizeof(*to->blocked));
    to->count = from->count;
    to->cost = from->cost;
    to->missing = from->missing;
    return true;
}

static uint32_t group_of(const ci_side *side, uint32_t site)
{
    return side->groups ? side->groups[site] : CIRCLET_NO_GROUP;
}

static void shift_blocked(ci_choice *choice, uint32_t site, uint32_t by)
{
    const ci_side *side = choice->side;

    for (size_t k = side->apart_first[site]; k < side->apart_first[site + 1];
         k++)
        choice->blocked[side->apart[k]] += by;
}

void ci_choice_add(ci_choice *choice, uint32_t site)
{
    const ci_side *side = choice->side;
    uint32_t group = group_of(side, site);

    choice->is_chosen[site] = 1;
    choice->count++;
    choice->cost += side->costs[site];
    if (group != CIRCLET_NO_GROUP &&
        choice->group_counts[group]++ < side->group_min[group])
        choice->missing--;
    if (choice->blocked)
        shift_blocked(choice, site, 1);
}

void ci_choice_drop(ci_choice *choice, uint32_t site)
{
    const ci_side *side = choice->side;
    uint32_t group = group_of(side, site);

    choice->is_chosen[site] = 0;
    choice->count--;
    choice->cost -= side->costs[site];
    if (group != CIRCLET_NO_GROUP &&
        --choice->group_counts[group] < side->group_min[group])
        choice->missing++;
    if (choice->blocked)
        shift_blocked(choice, site, UINT32_MAX); /* one less */
}

/* Whether a site of this group would meet a minimum now. */
static bool is_needed(const ci_choice *choice, uint32_t group)
{
    return group != CIRCLET_NO_GROUP &&
           choice->group_counts[group] < choice->side->group_min[group];
}

bool ci_choice_may_add(const ci_choice *choice, uint32_t site)
{
    const ci_side *side = choice->side;
    uint32_t group = group_of(side, site);

    if (choice->is_chosen[site] || side->states[site] != CIRCLET_SITE_FREE)
        return false;
    if (choice->count + choice->missing + 1 >
        side->p + (is_needed(choice, group) ? 1 : 0))
        return false;
    if (side->is_plain)
        return true;
    if (side->costs[site] > side->budget - choice->cost)
        return false;
    if (group != CIRCLET_NO_GROUP &&
        choice->group_counts[group] >= side->group_max[group])
        return false;
    return !choice->blocked || choice->blocked[site] == 0;
}

bool ci_choice_may_drop(const ci_choice *choice, uint32_t site)
{
    const ci_side *side = choice->side;
    uint32_t group = group_of(side, site);

    return choice->is_chosen[site] &&
           side->states[site] == CIRCLET_SITE_FREE &&
           (group == CIRCLET_NO_GROUP ||
            choice->group_counts[group] > side->group_min[group]);
}

static bool are_apart(const ci_side *side, uint32_t a, uint32_t b)
{
    size_t low = side->apart_first[a], high = side->apart_first[a + 1];

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (side->apart[middle] < b)
            low = middle + 1;
        else
            high = middle;
    }
    return low < side->apart_first[a + 1] && side->apart[low] == b;
}

bool ci_choice_may_swap(const ci_choice *choice, uint32_t out, uint32_t in)
{
    const ci_side *side = choice->side;
    uint32_t from = group_of(side, out), to = group_of(side, in);

    if (!choice->is_chosen[out] || side->states[out] != CIRCLET_SITE_FREE ||
        choice->is_chosen[in] || side->states[in] != CIRCLET_SITE_FREE)
        return false;
    if (side->is_plain)
        return true;
    if (side->costs[in] - side->costs[out] > side->budget - choice->cost)
        return false;
    if (from != to) {
        if (from != CIRCLET_NO_GROUP &&
            choice->group_counts[from] <= side->group_min[from])
            return false;
        if (to != CIRCLET_NO_GROUP &&
            choice->group_counts[to] >= side->group_max[to])
            return false;
    }
    return !choice->blocked || choice->blocked[in] == 0 ||
           (choice->blocked[in] == 1 && are_apart(side, in, out));
}

bool ci_choice_is_allowed(const ci_choice *choice)
{
    const ci_side *side = choice->side;

    if (choice->missing > 0 || choice->count > side->p ||
        choice->cost > side->budget)
        return false;
    for (size_t g = 0; g < side->group_count; g++)
        if (choice->group_counts[g] > side->group_max[g])
            return false;
    for (size_t site = 0; choice->blocked && site < side->site_count; site++)
        if (choice->is_chosen[site] && choice->blocked[site] > 0)
            return false;
    return true;
}

/* ---- completion -------------------------------------------------------- */

typedef struct completion {
    ci_choice *choice;
    ci_ranked_site *order; /* sites that may meet a minimum, best first */
    size_t count;
    size_t steps; /* left */
} completion;

/* By rising key, then position. */
static int compare_ranked(const void *left, const void *right)
{
    const ci_ranked_site *a = left, *b = right;

    if (a->key != b->key)
        return a->key < b->key ? -1 : 1;
    return (a->site > b->site) - (a->site < b->site);
}

static void rank_sites(completion *job, const int64_t *values)
{
    const ci_side *side = job->choice->side;

    for (size_t site = 0; site < side->site_count; site++) {
        uint32_t group = group_of(side, (uint32_t)site);

        if (side->states[site] == CIRCLET_SITE_FREE &&
            group != CIRCLET_NO_GROUP && side->group_min[group] > 0)
            job->order[job->count++] = (ci_ranked_site){
                values ? -values[site] : side->costs[site], (uint32_t)site};
    }
    qsort(job->order, job->count, sizeof(*job->order), compare_ranked);
}

/* The group that is short and has the fewest sites to choose from. */
static uint32_t tightest_group(const completion *job)
{
    const ci_choice *choice = job->choice;
    const ci_side *side = choice->side;
    uint32_t best = CIRCLET_NO_GROUP;
    size_t least = SIZE_MAX;

    for (size_t g = 0; g < side->group_count; g++) {
        size_t room = 0;

        if (!is_needed(choice, (uint32_t)g))
            continue;
        for (size_t i = 0; i < job->count; i++)
            room += side->groups[job->order[i].site] == g &&
                    ci_choice_may_add(choice, job->order[i].site);
        if (room < least) {
            least = room;
            best = (uint32_t)g;
        }
    }
    return best;
}

/* Depth first: every choice of a site for the tightest group. */
static bool search(completion *job, size_t from, uint32_t group)
{
    ci_choice *choice = job->choice;

    if (choice->missing == 0)
        return true;
    if (job->steps == 0)
        return false;
    job->steps--;
    if (group == CIRCLET_NO_GROUP || !is_needed(choice, group)) {
        group = tightest_group(job);
        from = 0;
    }
    for (size_t i = from; i < job->count; i++) {
        uint32_t site = job->order[i].site;

        if (choice->side->groups[site] != group ||
            !ci_choice_may_add(choice, site))
            continue;
        ci_choice_add(choice, site);
        if (search(job, i + 1, group))
            return true;
        ci_choice_drop(choice, site);
        if (job->steps == 0)
            return false;
    }
    return false;
}

bool ci_choice_complete(ci_choice *choice, const int64_t *values, size_t steps,
                        bool *is_proved)
{
    completion job = {
        .choice = choice, .order = choice->ranked, .steps = steps};
    bool is_found;

    *is_proved = false;
    if (choice->missing == 0)
        return true;
    rank_sites(&job, values);
    is_found = search(&job, 0, CIRCLET_NO_GROUP);
    /* Only what was chosen before the call stands in the way of a proof. */
    *is_proved = !is_found && job.steps > 0;
    return is_found;
}
