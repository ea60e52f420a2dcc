/* Of the people whom rules do not cover those of whom they fail. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "city/plan_record.h"
#include "policy/policy.h"
#include "verify/lacks.h"
#include "verify/uncovered.h"

/* A rule and the units in which it fails. */
typedef struct failing {
    const ci_rule *rule;
    bool *is_in; /* of each unit */
} failing;

static void mark(failing *out, const ci_uncovered *of,
                 const circlet_findings *findings)
{
    const ci_cover_question *question = &of->question;
    const circlet_city *city = question->city;

    memset(out->is_in, 0, circlet_city_unit_count(city));
    for (size_t i = 0; out->rule && i < circlet_findings_count(findings);
         i++) {
        const circlet_finding *finding = circlet_findings_at(findings, i);
        circlet_unit unit;

        if (strcmp(finding->rule, out->rule->id) != 0 ||
            !ci_lack_is_one(finding, out->rule, city, question->year,
                            question->plan->is_cautious))
            continue;
        unit = circlet_city_find_unit(city, finding->unit);
        if (unit != CIRCLET_NONE)
            out->is_in[unit] = true;
    }
}

static bool is_in(const failing *of, const circlet_city *city,
                  circlet_demand demand)
{
    circlet_unit unit =
        of->rule ? circlet_city_demand_unit(city, demand, of->rule->level)
                 : CIRCLET_NONE;

    return unit != CIRCLET_NONE && of->is_in[unit];
}

circlet_status ci_uncovered_keep_lacks(ci_uncovered *uncovered,
                                       const circlet_findings *findings,
                                       circlet_error *error)
{
    const circlet_city *city = uncovered->question.city;
    failing fails = {.is_in = malloc(circlet_city_unit_count(city) + 1)};
    size_t kept = 0, first = 0;

    if (!fails.is_in)
        return ci_fail_nomem(error);
    for (size_t b = 0; b < uncovered->batch_count; b++) {
        size_t end = uncovered->batch_row[b + 1];

        fails.rule = ci_policy_find_rule(uncovered->question.policy,
                                         uncovered->batches[b].rule);
        mark(&fails, uncovered, findings);
        uncovered->batch_row[b] = kept;
        for (size_t i = first; i < end; i++)
            if (is_in(&fails, city, uncovered->rows[i].demand))
                uncovered->rows[kept++] = uncovered->rows[i];
        first = end;
    }
    uncovered->batch_row[uncovered->batch_count] = kept;
    uncovered->row_count = kept;
    free(fails.is_in);
    return CIRCLET_OK;
}
