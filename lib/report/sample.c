#include <circlet/report.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/options.h"
#include "policy/audit_sample.h"
#include "policy/traveller.h"

#define YEAR_MAX 9999

struct circlet_sample {
    const ci_rule *rule;
    uint32_t *facilities;
    size_t count;
    size_t source_count;
    int64_t share_micro;
    uint64_t seed;
    int year;
};

static bool asks_for_sample(const ci_rule *rule, int year)
{
    return rule->kind == CI_RULE_LIST && rule->as.list.of == CI_LIST_SAMPLE &&
           ci_rule_is_in_force(rule, year);
}

static circlet_status find_rule(const ci_rule **out,
                                const circlet_policy *policy, const char *id,
                                int year, circlet_error *error)
{
    const ci_rule *found = NULL;

    for (size_t i = 0; i < policy->rule_count; i++) {
        const ci_rule *rule = &policy->rules[i];

        if (!asks_for_sample(rule, year) || (id && strcmp(rule->id, id) != 0))
            continue;
        if (found)
            return ci_fail(error, CIRCLET_E_ARGUMENT,
                           "rules '%s' and '%s' both ask for a sample: "
                           "choose one",
                           found->id, rule->id);
        found = rule;
    }
    *out = found;
    if (found)
        return CIRCLET_OK;
    if (id)
        return ci_fail(error, CIRCLET_E_NOT_FOUND,
                       "policy '%s' has no rule '%s' that asks for a sample "
                       "in %d",
                       policy->id, id, year);
    return ci_fail(error, CIRCLET_E_NOT_FOUND,
                   "policy '%s' has no rule that asks for a sample in %d",
                   policy->id, year);
}

static circlet_status read_options(circlet_sample *sample,
                                   const circlet_policy *policy,
                                   const circlet_sample_options *given,
                                   circlet_error *error)
{
    circlet_sample_options own;
    circlet_status status = ci_options_read(&own, sizeof(own), given, error);

    if (status)
        return status;
    sample->year = own.year ? own.year : policy->default_year;
    if (sample->year < 1 || sample->year > YEAR_MAX)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "year %d is not from 1 to %d", sample->year, YEAR_MAX);
    sample->seed = own.seed ? own.seed : (uint64_t)sample->year;
    status = ci_options_check("share", own.share, 0, 1, error);
    if (!status)
        status =
            find_rule(&sample->rule, policy, own.rule, sample->year, error);
    if (status)
        return status;
    sample->share_micro = sample->rule->as.list.share_micro;
    if (own.share > 0) /* so small that it is none: a millionth */
        sample->share_micro = llround(own.share * CI_MILLION);
    if (sample->share_micro < 1)
        sample->share_micro = 1;
    return CIRCLET_OK;
}

static circlet_status draw(circlet_sample *sample, const circlet_city *city,
                           const circlet_policy *policy, circlet_error *error)
{
    const ci_facility_types types = {policy->types, policy->type_count};
    uint32_t *source = NULL;
    circlet_status status;

    if (!ci_selection_is_known(&sample->rule->facility, city, &types))
        return ci_fail(error, CIRCLET_E_DATA,
                       "the city knows no facilities that rule '%s' asks "
                       "about",
                       sample->rule->id);
    status =
        ci_rule_facilities(&source, &sample->source_count, policy, city,
                           sample->rule, CI_LAST_DAY(sample->year), error);
    if (!status)
        status = ci_audit_sample_draw(
            &sample->facilities, &sample->count, source, sample->source_count,
            sample->share_micro, sample->seed, error);
    free(source);
    return status;
}

circlet_status circlet_sample_draw(circlet_sample **out,
                                   const circlet_city *city,
                                   const circlet_policy *policy,
                                   const circlet_sample_options *options,
                                   circlet_error *error)
{
    circlet_sample *sample;
    circlet_status status;

    if (!out || !city || !policy)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "a sample needs a city and a policy");
    sample = calloc(1, sizeof(*sample));
    if (!sample)
        return ci_fail_nomem(error);
    status = read_options(sample, policy, options, error);
    if (!status)
        status = draw(sample, city, policy, error);
    if (status)
        circlet_sample_free(sample);
    else
        *out = sample;
    return status;
}

void circlet_sample_free(circlet_sample *sample)
{
    if (!sample)
        return;
    free(sample->facilities);
    free(sample);
}

size_t circlet_sample_size(const circlet_sample *sample)
{
    return sample->count;
}

circlet_facility circlet_sample_at(const circlet_sample *sample, size_t i)
{
    return i < sample->count ? sample->facilities[i] : CIRCLET_NONE;
}

size_t circlet_sample_source_size(const circlet_sample *sample)
{
    return sample->source_count;
}

double circlet_sample_share(const circlet_sample *sample)
{
    return (double)sample->share_micro / CI_MILLION;
}

uint64_t circlet_sample_seed(const circlet_sample *sample)
{
    return sample->seed;
}

int circlet_sample_year(const circlet_sample *sample)
{
    return sample->year;
}

const char *circlet_sample_rule(const circlet_sample *sample)
{
    return sample->rule->id;
}

const char *circlet_sample_title_zh(const circlet_sample *sample)
{
    return sample->rule->title_zh;
}

const char *circlet_sample_title_en(const circlet_sample *sample)
{
    return sample->rule->title_en;
}

const char *circlet_sample_citation(const circlet_sample *sample)
{
    return sample->rule->citation;
}

double circlet_sample_least_share(const circlet_sample *sample)
{
    return (double)sample->rule->as.list.share_micro / CI_MILLION;
}
