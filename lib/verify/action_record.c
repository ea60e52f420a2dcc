/* Whether what stands with an action is what follows from the city, the
 * program and the rules that it works on. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "city/plan_action.h"
#include "city/plan_record.h"
#include "policy/circle.h"
#include "policy/price.h"
#include "verify/mode_list.h"
#include "verify/record_check.h"

static bool add(circlet_verification *out, const circlet_plan_action *action,
                const char *what, const char *claimed, const char *found)
{
    const circlet_claim claim = {.what = what,
                                 .subject = action->id,
                                 .claimed = (double)NAN,
                                 .found = (double)NAN,
                                 .claimed_text = claimed ? claimed : "",
                                 .found_text = found,
                                 .state = CIRCLET_CLAIM_DIFFERS};

    return ci_verification_add(out, &claim);
}

/* NULL: the city has no such site. */
static const circlet_site_record *site_of(const ci_plan_record *record,
                                          const circlet_plan_action *action)
{
    circlet_site site =
        action->site ? circlet_city_find_site(record->city, action->site)
                     : CIRCLET_NONE;

    return site == CIRCLET_NONE ? NULL : circlet_city_site(record->city, site);
}

/* ---- where -------------------------------------------------------------- */

/* At its site, or at the facility that there is. */
static bool check_place(circlet_verification *out,
                        const ci_plan_record *record,
                        const circlet_plan_action *action)
{
    const circlet_site_record *site = site_of(record, action);
    circlet_facility facility =
        action->facility
            ? circlet_city_find_facility(record->city, action->facility)
            : CIRCLET_NONE;
    circlet_point at;

    if (site)
        at = site->at;
    else if (facility != CIRCLET_NONE)
        at = circlet_city_facility(record->city, facility)->at;
    else
        return true; /* it is not carried out */
    return (action->at.lon <= at.lon && action->at.lon >= at.lon &&
            action->at.lat <= at.lat && action->at.lat >= at.lat) ||
           add(out, action, "at", NULL, site ? site->id : action->facility);
}

/* ---- what such an action says ------------------------------------------- */

#define KIND(name) (1u << CI_ACTION_##name)
#define OF_NUMBERS                                                            \
    (KIND(ENLARGE) | KIND(ADD_SERVICE) | KIND(DESIGNATE) | KIND(BUILD))

/* What stands where nothing can: it changes nothing, but says what is not so.
 * Of a plan made by hand it is no claim that was derived. */
static bool add_idle(circlet_verification *out, const ci_plan_record *record,
                     const circlet_plan_action *action, const char *column,
                     const char *text)
{
    circlet_error why;
    const circlet_claim claim = {.what = column,
                                 .subject = action->id,
                                 .claimed = (double)NAN,
                                 .found = (double)NAN,
                                 .claimed_text = text,
                                 .found_text = "",
                                 .reason = why.message,
                                 .state = record->plan->level_count > 0
                                              ? CIRCLET_CLAIM_DIFFERS
                                              : CIRCLET_CLAIM_OPEN};

    if (ci_action_kind_of(action->kind) == CI_ACTION_BUILD)
        (void)ci_fail(&why, CIRCLET_E_DATA,
                      "no size of '%s' in the policy's catalogue has such a "
                      "value of %s",
                      action->type ? action->type : "", column);
    else
        (void)ci_fail(&why, CIRCLET_E_DATA,
                      "an action of kind '%s' has no use for %s", action->kind,
                      column);
    return ci_verification_add(out, &claim);
}

/* A text, or where that is NULL a number, that only some kinds have. */
typedef struct idle_column {
    const char *name;
    unsigned kinds;
    const char *text;
    double number; /* NaN: it is not said */
} idle_column;

static double said(int64_t count)
{
    return count < 0 ? (double)NAN : (double)count;
}

/* Only what is built or moves has a site, only what is built a type, and only
 * a section takes beds; what grows by area alone grows in no service. */
