#include "map/unit_fill.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "city/city.h"

/* ---- rules -------------------------------------------------------------- */

static bool has_word(const ci_words *words, const char *word)
{
    for (size_t i = 0; i < words->count; i++)
        if (strcmp(words->items[i], word) == 0)
            return true;
    return false;
}

bool ci_map_is_about(const ci_rule *rule, const char *word)
{
    const ci_selection *selection = &rule->facility;

    return (selection->type && strcmp(selection->type, word) == 0) ||
           (selection->service && strcmp(selection->service, word) == 0) ||
           has_word(&selection->services, word) ||
           has_word(&selection->one_of, word);
}

bool ci_map_is_circle(const ci_rule *rule, const char *service)
{
    return rule->kind == CI_RULE_CIRCLE && !rule->is_variant &&
           (!service || ci_map_is_about(rule, service));
}

static circlet_status check_service(const circlet_policy *policy,
                                    const char *service, circlet_error *error)
{
    for (size_t i = 0; i < policy->rule_count; i++)
        if (ci_map_is_circle(&policy->rules[i], service))
            return CIRCLET_OK;
    if (!service)
        return ci_fail(error, CIRCLET_E_NOT_FOUND,
                       "policy '%s' has no circle rule", policy->id);
    return ci_fail(error, CIRCLET_E_NOT_FOUND,
                   "policy '%s' has no circle rule about '%s'", policy->id,
                   service);
}

/* ---- levels ------------------------------------------------------------- */

circlet_unit ci_map_ancestor(const circlet_city *city, circlet_unit unit,
                             circlet_level level)
{
    return unit == CIRCLET_NONE ? CIRCLET_NONE
                                : city->ancestors[unit].of[level];
}

static bool has_areas(const circlet_city *city, circlet_level level)
{
    for (size_t i = 0; i < circlet_city_unit_count(city); i++) {
        const circlet_unit_record *unit =
            circlet_city_unit(city, (circlet_unit)i);

        if (unit->level == level && unit->area.ring_count > 0)
            return true;
    }
    return false;
}

/* Whether a finding counts for the map. */
static bool is_shown(const circlet_map_content *content,
                     const circlet_map_options *options,
                     const circlet_finding *finding)
{
    const ci_rule *rule;

    if (options->show == CIRCLET_MAP_VERDICTS)
        return true;
    rule = ci_policy_find_rule(content->policy, finding->rule);
    return rule && ci_map_is_circle(rule, options->service) &&
           finding->subject == CIRCLET_SUBJECT_UNIT;
}

/* The lowest level down to the streets that findings are about. */
static circlet_level level_of_findings(const circlet_map_content *content,
                                       const circlet_map_options *options)
{
    size_t count =
        content->findings ? circlet_findings_count(content->findings) : 0;
    int level = -1;

    for (size_t i = 0; i < count; i++) {
        const circlet_finding *finding =
            circlet_findings_at(content->findings, i);

        if ((int)finding->level > level && is_shown(content, options, finding))
            level = (int)finding->level;
    }
    if (level < 0 || level > CIRCLET_LEVEL_STREET)
        level = CIRCLET_LEVEL_STREET;
    return (circlet_level)level;
}

/* A level of which nothing has borders would leave the map blank. */
static circlet_level choose_level(const circlet_map_content *content,
                                  const circlet_map_options *options)
{
    int level;

    if (options->has_level)
        return options->level;
    level = (int)level_of_findings(content, options);
    while (level > 0 && !has_areas(content->city, (circlet_level)level))
        level--;
    if (!has_areas(content->city, (circlet_level)level) &&
        has_areas(content->city, CIRCLET_LEVEL_COMMUNITY))
        level = CIRCLET_LEVEL_COMMUNITY;
    return (circlet_level)level;
}

/* ---- filling ------------------------------------------------------------ */

static ci_fill fill_of(const circlet_finding *finding)
{
    switch (finding->verdict) {
    case CIRCLET_VERDICT_PASS:
        return CI_FILL_PASS;
    case CIRCLET_VERDICT_FAIL:
        return finding->force == CIRCLET_FORCE_MUST ? CI_FILL_MUST_1
                                                    : CI_FILL_SHOULD;
    case CIRCLET_VERDICT_ADVICE:
        return CI_FILL_ADVICE;
    case CIRCLET_VERDICT_UNDECIDED:
        return CI_FILL_UNDECIDED;
    default:
        return CI_FILL_NO_DATA;
    }
}

static void add_finding(ci_unit_fill *unit, const circlet_finding *finding,
                        circlet_map_show show)
{
    ci_fill fill = fill_of(finding);

    if (show == CIRCLET_MAP_VERDICTS) {
        if (fill > unit->fill)
            unit->fill = fill;
        /* The findings of a rule stand together. */
        if (fill == CI_FILL_MUST_1 &&
            (!unit->last_broken ||
             strcmp(unit->last_broken, finding->rule) != 0)) {
            unit->broken++;
            unit->last_broken = finding->rule;
            unit->fill = ci_fill_of_broken(unit->broken);
        }
        return;
    }
    if (unit->fill == CI_FILL_NONE)
        unit->persons = unit->covered = 0;
    unit->fill = CI_FILL_NO_DATA; /* until all is added up */
    unit->persons += finding->persons;
    unit->covered += finding->persons_covered;
    if (finding->verdict == CIRCLET_VERDICT_FAIL)
        unit->misses = true;
}

/* A share says how many are not covered where the people are few. */
static void finish_share(ci_unit_fill *unit)
{
    if (unit->fill == CI_FILL_NONE || !isfinite(unit->persons) ||
        !isfinite(unit->covered))
        return;
    if (unit->persons <= 0)
        unit->fill = CI_FILL_NONE;
    else if (unit->persons < CIRCLET_MAP_SMALL) {
        unit->fill = CI_FILL_FEW;
        unit->misses = false;
    } else
        unit->fill = ci_fill_of_share(unit->covered / unit->persons);
}

circlet_status ci_unit_fills_make(ci_unit_fills *out,
                                  const circlet_map_content *content,
                                  const circlet_map_options *options,
                                  circlet_error *error)
{
    const circlet_city *city = content->city;
    size_t unit_count = circlet_city_unit_count(city);
    size_t count =
        content->findings ? circlet_findings_count(content->findings) : 0;

    if (options->show == CIRCLET_MAP_COVERAGE) {
        circlet_status status =
            check_service(content->policy, options->service, error);

        if (status)
            return status;
    }
    out->level = choose_level(content, options);
    out->items = calloc(unit_count + 1, sizeof(*out->items));
    if (!out->items)
        return ci_fail_nomem(error);
    for (size_t i = 0; i < count; i++) {
        const circlet_finding *finding =
            circlet_findings_at(content->findings, i);
        circlet_unit unit = ci_map_ancestor(
            city, circlet_city_find_unit(city, finding->unit), out->level);

        if (unit != CIRCLET_NONE && is_shown(content, options, finding))
            add_finding(&out->items[unit], finding, options->show);
    }
    for (size_t i = 0; options->show == CIRCLET_MAP_COVERAGE && i < unit_count;
         i++)
        finish_share(&out->items[i]);
    return CIRCLET_OK;
}

void ci_unit_fills_free(ci_unit_fills *fills)
{
    free(fills->items);
    fills->items = NULL;
}
