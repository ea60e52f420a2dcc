/*
 * Checks a certificate with nothing of the solvers: the sites against the
 * limits, the objective against the definition of the model, and each leaf
 * of the search tree against the formulas of <circlet/certificate.h>.
 */
#include <circlet/certificate.h>

#include <inttypes.h>
#include <stdlib.h>

#include "base/error.h"
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

/* Children stand before their parent, and every node but the last is the
 * child of one. */
static circlet_status check_nodes(const circlet_certificate *certificate,
                                  size_t site_count, circlet_error *error)
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
                    : node->site >= site_count || node->without >= i ||
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

/* ---- sites that another replaces --------------------------------------- */

static bool are_apart(const circlet_location *location, uint32_t a, uint32_t b)
{
    for (size_t i = 0; i < 2 * location->apart_count; i++)
        if (location->apart[i] == a && location->apart[i ^ 1] == b)
            return true;
    return false;
}

/* Whether so many more sites of its group as there are may be chosen, and
 * none need be. */
static bool is_group_free(const circlet_location *location, uint32_t group)
{
    size_t sites = circlet_od_matrix_destination_count(location->reach);
    uint32_t existing = 0, offered = 0;

    if (group == CIRCLET_NO_GROUP)
        return true;
    for (size_t site = 0; site < sites; site++) {
        if (location->groups[site] != group)
            continue;
        existing += ci_state_of(location, site) == CIRCLET_SITE_EXISTING;
        offered += ci_state_of(location, site) != CIRCLET_SITE_FORBIDDEN;
    }
    return (!location->group_min || location->group_min[group] <= existing) &&
           (!location->group_max || location->group_max[group] >= offered);
}

/* Whether one of another group, or of its own, may come in its stead. */
static bool groups_let(const circlet_location *location, uint32_t site,
                       uint32_t by)
{
    uint32_t group, other;

    if (!location->groups)
        return true;
    group = location->groups[site];
    other = location->groups[by];
    return (group == other &&
            (group == CIRCLET_NO_GROUP || !location->group_min ||
             location->group_min[group] == 0)) ||
           (is_group_free(location, group) && is_group_free(location, other));
}

/* Whether the limits let `by` take the place of `site` in every choice. */
static bool limits_let(const circlet_location *location, uint32_t site,
                       uint32_t by)
{
    uint8_t state = ci_state_of(location, by);

    if (ci_state_of(location, site) != CIRCLET_SITE_FREE ||
        (state != CIRCLET_SITE_FREE && state != CIRCLET_SITE_FIXED) ||
        ci_cost_of(location, by) > ci_cost_of(location, site) ||
        !groups_let(location, site, by))
        return false;
    for (size_t i = 0; i < 2 * location->apart_count; i++) {
        uint32_t other = location->apart[i ^ 1];

        if (location->apart[i] == by && other != site &&
            !are_apart(location, site, other))
            return false;
    }
    return true;
}

