/*
 * Reliability branching (T. Achterberg, T. Koch and A. Martin, Branching
 * rules revisited, Operations Research Letters 33 (2005)): sites that were
 * decided before are judged by what that did to the bound, others by a few
 * steps of the bound on either side.
 */
#include "siting/mclp_pick.h"

#include <stdlib.h>

/* Sites that are compared, and how often one is looked at before its falls
 * are believed. */
#define CANDIDATES 16
#define LOOKS_OF_SITE 1

typedef struct candidate {
    uint32_t site;
    double score; /* by its share: undecided, and much depends on it */
} candidate;

bool ci_mclp_pick_is_left(const ci_mclp_branch *branch)
{
    const ci_mclp_walk *walk = &branch->bound->walk;

    return walk->open_count > 0 && walk->p_left >= 1;
}

/* Keeps the list falling; equal ones by position. */
static size_t add_candidate(candidate *list, size_t count, candidate added)
{
    size_t at = count < CANDIDATES ? count : CANDIDATES;

    while (at > 0 && list[at - 1].score < added.score)
        at--;
    if (at == CANDIDATES)
        return count;
    for (size_t i = count < CANDIDATES ? count : CANDIDATES - 1; i > at; i--)
        list[i] = list[i - 1];
    list[at] = added;
    return count < CANDIDATES ? count + 1 : CANDIDATES;
}

static size_t list_candidates(const ci_mclp_branch *branch, candidate *list)
{
    const ci_mclp_walk *walk = &branch->bound->walk;
    size_t count = 0;

    for (size_t i = 0; i < walk->open_count; i++) {
        uint32_t site = walk->open[i];
        double share = walk->y_next[site];

        if (branch->decided[site] != CI_OPEN)
            continue;
        share = share < 0.5 ? share : 1 - share;
        count = add_candidate(
            list, count, (candidate){site, share * walk->totals_next[site]});
    }
    return count;
}

/* ---- falls ------------------------------------------------------------- */

static void note_fall(ci_mclp_branch *branch, uint32_t site, uint8_t how,
                      int64_t fall)
{
    ci_mclp_fall *falls = &branch->falls[site];

    falls->sum[how] += (double)(fall > 0 ? fall : 0);
    falls->count[how]++;
}

void ci_mclp_pick_learn(ci_mclp_branch *branch)
{
    if (branch->born_site == UINT32_MAX)
        return;
    note_fall(branch, branch->born_site, branch->born_how,
              branch->born_value - branch->bound->best_value);
    branch->born_site = UINT32_MAX;
}

/* The bound a few steps after a decision. False: the effort is over. */
static bool look_at_side(ci_mclp_branch *branch, uint32_t site, uint8_t how,
                         int64_t goal)
{
    static const ci_mclp_patience patience = {10, 2, 2, 0};
    ci_mclp_bound *bound = branch->bound;
    size_t mark = branch->trail_count;
    int64_t before = bound->best_value;
    ci_mclp_end end = CI_MCLP_BELOW;

    ci_mclp_branch_decide(branch, site, how);
    if (ci_mclp_bound_begin(bound, branch->decided))
        end = ci_mclp_bound_run(bound, branch->decided, goal, &patience,
                                branch->effort);
    else
        bound->best_value = goal;
    ci_mclp_branch_take_back(branch, mark);
    note_fall(branch, site, how, before - bound->best_value);
    return end != CI_MCLP_OVER;
}

static bool is_known(const ci_mclp_branch *branch, uint32_t site)
{
    const ci_mclp_fall *falls = &branch->falls[site];

    return falls->count[CI_OUT] >= LOOKS_OF_SITE &&
           falls->count[CI_IN] >= LOOKS_OF_SITE;
}

/* Looks at the candidates that nothing is known of. */
static void look_ahead(ci_mclp_branch *branch, const candidate *list,
                       size_t count)
{
    int64_t goal = ci_mclp_goal(branch->bound, branch->search);
    double *place = NULL;
    bool goes_on = true;

    for (size_t i = 0; i < count && goes_on; i++) {
        if (is_known(branch, list[i].site))
            continue;
        if (!place)
            place = ci_mclp_branch_place(branch);
        if (!place)
            return;
        for (uint8_t how = CI_OUT; how <= CI_IN && goes_on; how++) {
            goes_on = look_at_side(branch, list[i].site, how, goal);
            ci_mclp_bound_return(branch->bound, place);
        }
    }
    if (place)
        ci_mclp_walk_decide(&branch->bound->walk, branch->decided);
    free(place);
}

static double mean_fall(const ci_mclp_fall *falls, uint8_t how, double most)
{
    double mean =
        falls->count[how] > 0 ? falls->sum[how] / falls->count[how] : 0;

    return mean < most ? mean : most;
}

uint32_t ci_mclp_pick(ci_mclp_branch *branch)
{
    const ci_mclp_bound *bound = branch->bound;
    candidate list[CANDIDATES];
    size_t count, best = 0;
    double most, worth = -1;

    if (!ci_mclp_pick_is_left(branch))
        return UINT32_MAX;
    count = list_candidates(branch, list);
    if (count == 0)
        return UINT32_MAX;
    if (branch->is_hopeless)
        return list[0].site;
    look_ahead(branch, list, count);
    /* What falls below the goal is no better than what just reaches it. */
    most =
        (double)(bound->best_value - ci_mclp_goal(bound, branch->search) + 1);
    for (size_t i = 0; i < count; i++) {
        const ci_mclp_fall *falls = &branch->falls[list[i].site];
        double score = (mean_fall(falls, CI_OUT, most) + 1e-3 * most) *
                       (mean_fall(falls, CI_IN, most) + 1e-3 * most);

        if (score > worth) {
            worth = score;
            best = i;
        }
    }
    return list[best].site;
}
