/* Lists that a rule asks for; a sample is the plainest of them. */
#include <stdlib.h>

#include "base/error.h"
#include "policy/audit_sample.h"
#include "policy/circle.h"
#include "policy/list.h"

circlet_status ci_list_counts_make(ci_list_count **out,
                                   const ci_judgement *judgement,
                                   const ci_rule *rule, circlet_error *error)
{
    const circlet_city *city = judgement->city;
    ci_list_count *counts =
        calloc(circlet_city_unit_count(city) + 1, sizeof(*counts));

    if (!counts)
        return ci_fail_nomem(error);
    for (size_t i = 0; i < circlet_city_facility_count(city); i++) {
        const circlet_facility_record *facility =
            circlet_city_facility(city, (circlet_facility)i);
        circlet_unit unit =
            circlet_city_facility_unit(city, (circlet_facility)i, rule->level);
        ci_doubts doubts = 0;
        ci_membership member;

        if (unit == CIRCLET_NONE ||
            !ci_facility_is_open_on(facility, judgement->day))
            continue;
        member = ci_selection_holds(&rule->facility, facility,
                                    &judgement->types, &doubts);
        counts[unit].sure += member == CI_MEMBER_YES;
        counts[unit].maybe += member == CI_MEMBER_MAYBE;
        if (member == CI_MEMBER_MAYBE)
            counts[unit].doubts |= doubts;
    }
    *out = counts;
    return CIRCLET_OK;
}

/* ---- a sample ----------------------------------------------------------- */

typedef struct sample_run {
    const ci_judgement *judgement;
    const ci_rule *rule;
    bool is_known; /* such facilities were given */
    ci_list_count *counts; /* of each unit */
} sample_run;

/* How many there are to draw; who draws it, and when, is not asked. */
static void describe_sample(ci_draft *draft, const sample_run *run,
                            const ci_list_count *count)
{
    int64_t share = run->rule->as.list.share_micro;
    circlet_finding *finding = &draft->finding;

    finding->measured_low =
        (double)ci_audit_sample_size((size_t)count->sure, share);
    finding->measured_high = (double)ci_audit_sample_size(
        (size_t)(count->sure + count->maybe), share);
    if (finding->measured_low >= finding->measured_high)
        finding->measured = finding->measured_low;
    finding->required = finding->measured_low;
    finding->sentence = "list_sample";
    ci_draft_number(draft, count->maybe > 0 ? "least" : "count",
                    CIRCLET_ARGUMENT_COUNT_OF, (double)count->sure);
    ci_draft_word(draft, "facility", run->rule->facility.word);
    ci_draft_number(draft, "share", CIRCLET_ARGUMENT_SHARE,
                    (double)share / CI_MILLION);
    ci_draft_number(draft, count->maybe > 0 ? "least_size" : "size",
                    CIRCLET_ARGUMENT_COUNT_OF, finding->measured_low);
    ci_draft_doubts(draft, count->doubts);
}

static circlet_status judge_sample(const void *state, circlet_unit unit,
                                   bool is_setting_known, circlet_error *error)
{
    const sample_run *run = state;
    const ci_judgement *judgement = run->judgement;
    ci_draft draft;

    ci_draft_start(&draft, run->rule,
                   circlet_city_unit(judgement->city, unit));
    draft.finding.measured_unit = "facilities";
    draft.finding.shortfall_unit = "facilities";
    if (!is_setting_known)
        ci_draft_no_data(&draft, "setting_unknown");
    else if (!run->is_known)
        ci_draft_no_data(&draft, "type_unknown");
    else
        describe_sample(&draft, run, &run->counts[unit]);
    return ci_findings_add(judgement->findings, &draft, judgement->policy,
                           error);
}

circlet_status ci_judge_list_sample(const ci_judgement *judgement,
                                    const ci_rule *rule, circlet_error *error)
{
    sample_run run = {.judgement = judgement, .rule = rule};
    circlet_status status =
        ci_list_counts_make(&run.counts, judgement, rule, error);

    run.is_known = ci_selection_is_known(&rule->facility, judgement->city,
                                         &judgement->types);
    if (!status)
        status = ci_judge_units(judgement, rule, judge_sample, &run, error);
    free(run.counts);
    return status;
}

/* ---- all of them -------------------------------------------------------- */

circlet_status ci_judge_list(const ci_judgement *judgement,
                             const ci_rule *rule, circlet_error *error)
{
    static const ci_judge_fn judges[CI_LIST_OF_COUNT] = {
        [CI_LIST_SAMPLE] = ci_judge_list_sample,
        [CI_LIST_UNITS] = ci_judge_list_units,
        [CI_LIST_NEED] = ci_judge_list_need,
        [CI_LIST_KINDS] = ci_judge_list_kinds};

    return judges[rule->as.list.of](judgement, rule, error);
}
