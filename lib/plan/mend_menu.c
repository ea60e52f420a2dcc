/* What may be wanted of one building for one goal. */
#include "plan/mend_menu.h"

#include <math.h>
#include <string.h>

#include "policy/circle.h"

/* What others may add to a sum, so that this facility need add only the
 * rest. */
#define PIECE_MAX 8

/* A goal that something is wanted for, of one building. */
typedef struct asking {
    ci_mend *mend;
    ci_mend_menu *menu;
    const ci_mend_goal *goal;
    const ci_mend_building *building;
} asking;

/* ---- the menu ----------------------------------------------------------- */

static bool is_same_text(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

static ci_mend_want *want_of(ci_mend_menu *menu, ci_mend_wanted what,
                             const char *service)
{
    for (size_t i = 0; i < menu->count; i++)
        if (menu->wants[i].what == what &&
            is_same_text(menu->wants[i].service, service))
            return &menu->wants[i];
    if (menu->count == CI_MEND_WANT_MAX)
        return NULL;
    menu->wants[menu->count] =
        (ci_mend_want){.what = what, .service = service};
    return &menu->wants[menu->count++];
}

static void add_want(ci_mend_menu *menu, ci_mend_wanted what,
                     const char *service, double amount)
{
    ci_mend_want *want = want_of(menu, what, service);

    for (size_t i = 0; want && i < want->count; i++)
        if (want->amounts[i] == amount)
            return;
    if (!want || want->count == CI_MEND_AMOUNT_MAX)
        menu->is_cut = true;
    else
        want->amounts[want->count++] = amount;
}

/* ---- sums --------------------------------------------------------------- */

typedef struct amount_list {
    double items[CI_MEND_AMOUNT_MAX];
    size_t count;
} amount_list;

static bool is_of_area(const ci_rule *rule)
{
    return rule->as.ratio.amount == CI_AMOUNT_MEASURE;
}

/* Whole things, and tenths of a square metre. */
static double round_up(const ci_rule *rule, double amount)
{
    double parts = is_of_area(rule) ? 10 : 1;

    return ceil(amount * parts - 1e-9) / parts;
}

static double whole_steps(double amount, double step)
{
    return step > 0 ? floor(amount / step + 1e-9) * step : amount;
}

/* The most area that a building can be enlarged by. */
static double area_room(const ci_mend *mend,
                        const circlet_facility_record *facility,
                        const circlet_site_record *site)
{
    const circlet_policy *policy = mend->judgement.policy;
    const ci_catalogue_entry *entry =
        ci_catalogue_find(policy, facility->type);
    const ci_action_price *price =
        ci_action_price_find(policy, CI_PRICE_ENLARGE, facility->type, NULL);
    double area = facility->measures[CIRCLET_MEASURE_AREA_M2];
    double most = (double)INFINITY;

    if (!price || !(area >= 0))
        return 0;
    if (entry && !isnan(entry->area_max_m2))
        most = entry->area_max_m2;
    if (site && site->max_area_m2 < most)
        most = site->max_area_m2;
    return most > area ? whole_steps(most - area, price->area_step_m2) : 0;
}

/* Whether beds can be added to a service without taking them elsewhere. */
static bool can_grow(const ci_mend *mend, const char *service,
                     const circlet_facility_record *facility)
{
    const circlet_policy *policy = mend->judgement.policy;

    return ci_action_price_find(policy, CI_PRICE_ENLARGE, facility->type,
                                service) ||
           (!ci_facility_offers(facility, service, &mend->judgement.types) &&
            ci_action_price_find(policy, CI_PRICE_ADD_SERVICE, facility->type,
                                 service));
}

/* All beds that other services can give to one. */
static double bed_room(const ci_mend *mend, const char *service,
                       const circlet_facility_record *facility)
{
    const ci_action_price *price = ci_action_price_find(
        mend->judgement.policy, CI_PRICE_PARTITION, facility->type, service);
    double step = price ? (double)price->bed_step : 1, sum = 0;

    if (can_grow(mend, service, facility))
        return (double)INFINITY;
    for (size_t i = 0; i < facility->service_count; i++)
        if (facility->services[i].beds > 0 &&
            strcmp(facility->services[i].service, service) != 0)
            sum += whole_steps(
                (double)ci_mend_free_beds(&facility->services[i]), step);
    return sum;
}

/* The most beds that a facility has the staff for, beyond those that it has:
 * nobody plans to break a rule that is kept. */
static double staff_room(const ci_mend *mend, const char *service,
                         const circlet_facility_record *facility)
{
    const circlet_policy *policy = mend->judgement.policy;
    int64_t beds = ci_facility_beds(facility, service, &mend->judgement.types);
    double room = (double)INFINITY;

    for (size_t i = 0; i < policy->rule_count; i++) {
        const ci_rule *rule = &policy->rules[i];

        if (rule->kind == CI_RULE_EACH && rule->as.each.beds &&
            strcmp(rule->as.each.beds, service) == 0 &&
            ci_rule_is_in_force(rule, mend->judgement.year))
            room = fmin(room, ci_mend_staffed_beds(&rule->as.each, facility) -
                                  (double)(beds > 0 ? beds : 0));
    }
    return room > 0 ? room : (double)INFINITY;
}

/* The most beds that may be added to a service of a facility itself. */
static double staffed_steps(const ci_mend *mend, const char *service,
                            const circlet_facility_record *facility)
{
    const ci_action_price *price = ci_action_price_find(
        mend->judgement.policy, CI_PRICE_ENLARGE, facility->type, service);
    double room = staff_room(mend, service, facility);

    return isfinite(room) && price ? whole_steps(room, (double)price->bed_step)
                                   : room;
}

static double room_of(const ci_mend *mend, const ci_rule *rule,
                      const circlet_facility_record *facility,
                      const circlet_site_record *site)
{
    if (is_of_area(rule))
        return area_room(mend, facility, site);
    return rule->as.ratio.amount == CI_AMOUNT_BEDS
               ? fmin(bed_room(mend, rule->as.ratio.service, facility),
                      staffed_steps(mend, rule->as.ratio.service, facility))
               : (double)INFINITY;
}

static void add_amount(amount_list *out, double amount)
{
    for (size_t i = 0; i < out->count; i++)
        if (out->items[i] == amount)
            return;
    if (amount > 0 && isfinite(amount) && out->count < CI_MEND_AMOUNT_MAX)
        out->items[out->count++] = amount;
}

typedef struct piece_list {
    double items[PIECE_MAX];
    size_t count;
} piece_list;

static void add_piece(piece_list *out, double piece)
{
    for (size_t i = 0; i < out->count; i++)
        if (out->items[i] == piece)
            return;
    if (piece > 0 && isfinite(piece) && out->count < PIECE_MAX)
        out->items[out->count++] = piece;
}

/* Nothing, what a new building of each size adds, and each other facility of
 * the unit at the most. */
static void find_pieces(piece_list *out, const asking *of)
{
    const ci_mend *mend = of->mend;
    const ci_mend_goal *goal = of->goal;
    const circlet_city *city = mend->judgement.city;

    *out = (piece_list){.count = 1};
    for (size_t i = 0; i < mend->size_count; i++)
        add_piece(out, (double)mend->sizes[i].gains[goal->slot] / 1000);
    for (size_t i = 0; i < circlet_city_facility_count(city); i++) {
        const circlet_facility_record *other =
            circlet_city_facility(city, (circlet_facility)i);

        if (i != of->building->position &&
            circlet_city_facility_unit(city, (circlet_facility)i,
                                       goal->rule->level) == goal->unit &&
            ci_facility_is_open(other, mend->judgement.year) &&
            ci_selection_holds(&goal->rule->facility, other,
                               &mend->judgement.types, NULL) == CI_MEMBER_YES)
            add_piece(out, room_of(mend, goal->rule, other, NULL));
    }
}

static double smaller_step(double step, const ci_action_price *price)
{
    double other = price ? (double)price->bed_step : 0;

    return other > 0 && (!(step > 0) || other < step) ? other : step;
}

/* By how much at a time a building is enlarged; 0: by any amount. */
static double step_of(const ci_mend *mend, const ci_rule *rule,
                      const circlet_facility_record *facility)
{
    const circlet_policy *policy = mend->judgement.policy;
    const ci_ratio *ratio = &rule->as.ratio;
    const ci_action_price *price =
        ci_action_price_find(policy, CI_PRICE_ENLARGE, facility->type,
                             is_of_area(rule) ? NULL : ratio->service);
    double step = 0;

    if (is_of_area(rule))
        return price ? price->area_step_m2 : 0;
    if (ratio->amount == CI_AMOUNT_PLACES)
        return price ? (double)price->place_step : 0;
    step = smaller_step(step, price);
    step = smaller_step(step,
                        ci_action_price_find(policy, CI_PRICE_PARTITION,
                                             facility->type, ratio->service));
    return smaller_step(step,
                        ci_action_price_find(policy, CI_PRICE_ADD_SERVICE,
                                             facility->type, ratio->service));
}

/* What is left to a facility beside one, two and three others; the first of
 * the pieces is 0: none. */
static void add_rests(amount_list *out, const ci_rule *rule, double whole,
                      double room, const piece_list *pieces)
{
    const double *items = pieces->items;

    for (size_t i = 0; i < pieces->count; i++)
        for (size_t k = i; k < pieces->count; k++)
            for (size_t m = k; m < pieces->count; m++)
                add_amount(out, fmin(round_up(rule, whole - items[i] -
                                                        items[k] - items[m]),
                                     room));
}

/* What is missing beside what a new building counts as it is built. */
static double whole_of(const asking *of)
{
    int64_t own = of->building->position == CIRCLET_NONE
                      ? ci_mend_measure(&of->mend->judgement, of->goal->rule,
                                        of->building->record)
                      : 0;

    return (double)(of->goal->need - own) / 1000;
}

/*
 * All that is missing, or as much as the building can take; every number of
 * steps up to that where these are few. Else what is left beside others: a
 * cheapest way has at most one facility that is enlarged by something between
 * nothing and all it can.
 */
static amount_list amounts_of(const asking *of)
{
    const ci_rule *rule = of->goal->rule;
    const circlet_facility_record *record = of->building->record;
    double whole = whole_of(of);
    double room = room_of(of->mend, rule, record, of->building->site);
    double most = fmin(round_up(rule, whole), room);
    double step = step_of(of->mend, rule, record);
    amount_list out = {.count = 0};
    piece_list pieces;

    if (!(whole > 0))
        return out;
    add_amount(&out, most);
    if (step > 0 && most / step < CI_MEND_AMOUNT_MAX - 1) {
        for (int i = 1; i * step < most; i++)
            add_amount(&out, i * step);
        return out;
    }
    find_pieces(&pieces, of);
    add_rests(&out, rule, whole, room, &pieces);
    return out;
}

/* ---- what has no price -------------------------------------------------- */

static ci_need need_of(const asking *of, double amount)
{
    const ci_rule *rule = of->goal->rule;
    const ci_ratio *ratio = &rule->as.ratio;
    ci_need need = {.judgement = &of->mend->judgement,
                    .selection = &rule->facility};

    if (ratio->amount == CI_AMOUNT_MEASURE)
        need.area_m2 = amount;
    else
        need.service = ratio->service;
    if (ratio->amount == CI_AMOUNT_BEDS)
        need.beds = (int64_t)amount;
    if (ratio->amount == CI_AMOUNT_PLACES)
        need.places = (int64_t)amount;
    return need;
}

/* Notes enlarging for which there is no price. */
static circlet_status note_enlarging(const asking *of, const ci_need *need,
                                     circlet_error *error)
{
    const circlet_facility_record *facility = of->building->record;
    const ci_option_step step = {CI_PRICE_ENLARGE, need->service,
                                 need->area_m2, need->places, need->beds};
    ci_options options = {NULL, 0, 0};
    bool is_open = false;
    circlet_status status = CIRCLET_OK;

    if (of->building->position == CIRCLET_NONE)
        return CIRCLET_OK;
    status = ci_options_enlarge(&options, &is_open, need, facility, error);
    ci_options_clear(&options);
    return !status && is_open
               ? ci_mend_add_unpriced(of->mend, CI_PRICE_ENLARGE,
                                      facility->type, &step, error)
               : status;
}

/* ---- kinds of rules ----------------------------------------------------- */

static circlet_status add_sums(const asking *of, circlet_error *error)
{
    const ci_ratio *ratio = &of->goal->rule->as.ratio;
    const amount_list amounts = amounts_of(of);
    ci_mend_wanted what = ratio->amount == CI_AMOUNT_BEDS ? CI_MEND_WANT_BEDS
                          : ratio->amount == CI_AMOUNT_PLACES
                              ? CI_MEND_WANT_PLACES
                              : CI_MEND_WANT_AREA;
    ci_need need;

    for (size_t i = 0; i < amounts.count; i++)
        add_want(of->menu, what,
                 what == CI_MEND_WANT_AREA ? NULL : ratio->service,
                 amounts.items[i]);
    if (amounts.count == 0)
        return CIRCLET_OK;
    need = need_of(of, amounts.items[amounts.count - 1]);
    return note_enlarging(of, &need, error);
}

/* The beds of a service that are known and can grow, 0 where it is not
 * offered; -1: how many there are is not known. */
static int64_t sure_beds(const ci_judgement *judgement,
                         const circlet_facility_record *facility,
                         const char *service)
{
    for (size_t i = 0; i < facility->service_count; i++)
        if (strcmp(facility->services[i].service, service) == 0)
            return facility->services[i].beds;
    return ci_facility_offers(facility, service, &judgement->types) ? -1 : 0;
}

static circlet_status add_classes(const asking *of, circlet_error *error)
{
    const ci_class_count *asked = &of->goal->rule->as.class_count;
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; !status && i <= asked->nested.count; i++) {
        ci_selection selection = of->goal->rule->facility;
        ci_need need = {.judgement = &of->mend->judgement,
                        .selection = &selection};
        int64_t beds;

        if (i > 0)
            selection.service = asked->nested.items[i - 1];
        beds =
            sure_beds(need.judgement, of->building->record, selection.service);
        if (beds < 0 || beds >= asked->beds)
            continue;
        need.service = selection.service;
        need.beds = asked->beds - beds;
        add_want(of->menu, CI_MEND_WANT_BEDS, need.service, (double)need.beds);
        status = note_enlarging(of, &need, error);
    }
    return status;
}