static bool check_silence(circlet_verification *out,
                          const ci_plan_record *record,
                          const circlet_plan_action *action)
{
    bool has_numbers = action->places > 0 || action->beds > 0;
    unsigned kind = 1u << ci_action_kind_of(action->kind);
    const idle_column columns[] = {
        {"site", KIND(BUILD) | KIND(MOVE), action->site, (double)NAN},
        {"service",
         (has_numbers ? OF_NUMBERS : OF_NUMBERS & ~KIND(ENLARGE)) |
             KIND(PARTITION),
         action->service, (double)NAN},
        {"from_service", KIND(PARTITION), action->from_service, (double)NAN},
        {"type", KIND(BUILD), action->type, (double)NAN},
        {"tier", KIND(BUILD), action->tier, (double)NAN},
        {"places", OF_NUMBERS, NULL, said(action->places)},
        {"beds", OF_NUMBERS | KIND(PARTITION), NULL, said(action->beds)},
        {"area_m2", KIND(BUILD) | KIND(ENLARGE), NULL, action->area_m2}};

    for (size_t i = 0; i < sizeof(columns) / sizeof(columns[0]); i++) {
        char digits[CI_NUMBER_SIZE];
        const char *text = columns[i].text;

        if ((columns[i].kinds & kind) != 0)
            continue;
        ci_format_double(digits, columns[i].number);
        if (!text && !isnan(columns[i].number))
            text = digits;
        if (text && *text &&
            !add_idle(out, record, action, columns[i].name, text))
            return false;
    }
    return true;
}

/* What the sizes of a type have of what an action says. */
typedef struct building_sizes {
    bool has_tier, has_places, has_beds;
} building_sizes;

static void note_size(building_sizes *out, const circlet_facility_record *size,
                      const circlet_plan_action *action)
{
    out->has_tier |=
        size->tier && action->tier && strcmp(size->tier, action->tier) == 0;
    for (size_t i = 0; i < size->service_count; i++) {
        const circlet_service_record *service = &size->services[i];

        if (action->service && strcmp(service->service, action->service) != 0)
            continue;
        out->has_places |= service->places >= 0;
        out->has_beds |= service->beds >= 0;
    }
}

/* What is built has the tier of a size of its type, and numbers of what the
 * catalogue counts. */
static bool check_building(circlet_verification *out,
                           const ci_plan_record *record,
                           const circlet_plan_action *action)
{
    const ci_catalogue_entry *entry =
        ci_action_kind_of(action->kind) == CI_ACTION_BUILD && action->type
            ? ci_catalogue_find(record->policy, action->type)
            : NULL;
    size_t count = entry ? ci_catalogue_size_count(entry) : 0;
    building_sizes sizes = {false, false, false};
    char digits[CI_NUMBER_SIZE];

    for (size_t i = 0; i < count; i++) {
        const ci_catalogue_size size = ci_catalogue_size_at(entry, i);

        note_size(&sizes, &size.facility, action);
    }
    if (count == 0)
        return true;
    if (action->tier && *action->tier && !sizes.has_tier &&
        !add_idle(out, record, action, "tier", action->tier))
        return false;
    ci_format_double(digits, (double)action->places);
    if (action->places >= 0 && !sizes.has_places &&
        !add_idle(out, record, action, "places", digits))
        return false;
    ci_format_double(digits, (double)action->beds);
    return action->beds < 0 || sizes.has_beds ||
           add_idle(out, record, action, "beds", digits);
}

static bool ends_with(const char *text, const char *end)
{
    size_t size = strlen(text), behind = strlen(end);

    return size > behind && text[size - behind - 1] == '/' &&
           strcmp(text + size - behind, end) == 0;
}

/* What is built is called after a plan, which may have had another name then,
 * and the site. */
static bool check_name(circlet_verification *out,
                       const circlet_plan_action *action)
{
    return ci_action_kind_of(action->kind) != CI_ACTION_BUILD ||
           !action->site ||
           (action->facility && ends_with(action->facility, action->site)) ||
           add(out, action, "facility", action->facility, action->site);
}

static bool check_proposed(circlet_verification *out,
                           const ci_plan_record *record,
                           const circlet_plan_action *action)
{
    const circlet_site_record *site = site_of(record, action);
    bool is_proposed = site && site->is_proposed;

    return action->proposed == is_proposed ||
           add(out, action, "proposed", action->proposed ? "yes" : "no",
               is_proposed ? "yes" : "no");
}

/* ---- what --------------------------------------------------------------- */

static bool check_fixed(circlet_verification *out,
                        const ci_plan_record *record,
                        const circlet_plan_action *action)
{
    bool is_fixed =
        record->programs->is_made && action->site &&
        ci_rule_is_listed(record->programs->certificate.keep, action->site);

    return (record->programs->plan && !record->programs->is_made) ||
           action->fixed == is_fixed ||
           add(out, action, "fixed", action->fixed ? "yes" : "no",
               is_fixed ? "yes" : "no");
}

/* Of a plan that mends all rules each action is part of a way that its
 * certificate names. */
static bool check_way(circlet_verification *out, const ci_plan_record *record,
                      size_t position)
{
    const ci_program_levels *programs = record->programs;

    return !programs->is_made || !programs->choice.is_strange[position] ||
           add(out, &record->plan->actions[position], "way", "yes", "no");
}

