/*
 * Checks a certificate with nothing of the solvers: the sites against the
 * limits, the objective against the definition of the model, and each leaf
 * of the search tree against the formulas of <circlet/certificate.h>.
 */
#include <circlet/certificate.h>

#include <inttypes.h>
#include <stdlib.h>

#include "base/error.h"
#include "verify/dominated_check.h"
#include "verify/leaf_bound.h"
#include "verify/limits_check.h"
#include "verify/objective_check.h"
#include "verify/rows_check.h"

/* ---- arrays ------------------------------------------------------------ */

static circlet_status check_location(const circlet_location *location,
                                     circlet_error *error)
{
    size_t points = circlet_od_matrix_origin_count(location->reach);
    size_t sites = circlet_od_matrix_destination_count(location->reach);
    char name[CI_NAME_SIZE];

    for (size_t i = 0; i < points; i++)
        if (location->weights && location->weights[i] < 0)
            return ci_fail(error, CIRCLET_E_ARGUMENT,
                           "demand point %s has a negative weight",
                           ci_name_of_point(name, location, i));
    for (size_t j = 0; j < sites; j++)
        if (ci_cost_of(location, j) < 0 ||
            ci_state_of(location, j) > CIRCLET_SITE_EXISTING ||
            (location->groups && location->groups[j] != CIRCLET_NO_GROUP &&
             location->groups[j] >= location->group_count))
            return ci_fail(error, CIRCLET_E_ARGUMENT,
                           "site %s has a cost, state or group out of range",
                           ci_name_of_site(name, location, j));
    for (size_t i = 0; i < 2 * location->apart_count; i++)
        if (location->apart[i] >= sites)
            return ci_fail(error, CIRCLET_E_ARGUMENT,
                           "pair %zu of sites to be apart is out of range",
                           i / 2);
    return CIRCLET_OK;
}

/* Every vector ascends by row, and no dual or price is negative. */
static circlet_status check_duals(const circlet_certificate *certificate,
                                  circlet_error *error)
{
    for (size_t d = 0; d < certificate->dual_count; d++) {
        size_t first = certificate->dual_first[d];
        size_t end = certificate->dual_first[d + 1];

        if (end < first || certificate->thetas[d] < 0)
            return ci_fail(error, CIRCLET_E_DATA,
                           "the duals %zu have a negative price or length", d);
        for (size_t k = first; k < end; k++)
            if (certificate->duals[k].value < 0 ||
                (k > first &&
                 certificate->duals[k].row <= certificate->duals[k - 1].row))
                return ci_fail(error, CIRCLET_E_DATA,
                               "the duals %zu are negative or out of order at "
                               "row %" PRIu32,
                               d, certificate->duals[k].row);
    }
    return CIRCLET_OK;
}

/* What a branch may decide of: sites, and after them pairs of a point and a
 * site where demand is served whole. */
static uint64_t count_decisions(const circlet_certificate *certificate,
                                const circlet_location *location)
{
    uint64_t points = circlet_od_matrix_origin_count(location->reach);
    uint64_t sites = circlet_od_matrix_destination_count(location->reach);
    bool has_capacities =
        certificate->model == CIRCLET_MODEL_CAPACITATED_MCLP ||
        certificate->model == CIRCLET_MODEL_CAPACITATED_P_MEDIAN;

    if (!has_capacities || !location->is_whole || sites == 0)
        return sites;
    return points < CIRCLET_LEAF / sites ? (points + 1) * sites : CIRCLET_LEAF;
}

/* Children stand before their parent, and every node but the last is the
 * child of one. */
static circlet_status check_nodes(const circlet_certificate *certificate,
                                  uint64_t decisions, circlet_error *error)
{
    size_t count = certificate->node_count;
    uint8_t *has_parent = calloc(count + 1, sizeof(*has_parent));
    circlet_status status = CIRCLET_OK;

    if (!has_parent)
        return ci_fail_nomem(error);
    for (size_t i = 0; i < count && status == CIRCLET_OK; i++) {
        const circlet_proof_node *node = &certificate->nodes[i];
        bool is_leaf = node->site == CIRCLET_LEAF;

        if (is_leaf ? node->without != CIRCLET_NO_DUALS &&
                          node->without >= certificate->dual_count
                    : node->site >= decisions || node->without >= i ||
                          node->with >= i || node->with == node->without ||
                          has_parent[node->without]++ > 0 ||
                          has_parent[node->with]++ > 0)
            status = ci_fail(error, CIRCLET_E_DATA,
                             "node %zu of the tree is out of place", i);
    }
    for (size_t i = 0; i + 1 < count && status == CIRCLET_OK; i++)
        if (!has_parent[i])
            status = ci_fail(error, CIRCLET_E_DATA,
                             "node %zu of the tree has no parent", i);
    free(has_parent);
    return status;
}