/* Whether `by` covers every row that `site` covers, once being enough. */
static bool covers_all(const ci_check_rows *rows, uint32_t site, uint32_t by)
{
    for (size_t row = 0; row < rows->row_count; row++) {
        size_t count;
        const circlet_od_entry *entries;
        bool by_site = false, by_other = false;

        if (rows->needs[row] == 0)
            continue;
        entries = ci_check_row_entries(rows, row, &count);
        for (size_t k = 0; k < count; k++) {
            by_site |= entries[k].destination == site;
            by_other |= entries[k].destination == by;
        }
        if (by_site && (!by_other || rows->needs[row] > 1))
            return false;
    }
    return true;
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

/* Marks the dominated sites as out. */
static circlet_status leave_out(const circlet_certificate *certificate,
                                const circlet_location *location,
                                const ci_check_rows *rows, uint8_t *verdicts,
                                circlet_error *error)
{
    size_t sites = circlet_od_matrix_destination_count(location->reach);
    char one[CI_NAME_SIZE], two[CI_NAME_SIZE];

    for (size_t i = 0; i < certificate->dominated_count; i++) {
        uint32_t site = certificate->dominated[2 * i];
        uint32_t by = certificate->dominated[2 * i + 1];

        if (!rows || site >= sites || by >= sites)
            return ci_fail(error, CIRCLET_E_DATA,
                           "the dominated sites %" PRIu32 " and %" PRIu32
                           " are no pair of %zu sites",
                           site, by, rows ? sites : 0);
        if (site == by || verdicts[by] == CI_VERDICT_OUT ||
            !limits_let(location, site, by) || !covers_all(rows, site, by))
            return ci_fail(error, CIRCLET_E_DATA,
                           "site %s is not dominated by %s",
                           ci_name_of_site(one, location, site),
                           ci_name_of_site(two, location, by));
        verdicts[site] = CI_VERDICT_OUT;
    }
    return CIRCLET_OK;
}

/* ---- the tree ---------------------------------------------------------- */

/* A node on the way from the root, and which of its children comes next. */
typedef struct step {
    uint32_t node;
    uint8_t turn; /* 0: without, 1: with, 2: back */
    uint8_t before; /* the verdict of its site above it */
} step;

/* What a child's branch makes of a site; OPEN: it contradicts what is
 * decided, and the child holds nothing. */
static ci_verdict verdict_of(const step *here)
{
    ci_verdict wanted = here->turn == 0 ? CI_VERDICT_OUT : CI_VERDICT_IN;

    return here->before == CI_VERDICT_OPEN || here->before == wanted
               ? wanted
               : CI_VERDICT_OPEN;
}

static circlet_status walk(ci_leaf_bound *bound, step *way, uint8_t *verdicts,
                           circlet_error *error)
{
    const circlet_proof_node *nodes = bound->certificate->nodes;
    size_t depth = 1;
    circlet_status status = CIRCLET_OK;

    way[0] = (step){(uint32_t)(bound->certificate->node_count - 1), 0, 0};
    while (depth > 0 && status == CIRCLET_OK) {
        step *here = &way[depth - 1];
        const circlet_proof_node *node = &nodes[here->node];

        if (node->site == CIRCLET_LEAF) {
            status =
                ci_leaf_bound_check(bound, node->without, verdicts, error);
            depth--;
            continue;
        }
        if (here->turn == 0)
            here->before = verdicts[node->site];
        if (here->turn == 2) {
            verdicts[node->site] = here->before;
            depth--;
            continue;
        }
        if (verdict_of(here) != CI_VERDICT_OPEN) {
            verdicts[node->site] = (uint8_t)verdict_of(here);
            way[depth++] =
                (step){here->turn == 0 ? node->without : node->with, 0, 0};
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
    uint8_t *verdicts = calloc(sites + 1, sizeof(*verdicts));
    step *way = calloc(certificate->node_count + 1, sizeof(*way));
    ci_leaf_bound bound = {0};
    circlet_status status = CIRCLET_OK;

    if (!verdicts || !way ||
        !ci_leaf_bound_make(&bound, certificate, location, rows))
        status = ci_fail_nomem(error);
    if (status == CIRCLET_OK)
        status = leave_out(certificate, location, rows, verdicts, error);
    if (status == CIRCLET_OK)
        status = walk(&bound, way, verdicts, error);
    ci_leaf_bound_clear(&bound);
    free(verdicts);
    free(way);
    return status;
}

static circlet_status check_proof(const circlet_certificate *certificate,
                                  const circlet_location *location,
                                  circlet_error *error)
{
    size_t sites = circlet_od_matrix_destination_count(location->reach);
    bool is_center = certificate->model == CIRCLET_MODEL_P_CENTER;
    bool is_covering = is_center || certificate->model == CIRCLET_MODEL_LSCP ||
                       certificate->model == CIRCLET_MODEL_MCLP;
    ci_check_rows rows = {0};
    circlet_status status = check_duals(certificate, error);

    if (status == CIRCLET_OK && certificate->scale < 1)
        status = ci_fail(error, CIRCLET_E_DATA, "the scale is %" PRId64,
                         certificate->scale);
    if (status == CIRCLET_OK)
        status = check_nodes(certificate, sites, error);
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
