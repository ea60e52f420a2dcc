/* What may be done to one facility for one goal, each by itself. */
#include <math.h>
#include <string.h>

#include "plan/mend.h"
#include "policy/circle.h"

/* The most amounts that are tried of one facility for one sum. */
#define AMOUNT_MAX 24

/* What others may add to a sum, so that this facility need add only the
 * rest. */
#define PIECE_MAX 8

typedef struct amount_list {
    double items[AMOUNT_MAX];
    size_t count;
} amount_list;

/* ---- sums --------------------------------------------------------------- */

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

/* The most area that a facility can be enlarged by. */
static double area_room(const ci_mend *mend,
                        const circlet_facility_record *facility)
{
    const circlet_policy *policy = mend->judgement.policy;
    const ci_catalogue_entry *entry =
        ci_catalogue_find(policy, facility->type);
    const ci_action_price *price =
        ci_action_price_find(policy, CI_PRICE_ENLARGE, facility->type, NULL);
    double room;

    if (!price)
        return 0;
    if (!entry || isnan(entry->area_max_m2))
        return (double)INFINITY;
    room = entry->area_max_m2 - facility->measures[CIRCLET_MEASURE_AREA_M2];
    return room > 0 ? whole_steps(room, price->area_step_m2) : 0;
}

/* The most beds that can be taken from another service. */
static double bed_room(const ci_mend *mend, const char *service,
                       const circlet_facility_record *facility)
{
    const circlet_service_record *donor =
        ci_option_donor(&mend->judgement, facility, service);
    const ci_action_price *price = ci_action_price_find(
        mend->judgement.policy, CI_PRICE_PARTITION, facility->type, service);
    double step = price ? (double)price->bed_step : 1;

    return donor ? whole_steps((double)donor->beds, step) : (double)INFINITY;
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
                      const circlet_facility_record *facility)
{
    if (is_of_area(rule))
        return area_room(mend, facility);
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
    if (amount > 0 && isfinite(amount) && out->count < AMOUNT_MAX)
        out->items[out->count++] = amount;
}

static size_t add_piece(double *pieces, size_t count, double piece)
{
    for (size_t i = 0; i < count; i++)
        if (pieces[i] == piece)
            return count;
    if (count < PIECE_MAX && piece > 0 && isfinite(piece))
        pieces[count++] = piece;
    return count;
}

/* Nothing, what a new building of each size adds, and each other facility of
 * the unit at the most. */
static size_t find_pieces(double *pieces, const ci_mend *mend,
                          const ci_mend_goal *goal, circlet_facility own)
{
    const circlet_city *city = mend->judgement.city;
    size_t count = 1;

    pieces[0] = 0;
    for (size_t i = 0; i < mend->size_count; i++)
        count = add_piece(pieces, count,
                          (double)mend->sizes[i].gains[goal->slot] / 1000);
    for (size_t i = 0; i < circlet_city_facility_count(city); i++) {
        const circlet_facility_record *other =
            circlet_city_facility(city, (circlet_facility)i);

        if (i != own &&
            circlet_city_facility_unit(city, (circlet_facility)i,
                                       goal->rule->level) == goal->unit &&
            ci_facility_is_open(other, mend->judgement.year) &&
            ci_selection_holds(&goal->rule->facility, other,
                               &mend->judgement.types, NULL) == CI_MEMBER_YES)
            count = add_piece(pieces, count, room_of(mend, goal->rule, other));
    }
    return count;
}

/* By how much at a time a facility is enlarged; 0: by any amount. */
static double step_of(const ci_mend *mend, const ci_rule *rule,
                      const circlet_facility_record *facility)
{
    const ci_ratio *ratio = &rule->as.ratio;
    const ci_action_price *price = ci_action_price_find(
        mend->judgement.policy, CI_PRICE_ENLARGE, facility->type,
        is_of_area(rule) ? NULL : ratio->service);

    if (!price)
        return 0;
    if (is_of_area(rule))
        return price->area_step_m2;
    return (double)(ratio->amount == CI_AMOUNT_BEDS ? price->bed_step
                                                    : price->place_step);
}

/* What is left to a facility beside one, two and three others; the first of
 * the pieces is 0: none. */
static void add_rests(amount_list *out, const ci_rule *rule, double whole,
                      double room, const double *pieces, size_t count)
{
    for (size_t i = 0; i < count; i++)
        for (size_t k = i; k < count; k++)
            for (size_t m = k; m < count; m++)
                add_amount(out, fmin(round_up(rule, whole - pieces[i] -
                                                        pieces[k] - pieces[m]),
                                     room));
}

