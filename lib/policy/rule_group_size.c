/*
 * One facility for each so many units below (a home for four or five
 * villages): how many there are, whether each stands in a unit of its own
 * group, and how the groups are made. The verdict hangs on numbers and
 * places alone, never on a travel time.
 */
#include <math.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/text.h"
#include "policy/member_groups.h"

typedef struct grouping_run {
    ci_member_survey survey;
    ci_headcount *people; /* of each unit */
    bool has_people;
} grouping_run;

typedef enum outcome {
    IS_SHORT,
    IS_TOO_MANY,
    IS_OPEN, /* undecided */
    IS_KEPT
} outcome;

/* The members and facilities of one unit. */
typedef struct tally {
    size_t members; /* perhaps of the kind */
    size_t sure_members;
    int64_t sure, maybe; /* facilities */
    int64_t settled; /* sure ones that stand in a sure member of their own */
    int64_t perhaps; /* ... that stand in what is perhaps a member, alone */
    int64_t lost; /* of which it is not known */
    ci_doubts doubts;
    ci_group_range range; /* for the sure members */
    int64_t least_min, most_min; /* for what may be members */
    int64_t least_max, most_max;
    int64_t missing; /* surely; 0 or less: perhaps nothing is */
    outcome outcome;
} tally;

static void count_facilities(tally *out, const ci_member_survey *survey,
                             circlet_unit unit)
{
    for (size_t i = survey->first_facility[unit];
         i < survey->first_facility[unit + 1]; i++) {
        const ci_member_facility *facility = &survey->facilities[i];

        if (!facility->is_sure) {
            out->maybe++;
            out->doubts |= facility->doubts;
            continue;
        }
        out->sure++;
        out->lost += facility->is_lost;
        if (facility->member == CI_NO_POSITION ||
            ci_member_facility_in(survey, facility->member) != i)
            continue;
        if (survey->members[facility->member].is_sure)
            out->settled++;
        else
            out->perhaps++;
    }
}

static void find_range(tally *out, const ci_group_size *size)
{
    for (size_t v = out->sure_members; v <= out->members; v++) {
        const ci_group_range range = ci_group_range_of(
            v, (size_t)size->size_from, (size_t)size->size_to);

        if (v == out->sure_members) {
            out->range = range;
            out->least_min = out->most_min = (int64_t)range.home_min;
            out->least_max = out->most_max = (int64_t)range.home_max;
        }
        if (out->least_min > (int64_t)range.home_min)
            out->least_min = (int64_t)range.home_min;
        if (out->most_min < (int64_t)range.home_min)
            out->most_min = (int64_t)range.home_min;
        if (out->least_max > (int64_t)range.home_max)
            out->least_max = (int64_t)range.home_max;
        if (out->most_max < (int64_t)range.home_max)
            out->most_max = (int64_t)range.home_max;
    }
}

/* Whatever units of unknown kind are members: `hosts` of them have a facility
 * alone, so that it counts if they are. */
static void find_outcome(tally *out, const ci_group_size *size)
{
    size_t unsure = out->members - out->sure_members;
    size_t hosts = (size_t)out->perhaps;
    bool is_kept = true;

    out->missing = out->most_min;
    for (size_t a = 0; a <= hosts; a++) {
        for (size_t b = 0; b <= unsure - hosts; b++) {
            const ci_group_range range = ci_group_range_of(
                out->sure_members + a + b, (size_t)size->size_from,
                (size_t)size->size_to);
            int64_t surely = out->settled + (int64_t)a;
            int64_t lacks =
                (int64_t)range.home_min - surely - out->lost - out->maybe;

            if (lacks < out->missing)
                out->missing = lacks;
            is_kept = is_kept && surely >= (int64_t)range.home_min;
        }
    }
    if (out->missing > 0)
        out->outcome = IS_SHORT;
    else if (!is_kept)
        out->outcome = IS_OPEN;
    else
        out->outcome = out->sure > out->most_max ? IS_TOO_MANY : IS_KEPT;
}

/* Of a unit without sure members nothing but their number is told. */
static tally tally_unit(const ci_member_survey *survey, circlet_unit unit)
{
    const ci_group_size *size = &survey->rule->as.group_size;
    tally out = {0};

    out.members = survey->first_member[unit + 1] - survey->first_member[unit];
    out.sure_members = survey->sure_end[unit] - survey->first_member[unit];
    if (out.sure_members == 0)
        return out;
    count_facilities(&out, survey, unit);
    find_range(&out, size);
    find_outcome(&out, size);
    return out;
}

