#include "policy/fix_better.h"

#include <math.h>
#include <string.h>

#include "policy/circle.h"

/* A facility that is no more than a step away from being selected. */
typedef struct upgrade {
    const circlet_facility_record *facility;
    size_t service_count; /* that it would have to offer besides */
    size_t flag_count; /* that it would have to be besides */
} upgrade;

static size_t count_services(const ci_fix_view *view,
                             const circlet_facility_record *facility)
{
    const ci_selection *selection = &view->rule->facility;
    const ci_facility_types *types = &view->judgement->types;
    size_t count = selection->service &&
                   !ci_facility_offers(facility, selection->service, types);

    for (size_t i = 0; i < selection->services.count; i++)
        count +=
            !ci_facility_offers(facility, selection->services.items[i], types);
    return count;
}

static size_t count_flags(const ci_selection *selection,
                          const circlet_facility_record *facility)
{
    const circlet_answer pairs[][2] = {
        {selection->is_comprehensive, facility->is_comprehensive},
        {selection->is_pilot, facility->is_pilot},
        {selection->is_reformed, facility->is_reformed},
        {selection->is_reform_base, facility->is_reform_base}};
    size_t count = 0;

    for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
        count += pairs[i][0] != CIRCLET_UNKNOWN && pairs[i][0] != pairs[i][1];
    return count;
}

/* Whether it lacks something that it could come to have: its type and tier
 * stay what they are. */
static bool can_be_better(upgrade *out, const ci_fix_view *view,
                          circlet_facility position)
{
    const circlet_city *city = view->judgement->city;
    const ci_selection *selection = &view->rule->facility;
    const circlet_facility_record *facility =
        circlet_city_facility(city, position);
    circlet_unit unit =
        circlet_city_facility_unit(city, position, view->rule->level);

    if (unit == CIRCLET_NONE ||
        unit != circlet_city_find_unit(city, view->finding->unit) ||
        !ci_facility_is_open(facility, view->judgement->year) ||
        !selection->type || strcmp(selection->type, facility->type) != 0 ||
        selection->one_of.count > 0 ||
        (selection->tier &&
         (!facility->tier || strcmp(selection->tier, facility->tier) != 0)))
        return false;
    *out = (upgrade){facility, count_services(view, facility),
                     count_flags(selection, facility)};
    return out->service_count + out->flag_count > 0;
}

static void name_services(ci_fix *out, const ci_fix_view *view,
                          const circlet_facility_record *facility)
{
    static const char *const names[] = {"service", "service2", "service3",
                                        "service4"};
    const ci_selection *selection = &view->rule->facility;
    const ci_facility_types *types = &view->judgement->types;
    size_t count = 0;

    if (selection->service &&
        !ci_facility_offers(facility, selection->service, types))
        ci_fix_word(out, names[count++], selection->service);
    for (size_t i = 0; i < selection->services.count && count < 4; i++)
        if (!ci_facility_offers(facility, selection->services.items[i], types))
            ci_fix_word(out, names[count++], selection->services.items[i]);
}

/* What it costs to add what a facility lacks; that it is to be something
 * besides, such as comprehensive, has no price. */
static ci_way price_of_upgrade(const ci_fix_view *view, const upgrade *own)
{
    const ci_selection *selection = &view->rule->facility;
    const ci_judgement *judgement = view->judgement;
    const circlet_facility_record *facility = own->facility;
    ci_way way = {0, 0, false};

    if (own->flag_count > 0)
        return ci_way_unknown();
    if (selection->service &&
        !ci_facility_offers(facility, selection->service, &judgement->types))
        way = ci_way_add(way, ci_way_add_service(judgement, facility->type,
                                                 selection->service));
    for (size_t i = 0; i < selection->services.count; i++)
        if (!ci_facility_offers(facility, selection->services.items[i],
                                &judgement->types))
            way = ci_way_add(way,
                             ci_way_add_service(judgement, facility->type,
                                                selection->services.items[i]));
    return way;
}

/* Whether one is to be made better rather than another: the cheaper one
 * where it is known of both what that costs, else that which lacks less. */
static bool is_nearer(const upgrade *own, const ci_way *price,
                      const upgrade *best, const ci_way *best_price)
{
    if (!best->facility)
        return true;
    if (ci_way_is_priced(price) != ci_way_is_priced(best_price))
        return ci_way_is_priced(price);
    if (ci_way_is_priced(price))
        return ci_way_is_cheaper(price, best_price);
    return own->service_count + own->flag_count <
           best->service_count + best->flag_count;
}

static void say_upgrade(ci_fix *out, const ci_fix_view *view,
                        const upgrade *best)
{
    out->arguments[out->count++] = (circlet_argument){
        "name", CIRCLET_ARGUMENT_TEXT, (double)NAN, best->facility->name};
    out->sentence = best->flag_count > 0 || best->service_count > 4
                        ? "fix_make"
                        : "fix_service";
    if (best->flag_count > 0)
        ci_fix_word(out, "facility", view->rule->facility.word);
    else
        name_services(out, view, best->facility);
}

/* The cheapest of those that are there, else the first of those that lack
 * least, by name; where more than one is missing, how many there are to choose
 * from, at a price that nobody knows. */
bool ci_fix_make_better(ci_fix *out, ci_way *price, const ci_fix_view *view,
                        double more)
{
    size_t all = circlet_city_facility_count(view->judgement->city);
    upgrade best = {NULL, 0, 0}, own;
    double count = 0;

    *price = ci_way_unknown();
    for (size_t i = 0; i < all; i++) {
        ci_way own_price;

        if (!can_be_better(&own, view, (circlet_facility)i))
            continue;
        count++;
        own_price = price_of_upgrade(view, &own);
        if (is_nearer(&own, &own_price, &best, price)) {
            best = own;
            *price = own_price;
        }
    }
    if (count < more || count == 0 || !best.facility)
        return false;
    if (more <= 1) {
        say_upgrade(out, view, &best);
        return true;
    }
    *price = ci_way_unknown();
    out->sentence = "fix_among";
    ci_fix_number(out, "more", CIRCLET_ARGUMENT_COUNT_OF, more);
    ci_fix_number(out, "all", CIRCLET_ARGUMENT_COUNT_OF, count);
    ci_fix_word(out, "among", view->rule->facility.type);
    ci_fix_word(out, "facility", view->rule->facility.word);
    return true;
}
