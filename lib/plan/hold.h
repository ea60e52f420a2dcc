/* A plan that holds in a share of the draws: its parts. */
#ifndef CI_PLAN_HOLD_H
#define CI_PLAN_HOLD_H

#include <circlet/hold.h>

#include "plan/donors.h"
#include "plan/drawn_streets.h"
#include "plan/hold_pool.h"
#include "plan/robust.h"

/* All of it while it is made. */
typedef struct ci_hold {
    const circlet_policy *policy;
    const circlet_city *city; /* with the sites that the plan proposes */
    circlet_router *router;
    circlet_travel travel; /* where nothing is in doubt */
    circlet_plan_options options;
    circlet_hold_options asked;
    int year;
    char *rules; /* list of those that buildings mend, which are judged alone
                  */
    char *must_rules; /* those of them that must be */
    uint64_t *seeds; /* of the draws, then of as many others */
    ci_drawn_streets *streets; /* of the draws; NULL: made each time */
    uint32_t *order; /* of the draws: the hardest first */

    ci_hold_pool pool;
    ci_hold_choice plain; /* the plan for what is assumed */
    double bound_cny; /* no plan that does as well as that one costs less */
    circlet_city *plain_city; /* as it leaves it */
    circlet_findings *plain_findings; /* of that */
    circlet_robustness *plain_counted; /* over the draws */
    circlet_robustness *most; /* each draw with what was planned for it */
    ci_hold_choice *of_draws; /* the plain plan and that */
    ci_hold_choice *afresh; /* plans for some draws, with no plan before */
    size_t afresh_count;
    ci_name_map *beyond; /* findings that are not promised */
    ci_arena names;
    uint32_t trials;
} ci_hold;

/* Of a judged city: how many draws of `draws` a finding has to hold in. */
uint32_t ci_hold_need(const ci_hold *hold, uint32_t draws);

/* Whether a finding is one that the plan works on: it must be, and buildings
 * can mend it. */
bool ci_hold_is_asked(const ci_hold *hold, const ci_finding_row *row);

/* ---- judging (hold_judge.c) --------------------------------------------- */

/* One draw of a city. */
typedef struct ci_hold_draw {
    ci_drawn_streets streets; /* its own, if they are not kept */
    const circlet_travel *travel;
    circlet_city *city;
    circlet_findings *findings;
} ci_hold_draw;

/* Draws a city, which is not judged yet; cleared by the caller, after a
 * failure too. `draw`: from 0, the others after those planned for. */
circlet_status ci_hold_draw_city(ci_hold_draw *out, ci_hold *hold,
                                 const circlet_city *city,
                                 const ci_donors *donors, uint32_t draw,
                                 circlet_error *error);
circlet_status ci_hold_draw_judge(ci_hold_draw *draw, ci_hold *hold,
                                  circlet_error *error);
void ci_hold_draw_clear(ci_hold_draw *draw);

/* Judges a city where nothing is in doubt. */
circlet_status ci_hold_judge(circlet_findings **out, ci_hold *hold,
                             const circlet_city *city, circlet_error *error);

/* The city with a choice; NULL in `out`: it cannot be carried out. */
circlet_status ci_hold_apply(circlet_city **out, ci_hold *hold,
                             const ci_hold_choice *choice,
                             circlet_error *error);

/* What comes of a choice in draws from `from` to before `to`; the caller frees
 * it. NULL in `out`: it cannot be carried out. */
circlet_status ci_hold_count(circlet_robustness **out, ci_hold *hold,
                             const ci_hold_choice *choice, uint32_t from,
                             uint32_t to, circlet_error *error);

/* Whether a choice lacks nothing more than the plain plan where nothing is in
 * doubt, and keeps the promise in the draws planned for. */
circlet_status ci_hold_try(bool *is_kept, ci_hold *hold,
                           const ci_hold_choice *choice, circlet_error *error);

/* ---- names of findings (hold_judge.c) ----------------------------------- */

/* What is not promised. CIRCLET_E_NOMEM. */
circlet_status ci_hold_find_beyond(ci_hold *hold,
                                   const circlet_robustness *counted,
                                   circlet_error *error);

/* Whether it is. False in `out` too where it is not asked for. */
circlet_status ci_hold_is_promised(bool *out, const ci_hold *hold,
                                   const ci_finding_row *row,
                                   circlet_error *error);

/* The row of the same finding in another count; NULL: there is none. */
const ci_finding_row *ci_hold_same(const circlet_robustness *in,
                                   const ci_finding_row *row);

/* ---- plans for draws (hold_draws.c) ------------------------------------- */

/* Plans for each draw in which something fails with the plain plan, on top of
 * it, and for some as if there were none, whose actions join the pool. */
circlet_status ci_hold_plan_draws(ci_hold *hold, circlet_error *error);

/* ---- search (hold_search.c) --------------------------------------------- */

/* The cheapest choice found that keeps the promise; before, what is promised
 * is settled. */
circlet_status ci_hold_search(ci_hold_choice *out, ci_hold *hold,
                              circlet_error *error);

/* ---- what is told (hold_tell.c) ----------------------------------------- */

circlet_status ci_hold_tell(circlet_plan **out, ci_hold *hold,
                            const circlet_plan *plain,
                            const ci_hold_choice *choice,
                            circlet_error *error);

/* The figures (hold_figures.c). */
circlet_status ci_hold_make_figures(circlet_holding **out, ci_hold *hold,
                                    const ci_hold_choice *choice,
                                    circlet_error *error);

/* Progress; CIRCLET_E_CANCELLED. */
circlet_status ci_hold_report(const ci_hold *hold, double done,
                              circlet_error *error);

#endif
