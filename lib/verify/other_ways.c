/*
 * Ways to mend that a certificate may have left out: each size of the
 * catalogue on each site, and all that the policy lets be done to a facility,
 * one thing or several together. What is no better than a way that the
 * certificate names, by price and by what it counts for each rule, is passed
 * over at once.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "policy/circle.h"
#include "policy/price.h"
#include "policy/site_size.h"
#include "verify/counted.h"
#include "verify/step_menu.h"

/* The most combinations that are looked at of one facility. */
#define COMBINATION_MAX 8192

typedef struct searching {
    ci_rebuilt_program *program;
    size_t place;
    ci_step_building building; /* that is at hand */
    circlet_facility_record built; /* that one, where the plan builds it */
    ci_step_menu menu; /* of it */
    ci_least_way way; /* that is looked at */
    int64_t *gains; /* of the way at hand */
} searching;

/* ---- keeping ------------------------------------------------------------ */

static bool is_as_good(const ci_remedy *by, const ci_remedy *than,
                       size_t rule_count)
{
    if (by->price_cny > than->price_cny)
        return false;
    for (size_t r = 0; r < rule_count; r++)
        if (by->gains[r] < than->gains[r])
            return false;
    return true;
}

static bool is_named(const ci_rebuilt_program *program, size_t place,
                     const ci_remedy *remedy)
{
    for (size_t j = program->column_first[place];
         j < program->certificate->column_count &&
         program->column_place[j] == place;
         j++)
        if (is_as_good(&program->columns[j], remedy,
                       program->lacks->rule_count))
            return true;
    return false;
}

static bool does_something(const ci_remedy *remedy, size_t rule_count)
{
    for (size_t r = 0; r < rule_count; r++)
        if (remedy->gains[r] > 0)
            return true;
    return false;
}

static circlet_status keep(searching *of, const ci_remedy *remedy,
                           const circlet_plan_action *first,
                           circlet_error *error)
{
    ci_rebuilt_program *program = of->program;
    size_t size = (program->lacks->rule_count + 1) * sizeof(*remedy->gains);
    ci_other_remedy *others =
        ci_array_reserve_one(program->others, program->other_count,
                             &program->other_capacity, sizeof(*others));
    int64_t *gains = ci_arena_take(&program->arena, size);

    if (others)
        program->others = others;
    if (!others || !gains)
        return ci_fail_nomem(error);
    memcpy(gains, remedy->gains, size);
    others[program->other_count++] = (ci_other_remedy){
        (uint32_t)of->place, remedy->price_cny, gains, first->kind,
        first->type ? first->type : first->service};
    return CIRCLET_OK;
}

static circlet_status look_at(searching *of,
                              const circlet_plan_action *actions, size_t count,
                              circlet_error *error)
{
    ci_rebuilt_program *program = of->program;
    ci_remedy remedy = {.gains = of->gains};
    circlet_status status =
        ci_remedy_try(&remedy, &program->workshop, program->places[of->place],
                      actions, count, error);

    if (status != CIRCLET_OK || !remedy.is_possible || remedy.loses ||
        !does_something(&remedy, program->lacks->rule_count) ||
        is_named(program, of->place, &remedy))
        return status;
    return keep(of, &remedy, actions, error);
}

/* ---- what is done to a building ----------------------------------------- */

/* Adds one amount of a key to a wish. false: of too many services. */
static bool add_to_wish(ci_least_wish *wish, const ci_step_key *key,
                        double amount)
{
    size_t i = 0;

    if (key->of == CI_STEP_OF_AREA) {
        wish->area_m2 = amount;
        return true;
    }
    while (i < wish->count &&
           strcmp(wish->services[i].service, key->service) != 0)
        i++;
    if (i == CI_LEAST_SERVICE_MAX)
        return false;
    if (i == wish->count) {
        wish->services[i].service = key->service;
        wish->services[i].places = wish->services[i].beds = 0;
        wish->count++;
    }
    if (key->of == CI_STEP_OF_PLACES)
        wish->services[i].places = (int64_t)amount;
    if (key->of == CI_STEP_OF_BEDS)
        wish->services[i].beds = (int64_t)amount;
    return true;
}

/* What a number asks for whose digits say which amount of each key is taken,
 * 0: none. */
static bool wish_of(ci_least_wish *out, const ci_step_menu *menu,
                    size_t number)
{
    *out = (ci_least_wish){.bed_room = (double)INFINITY};
    for (size_t i = 0; i < menu->count; i++) {
        const ci_step_key *key = &menu->keys[i];
        size_t digit = number % (key->count + 1);

        number /= key->count + 1;
        if (digit > 0 && !add_to_wish(out, key, key->amounts[digit - 1]))
            return false;
    }
    return true;
}

