#include "verify/step_menu.h"

#include <math.h>
#include <string.h>

/* Every number of steps is a way of its own where there are fewer. */
#define STEP_MAX 24

/* ---- single steps ------------------------------------------------------- */

static bool is_same_text(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

static ci_step_key *find_key(ci_step_menu *menu, const char *service)
{
    for (size_t i = 0; i < menu->count; i++)
        if (is_same_text(menu->keys[i].service, service))
            return &menu->keys[i];
    if (menu->count == CI_STEP_KEY_MAX)
        return NULL;
    menu->keys[menu->count] = (ci_step_key){.service = service};
    return &menu->keys[menu->count++];
}

static bool is_same_step(const ci_option_step *a, const ci_option_step *b)
{
    return a->kind == b->kind && !(a->area_m2 < b->area_m2) &&
           !(a->area_m2 > b->area_m2) && a->places == b->places &&
           a->beds == b->beds;
}

static void add_step(ci_step_menu *menu, const ci_option_step *step)
{
    ci_step_key *key = find_key(menu, step->service);

    for (size_t i = 0; key && i < key->count; i++)
        if (is_same_step(&key->steps[i], step))
            return;
    if (!key || key->count == CI_STEP_MAX)
        menu->has_too_many = true;
    else
        key->steps[key->count++] = *step;
}

static void take_options(ci_step_menu *menu, ci_options *options)
{
    for (size_t i = 0; i < options->count; i++)
        if (ci_way_is_priced(&options->items[i].price))
            for (size_t k = 0; k < options->items[i].step_count; k++)
                add_step(menu, &options->items[i].steps[k]);
    options->count = 0;
}

/* ---- sums --------------------------------------------------------------- */

static circlet_status offer_amount(ci_step_menu *menu, ci_options *options,
                                   const ci_rule *rule,
                                   const circlet_facility_record *facility,
                                   double amount, circlet_error *error)
{
    const ci_ratio *ratio = &rule->as.ratio;
    ci_need need = {.judgement = menu->lacks->judgement,
                    .selection = &rule->facility};
    bool is_open = false;
    circlet_status status;

    if (!(amount > 0) || !(amount < 1e9))
        return CIRCLET_OK;
    if (ratio->amount == CI_AMOUNT_MEASURE)
        need.area_m2 = amount;
    else
        need.service = ratio->service;
    if (ratio->amount == CI_AMOUNT_BEDS)
        need.beds = (int64_t)ceil(amount - 1e-9);
    if (ratio->amount == CI_AMOUNT_PLACES)
        need.places = (int64_t)ceil(amount - 1e-9);
    status = ci_options_enlarge(options, &is_open, &need, facility, error);
    take_options(menu, options);
    return status;
}

static double step_size(const ci_action_price *price, const ci_ratio *ratio)
{
    if (!price)
        return 0;
    if (ratio->amount == CI_AMOUNT_MEASURE)
        return price->area_step_m2;
    return (double)(ratio->amount == CI_AMOUNT_BEDS ? price->bed_step
                                                    : price->place_step);
}

static double whole_steps(double amount, double step)
{
    return step > 0 ? floor(amount / step + 1e-9) * step : amount;
}

/* As much as there is room for: of area up to the largest of its type, of
 * beds all that another service can give. */
static double room_of(const ci_judgement *judgement, const ci_ratio *ratio,
                      const circlet_facility_record *facility, double step)
{
    const ci_catalogue_entry *entry =
        ci_catalogue_find(judgement->policy, facility->type);
    const ci_action_price *section;
    const circlet_service_record *donor;

    if (ratio->amount == CI_AMOUNT_MEASURE)
        return entry ? whole_steps(
                           entry->area_max_m2 -
                               facility->measures[CIRCLET_MEASURE_AREA_M2],
                           step)
                     : 0;
    if (ratio->amount != CI_AMOUNT_BEDS)
        return 0;
    donor = ci_option_donor(judgement, facility, ratio->service);
    section = ci_action_price_find(judgement->policy, CI_PRICE_PARTITION,
                                   facility->type, ratio->service);
    return donor ? whole_steps((double)ci_option_free_beds(donor),
                               section ? (double)section->bed_step : 1)
                 : 0;
}

static circlet_status offer_amounts(ci_step_menu *menu, ci_options *options,
                                    const ci_lack *lack, const ci_rule *rule,
                                    const circlet_facility_record *facility,
                                    circlet_error *error)
{
    const ci_ratio *ratio = &rule->as.ratio;
    const ci_judgement *judgement = menu->lacks->judgement;
    bool is_area = ratio->amount == CI_AMOUNT_MEASURE;
    double whole = (double)lack->need / 1000;
    double step = step_size(
        ci_action_price_find(judgement->policy, CI_PRICE_ENLARGE,
                             facility->type, is_area ? NULL : ratio->service),
        ratio);
    double room = room_of(judgement, ratio, facility, step);
    circlet_status status =
        offer_amount(menu, options, rule, facility,
                     is_area ? ceil(10 * whole - 1e-9) / 10 : whole, error);

    if (status == CIRCLET_OK && room < whole)
        status = offer_amount(menu, options, rule, facility, room, error);
    for (int k = 1; status == CIRCLET_OK && step > 0 && k < STEP_MAX &&
                    whole / step < STEP_MAX - 1 && k * step < whole;
         k++)
        status = offer_amount(menu, options, rule, facility, k * step, error);
    return status;
}

/* ---- beds of one facility ----------------------------------------------- */

/* -1: it offers the service, and nobody knows with how many. */
static int64_t beds_there(const ci_judgement *judgement,
                          const circlet_facility_record *facility,
                          const char *service)
{
    for (size_t i = 0; i < facility->service_count; i++)
        if (strcmp(facility->services[i].service, service) == 0)
            return facility->services[i].beds;
    return ci_facility_offers(facility, service, &judgement->types) ? -1 : 0;
}

static circlet_status offer_beds(ci_step_menu *menu, ci_options *options,
                                 const ci_rule *rule,
                                 const circlet_facility_record *facility,
                                 circlet_error *error)
{
    const ci_class_count *asked = &rule->as.class_count;
    ci_selection selection = rule->facility;
    ci_need need = {.judgement = menu->lacks->judgement,
                    .selection = &selection};
    circlet_status status = CIRCLET_OK;
    bool is_open = false;

    for (size_t i = 0; status == CIRCLET_OK && i <= asked->nested.count; i++) {
        int64_t beds;

        if (i > 0)
            selection.service = asked->nested.items[i - 1];
        beds = beds_there(need.judgement, facility, selection.service);
        if (beds < 0 || beds >= asked->beds)
            continue;
        need.service = selection.service;
        need.beds = asked->beds - beds;
        status = ci_options_enlarge(options, &is_open, &need, facility, error);
        take_options(menu, options);
    }
    return status;
}

/* ---- what may be done to a facility ------------------------------------- */

static circlet_status offer_for(ci_step_menu *menu, ci_options *options,
                                const ci_lack *lack,
                                const circlet_facility_record *facility,
                                circlet_error *error)
{
    const ci_rule *rule = menu->lacks->rules[lack->rule];
    const ci_need need = {.judgement = menu->lacks->judgement,
                          .selection = &rule->facility};
    circlet_status status = CIRCLET_OK;

    if (rule->kind == CI_RULE_CLASS_COUNT)
        return offer_beds(menu, options, rule, facility, error);
    if (rule->kind == CI_RULE_RATIO)
        status = offer_amounts(menu, options, lack, rule, facility, error);
    if (status == CIRCLET_OK)
        status = ci_options_upgrade(options, &need, facility, error);
    take_options(menu, options);
    return status;
}

/* Whether a facility may be changed for a lack: it lies in its unit, or people
 * or venues may come from anywhere. Lacks of a rule follow one another, and
 * one of these is enough then. */
static bool is_for(const ci_lacks *lacks, size_t i, circlet_facility facility)
{
    const ci_lack *lack = &lacks->items[i];
    const ci_rule *rule = lacks->rules[lack->rule];

    if (rule->kind == CI_RULE_CIRCLE || rule->kind == CI_RULE_NEAR)
        return i == 0 || lack[-1].rule != lack->rule;
    return lack->need > 0 &&
           circlet_city_facility_unit(lacks->judgement->city, facility,
                                      rule->level) == lack->unit;
}

circlet_status ci_step_menu_find(ci_step_menu *out, const ci_lacks *lacks,
                                 circlet_facility facility,
                                 circlet_error *error)
{
    const circlet_facility_record *record =
        circlet_city_facility(lacks->judgement->city, facility);
    ci_options options = {NULL, 0, 0};
    circlet_status status = CIRCLET_OK;

    out->lacks = lacks;
    out->count = 0;
    out->has_too_many = false;
    for (size_t i = 0; status == CIRCLET_OK && i < lacks->count; i++)
        if (is_for(lacks, i, facility))
            status = offer_for(out, &options, &lacks->items[i], record, error);
    ci_options_clear(&options);
    return status;
}
