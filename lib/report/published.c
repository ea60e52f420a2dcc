/* Findings as they are published. */
#include <circlet/privacy.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "policy/finding.h"
#include "report/finding_privacy.h"
#include "report/planned_words.h"
#include "report/privacy.h"

#define THRESHOLD_MAX 1000000

struct circlet_privacy {
    bool *hidden; /* today's findings */
    ci_public_figure *figures; /* the plan's */
    size_t count[2]; /* today's and the plan's */
};

void circlet_privacy_free(circlet_privacy *privacy)
{
    if (!privacy)
        return;
    free(privacy->hidden);
    free(privacy->figures);
    free(privacy);
}

bool circlet_privacy_hides(const circlet_privacy *privacy, bool is_planned,
                           size_t i)
{
    if (i >= privacy->count[is_planned])
        return true;
    return is_planned ? privacy->figures[i].is_hidden : privacy->hidden[i];
}

const char *circlet_privacy_text_zh(void)
{
    return "涉及人数过少，数字不予公开。";
}

const char *circlet_privacy_text_en(void)
{
    return "Numbers of so few persons are not published.";
}

/* ---- what findings tell ------------------------------------------------- */

static ci_public_count count_of(const circlet_city *city,
                                const circlet_finding *finding)
{
    bool is_of_unit = finding->subject == CIRCLET_SUBJECT_UNIT;
    bool is_share =
        finding->measured_unit && strcmp(finding->measured_unit, "share") == 0;
    bool lacks_persons = finding->shortfall_unit &&
                         strcmp(finding->shortfall_unit, "persons") == 0;

    return (ci_public_count){
        .rule = finding->rule,
        .mode = finding->mode,
        .unit = is_of_unit && finding->unit
                    ? circlet_city_find_unit(city, finding->unit)
                    : CI_PRIVACY_NONE,
        .persons = finding->persons,
        .covered = finding->persons_covered,
        .unreached = finding->persons_unreached,
        .missing = lacks_persons ? finding->shortfall : (double)NAN,
        .doubtful = {is_share ? finding->persons *
                                    (finding->measured - finding->measured_low)
                              : (double)NAN,
                     is_share ? finding->persons * (finding->measured_high -
                                                    finding->measured)
                              : (double)NAN},
        .required = is_share ? finding->required : (double)NAN};
}

static circlet_status list_counts(ci_public_count **out, size_t *count,
                                  const circlet_city *city,
                                  const circlet_findings *findings,
                                  circlet_error *error)
{
    *count = findings ? circlet_findings_count(findings) : 0;
    *out = malloc((*count + 1) * sizeof(**out));
    if (!*out)
        return ci_fail_nomem(error);
    for (size_t i = 0; i < *count; i++)
        (*out)[i] = count_of(city, circlet_findings_at(findings, i));
    return CIRCLET_OK;
}

static circlet_status list_parents(uint32_t **out, const circlet_city *city,
                                   circlet_error *error)
{
    size_t count = circlet_city_unit_count(city);

    *out = malloc((count + 1) * sizeof(**out));
    if (!*out)
        return ci_fail_nomem(error);
    for (size_t i = 0; i < count; i++) {
        circlet_unit parent = circlet_city_unit_parent(city, (circlet_unit)i);

        (*out)[i] = parent == CIRCLET_NONE ? CI_PRIVACY_NONE : parent;
    }
    return CIRCLET_OK;
}

static circlet_status make_room(circlet_privacy *privacy, circlet_error *error)
{
    privacy->hidden = calloc(privacy->count[0] + 1, sizeof(bool));
    privacy->figures =
        calloc(privacy->count[1] + 1, sizeof(*privacy->figures));
    return privacy->hidden && privacy->figures ? CIRCLET_OK
                                               : ci_fail_nomem(error);
}

static circlet_status hide(circlet_privacy *privacy, const circlet_city *city,
                           const circlet_findings *const findings[2],
                           int64_t threshold, circlet_error *error)
{
    ci_public_count *lists[2] = {NULL, NULL};
    uint32_t *parents = NULL;
    circlet_status status = list_parents(&parents, city, error);

    for (int s = 0; s < 2 && !status; s++)
        status = list_counts(&lists[s], &privacy->count[s], city, findings[s],
                             error);
    if (!status)
        status = make_room(privacy, error);
    if (!status) {
        const ci_public_counts counts = {
            .today = lists[0],
            .planned = lists[1],
            .today_count = privacy->count[0],
            .planned_count = privacy->count[1],
            .parents = parents,
            .unit_count = circlet_city_unit_count(city),
            .threshold = threshold > 0 ? threshold : CIRCLET_PRIVACY_SMALL};

        status = ci_public_counts_hide(privacy->hidden, privacy->figures,
                                       &counts, error);
    }
    free(lists[0]);
    free(lists[1]);
    free(parents);
    return status;
}

