#include "policy/price.h"

#include <math.h>
#include <string.h>

/* ---- the catalogue ------------------------------------------------------ */

const ci_catalogue_entry *ci_catalogue_find(const circlet_policy *policy,
                                            const char *type)
{
    for (size_t i = 0; type && i < policy->catalogue_count; i++)
        if (strcmp(policy->catalogue[i].facility.type, type) == 0)
            return &policy->catalogue[i];
    return NULL;
}

/* What a facility has of a service, of all of them where it is NULL; -1: not
 * known. */
static int64_t count_of(const circlet_facility_record *facility,
                        const char *service, bool is_of_beds)
{
    int64_t sum = -1;

    for (size_t i = 0; i < facility->service_count; i++) {
        const circlet_service_record *offer = &facility->services[i];
        int64_t count = is_of_beds ? offer->beds : offer->places;

        if ((service && strcmp(offer->service, service) != 0) || count < 0)
            continue;
        sum = sum < 0                   ? count
              : count > INT64_MAX - sum ? INT64_MAX
                                        : sum + count;
    }
    return sum;
}

static int compare_numbers(double a, double b)
{
    return a < b ? -1 : a > b;
}

static int compare_counts(int64_t a, int64_t b)
{
    return a < 0 || b < 0 || a == b ? 0 : a < b ? -1 : 1;
}

int ci_catalogue_compare(const circlet_facility_record *a,
                         const circlet_facility_record *b)
{
    int by_area = compare_numbers(a->measures[CIRCLET_MEASURE_AREA_M2],
                                  b->measures[CIRCLET_MEASURE_AREA_M2]);
    int by_beds =
        compare_counts(count_of(a, NULL, true), count_of(b, NULL, true));

    if (by_area != 0 || by_beds != 0)
        return by_area != 0 ? by_area : by_beds;
    return compare_counts(count_of(a, NULL, false), count_of(b, NULL, false));
}

size_t ci_catalogue_size_count(const ci_catalogue_entry *entry)
{
    return entry->size_count + 1;
}

size_t ci_catalogue_standard(const ci_catalogue_entry *entry)
{
    size_t before = 0;

    for (size_t i = 0; i < entry->size_count; i++)
        if (ci_catalogue_compare(&entry->sizes[i].facility, &entry->facility) <
            0)
            before = i + 1;
    return before;
}

ci_catalogue_size ci_catalogue_size_at(const ci_catalogue_entry *entry,
                                       size_t i)
{
    size_t standard = ci_catalogue_standard(entry);

    if (i == standard)
        return (ci_catalogue_size){.facility = entry->facility,
                                   .cost_cny = entry->cost_cny,
                                   .yearly_cny = entry->yearly_cny};
    return entry->sizes[i < standard ? i : i - 1];
}

/* ---- the prices of actions ---------------------------------------------- */

const char *ci_price_kind_name(ci_price_kind kind)
{
    static const char *const names[CI_PRICE_KIND_COUNT] = {
        "build",     "enlarge", "add_service", "partition",
        "designate", "move",    "close"};

    return (unsigned)kind < CI_PRICE_KIND_COUNT ? names[kind] : "unknown";
}

static bool is_among(const ci_words *words, const char *word)
{
    return words->count == 0 || !word || ci_words_have(words, word);
}

/* Whether a service has a price of its own, so that those for others are not
 * for it. */
static bool has_own_price(const circlet_policy *policy, ci_price_kind kind,
                          const char *service)
{
    for (size_t i = 0; service && i < policy->price_count; i++) {
        const ci_action_price *price = &policy->prices[i];

        if (price->kind == kind && price->service &&
            strcmp(price->service, service) == 0)
            return true;
    }
    return false;
}

const ci_action_price *ci_action_price_find(const circlet_policy *policy,
                                            ci_price_kind kind,
                                            const char *type,
                                            const char *service)
{
    bool is_own = has_own_price(policy, kind, service);

    for (size_t i = 0; i < policy->price_count; i++) {
        const ci_action_price *price = &policy->prices[i];

        if (price->kind != kind || !is_among(&price->types, type))
            continue;
        if (is_own ? price->service && strcmp(price->service, service) == 0
                   : (!price->service || !service) &&
                         is_among(&price->services, service))
            return price;
    }
    return NULL;
}

/* ---- how long it takes -------------------------------------------------- */

int ci_price_lead_months(const circlet_policy *policy, ci_price_kind kind,
                         const char *type, const char *service)
{
    const ci_action_price *price =
        ci_action_price_find(policy, kind, type, service);
    const ci_catalogue_entry *entry =
        kind == CI_PRICE_BUILD || kind == CI_PRICE_MOVE
            ? ci_catalogue_find(policy, type)
            : NULL;
    int months = price ? price->lead_months : 0;

    return entry && entry->lead_months > months ? entry->lead_months : months;
}