/* Wants a service, if there is any way for the building to offer it. */
static void add_service(const asking *of, const char *service)
{
    const circlet_facility_record *facility = of->building->record;
    const ci_mend_aim aim = {.bed_room = (double)INFINITY,
                             .services = {{service, 0, 0}},
                             .count = 1};
    ci_mend_way way;

    if (ci_facility_offers(facility, service, &of->mend->judgement.types))
        return;
    ci_mend_find_way(&way, of->mend, facility, &aim, false);
    if (isfinite(way.cny))
        add_want(of->menu, CI_MEND_WANT_SERVICE, service, 1);
}

/* The services that a building lacks to be one of the rule's. */
static void add_services(const asking *of)
{
    const ci_selection *selection = &of->goal->rule->facility;
    const circlet_facility_record *facility = of->building->record;

    if ((selection->type && strcmp(selection->type, facility->type) != 0) ||
        (selection->tier && !is_same_text(selection->tier, facility->tier)))
        return;
    if (selection->service)
        add_service(of, selection->service);
    for (size_t i = 0; i < selection->services.count; i++)
        add_service(of, selection->services.items[i]);
    for (size_t i = 0; i < selection->one_of.count; i++)
        add_service(of, selection->one_of.items[i]);
}

/* Notes what has no price that would make a facility one of the rule's. */
static circlet_status note_upgrade(const asking *of, circlet_error *error)
{
    const ci_need need = {.judgement = &of->mend->judgement,
                          .selection = &of->goal->rule->facility};
    ci_options options = {NULL, 0, 0};
    circlet_status status = CIRCLET_OK;

    if (of->building->position != CIRCLET_NONE)
        status =
            ci_options_upgrade(&options, &need, of->building->record, error);
    for (size_t i = 0; !status && i < options.count; i++)
        if (!ci_way_is_priced(&options.items[i].price))
            status =
                ci_mend_add_unpriced_way(of->mend, &options.items[i], error);
    ci_options_clear(&options);
    return status;
}

/* ---- any of them -------------------------------------------------------- */

circlet_status ci_mend_menu_add(ci_mend_menu *out, ci_mend *mend,
                                const ci_mend_goal *goal,
                                const ci_mend_building *building,
                                circlet_error *error)
{
    const asking of = {mend, out, goal, building};
    circlet_status status = CIRCLET_OK;

    if (goal->rule->kind == CI_RULE_CLASS_COUNT)
        return add_classes(&of, error);
    if (goal->rule->kind == CI_RULE_RATIO)
        status = add_sums(&of, error);
    add_services(&of);
    return status ? status : note_upgrade(&of, error);
}