/* ---- saying it ---------------------------------------------------------- */

/* How many are asked for, and for groups of what size. */
static void describe_range(ci_draft *draft, const tally *t,
                           const ci_group_size *size)
{
    const ci_group_range *range = &t->range;
    bool is_known = t->sure_members == t->members;
    size_t from = is_known ? range->size_from : (size_t)size->size_from;
    size_t to = is_known ? range->size_to : (size_t)size->size_to;

    draft->finding.sentence =
        t->least_min == t->most_max ? "groups_exact" : "groups_range";
    if (t->least_min == t->most_min)
        draft->finding.required = (double)t->least_min;
    ci_draft_number(draft, "min", CIRCLET_ARGUMENT_COUNT_OF,
                    (double)t->least_min);
    ci_draft_number(draft, "max", CIRCLET_ARGUMENT_COUNT_OF,
                    (double)t->most_max);
    ci_draft_number(draft, "from", CIRCLET_ARGUMENT_COUNT_OF, (double)from);
    if (to > from)
        ci_draft_number(draft, "to", CIRCLET_ARGUMENT_COUNT_OF, (double)to);
    if (!is_known || !range->is_exception)
        return;
    ci_draft_number(draft, "asked_from", CIRCLET_ARGUMENT_COUNT_OF,
                    size->size_from);
    ci_draft_number(draft, "asked_to", CIRCLET_ARGUMENT_COUNT_OF,
                    size->size_to);
    ci_draft_reason(draft, "group_size_outside");
}

static void describe_numbers(ci_draft *draft, const tally *t,
                             const ci_rule *rule)
{
    const ci_group_size *size = &rule->as.group_size;
    int64_t open = t->perhaps + t->lost + t->maybe;
    int64_t strays = t->sure - t->settled - t->perhaps - t->lost;

    draft->finding.measured_low = (double)t->settled;
    draft->finding.measured_high = (double)(t->settled + open);
    if (open == 0)
        draft->finding.measured = (double)t->settled;
    if (t->sure_members < t->members)
        ci_draft_number(draft, "villages_least", CIRCLET_ARGUMENT_COUNT_OF,
                        (double)t->sure_members);
    ci_draft_number(draft, "villages", CIRCLET_ARGUMENT_COUNT_OF,
                    (double)t->members);
    ci_draft_word(draft, "member", size->member_word);
    ci_draft_number(draft, t->maybe > 0 ? "least" : "count",
                    CIRCLET_ARGUMENT_COUNT_OF, (double)t->sure);
    ci_draft_word(draft, "facility", rule->facility.word);
    describe_range(draft, t, size);
    if (strays > 0) {
        ci_draft_number(draft, "strays", CIRCLET_ARGUMENT_COUNT_OF,
                        (double)strays);
        ci_draft_reason(draft, "member_shared_or_none");
    }
    if (t->sure_members < t->members)
        ci_draft_reason(draft, "member_kind_unknown");
}

/* The names of hosts, with a separator of the language. */
static circlet_status name_hosts(ci_draft *draft,
                                 const ci_member_survey *survey,
                                 const ci_member_groups *groups,
                                 const char *argument, const char *separator,
                                 circlet_error *error)
{
    const ci_judgement *judgement = survey->judgement;
    ci_buffer names = {0};
    const char *kept = NULL;

    for (size_t k = 0; k < groups->host_count; k++) {
        circlet_unit unit = survey->members[groups->hosts[k]].unit;

        ci_buffer_add(&names, k > 0 ? separator : "");
        ci_buffer_add(&names, circlet_city_unit(judgement->city, unit)->name);
    }
    if (!names.failed)
        kept = ci_arena_copy(&judgement->findings->arena,
                             names.text ? names.text : "");
    ci_buffer_free(&names);
    if (!kept)
        return ci_fail_nomem(error);
    draft->arguments[draft->finding.argument_count++] =
        (circlet_argument){argument, CIRCLET_ARGUMENT_TEXT, (double)NAN, kept};
    return CIRCLET_OK;
}