/* Does what is wished to the building that the first action makes, or to what
 * is there (NULL). */
static circlet_status look_at_wish(searching *of,
                                   const circlet_plan_action *first,
                                   const ci_least_wish *wish, bool spares,
                                   circlet_error *error)
{
    circlet_plan_action actions[CI_LEAST_ACTION_MAX + 1];
    size_t count = first ? 1 : 0;

    ci_least_way_find(&of->way, of->program->lacks->judgement,
                      of->building.record, wish, spares);
    of->program->has_too_many |= of->way.is_open;
    if (!isfinite(of->way.cny))
        return CIRCLET_OK;
    if (first)
        actions[0] = *first;
    memcpy(&actions[count], of->way.actions, of->way.count * sizeof(*actions));
    return look_at(of, actions, count + of->way.count, error);
}

/* The beds that a site has room for besides those of what is built there. */
static double bed_room(const searching *of)
{
    const circlet_facility_record *record = of->building.record;
    const circlet_site_record *site =
        ci_remedy_site(of->program->lacks, of->building.place);
    double room = (double)INFINITY;

    if (site)
        room = fmin(room, site->max_beds);
    for (size_t i = 0; i < record->service_count; i++)
        room -= fmax(0, (double)record->services[i].beds);
    return room;
}

/* Whether beds of a new building may become a section of it: not all numbers
 * of them are tried. */
static bool may_divide_new(const searching *of)
{
    for (size_t i = 0; i < of->menu.count; i++)
        if (of->building.place.is_site &&
            of->menu.keys[i].of == CI_STEP_OF_BEDS &&
            ci_action_price_find(of->program->lacks->judgement->policy,
                                 CI_PRICE_PARTITION, of->built.type,
                                 of->menu.keys[i].service))
            return true;
    return false;
}

static circlet_status change_building(searching *of,
                                      const circlet_plan_action *first,
                                      circlet_error *error)
{
    size_t count = 1;
    circlet_status status = CIRCLET_OK;

    ci_step_menu_find(&of->menu, of->program->lacks, &of->building);
    of->program->has_too_many |= of->menu.has_too_many || may_divide_new(of);
    for (size_t i = 0; i < of->menu.count; i++) {
        if (count > COMBINATION_MAX / (of->menu.keys[i].count + 1)) {
            of->program->has_too_many = true;
            return CIRCLET_OK;
        }
        count *= of->menu.keys[i].count + 1;
    }
    for (size_t n = 1; status == CIRCLET_OK && n < count; n++) {
        ci_least_wish wish;

        if (!wish_of(&wish, &of->menu, n)) {
            of->program->has_too_many = true;
            continue;
        }
        wish.bed_room = bed_room(of);

        status = look_at_wish(of, first, &wish, true, error);
        if (status == CIRCLET_OK && of->way.is_spared)
            status = look_at_wish(of, first, &wish, false, error);
    }
    return status;
}

/* ---- new buildings ------------------------------------------------------ */

static circlet_plan_action action_of(const char *kind)
{
    return (circlet_plan_action){.kind = kind,
                                 .places = -1,
                                 .beds = -1,
                                 .area_m2 = (double)NAN,
                                 .cost_cny = (double)NAN};
}

/* A building asked for by its area and what tells its size from others. */
static circlet_plan_action building_of(const circlet_facility_record *size)
{
    circlet_plan_action action = action_of("build");

    action.type = size->type;
    action.tier = size->tier;
    action.area_m2 = size->measures[CIRCLET_MEASURE_AREA_M2];
    for (size_t i = 0; i < size->service_count && !action.service; i++) {
        const circlet_service_record *service = &size->services[i];

        if (service->places <= 0 && service->beds <= 0)
            continue;
        action.service = service->service;
        action.places = service->places;
        action.beds = service->beds;
    }
    return action;
}

/* A building as it is, and with what can be done to it at once. */
static circlet_status look_at_building(searching *of,
                                       const circlet_plan_action *action,
                                       const circlet_facility_record *size,
                                       circlet_error *error)
{
    circlet_status status = look_at(of, action, 1, error);

    of->built = *size;
    of->built.measures[CIRCLET_MEASURE_AREA_M2] = action->area_m2;
    of->building =
        (ci_step_building){of->program->places[of->place], &of->built};
    return status == CIRCLET_OK ? change_building(of, action, error) : status;
}