circlet_status circlet_privacy_of_findings(circlet_privacy **out,
                                           const circlet_city *city,
                                           const circlet_findings *findings,
                                           const circlet_findings *planned,
                                           int64_t threshold,
                                           circlet_error *error)
{
    const circlet_findings *const both[2] = {findings, planned};
    circlet_privacy *privacy;
    circlet_status status;

    if (!out || !city || !findings)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "what is published of findings needs the city and "
                       "its findings");
    if (threshold < 0 || threshold > THRESHOLD_MAX)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "a threshold of %lld persons is not from 1 to %d",
                       (long long)threshold, THRESHOLD_MAX);
    privacy = calloc(1, sizeof(*privacy));
    if (!privacy)
        return ci_fail_nomem(error);
    status = hide(privacy, city, both, threshold, error);
    if (status)
        circlet_privacy_free(privacy);
    else
        *out = privacy;
    return status;
}

/* ---- the plan's findings in steps --------------------------------------- */

static circlet_status say(circlet_findings *findings, circlet_finding *finding,
                          const ci_public_figure *figure, circlet_error *error)
{
    ci_planned_words words = {{0}, {0}};
    circlet_status status;

    ci_planned_words_say(&words, finding->unit_name, finding->required,
                         figure);
    finding->text_zh =
        ci_arena_copy(&findings->arena, words.zh.text ? words.zh.text : "");
    finding->text_en =
        ci_arena_copy(&findings->arena, words.en.text ? words.en.text : "");
    status = words.zh.failed || words.en.failed || !finding->text_zh ||
                     !finding->text_en
                 ? ci_fail_nomem(error)
                 : CIRCLET_OK;
    ci_planned_words_clear(&words);
    return status;
}

static circlet_status put_figure(circlet_findings *findings,
                                 circlet_finding *finding,
                                 const ci_public_figure *figure,
                                 circlet_error *error)
{
    bool is_share =
        finding->measured_unit && strcmp(finding->measured_unit, "share") == 0;
    double persons = figure->persons;

    if (!figure->is_stepped)
        return CIRCLET_OK;
    finding->persons_covered = figure->covered;
    finding->covered_low = figure->covered_low;
    finding->covered_high = figure->covered_high;
    finding->persons_low = finding->persons_high = persons;
    if (is_share && persons > 0) {
        finding->measured = figure->covered / persons;
        finding->measured_low = figure->covered_low / persons;
        finding->measured_high = figure->covered_high / persons;
    }
    if (isfinite(finding->shortfall) && finding->shortfall_unit &&
        strcmp(finding->shortfall_unit, "persons") == 0)
        finding->shortfall = figure->missing;
    finding->fix_zh = finding->fix_en = NULL;
    finding->sentence = ci_planned_words_id(figure);
    finding->arguments = NULL;
    finding->argument_count = 0;
    return say(findings, finding, figure, error);
}

circlet_status circlet_privacy_step(circlet_findings **out,
                                    const circlet_privacy *privacy,
                                    const circlet_findings *planned,
                                    circlet_error *error)
{
    circlet_findings *copy;
    circlet_status status = CIRCLET_OK;

    if (!out || !privacy || !planned || planned->count != privacy->count[1])
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "the findings are not those of the plan");
    copy = ci_findings_new(planned->city, planned->day);
    if (copy)
        copy->items = malloc((planned->count + 1) * sizeof(*copy->items));
    if (!copy || !copy->items) {
        circlet_findings_free(copy);
        return ci_fail_nomem(error);
    }
    copy->capacity = planned->count + 1;
    for (size_t i = 0; i < planned->count && !status; i++) {
        copy->items[i] = planned->items[i];
        copy->count++;
        status =
            put_figure(copy, &copy->items[i], &privacy->figures[i], error);
    }
    if (status)
        circlet_findings_free(copy);
    else
        *out = copy;
    return status;
}