/* Where a fix has to build: codes, one in a line. */
static circlet_status note_hosts(ci_draft *draft,
                                 const ci_member_survey *survey,
                                 const ci_member_groups *groups,
                                 circlet_error *error)
{
    const ci_judgement *judgement = survey->judgement;
    ci_buffer codes = {0};
    const char *kept = NULL;

    for (size_t k = 0; k < groups->host_count; k++) {
        circlet_unit unit = survey->members[groups->hosts[k]].unit;

        ci_buffer_add(&codes, circlet_city_unit(judgement->city, unit)->code);
        ci_buffer_add(&codes, "\n");
    }
    if (!codes.failed)
        kept = ci_arena_copy(&judgement->findings->arena,
                             codes.text ? codes.text : "");
    ci_buffer_free(&codes);
    if (!kept)
        return ci_fail_nomem(error);
    draft->facts[draft->fact_count++] =
        (circlet_argument){"hosts", CIRCLET_ARGUMENT_TEXT, (double)NAN, kept};
    return CIRCLET_OK;
}

static void describe_times(ci_draft *draft, const ci_member_survey *survey,
                           const ci_member_groups *groups)
{
    const ci_judgement *judgement = survey->judgement;
    size_t mode = survey->rule->as.group_size.mode;

    if (groups->unknown > 0) {
        ci_draft_reason(draft, "times_unknown");
        ci_draft_number(draft, "unreached", CIRCLET_ARGUMENT_COUNT_OF,
                        (double)groups->unknown);
    }
    if (groups->farthest == CI_NO_POSITION)
        return;
    ci_draft_word(draft, "mode", judgement->policy->modes[mode]);
    if (groups->is_weighted)
        ci_draft_number(draft, "total", CIRCLET_ARGUMENT_COUNT_OF,
                        (double)groups->total_milli_ms / 6e7);
    ci_draft_number(draft, "longest", CIRCLET_ARGUMENT_MINUTES,
                    (double)groups->longest_ms / 60000);
    draft->arguments[draft->finding.argument_count++] = (circlet_argument){
        "farthest", CIRCLET_ARGUMENT_TEXT, (double)NAN,
        circlet_city_unit(judgement->city,
                          survey->members[groups->farthest].unit)
            ->name};
    if (groups->gap > 0)
        ci_draft_number(draft, "gap", CIRCLET_ARGUMENT_SHARE, groups->gap);
}

/* Groups are told where there are any, or should be. */
static circlet_status describe_groups(ci_draft *draft, const grouping_run *run,
                                      const tally *t, circlet_unit unit,
                                      circlet_error *error)
{
    const ci_member_survey *survey = &run->survey;
    ci_member_groups groups = {0};
    circlet_status status =
        t->outcome == IS_SHORT
            ? ci_member_groups_choose(&groups, survey, unit, &t->range, error)
            : ci_member_groups_assign(&groups, survey, unit, &t->range, error);

    if (!status && groups.host_count > 0)
        status = name_hosts(draft, survey, &groups, "hosts_zh", "、", error);
    if (!status && groups.host_count > 0)
        status = name_hosts(draft, survey, &groups, "hosts_en", ", ", error);
    if (!status && groups.host_count > 0)
        status = note_hosts(draft, survey, &groups, error);
    if (!status && groups.is_made) {
        if (!groups.is_weighted)
            ci_draft_reason(draft, run->has_people ? "member_area_unknown"
                                                   : "people_unknown");
        if (survey->times)
            describe_times(draft, survey, &groups);
        else
            ci_draft_reason(draft, "no_network");
    }
    ci_member_groups_clear(&groups);
    return status;
}

/* ---- judging ------------------------------------------------------------ */

/* What keeps a number from being told that may still be enough. */
static void leave_open(ci_draft *draft, const tally *t)
{
    if (t->lost > 0)
        ci_draft_reason(draft, "member_area_unknown");
    ci_draft_undecided(draft, t->doubts);
}

/* A pass that may be more than is asked for, as in rule_count.c. */
static void doubt_limit(ci_draft *draft, const tally *t)
{
    int64_t high = t->sure + t->maybe;
    bool hangs_on_homes = t->sure <= t->least_max || high > t->most_max;

    if (high > t->least_max)
        ci_draft_perhaps_over(
            draft, hangs_on_homes ? t->doubts : 0,
            t->least_max < t->most_max ? "member_kind_unknown" : NULL);
}