/* Whether the city has the facility already that the plan would put there. */
static bool is_taken(const ci_rebuilt_program *program, const char *site)
{
    const circlet_city *city = program->lacks->judgement->city;
    size_t size = strlen(program->plan);

    for (circlet_facility i = 0; i < circlet_city_facility_count(city); i++) {
        const char *id = circlet_city_facility(city, i)->id;

        if (strncmp(id, program->plan, size) == 0 && id[size] == '/' &&
            strcmp(id + size + 1, site) == 0)
            return true;
    }
    return false;
}

/* Which sizes count for a rule. */
typedef struct counting_sizes {
    const ci_judgement *judgement;
    const ci_rule *rule; /* NULL: whatever */
} counting_sizes;

static bool counts(const ci_catalogue_size *size, size_t position,
                   const void *user)
{
    const counting_sizes *of = user;

    (void)position;
    return !of->rule ||
           ci_counted_for(of->judgement, of->rule, &size->facility) > 0;
}

/* Where the site holds no size that counts for a rule, the smallest that does
 * is cut to it. */
static circlet_status look_at_cuts(searching *of,
                                   const ci_catalogue_entry *entry,
                                   const circlet_site_record *site,
                                   const char *setting, circlet_error *error)
{
    const ci_lacks *lacks = of->program->lacks;
    circlet_status status = CIRCLET_OK;

    for (size_t r = 0; status == CIRCLET_OK && r <= lacks->rule_count; r++) {
        const counting_sizes kind = {
            lacks->judgement, r < lacks->rule_count ? lacks->rules[r] : NULL};
        size_t position =
            ci_site_find_cut(entry, site, setting, counts, &kind);
        ci_catalogue_size size;
        circlet_plan_action action;

        if (position == CI_NO_POSITION)
            continue;
        size = ci_catalogue_size_at(entry, position);
        action = building_of(&size.facility);
        action.area_m2 = site->max_area_m2;
        status = look_at_building(of, &action, &size.facility, error);
    }
    return status;
}

static circlet_status look_at_site(searching *of, circlet_error *error)
{
    const ci_judgement *judgement = of->program->lacks->judgement;
    const circlet_policy *policy = judgement->policy;
    const circlet_site_record *site =
        circlet_city_site(judgement->city, (circlet_site)of->place);
    const char *setting =
        ci_site_setting(judgement->city, (circlet_site)of->place);
    circlet_status status = CIRCLET_OK;

    if (ci_rule_is_listed(of->program->certificate->forbid, site->id) ||
        is_taken(of->program, site->id))
        return CIRCLET_OK;
    for (size_t e = 0; e < policy->catalogue_count; e++) {
        const ci_catalogue_entry *entry = &policy->catalogue[e];

        for (size_t i = 0;
             status == CIRCLET_OK && i < ci_catalogue_size_count(entry); i++) {
            const ci_catalogue_size size = ci_catalogue_size_at(entry, i);
            const circlet_plan_action action = building_of(&size.facility);

            if (ci_site_holds(site, &size, setting))
                status = look_at_building(of, &action, &size.facility, error);
        }
        if (status == CIRCLET_OK)
            status = look_at_cuts(of, entry, site, setting, error);
    }
    return status;
}

/* ---- facilities that there are ------------------------------------------ */

static circlet_status look_at_facility(searching *of, circlet_error *error)
{
    const ci_judgement *judgement = of->program->lacks->judgement;
    const circlet_facility_record *facility = circlet_city_facility(
        judgement->city, of->program->places[of->place].position);

    if (!ci_facility_is_open(facility, judgement->year))
        return CIRCLET_OK;
    of->building =
        (ci_step_building){of->program->places[of->place], facility};
    return change_building(of, NULL, error);
}

circlet_status ci_rebuilt_find_others(ci_rebuilt_program *program,
                                      circlet_error *error)
{
    searching *of = calloc(1, sizeof(*of));
    circlet_status status = CIRCLET_OK;

    if (of)
        of->gains = calloc(program->lacks->rule_count + 1, sizeof(*of->gains));
    if (!of || !of->gains) {
        free(of);
        return ci_fail_nomem(error);
    }
    of->program = program;
    for (size_t p = 0; status == CIRCLET_OK && p < program->place_count; p++) {
        of->place = p;
        status = p < program->site_count ? look_at_site(of, error)
                                         : look_at_facility(of, error);
    }
    free(of->gains);
    free(of);
    return status;
}