/* A plan is never better than its bound. */
static circlet_status check_claim(const circlet_certificate *certificate,
                                  circlet_error *error)
{
    bool is_maximum = certificate->model == CIRCLET_MODEL_MCLP ||
                      certificate->model == CIRCLET_MODEL_CAPACITATED_MCLP;

    if (is_maximum ? certificate->bound < certificate->objective
                   : certificate->bound > certificate->objective)
        return ci_fail(error, CIRCLET_E_DATA,
                       "the objective %" PRId64
                       " is better than the bound %" PRId64,
                       certificate->objective, certificate->bound);
    return CIRCLET_OK;
}

/* ---- the tree ---------------------------------------------------------- */

/* A node on the way from the root, and which of its children comes next. */
typedef struct step {
    uint32_t node;
    uint8_t turn; /* 0: without, 1: with, 2: back */
    uint8_t before; /* the verdict of its site or pair above it */
    size_t pair; /* CI_NO_PAIR: it decides of a site */
} step;

typedef struct walker {
    ci_leaf_bound *bound;
    step *way;
    uint8_t *verdicts; /* of each site */
} walker;

/* What a child's branch makes of a site or pair; OPEN: it contradicts what is
 * decided, and the child holds nothing. */
static ci_verdict verdict_of(const step *here)
{
    ci_verdict wanted = here->turn == 0 ? CI_VERDICT_OUT : CI_VERDICT_IN;

    return here->before == CI_VERDICT_OPEN || here->before == wanted
               ? wanted
               : CI_VERDICT_OPEN;
}

static size_t site_count_of(const walker *job)
{
    return circlet_od_matrix_destination_count(job->bound->location->reach);
}

static void decide(walker *job, const step *here, uint8_t verdict)
{
    uint32_t key = job->bound->certificate->nodes[here->node].site;
    size_t sites = site_count_of(job);

    if (here->pair == CI_NO_PAIR)
        job->verdicts[key] = verdict;
    else
        ci_capacity_decide(&job->bound->capacity, here->pair,
                           (uint32_t)(key / sites - 1),
                           (uint32_t)(key % sites), verdict);
}

/* Finds out what a branch decides of, and what is decided of that. */
static circlet_status enter(walker *job, step *here, circlet_error *error)
{
    const ci_leaf_bound *bound = job->bound;
    uint32_t key = bound->certificate->nodes[here->node].site;
    size_t sites = site_count_of(job);

    here->pair = CI_NO_PAIR;
    if (key < sites) {
        here->before = job->verdicts[key];
        return CIRCLET_OK;
    }
    here->pair =
        ci_capacity_pair(&bound->capacity, (uint32_t)(key / sites - 1),
                         (uint32_t)(key % sites));
    if (here->pair == CI_NO_PAIR)
        return ci_fail(error, CIRCLET_E_DATA,
                       "node %" PRIu32 " of the tree is of point %zu and site "
                       "%zu, which cannot serve it",
                       here->node, key / sites - 1, key % sites);
    here->before = bound->capacity.verdicts[here->pair];
    return CIRCLET_OK;
}

static circlet_status walk(walker *job, circlet_error *error)
{
    const circlet_proof_node *nodes = job->bound->certificate->nodes;
    size_t depth = 1;
    circlet_status status = CIRCLET_OK;

    job->way[0] =
        (step){.node = (uint32_t)(job->bound->certificate->node_count - 1)};
    while (depth > 0 && status == CIRCLET_OK) {
        step *here = &job->way[depth - 1];
        const circlet_proof_node *node = &nodes[here->node];

        if (node->site == CIRCLET_LEAF) {
            status = ci_leaf_bound_check(job->bound, node->without,
                                         job->verdicts, error);
            depth--;
            continue;
        }
        if (here->turn == 0)
            status = enter(job, here, error);
        if (here->turn == 2 || status != CIRCLET_OK) {
            if (status == CIRCLET_OK)
                decide(job, here, here->before);
            depth--;
            continue;
        }
        if (verdict_of(here) != CI_VERDICT_OPEN) {
            decide(job, here, (uint8_t)verdict_of(here));
            job->way[depth++] =
                (step){.node = here->turn == 0 ? node->without : node->with};
        }
        here->turn++;
    }
    return status;
}

