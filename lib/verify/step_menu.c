#include "verify/step_menu.h"

#include <math.h>
#include <string.h>

#include "policy/circle.h"
#include "policy/price.h"
#include "verify/counted.h"

/* Every number of steps is a way of its own where there are fewer. */
#define STEP_MAX 24

/* ---- the menu ----------------------------------------------------------- */

static bool is_same_text(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

static ci_step_key *find_key(ci_step_menu *menu, ci_step_of of,
                             const char *service)
{
    for (size_t i = 0; i < menu->count; i++)
        if (menu->keys[i].of == of &&
            is_same_text(menu->keys[i].service, service))
            return &menu->keys[i];
    if (menu->count == CI_STEP_KEY_MAX)
        return NULL;
    menu->keys[menu->count] = (ci_step_key){.of = of, .service = service};
    return &menu->keys[menu->count++];
}

static void add_amount(ci_step_menu *menu, ci_step_of of, const char *service,
                       double amount)
{
    ci_step_key *key;

    if (!(amount > 0) || !(amount < 1e9))
        return;
    key = find_key(menu, of, service);
    for (size_t i = 0; key && i < key->count; i++)
        if (!(key->amounts[i] < amount) && !(key->amounts[i] > amount))
            return;
    if (!key || key->count == CI_STEP_MAX)
        menu->has_too_many = true;
    else
        key->amounts[key->count++] = amount;
}

/* ---- sums --------------------------------------------------------------- */

static double whole_steps(double amount, double step)
{
    return step > 0 ? floor(amount / step + 1e-9) * step : amount;
}

static const ci_action_price *price_of(const ci_step_menu *menu,
                                       ci_price_kind kind,
                                       const ci_step_building *building,
                                       const char *service)
{
    return ci_action_price_find(menu->lacks->judgement->policy, kind,
                                building->record->type, service);
}

static bool offers(const ci_step_menu *menu, const ci_step_building *building,
                   const char *service)
{
    return ci_facility_offers(building->record, service,
                              &menu->lacks->judgement->types);
}

/* By how much at a time: the smallest step of all prices that may be paid. */
static double step_size(const ci_step_menu *menu, const ci_ratio *ratio,
                        const ci_step_building *building)
{
    static const ci_price_kind kinds[] = {CI_PRICE_ENLARGE, CI_PRICE_PARTITION,
                                          CI_PRICE_ADD_SERVICE};
    const char *service =
        ratio->amount == CI_AMOUNT_MEASURE ? NULL : ratio->service;
    const ci_action_price *price =
        price_of(menu, CI_PRICE_ENLARGE, building, service);
    double least = (double)INFINITY;

    if (ratio->amount == CI_AMOUNT_MEASURE)
        return price ? price->area_step_m2 : 0;
    if (ratio->amount == CI_AMOUNT_PLACES)
        return price ? (double)price->place_step : 0;
    for (size_t k = 0; k < 3; k++) {
        price = price_of(menu, kinds[k], building, service);
        if (price && price->bed_step > 0)
            least = fmin(least, (double)price->bed_step);
    }
    return isfinite(least) ? least : 0;
}

/* Area up to the largest of the type, and to the site's; what is not known is
 * not enlarged. */
static double area_room(const ci_step_menu *menu,
                        const ci_step_building *building, double step)
{
    const ci_judgement *judgement = menu->lacks->judgement;
    const ci_catalogue_entry *entry =
        ci_catalogue_find(judgement->policy, building->record->type);
    double area = building->record->measures[CIRCLET_MEASURE_AREA_M2];
    const circlet_site_record *site =
        ci_remedy_site(menu->lacks, building->place);
    double most = entry ? entry->area_max_m2 : (double)NAN;

    if (isnan(area))
        return 0;
    if (site)
        most = fmin(most, site->max_area_m2);
    return whole_steps(most - area, step);
}

/* Beds: all that other services have free, unless more can be had. */
static double bed_room(const ci_step_menu *menu, const char *service,
                       const ci_step_building *building)
{
    const ci_action_price *section =
        price_of(menu, CI_PRICE_PARTITION, building, service);
    double step = section ? (double)section->bed_step : 1, sum = 0;

    if (price_of(menu, CI_PRICE_ENLARGE, building, service) ||
        (!offers(menu, building, service) &&
         price_of(menu, CI_PRICE_ADD_SERVICE, building, service)))
        return (double)INFINITY;
    for (size_t i = 0; i < building->record->service_count; i++) {
        const circlet_service_record *other = &building->record->services[i];

        if (other->beds > 0 && strcmp(other->service, service) != 0)
            sum += whole_steps((double)ci_least_way_free(other), step);
    }
    return sum;
}

static void add_sums(ci_step_menu *menu, const ci_lack *lack,
                     const ci_rule *rule, const ci_step_building *building)
{
    const ci_ratio *ratio = &rule->as.ratio;
    bool is_area = ratio->amount == CI_AMOUNT_MEASURE;
    bool is_beds = ratio->amount == CI_AMOUNT_BEDS;
    ci_step_of of = is_area   ? CI_STEP_OF_AREA
                    : is_beds ? CI_STEP_OF_BEDS
                              : CI_STEP_OF_PLACES;
    const char *service = is_area ? NULL : ratio->service;
    int64_t own =
        building->place.is_site
            ? ci_counted_for(menu->lacks->judgement, rule, building->record)
            : 0;
    double whole = (double)(lack->need - own) / 1000;
    double step = step_size(menu, ratio, building);
    double room = (double)INFINITY;

    if (!(whole > 0))
        return;
    if (is_area)
        room = area_room(menu, building, step);
    if (is_beds)
        room = bed_room(menu, service, building);
    if (!(room < whole))
        add_amount(menu, of, service,
                   is_area ? ceil(10 * whole - 1e-9) / 10
                           : ceil(whole - 1e-9));
    else
        add_amount(menu, of, service, room);
    for (int k = 1; step > 0 && k < STEP_MAX && whole / step < STEP_MAX - 1 &&
                    k * step < fmin(whole, room);
         k++)
        add_amount(menu, of, service, k * step);
}

/* ---- beds of one facility ----------------------------------------------- */

/* -1: it offers the service, and nobody knows with how many. */
static int64_t beds_there(const ci_step_menu *menu,
                          const ci_step_building *building,
                          const char *service)
{
    const circlet_facility_record *record = building->record;

    for (size_t i = 0; i < record->service_count; i++)
        if (strcmp(record->services[i].service, service) == 0)
            return record->services[i].beds;
    return offers(menu, building, service) ? -1 : 0;
}

static void add_classes(ci_step_menu *menu, const ci_rule *rule,
                        const ci_step_building *building)
{
    const ci_class_count *asked = &rule->as.class_count;

    for (size_t i = 0; i <= asked->nested.count; i++) {
        const char *service =
            i > 0 ? asked->nested.items[i - 1] : rule->facility.service;
        int64_t beds = beds_there(menu, building, service);

        if (beds >= 0 && beds < asked->beds)
            add_amount(menu, CI_STEP_OF_BEDS, service,
                       (double)(asked->beds - beds));
    }
}

/* ---- services ----------------------------------------------------------- */

/* Wants a service that is not offered and can be, for some price. */
static void add_offer(ci_step_menu *menu, const char *service,
                      const ci_step_building *building)
{
    const ci_least_wish wish = {.bed_room = (double)INFINITY,
                                .services = {{service, 0, 0}},
                                .count = 1};
    ci_least_way way;

    if (offers(menu, building, service))
        return;
    ci_least_way_find(&way, menu->lacks->judgement, building->record, &wish,
                      false);
    if (isfinite(way.cny))
        add_amount(menu, CI_STEP_OF_OFFER, service, 1);
}

static void add_offers(ci_step_menu *menu, const ci_rule *rule,
                       const ci_step_building *building)
{
    const ci_selection *asked = &rule->facility;

    if ((asked->type && strcmp(asked->type, building->record->type) != 0) ||
        (asked->tier && !is_same_text(asked->tier, building->record->tier)))
        return;
    if (asked->service)
        add_offer(menu, asked->service, building);
    for (size_t i = 0; i < asked->services.count; i++)
        add_offer(menu, asked->services.items[i], building);
    for (size_t i = 0; i < asked->one_of.count; i++)
        add_offer(menu, asked->one_of.items[i], building);
}

/* ---- what may be done to a building ------------------------------------- */

/* Whether a building may be changed for a lack: it lies in its unit, or people
 * or venues may come from anywhere. Lacks of a rule follow one another, and
 * one of these is enough then. */
static bool is_for(const ci_lacks *lacks, size_t i, ci_remedy_place place)
{
    const ci_lack *lack = &lacks->items[i];
    const ci_rule *rule = lacks->rules[lack->rule];

    if (rule->kind == CI_RULE_CIRCLE || rule->kind == CI_RULE_NEAR)
        return i == 0 || lack[-1].rule != lack->rule;
    return lack->need > 0 && ci_remedy_unit(lacks->judgement->city, place,
                                            rule->level) == lack->unit;
}

void ci_step_menu_find(ci_step_menu *out, const ci_lacks *lacks,
                       const ci_step_building *building)
{
    out->lacks = lacks;
    out->count = 0;
    out->has_too_many = false;
    for (size_t i = 0; i < lacks->count; i++) {
        const ci_rule *rule = lacks->rules[lacks->items[i].rule];

        if (!is_for(lacks, i, building->place))
            continue;
        if (rule->kind == CI_RULE_CLASS_COUNT) {
            add_classes(out, rule, building);
            continue;
        }
        if (rule->kind == CI_RULE_RATIO)
            add_sums(out, &lacks->items[i], rule, building);
        add_offers(out, rule, building);
    }
}