int ci_lead_years(int months)
{
    return months > 12 ? (months + 11) / 12 - 1 : 0;
}

/* ---- amounts ------------------------------------------------------------ */

/* Up to a whole number of steps. */
static double whole_area(double area_m2, double step_m2)
{
    if (!(area_m2 >= 0) || isinf(area_m2))
        return (double)NAN;
    if (!(step_m2 > 0))
        return area_m2;
    /* What is a whole number of steps but for the last bit is one. */
    return ceil(area_m2 / step_m2 * (1 - 1e-12)) * step_m2;
}

/* Up to a whole number of steps; -1 (not known) stays, and so does what is
 * too large to grow. */
static int64_t whole_count(int64_t count, int64_t step)
{
    int64_t over;

    if (count < 0)
        return -1;
    over = step > 1 ? count % step : 0;
    if (over == 0 || count > INT64_MAX - (step - over))
        return count;
    return count + (step - over);
}

/* A part of a sum for an amount, NaN where either is not known and the other
 * not nothing. */
static double part_of(double rate, double amount)
{
    return amount == 0 || rate == 0 ? 0 : rate * amount;
}

static double known_count(int64_t count)
{
    return count < 0 ? (double)NAN : (double)count;
}

static double sum_of(const ci_rate *rate, const ci_price *amounts)
{
    double sum = rate->fixed + part_of(rate->per_m2, amounts->area_m2) +
                 part_of(rate->per_place, known_count(amounts->places)) +
                 part_of(rate->per_bed, known_count(amounts->beds));

    return isfinite(sum) ? sum : (double)NAN;
}

/* ---- new buildings ------------------------------------------------------ */

static bool offers(const circlet_facility_record *facility,
                   const char *service)
{
    for (size_t i = 0; service && i < facility->service_count; i++)
        if (strcmp(facility->services[i].service, service) == 0)
            return true;
    return !service;
}

/* Whether it may be what is asked for, whatever its size. */
static bool is_of_kind(const circlet_facility_record *facility,
                       const ci_wish *asked)
{
    return offers(facility, asked->service) &&
           (!asked->tier || !facility->tier ||
            strcmp(facility->tier, asked->tier) == 0);
}

static bool is_enough(const circlet_facility_record *facility,
                      const ci_wish *asked)
{
    double area = facility->measures[CIRCLET_MEASURE_AREA_M2];

    return is_of_kind(facility, asked) &&
           (!(asked->area_m2 > 0) || area >= asked->area_m2) &&
           (asked->places <= 0 ||
            count_of(facility, asked->service, false) >= asked->places) &&
           (asked->beds <= 0 ||
            count_of(facility, asked->service, true) >= asked->beds);
}

/* Smaller, or as large and known to be cheaper. */
static bool is_better(const ci_catalogue_size *a, const ci_catalogue_size *b)
{
    int order = ci_catalogue_compare(&a->facility, &b->facility);

    return order < 0 ||
           (order == 0 && (a->cost_cny < b->cost_cny ||
                           (isnan(b->cost_cny) && !isnan(a->cost_cny))));
}

size_t ci_catalogue_choose(const ci_catalogue_entry *entry,
                           const ci_wish *asked)
{
    ci_catalogue_size best = {.cost_cny = (double)NAN};
    size_t chosen = CI_NO_POSITION;

    if (!(asked->area_m2 > 0) && asked->places <= 0 && asked->beds <= 0 &&
        is_of_kind(&entry->facility, asked))
        return ci_catalogue_standard(entry);
    for (size_t i = 0; i < ci_catalogue_size_count(entry); i++) {
        const ci_catalogue_size size = ci_catalogue_size_at(entry, i);

        if (!is_enough(&size.facility, asked) ||
            (chosen != CI_NO_POSITION && !is_better(&size, &best)))
            continue;
        best = size;
        chosen = i;
    }
    return chosen;
}

size_t ci_catalogue_largest(const ci_catalogue_entry *entry,
                            const ci_wish *asked)
{
    for (size_t i = ci_catalogue_size_count(entry); i > 0; i--) {
        const ci_catalogue_size size = ci_catalogue_size_at(entry, i - 1);

        if (is_of_kind(&size.facility, asked))
            return i - 1;
    }
    return CI_NO_POSITION;
}