/*
 * All that is missing, or as much as the facility can take; every number of
 * steps up to that where these are few. Else what is left beside others: a
 * cheapest way has at most one facility that is enlarged by something between
 * nothing and all it can.
 */
static amount_list amounts_of(const ci_mend *mend, const ci_mend_goal *goal,
                              circlet_facility facility)
{
    const circlet_facility_record *record =
        circlet_city_facility(mend->judgement.city, facility);
    double whole = (double)goal->need / 1000, pieces[PIECE_MAX];
    double room = room_of(mend, goal->rule, record);
    double most = fmin(round_up(goal->rule, whole), room);
    double step = step_of(mend, goal->rule, record);
    amount_list out = {.count = 0};

    add_amount(&out, most);
    if (step > 0 && most / step < AMOUNT_MAX - 1) {
        for (int i = 1; i * step < most; i++)
            add_amount(&out, i * step);
        return out;
    }
    add_rests(&out, goal->rule, whole, room, pieces,
              find_pieces(pieces, mend, goal, facility));
    return out;
}

/* Enlarging for which there is no price. */
static circlet_status note_open(ci_mend *mend, const ci_need *need,
                                const circlet_facility_record *facility,
                                circlet_error *error)
{
    const ci_option_step step = {CI_PRICE_ENLARGE, need->service,
                                 need->area_m2, need->places, need->beds};

    return ci_mend_add_unpriced(mend, CI_PRICE_ENLARGE, facility->type, &step,
                                error);
}

static circlet_status offer_amounts(ci_options *out, ci_mend *mend,
                                    const ci_mend_goal *goal,
                                    circlet_facility position,
                                    circlet_error *error)
{
    const circlet_facility_record *facility =
        circlet_city_facility(mend->judgement.city, position);
    const ci_ratio *ratio = &goal->rule->as.ratio;
    const amount_list amounts = amounts_of(mend, goal, position);
    circlet_status status = CIRCLET_OK;
    bool is_open = false;
    ci_need need = {.judgement = &mend->judgement,
                    .selection = &goal->rule->facility};

    for (size_t i = 0; !status && i < amounts.count; i++) {

        if (ratio->amount == CI_AMOUNT_MEASURE)
            need.area_m2 = amounts.items[i];
        else
            need.service = ratio->service;
        if (ratio->amount == CI_AMOUNT_BEDS)
            need.beds = (int64_t)amounts.items[i];
        if (ratio->amount == CI_AMOUNT_PLACES)
            need.places = (int64_t)amounts.items[i];
        status = ci_options_enlarge(out, &is_open, &need, facility, error);
    }
    return !status && is_open ? note_open(mend, &need, facility, error)
                              : status;
}

/* ---- facilities of a size ----------------------------------------------- */

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

static circlet_status offer_beds(ci_options *out, ci_mend *mend,
                                 const ci_mend_goal *goal,
                                 const circlet_facility_record *facility,
                                 circlet_error *error)
{
    const ci_class_count *asked = &goal->rule->as.class_count;
    circlet_status status = CIRCLET_OK;
    bool is_open = false;

    for (size_t i = 0; !status && i <= asked->nested.count; i++) {
        ci_selection selection = goal->rule->facility;
        ci_need need = {.judgement = &mend->judgement,
                        .selection = &selection};
        int64_t beds;

        if (i > 0)
            selection.service = asked->nested.items[i - 1];
        beds = sure_beds(&mend->judgement, facility, selection.service);
        if (beds < 0 || beds >= asked->beds)
            continue;
        need.service = selection.service;
        need.beds = asked->beds - beds;
        is_open = false;
        status = ci_options_enlarge(out, &is_open, &need, facility, error);
        if (!status && is_open)
            status = note_open(mend, &need, facility, error);
    }
    return status;
}

/* ---- any of them -------------------------------------------------------- */

circlet_status ci_mend_menu(ci_options *out, ci_mend *mend,
                            const ci_mend_goal *goal,
                            circlet_facility facility, circlet_error *error)
{
    const circlet_facility_record *record =
        circlet_city_facility(mend->judgement.city, facility);
    const ci_need need = {.judgement = &mend->judgement,
                          .selection = &goal->rule->facility};
    circlet_status status = CIRCLET_OK;

    if (goal->rule->kind == CI_RULE_CLASS_COUNT)
        return offer_beds(out, mend, goal, record, error);
    if (goal->rule->kind == CI_RULE_RATIO)
        status = offer_amounts(out, mend, goal, facility, error);
    return status ? status : ci_options_upgrade(out, &need, record, error);
}