static circlet_status check_tree(const circlet_certificate *certificate,
                                 const circlet_location *location,
                                 const ci_check_rows *rows,
                                 circlet_error *error)
{
    size_t sites = circlet_od_matrix_destination_count(location->reach);
    ci_leaf_bound bound = {0};
    walker job = {.bound = &bound,
                  .way = calloc(certificate->node_count + 1, sizeof(step)),
                  .verdicts = calloc(sites + 1, 1)};
    circlet_status status = CIRCLET_OK;

    if (!job.verdicts || !job.way ||
        !ci_leaf_bound_make(&bound, certificate, location, rows))
        status = ci_fail_nomem(error);
    if (status == CIRCLET_OK)
        status = ci_dominated_leave_out(certificate, location, rows,
                                        job.verdicts, error);
    if (status == CIRCLET_OK)
        status = walk(&job, error);
    ci_leaf_bound_clear(&bound);
    free(job.verdicts);
    free(job.way);
    return status;
}

static circlet_status check_proof(const circlet_certificate *certificate,
                                  const circlet_location *location,
                                  circlet_error *error)
{
    bool is_center = certificate->model == CIRCLET_MODEL_P_CENTER;
    bool is_covering = is_center || certificate->model == CIRCLET_MODEL_LSCP ||
                       certificate->model == CIRCLET_MODEL_MCLP;
    ci_check_rows rows = {0};
    circlet_status status = check_duals(certificate, error);

    if (status == CIRCLET_OK && certificate->scale < 1)
        status = ci_fail(error, CIRCLET_E_DATA, "the scale is %" PRId64,
                         certificate->scale);
    if (status == CIRCLET_OK)
        status = check_nodes(certificate,
                             count_decisions(certificate, location), error);
    /* No time is below 0. */
    if (status != CIRCLET_OK || (is_center && certificate->bound <= 0))
        return status;
    if (is_covering && !ci_check_rows_make(
                           &rows, location, certificate->model, is_center,
                           is_center ? (uint32_t)(certificate->bound - 1) : 0))
        return ci_fail_nomem(error);
    status =
        check_tree(certificate, location, is_covering ? &rows : NULL, error);
    ci_check_rows_clear(&rows);
    return status;
}

static circlet_status check_objective(const circlet_certificate *certificate,
                                      const circlet_location *location,
                                      circlet_error *error)
{
    size_t sites = circlet_od_matrix_destination_count(location->reach);
    uint8_t *is_open = calloc(sites + 1, sizeof(*is_open));
    int64_t objective = 0;
    circlet_status status =
        is_open ? ci_limits_keep(location, certificate->sites,
                                 certificate->site_count, is_open, error)
                : ci_fail_nomem(error);

    if (status == CIRCLET_OK)
        status = ci_objective_find(certificate, location, is_open, &objective,
                                   error);
    if (status == CIRCLET_OK && objective != certificate->objective)
        status =
            ci_fail(error, CIRCLET_E_DATA,
                    "the objective is %" PRId64 ", %" PRId64 " is claimed",
                    objective, certificate->objective);
    free(is_open);
    return status;
}

circlet_status circlet_certificate_check(
    const circlet_certificate *certificate, const circlet_location *location,
    circlet_error *error)
{
    circlet_status status;

    if (!certificate || !location || !location->reach)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "no certificate, or no problem to check it against");
    status = check_location(location, error);
    if (status == CIRCLET_OK)
        status = check_claim(certificate, error);
    if (status == CIRCLET_OK)
        status = check_objective(certificate, location, error);
    if (status == CIRCLET_OK && certificate->node_count > 0)
        status = check_proof(certificate, location, error);
    return status;
}