/* Whether tier and area are those of the catalogue's standard size, cut to the
 * site. */
static bool is_standard(const ci_plan_record *record,
                        const circlet_plan_action *action, const char *asked)
{
    const circlet_facility_record *standard =
        ci_policy_catalogue(record->policy, asked);
    const circlet_site_record *site = site_of(record, action);
    const char *tier = standard && standard->tier ? standard->tier : "";

    return !standard || !site ||
           (strcmp(action->tier ? action->tier : "", tier) == 0 &&
            ci_is_same_figure(action->area_m2,
                              fmin(standard->measures[CIRCLET_MEASURE_AREA_M2],
                                   site->max_area_m2)));
}

/* Of a plan of so many buildings each is of the size that the policy's
 * catalogue leaves open: no places, no beds. */
static bool check_size(circlet_verification *out, const ci_plan_record *record,
                       const circlet_plan_action *action)
{
    const ci_uncovered *uncovered = record->uncovered;
    bool is_asked = uncovered->asked_count == 1;

    if (record->programs->plan)
        return true;
    is_asked = is_asked && action->type &&
               (strcmp(uncovered->asked[0], action->type) == 0
                    ? !action->service || !*action->service
                    : action->service &&
                          strcmp(uncovered->asked[0], action->service) == 0);
    return (is_asked && is_standard(record, action, uncovered->asked[0]) &&
            action->places < 0 && action->beds < 0) ||
           add(out, action, "way", "yes", "no");
}

/* ---- for what ----------------------------------------------------------- */

/* Whether some action of the same step says so. */
static bool names_rule(const ci_plan_record *record, size_t position,
                       const char *rule)
{
    const ci_plan_choice *choice = &record->programs->choice;

    if (!record->programs->is_made)
        return circlet_list_has(record->plan->actions[position].mends, rule);
    for (size_t i = 0; i < record->plan->action_count; i++)
        if (choice->place_of[i] == choice->place_of[position] &&
            circlet_list_has(record->plan->actions[i].mends, rule))
            return true;
    return false;
}

/* Whoever is newly covered is so under a rule that the action works on. */
static bool check_covered(circlet_verification *out,
                          const ci_plan_record *record, size_t position)
{
    const ci_action_gain *gain = &record->gains[position];

    for (size_t i = 0; gain->is_done && i < record->uncovered->batch_count;
         i++) {
        const char *rule = record->uncovered->batches[i].rule;

        if (gain->batch_milli[i] > 0 && !names_rule(record, position, rule) &&
            !add(out, &record->plan->actions[position], "mends",
                 record->plan->actions[position].mends, rule))
            return false;
    }
    return true;
}

/* So does what gives a unit or a venue something that it lacks; of beds that
 * rules compete for the program does not know it. */
static bool check_given(circlet_verification *out,
                        const ci_plan_record *record, size_t position)
{
    const ci_program_levels *programs = record->programs;
    const ci_lacks *lacks = &programs->lacks;

    for (size_t r = 0; programs->is_made && r < lacks->rule_count; r++)
        if (programs->choice.works_on[position * lacks->rule_count + r] &&
            !ci_lacks_are_contested(lacks, r) &&
            !circlet_list_has(record->plan->actions[position].mends,
                              lacks->rules[r]->id) &&
            !add(out, &record->plan->actions[position], "mends",
                 record->plan->actions[position].mends, lacks->rules[r]->id))
            return false;
    return true;
}

static bool check_mode(circlet_verification *out, const ci_plan_record *record,
                       const circlet_plan_action *action)
{
    ci_buffer modes = {0};
    bool is_done;

    ci_mode_list_add(&modes, record->policy, action->mends);
    is_done = !modes.failed &&
              (strcmp(modes.text, action->mode ? action->mode : "") == 0 ||
               add(out, action, "mode", action->mode, modes.text));
    ci_buffer_free(&modes);
    return is_done;
}

bool ci_action_record_check(circlet_verification *out,
                            const ci_plan_record *record, size_t position)
{
    const circlet_plan_action *action = &record->plan->actions[position];

    if (!check_silence(out, record, action) ||
        !check_building(out, record, action))
        return false;
    if (record->plan->level_count == 0)
        return true;
    return check_place(out, record, action) && check_name(out, action) &&
           check_proposed(out, record, action) &&
           check_fixed(out, record, action) &&
           check_way(out, record, position) &&
           check_size(out, record, action) &&
           check_covered(out, record, position) &&
           check_given(out, record, position) &&
           check_mode(out, record, action);
}
