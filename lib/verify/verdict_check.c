#include "verify/verdict_check.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"

/* ---- pairing ------------------------------------------------------------ */

static int compare_texts(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "");
}

/* What makes a finding the same one in another city. */
static int compare_findings(const circlet_finding *a, const circlet_finding *b)
{
    int order = strcmp(a->rule, b->rule);

    if (order == 0)
        order = compare_texts(a->mode, b->mode);
    if (order == 0)
        order = strcmp(a->unit, b->unit);
    if (order == 0)
        order = (a->subject > b->subject) - (a->subject < b->subject);
    return order ? order : compare_texts(a->subject_id, b->subject_id);
}

typedef struct placed_finding {
    const circlet_finding *finding;
    size_t position;
} placed_finding;

static int compare_placed(const void *left, const void *right)
{
    const placed_finding *a = left, *b = right;

    return compare_findings(a->finding, b->finding);
}

static size_t find_twin(const placed_finding *sorted, size_t count,
                        const circlet_finding *finding)
{
    const placed_finding key = {finding, 0};
    const placed_finding *found =
        bsearch(&key, sorted, count, sizeof(key), compare_placed);

    return found ? found->position : SIZE_MAX;
}

static bool pair_up(ci_verdict_pair *pair)
{
    size_t count = circlet_findings_count(pair->before);
    size_t after_count = circlet_findings_count(pair->after);
    placed_finding *sorted = malloc((count + 1) * sizeof(*sorted));

    pair->twins = malloc((after_count + 1) * sizeof(*pair->twins));
    if (!sorted || !pair->twins) {
        free(sorted);
        return false;
    }
    for (size_t i = 0; i < count; i++)
        sorted[i] = (placed_finding){circlet_findings_at(pair->before, i), i};
    qsort(sorted, count, sizeof(*sorted), compare_placed);
    for (size_t i = 0; i < after_count; i++)
        pair->twins[i] =
            find_twin(sorted, count, circlet_findings_at(pair->after, i));
    free(sorted);
    return true;
}

circlet_status ci_verdict_pair_judge(ci_verdict_pair *out,
                                     const circlet_policy *policy,
                                     const circlet_city *before,
                                     const circlet_city *after,
                                     const circlet_travel *travel,
                                     const circlet_judge_options *options,
                                     circlet_error *error)
{
    circlet_status status = circlet_policy_judge(&out->before, policy, before,
                                                 travel, options, error);

    if (status == CIRCLET_OK)
        status = circlet_policy_judge(&out->after, policy, after, travel,
                                      options, error);
    if (status == CIRCLET_OK && !pair_up(out))
        status = ci_fail_nomem(error);
    return status;
}

void ci_verdict_pair_clear(ci_verdict_pair *pair)
{
    circlet_findings_free(pair->before);
    circlet_findings_free(pair->after);
    free(pair->twins);
    *pair = (ci_verdict_pair){.before = NULL};
}

/* ---- better or worse ---------------------------------------------------- */

static bool is_better(const circlet_finding *before,
                      const circlet_finding *after)
{
    if (before->verdict == CIRCLET_VERDICT_FAIL &&
        after->verdict != CIRCLET_VERDICT_FAIL)
        return true;
    return after->verdict == CIRCLET_VERDICT_PASS
               ? before->verdict != CIRCLET_VERDICT_PASS ||
                     after->persons_covered > before->persons_covered
               : after->shortfall < before->shortfall ||
                     after->persons_covered > before->persons_covered;
}

/* What is judged only with the plan is better than nothing if it passes. */
bool ci_verdict_pair_improves(const ci_verdict_pair *pair, const char *rule)
{
    for (size_t i = 0; i < circlet_findings_count(pair->after); i++) {
        const circlet_finding *after = circlet_findings_at(pair->after, i);

        if (strcmp(after->rule, rule) != 0)
            continue;
        if (pair->twins[i] == SIZE_MAX
                ? after->verdict == CIRCLET_VERDICT_PASS
                : is_better(circlet_findings_at(pair->before, pair->twins[i]),
                            after))
            return true;
    }
    return false;
}

static bool is_broken(const ci_verdict_pair *pair, size_t i)
{
    const circlet_finding *after = circlet_findings_at(pair->after, i);

    return after->force == CIRCLET_FORCE_MUST &&
           after->verdict == CIRCLET_VERDICT_FAIL &&
           pair->twins[i] != SIZE_MAX &&
           circlet_findings_at(pair->before, pair->twins[i])->verdict ==
               CIRCLET_VERDICT_PASS;
}

static bool add_broken(circlet_verification *out,
                       const circlet_finding *finding)
{
    const circlet_claim claim = {.what = "must_rules",
                                 .subject = finding->rule,
                                 .part = *finding->unit ? finding->unit : NULL,
                                 .claimed = (double)NAN,
                                 .found = (double)NAN,
                                 .claimed_text = "pass",
                                 .found_text = "fail",
                                 .state = CIRCLET_CLAIM_DIFFERS};

    return ci_verification_add(out, &claim);
}

bool ci_must_rules_check(circlet_verification *out,
                         const ci_verdict_pair *pair)
{
    size_t count = circlet_findings_count(pair->after), broken = 0;
    circlet_claim all = {.what = "must_rules", .claimed = 0};

    for (size_t i = 0; i < count; i++)
        broken += is_broken(pair, i);
    all.found = (double)broken;
    if (!ci_verification_add_figure(out, &all, CI_FIGURE_MUST_BE))
        return false;
    for (size_t i = 0; i < count; i++)
        if (is_broken(pair, i) &&
            !add_broken(out, circlet_findings_at(pair->after, i)))
            return false;
    return true;
}
