/* Which limit leaves a set covering problem without a plan: the problem is
 * solved again without it. */
#include "siting/lscp.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/error.h"
#include "siting/demand.h"

/* Steps of work beyond those of the search that found no plan: a message is
 * not worth more. */
#define WORK_MORE 1000000000

typedef enum limit_kind {
    LIMIT_P,
    LIMIT_BUDGET,
    LIMIT_GROUPS,
    LIMIT_SPACING,
    LIMIT_KINDS
} limit_kind;

typedef struct blame {
    const circlet_location *location;
    circlet_siting_options options;
    uint64_t work; /* that is left */
    bool is_sure; /* each limit was looked at to the end */
    circlet_error *error;
} blame;

static bool has_limit(const circlet_location *location, limit_kind kind)
{
    switch (kind) {
    case LIMIT_P:
        return location->has_p;
    case LIMIT_BUDGET:
        return location->has_budget;
    case LIMIT_GROUPS:
        return location->groups && location->group_max &&
               location->group_count > 0;
    default:
        return location->apart_count > 0;
    }
}

/* The problem without a limit. Where no budget binds each site counts alike,
 * so that a plan without p has as few sites as there can be. */
static circlet_location without(const circlet_location *location,
                                limit_kind kind)
{
    circlet_location loose = *location;

    if (kind == LIMIT_P) {
        loose.has_p = false;
        if (!loose.has_budget)
            loose.costs = NULL;
    } else if (kind == LIMIT_BUDGET) {
        loose.has_budget = false;
    } else if (kind == LIMIT_GROUPS) {
        loose.group_max = NULL;
    } else {
        loose.apart_count = 0;
    }
    return loose;
}

/* A plan without the limit; NULL: there is none, or none was found. */
static circlet_status try_without(blame *job, limit_kind kind,
                                  circlet_siting **plan)
{
    circlet_location loose = without(job->location, kind);
    circlet_error failure;
    ci_effort effort = {0};
    bool is_searched;
    circlet_status status;

    job->options.work_limit = job->work > 0 ? job->work : 1;
    status = ci_lscp_solve(plan, &loose, &job->options, &effort, &is_searched,
                           &failure);
    job->work -= effort.work < job->work ? effort.work : job->work;
    if (status == CIRCLET_E_NOMEM)
        return ci_fail_nomem(job->error);
    job->is_sure &= status == CIRCLET_OK || status == CIRCLET_E_INFEASIBLE;
    return CIRCLET_OK;
}

/* ---- what is said ------------------------------------------------------ */

/* Sites of a group that are open in a plan, and whether one was chosen. */
static uint32_t count_open(const circlet_location *location,
                           const circlet_siting *plan, uint32_t group,
                           bool *has_chosen)
{
    size_t sites = circlet_od_matrix_destination_count(location->reach);
    size_t count;
    const uint32_t *chosen = circlet_siting_sites(plan, &count);
    uint32_t open = 0;

    *has_chosen = false;
    for (size_t k = 0; k < count; k++)
        if (location->groups[chosen[k]] == group) {
            open++;
            *has_chosen = true;
        }
    for (size_t j = 0; location->states && j < sites; j++)
        open += location->states[j] == CIRCLET_SITE_EXISTING &&
                location->groups[j] == group;
    return open;
}

/* Where the plan passes the maximum of one group alone it is that one. */
static circlet_status blame_groups(const blame *job,
                                   const circlet_siting *plan)
{
    const circlet_location *location = job->location;
    uint32_t passed = CIRCLET_NO_GROUP, taken = 0;
    size_t count = 0;
    char name[CI_NAME_SIZE];

    for (uint32_t g = 0; g < location->group_count; g++) {
        bool has_chosen;
        uint32_t open = count_open(location, plan, g, &has_chosen);

        if (!has_chosen || open <= location->group_max[g])
            continue;
        passed = g;
        taken = open;
        count++;
    }
    if (count != 1)
        return ci_fail(job->error, CIRCLET_E_INFEASIBLE,
                       "no choice of sites within the maxima of the groups "
                       "covers what it must; without them one does");
    return ci_fail(job->error, CIRCLET_E_INFEASIBLE,
                   "group %s allows %" PRIu32
                   " sites, with which no choice covers what it must; with "
                   "%" PRIu32 " of its sites one does",
                   ci_group_name(name, location, passed),
                   location->group_max[passed], taken);
}

static circlet_status blame_one(const blame *job, limit_kind kind,
                                const circlet_siting *plan)
{
    char budget[CI_DECIMAL_SIZE], cost[CI_DECIMAL_SIZE];
    size_t count;

    switch (kind) {
    case LIMIT_P:
        (void)circlet_siting_sites(plan, &count);
        return ci_fail(
            job->error, CIRCLET_E_INFEASIBLE,
            "p is %zu, and no choice of so many sites covers what it "
            "must; one of %zu does",
            job->location->p, count);
    case LIMIT_BUDGET:
        return ci_fail(
            job->error, CIRCLET_E_INFEASIBLE,
            "no choice of sites within the budget %s covers what "
            "it must; one that costs %s does",
            ci_cost_text(budget, job->location, job->location->budget),
            ci_cost_text(cost, job->location, circlet_siting_objective(plan)));
    case LIMIT_GROUPS:
        return blame_groups(job, plan);
    default:
        return ci_fail(job->error, CIRCLET_E_INFEASIBLE,
                       "no choice of sites that are apart as they must be "
                       "covers what it must; without spacing one does");
    }
}

circlet_status ci_lscp_blame(const circlet_location *location,
                             const ci_effort *effort, circlet_error *error)
{
    blame job = {.location = location,
                 .options = CIRCLET_SITING_OPTIONS_INIT,
                 .work = effort->work + WORK_MORE,
                 .is_sure = true,
                 .error = error};
    circlet_status status = CIRCLET_OK;
    size_t tried = 0;

    job.options.progress = effort->options.progress;
    job.options.seed = effort->options.seed;
    job.options.threads = effort->options.threads;
    for (int kind = 0; kind < LIMIT_KINDS && status == CIRCLET_OK; kind++) {
        circlet_siting *plan = NULL;

        if (!has_limit(location, (limit_kind)kind))
            continue;
        job.options.time_limit_s = ci_effort_left_s(effort);
        status = try_without(&job, (limit_kind)kind, &plan);
        tried++;
        if (plan)
            status = blame_one(&job, (limit_kind)kind, plan);
        circlet_siting_free(plan);
    }
    if (status != CIRCLET_OK)
        return status;
    if (tried > 1 && job.is_sure)
        return ci_fail(error, CIRCLET_E_INFEASIBLE,
                       "no choice of sites within the limits covers what it "
                       "must, whichever one of p, the budget, the maxima of "
                       "the groups and spacing is left out");
    return ci_fail(error, CIRCLET_E_INFEASIBLE,
                   "no choice of sites within the limits covers what it must");
}