static ci_price price_of_size(const ci_catalogue_entry *entry, size_t i,
                              const char *service)
{
    const ci_catalogue_size size = ci_catalogue_size_at(entry, i);
    const circlet_facility_record *facility = &size.facility;

    return (ci_price){.is_offered = true,
                      .once_cny = size.cost_cny,
                      .yearly_cny = size.yearly_cny,
                      .is_assumed = entry->origin.is_assumed,
                      .is_yearly_assumed = entry->yearly_origin.is_assumed,
                      .area_m2 = facility->measures[CIRCLET_MEASURE_AREA_M2],
                      .places = count_of(facility, service, false),
                      .beds = count_of(facility, service, true),
                      .size = i};
}

static ci_price no_price(void)
{
    return (ci_price){.once_cny = (double)NAN,
                      .yearly_cny = (double)NAN,
                      .area_m2 = (double)NAN,
                      .places = -1,
                      .beds = -1,
                      .size = CI_NO_POSITION};
}

static ci_price add_site(ci_price price, double site_cny)
{
    if (!isnan(site_cny))
        price.once_cny += site_cny;
    if (!isfinite(price.once_cny))
        price.once_cny = (double)NAN;
    return price;
}

ci_price ci_price_of_building(const circlet_policy *policy,
                              const ci_wish *asked, double site_cny)
{
    const ci_catalogue_entry *entry = ci_catalogue_find(policy, asked->type);
    size_t size = entry ? ci_catalogue_choose(entry, asked) : CI_NO_POSITION;

    return size == CI_NO_POSITION
               ? no_price()
               : add_site(price_of_size(entry, size, asked->service),
                          site_cny);
}

/* ---- all kinds ---------------------------------------------------------- */

/* The new building costs what the catalogue says, or rooms that are fitted out
 * what the price says of a square metre; it is run for what the old one was.
 */
static ci_price price_of_move(const ci_action_price *action,
                              const ci_price *building, double area_m2,
                              double site_cny)
{
    ci_price price = *building;

    price.is_offered = true;
    if (action->once.per_m2 > 0) {
        price.once_cny = part_of(action->once.per_m2, area_m2);
        price.is_assumed = false;
    }
    price.once_cny += action->once.fixed;
    price.yearly_cny = 0;
    price.is_assumed |= action->origin.is_assumed;
    price.is_yearly_assumed = false;
    return add_site(price, site_cny);
}

/* What a building of that size is no longer run for is saved. */
static ci_price price_of_close(const ci_action_price *action,
                               const ci_price *building)
{
    return (ci_price){.is_offered = true,
                      .once_cny = action->once.fixed,
                      .yearly_cny = 0 - building->yearly_cny,
                      .is_assumed = action->origin.is_assumed,
                      .is_yearly_assumed = building->is_yearly_assumed,
                      .size = CI_NO_POSITION};
}

static ci_price price_of_change(const ci_action_price *action,
                                const ci_wish *asked)
{
    ci_price price = {.is_offered = true,
                      .is_assumed = action->origin.is_assumed,
                      .is_yearly_assumed = action->yearly_origin.is_assumed,
                      .area_m2 =
                          whole_area(asked->area_m2, action->area_step_m2),
                      .places = whole_count(asked->places, action->place_step),
                      .beds = whole_count(asked->beds, action->bed_step),
                      .size = CI_NO_POSITION};

    price.once_cny = sum_of(&action->once, &price);
    price.yearly_cny = sum_of(&action->yearly, &price);
    return price;
}

ci_price ci_price_of(const circlet_policy *policy, ci_price_kind kind,
                     const char *type, const char *service, double area_m2,
                     int64_t places, int64_t beds, double site_cny)
{
    const ci_wish asked = {type, service, NULL, area_m2, places, beds};
    const ci_action_price *action =
        ci_action_price_find(policy, kind, type, service);
    ci_price building;

    if (kind == CI_PRICE_BUILD)
        return ci_price_of_building(policy, &asked, site_cny);
    if (!action)
        return no_price();
    if (kind != CI_PRICE_MOVE && kind != CI_PRICE_CLOSE)
        return price_of_change(action, &asked);
    building = ci_price_of_building(policy, &asked, (double)NAN);
    return kind == CI_PRICE_MOVE
               ? price_of_move(action, &building, area_m2, site_cny)
               : price_of_close(action, &building);
}

static int64_t known_beds(const circlet_facility_record *facility)
{
    int64_t beds = count_of(facility, NULL, true);

    return beds < 0 ? 0 : beds;
}

ci_price ci_price_like(const circlet_policy *policy, ci_price_kind kind,
                       const circlet_facility_record *facility,
                       double site_cny)
{
    return ci_price_of(policy, kind, facility->type, NULL,
                       facility->measures[CIRCLET_MEASURE_AREA_M2], 0,
                       known_beds(facility),
                       kind == CI_PRICE_MOVE ? site_cny : (double)NAN);
}
