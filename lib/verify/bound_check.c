#include "verify/bound_check.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "city/plan_record.h"

#define PERSON_MILLI 1000.0

/* ---- the certificate ---------------------------------------------------- */

/* What came of a certificate. */
typedef struct proof_result {
    circlet_claim_state state;
    int64_t bound_milli; /* where it holds */
    circlet_error why; /* else */
} proof_result;

/* Whether the certificate's sites are those that the plan builds on. */
static bool has_same_sites(const circlet_certificate *certificate,
                           const circlet_plan *plan, const circlet_city *city,
                           const ci_site_reach *reach)
{
    size_t built = 0;

    for (size_t i = 0; i < circlet_plan_action_count(plan); i++) {
        const char *site = circlet_plan_action_at(plan, i)->site;

        built += site && *site;
    }
    if (built != certificate->site_count)
        return false;
    for (size_t i = 0; i < certificate->site_count; i++) {
        bool is_built = false;
        const char *id;

        if (certificate->sites[i] >= reach->site_count)
            return false;
        id = circlet_city_site(city, reach->sites[certificate->sites[i]])->id;
        for (size_t k = 0; k < circlet_plan_action_count(plan); k++) {
            const char *site = circlet_plan_action_at(plan, k)->site;

            is_built = is_built || (site && strcmp(site, id) == 0);
        }
        if (!is_built)
            return false;
    }
    return true;
}

/* The covering problem, solved by nobody here. */
static circlet_status check_location(proof_result *out,
                                     const circlet_certificate *certificate,
                                     const ci_uncovered *uncovered,
                                     const ci_site_reach *reach,
                                     circlet_error *error)
{
    circlet_location location = CIRCLET_LOCATION_INIT;
    circlet_od_matrix *matrix = NULL;
    int64_t *weights = malloc((uncovered->row_count + 1) * sizeof(*weights));
    circlet_status status =
        weights ? circlet_od_matrix_new(&matrix, uncovered->row_count,
                                        reach->site_count, reach->first,
                                        reach->entries, error)
                : ci_fail_nomem(error);

    for (size_t i = 0; weights && i < uncovered->row_count; i++)
        weights[i] = uncovered->rows[i].weight_milli;
    location.reach = matrix;
    location.weights = weights;
    location.has_p = true;
    location.p = certificate->p;
    if (status == CIRCLET_OK) {
        circlet_status said =
            circlet_certificate_check(certificate, &location, &out->why);

        out->state = said ? CIRCLET_CLAIM_DIFFERS : CIRCLET_CLAIM_HOLDS;
        out->bound_milli = certificate->bound;
        if (said == CIRCLET_E_NOMEM)
            status = ci_fail_nomem(error);
    }
    circlet_od_matrix_free(matrix);
    free(weights);
    return status;
}

static circlet_status check_proof(proof_result *out,
                                  const circlet_certificate *certificate,
                                  const ci_uncovered *uncovered,
                                  const ci_site_reach *reach,
                                  circlet_error *error)
{
    const ci_cover_question *question = &uncovered->question;
    circlet_status status;

    if (!certificate) {
        out->state = question->plan->has_unread_proofs ? CIRCLET_CLAIM_OPEN
                                                       : CIRCLET_CLAIM_DIFFERS;
        (void)ci_fail(&out->why, CIRCLET_E_DATA,
                      "no certificate is stored with the plan");
        return CIRCLET_OK;
    }
    if (!reach->is_known || certificate->p == 0 ||
        certificate->model != CIRCLET_MODEL_MCLP) {
        out->state = CIRCLET_CLAIM_OPEN;
        (void)ci_fail(
            &out->why, CIRCLET_E_DATA,
            "the certificate is of no problem that can be made anew");
        return CIRCLET_OK;
    }
    if (!has_same_sites(certificate, question->plan, question->city, reach)) {
        out->state = CIRCLET_CLAIM_DIFFERS;
        (void)ci_fail(&out->why, CIRCLET_E_DATA,
                      "the certificate is of other sites than the plan builds "
                      "on");
        return CIRCLET_OK;
    }
    status = check_location(out, certificate, uncovered, reach, error);
    if (status != CIRCLET_OK || out->state != CIRCLET_CLAIM_HOLDS ||
        certificate->node_count > 0)
        return status;
    out->state =
        certificate->is_too_large ? CIRCLET_CLAIM_OPEN : CIRCLET_CLAIM_DIFFERS;
    if (certificate->is_too_large)
        (void)ci_fail(&out->why, CIRCLET_E_DATA,
                      "the proof is too large to be kept: the certificate has "
                      "the sites alone");
    else
        (void)ci_fail(&out->why, CIRCLET_E_DATA,
                      "the certificate lacks its proof");
    return status;
}

/* ---- the level ---------------------------------------------------------- */

/* As the solvers reckon it: of what is larger. */
static double gap_of(double objective, double bound)
{
    double larger = fmax(fabs(objective), fabs(bound));

    return larger > 0 ? fabs(bound - objective) / larger : 0;
}

static ci_level_proved proved_of(const circlet_plan_level *level,
                                 double objective, const proof_result *proof)
{
    bool is_proved = proof->state == CIRCLET_CLAIM_HOLDS;
    double bound =
        is_proved ? (double)proof->bound_milli / PERSON_MILLI : level->bound;

    return (ci_level_proved){.state = proof->state,
                             .bound = bound,
                             .why = proof->why.message,
                             .objective = objective,
                             .gap = gap_of(objective, bound),
                             .are_best = true};
}

/* A level of another name is none that is made anew here. */
static bool add_unknown_level(circlet_verification *out,
                              const circlet_plan_level *level)
{
    circlet_error why;
    const circlet_claim claim = {.what = "objective",
                                 .subject = level->name,
                                 .claimed = level->objective,
                                 .found = (double)NAN,
                                 .state = CIRCLET_CLAIM_OPEN,
                                 .reason = why.message};

    (void)ci_fail(&why, CIRCLET_E_UNSUPPORTED,
                  "levels of this name are not re-derived");
    return ci_verification_add(out, &claim);
}

circlet_status ci_level_check(circlet_verification *out,
                              const circlet_plan_level *level,
                              int64_t covered_milli,
                              const ci_uncovered *uncovered,
                              const ci_site_reach *reach, circlet_error *error)
{
    double objective = (double)covered_milli / PERSON_MILLI;
    const circlet_claim reached = {.what = "objective",
                                   .subject = level->name,
                                   .claimed = level->objective,
                                   .found = objective};
    proof_result proof = {.bound_milli = 0};
    ci_level_proved proved;
    circlet_status status;

    if (strcmp(level->name, CI_LEVEL_COVERED) != 0)
        return add_unknown_level(out, level) ? CIRCLET_OK
                                             : ci_fail_nomem(error);
    status = check_proof(&proof, level->certificate, uncovered, reach, error);
    if (status != CIRCLET_OK)
        return status;
    proved = proved_of(level, objective, &proof);
    return ci_verification_add_figure(out, &reached, CI_FIGURE_MUST_BE) &&
                   ci_verification_add_bound(out, level, &proved) &&
                   ci_verification_add_proof(out, level, &proved)
               ? CIRCLET_OK
               : ci_fail_nomem(error);
}