static circlet_status decide(ci_draft *draft, const grouping_run *run,
                             circlet_unit unit, circlet_error *error)
{
    const ci_rule *rule = run->survey.rule;
    const ci_headcount *people = &run->people[unit];
    tally t = tally_unit(&run->survey, unit);
    double missing = (double)t.missing;
    bool is_exact =
        t.perhaps + t.lost + t.maybe == 0 && t.least_min == t.most_min;
    circlet_status status = CIRCLET_OK;

    describe_numbers(draft, &t, rule);
    if (t.outcome == IS_SHORT || t.outcome == IS_KEPT)
        status = describe_groups(draft, run, &t, unit, error);
    if (t.outcome == IS_SHORT && people->sure_milli == 0) {
        ci_draft_undecided(draft, people->doubts); /* perhaps of nobody */
    } else if (t.outcome == IS_SHORT) {
        ci_draft_missing(draft, CIRCLET_ARGUMENT_COUNT_OF, missing, !is_exact);
        if (is_exact)
            ci_draft_more(draft, missing);
        ci_draft_shortfall(draft, rule, run->survey.judgement->day, missing,
                           "facilities");
    } else if (t.outcome == IS_TOO_MANY) {
        ci_draft_number(draft, "excess", CIRCLET_ARGUMENT_COUNT_OF,
                        (double)(t.sure - t.most_max));
        ci_draft_over_provision(draft);
        if (run->has_people && people->sure_milli == 0)
            ci_draft_perhaps_nobody(draft, people->doubts);
    } else if (t.outcome == IS_KEPT) {
        doubt_limit(draft, &t);
    } else if (t.outcome == IS_OPEN) {
        leave_open(draft, &t);
    }
    if (t.outcome == IS_SHORT || t.outcome == IS_OPEN)
        ci_draft_surely(draft, (double)(t.most_min - t.settled));
    return status;
}

static circlet_status judge_known(ci_draft *draft, const grouping_run *run,
                                  circlet_unit unit, circlet_error *error)
{
    const ci_judgement *judgement = run->survey.judgement;
    const ci_rule *rule = run->survey.rule;
    tally t = tally_unit(&run->survey, unit);

    if (run->has_people && draft->finding.persons == 0)
        ci_draft_nobody(draft, judgement->city,
                        judgement->policy->groups[rule->group].name);
    else if (t.members == 0)
        ci_draft_no_data(draft, "no_villages");
    else if (t.sure_members == 0)
        ci_draft_no_data(draft, "member_kind_unknown");
    else if (!ci_selection_is_known(&rule->facility, judgement->city,
                                    &judgement->types))
        ci_draft_no_data(draft, "type_unknown");
    else
        return decide(draft, run, unit, error);
    return CIRCLET_OK;
}

static circlet_status judge_unit(const void *state, circlet_unit unit,
                                 bool is_setting_known, circlet_error *error)
{
    const grouping_run *run = state;
    const ci_judgement *judgement = run->survey.judgement;
    const ci_headcount *people = &run->people[unit];
    circlet_status status = CIRCLET_OK;
    ci_draft draft;

    ci_draft_start(&draft, run->survey.rule,
                   circlet_city_unit(judgement->city, unit));
    draft.finding.measured_unit = "facilities";
    draft.finding.shortfall_unit = "facilities";
    if (run->has_people)
        draft.finding.persons =
            (double)(people->sure_milli + people->maybe_milli) / 1000;
    if (!is_setting_known)
        ci_draft_no_data(&draft, "setting_unknown");
    else
        status = judge_known(&draft, run, unit, error);
    if (!run->has_people)
        ci_draft_without_people(&draft);
    if (run->has_people)
        ci_draft_modelled(&draft, people->modelled_milli);
    return status ? status
                  : ci_findings_add(judgement->findings, &draft,
                                    judgement->policy, error);
}

/* Times between members are needed where facilities are missing. */
static circlet_status find_times(grouping_run *run, circlet_error *error)
{
    size_t units = circlet_city_unit_count(run->survey.judgement->city);
    bool *wants = calloc(units + 1, sizeof(*wants));
    circlet_status status;

    if (!wants)
        return ci_fail_nomem(error);
    for (size_t i = 0; i < units; i++) {
        tally t = tally_unit(&run->survey, (circlet_unit)i);

        wants[i] = t.sure_members > 0 && t.outcome == IS_SHORT;
    }
    status = ci_member_survey_travel(&run->survey, wants, error);
    free(wants);
    return status;
}

circlet_status ci_judge_group_size(const ci_judgement *judgement,
                                   const ci_rule *rule, circlet_error *error)
{
    grouping_run run = {.survey = {.judgement = judgement, .rule = rule}};
    circlet_status status =
        ci_headcounts_make(&run.people, judgement, rule, error);

    run.has_people = circlet_city_knows_people(judgement->city);
    if (!status)
        status = ci_member_survey_make(&run.survey, error);
    if (!status)
        status = find_times(&run, error);
    if (!status)
        status = ci_judge_units(judgement, rule, judge_unit, &run, error);
    ci_member_survey_clear(&run.survey);
    free(run.people);
    return status;
}
