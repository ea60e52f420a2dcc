#include "verify/least_way.h"

#include <math.h>
#include <string.h>

#include "policy/circle.h"
#include "policy/fix_option.h"
#include "policy/price.h"
#include "verify/counted.h"

#define SOURCE_MAX 8
#define NUMBER_MAX 96

/* The most distributions of beds that are looked at. */
#define DEAL_MAX 60000

typedef struct source {
    const char *service;
    int64_t free;
    bool grows; /* at a known price */
} source;

/* A list of actions under way. */
typedef struct bill {
    circlet_plan_action items[CI_LEAST_ACTION_MAX];
    size_t count;
    double cny;
} bill;

typedef struct dealing {
    const ci_judgement *judgement;
    const circlet_facility_record *building;
    const ci_least_wish *wish;
    source sources[SOURCE_MAX];
    size_t source_count;
    int64_t numbers[NUMBER_MAX]; /* that a section may have */
    size_t number_count;
    int64_t dealt[CI_LEAST_SERVICE_MAX][SOURCE_MAX];
    size_t deals;
    ci_least_way *best;
} dealing;

/* ---- buying ------------------------------------------------------------- */

static ci_price quote(const dealing *of, ci_price_kind kind,
                      const char *service, double area_m2, int64_t places,
                      int64_t beds)
{
    return ci_price_of(of->judgement->policy, kind, of->building->type,
                       service, area_m2, places, beds, (double)NAN);
}

static bool is_known(const ci_price *price)
{
    return isfinite(price->once_cny) && price->once_cny >= 0;
}

static int64_t or_none(int64_t number)
{
    return number > 0 ? number : -1;
}

static void buy(bill *out, const dealing *of, ci_price_kind kind,
                const char *service, double area_m2, int64_t places,
                int64_t beds)
{
    const ci_price price = quote(of, kind, service, area_m2, places, beds);

    if (!is_known(&price) || out->count == CI_LEAST_ACTION_MAX) {
        out->cny = (double)INFINITY;
        return;
    }
    out->cny += price.once_cny;
    out->items[out->count++] = (circlet_plan_action){
        .kind = ci_price_kind_name(kind),
        .service = service,
        .places = or_none(price.places),
        .beds = or_none(price.beds),
        .area_m2 = price.area_m2 > 0 ? price.area_m2 : (double)NAN,
        .cost_cny = (double)NAN};
}

static void buy_section(bill *out, const dealing *of, const char *service,
                        const char *from, int64_t beds)
{
    buy(out, of, CI_PRICE_PARTITION, service, 0, 0, beds);
    if (isfinite(out->cny))
        out->items[out->count - 1].from_service = from;
}

/* ---- one service -------------------------------------------------------- */

static int64_t dealt_to(const dealing *of, size_t t)
{
    int64_t sum = 0;

    for (size_t s = 0; s < of->source_count; s++)
        sum += of->dealt[t][s];
    return sum;
}

/* The beds that are drawn beyond what is free. */
static int64_t overdrawn(const dealing *of, size_t s)
{
    int64_t sum = 0;

    for (size_t t = 0; t < of->wish->count; t++)
        sum += of->dealt[t][s];
    return sum > of->sources[s].free ? sum - of->sources[s].free : 0;
}

static int64_t overdrawn_of(const dealing *of, const char *service)
{
    for (size_t s = 0; s < of->source_count; s++)
        if (strcmp(of->sources[s].service, service) == 0)
            return overdrawn(of, s);
    return 0;
}

/* A designation is of beds that are there, which no rule counts. */
static bool may_designate(const dealing *of, int64_t places, int64_t beds)
{
    const circlet_service_record *donor =
        ci_option_donor(of->judgement, of->building, "");

    return places == 0 && (beds == 0 || (donor && donor->beds >= beds));
}

/* What is bought for a service before and after it has its sections. */
typedef struct purchase {
    bill before, after;
} purchase;

static double sum_of(const purchase *of)
{
    return of->before.cny + of->after.cny;
}

/* A service that is there, or that its sections make, grows by all it still
 * needs; one that is not is opened with any part of that and grows by the
 * rest. */
static void settle_service(purchase *out, const dealing *of, size_t t,
                           double area_m2)
{
    const char *service = of->wish->services[t].service;
    int64_t places = of->wish->services[t].places;
    int64_t sections = dealt_to(of, t);
    int64_t beds = of->wish->services[t].beds - sections;
    bool is_there =
        ci_facility_offers(of->building, service, &of->judgement->types);
    static const ci_price_kind openings[] = {
        CI_PRICE_KIND_COUNT, CI_PRICE_ADD_SERVICE, CI_PRICE_DESIGNATE};

    beds = (beds > 0 ? beds : 0) + overdrawn_of(of, service);
    *out = (purchase){.after = {.cny = (double)INFINITY}};
    for (size_t k = 0; k < 3; k++)
        for (unsigned part = 0; part < 4; part++) {
            int64_t first_places = part & 1 ? places : 0;
            int64_t first_beds = part & 2 ? beds : 0;
            bool opens = openings[k] != CI_PRICE_KIND_COUNT;
            purchase one = {.before = {.count = 0}};
            bill *rest = is_there ? &one.before : &one.after;

            if (opens ? is_there ||
                            (openings[k] == CI_PRICE_DESIGNATE &&
                             !may_designate(of, first_places, first_beds))
                      : part > 0 || (!is_there && sections == 0))
                continue;
            if (opens)
                buy(&one.before, of, openings[k], service, 0, first_places,
                    first_beds);
            if (places > first_places || beds > first_beds)
                buy(rest, of, CI_PRICE_ENLARGE, service, area_m2,
                    places - first_places, beds - first_beds);
            else if (area_m2 > 0)
                continue;
            if (sum_of(&one) < sum_of(out))
                *out = one;
        }
}

/* ---- the whole ---------------------------------------------------------- */

static void append(bill *out, const bill *more)
{
    for (size_t i = 0; i < more->count; i++) {
        if (out->count == CI_LEAST_ACTION_MAX) {
            out->cny = (double)INFINITY;
            return;
        }
        out->items[out->count++] = more->items[i];
    }
    out->cny += more->cny;
}

static bool is_wished(const ci_least_wish *wish, const char *service)
{
    for (size_t t = 0; t < wish->count; t++)
        if (strcmp(wish->services[t].service, service) == 0)
            return true;
    return false;
}

/* Which action the area goes along with: one of its own, that of a wish, or
 * that of a source. */
static void settle_with(const dealing *of, size_t carrier)
{
    const ci_least_wish *wish = of->wish;
    bill all = {.count = 0}, after = {.count = 0};

    if (wish->area_m2 > 0 && carrier == 0)
        buy(&all, of, CI_PRICE_ENLARGE, NULL, wish->area_m2, 0, 0);
    for (size_t s = 0; s < of->source_count; s++) {
        bool carries = carrier == 1 + wish->count + s;

        if (overdrawn(of, s) > 0 && !is_wished(wish, of->sources[s].service))
            buy(&all, of, CI_PRICE_ENLARGE, of->sources[s].service,
                carries ? wish->area_m2 : 0, 0, overdrawn(of, s));
        else if (carries)
            return;
    }
    for (size_t t = 0; t < wish->count; t++) {
        purchase one;

        settle_service(&one, of, t, carrier == 1 + t ? wish->area_m2 : 0);
        append(&all, &one.before);
        append(&after, &one.after);
    }
    for (size_t t = 0; t < wish->count; t++)
        for (size_t s = 0; s < of->source_count; s++)
            if (of->dealt[t][s] > 0)
                buy_section(&all, of, wish->services[t].service,
                            of->sources[s].service, of->dealt[t][s]);
    append(&all, &after);
    if (!(all.cny < of->best->cny))
        return;
    of->best->cny = all.cny;
    of->best->count = all.count;
    memcpy(of->best->actions, all.items, sizeof(all.items));
}

static void settle(const dealing *of)
{
    size_t carriers =
        of->wish->area_m2 > 0 ? 1 + of->wish->count + of->source_count : 1;

    for (size_t c = 0; c < carriers; c++)
        settle_with(of, c);
}

/* ---- dealing out beds --------------------------------------------------- */

static int64_t whole_step(int64_t number, int64_t step, bool up)
{
    return (number + (up ? step - 1 : 0)) / step * step;
}

/* Every way to deal out beds from the cell-th pair of wish and source on. */
static void deal(dealing *of, size_t cell)
{
    size_t t =
        of->source_count > 0 ? cell / of->source_count : of->wish->count;
    size_t s = of->source_count > 0 ? cell % of->source_count : 0;
    const char *service;
    ci_price least;
    int64_t left, room, last = 0;

    if (of->best->is_open || ++of->deals > DEAL_MAX) {
        of->best->is_open = true;
        return;
    }
    if (t >= of->wish->count) {
        settle(of);
        return;
    }
    deal(of, cell + 1);
    service = of->wish->services[t].service;
    least = quote(of, CI_PRICE_PARTITION, service, 0, 0, 1);
    if (!is_known(&least) || strcmp(service, of->sources[s].service) == 0)
        return;
    left = of->wish->services[t].beds - dealt_to(of, t);
    if (left <= 0 &&
        (dealt_to(of, t) > 0 ||
         ci_facility_offers(of->building, service, &of->judgement->types)))
        return;
    left = whole_step(left > 0 ? left : 1, least.beds, true);
    room = of->sources[s].free;
    for (size_t i = 0; i < t; i++)
        room -= of->dealt[i][s];
    for (size_t i = 0; i < 2 * of->number_count; i++) {
        int64_t beds = whole_step(of->numbers[i / 2], least.beds, i % 2 != 0);

        if (beds <= 0 || beds == last || beds > left ||
            (beds > room && !of->sources[s].grows))
            continue;
        last = of->dealt[t][s] = beds;
        deal(of, cell + 1);
        of->dealt[t][s] = 0;
    }
}

static void add_number(dealing *of, int64_t number)
{
    if (number <= 0)
        return;
    for (size_t i = 0; i < of->number_count; i++)
        if (of->numbers[i] == number)
            return;
    if (of->number_count == NUMBER_MAX)
        of->best->is_open = true;
    else
        of->numbers[of->number_count++] = number;
}

/* What is wanted of some services less what some sources have free, and the
 * other way round; and what whole steps of growing leave over. */
static void list_numbers(dealing *of)
{
    size_t wishes = of->wish->count, all = wishes + of->source_count;

    add_number(of, 1);
    for (size_t set = 1; set < (size_t)1 << all; set++) {
        int64_t sum = 0;

        for (size_t i = 0; i < all; i++)
            if (set >> i & 1)
                sum += i < wishes ? of->wish->services[i].beds
                                  : -of->sources[i - wishes].free;
        add_number(of, sum);
        add_number(of, -sum);
    }
    for (size_t t = 0; t < wishes; t++) {
        const char *service = of->wish->services[t].service;
        bool is_there =
            ci_facility_offers(of->building, service, &of->judgement->types);
        const ci_price one =
            quote(of, is_there ? CI_PRICE_ENLARGE : CI_PRICE_ADD_SERVICE,
                  service, 0, 0, 1);

        if (one.is_offered && one.beds > 1)
            add_number(of, of->wish->services[t].beds % one.beds);
    }
}

/* ---- sources ------------------------------------------------------------ */

int64_t ci_least_way_free(const circlet_service_record *service)
{
    int64_t free = service->beds;

    if (service->occupied > 0)
        free -= service->occupied;
    return free > 0 ? free : 0;
}

/* Of the beds of a service, those without which a rule in force would count
 * the building for less. */
static int64_t counted_of(const dealing *of,
                          const circlet_service_record *service)
{
    const circlet_policy *policy = of->judgement->policy;
    int64_t counted = 0;

    for (size_t r = 0; r < policy->rule_count; r++) {
        const ci_rule *rule = &policy->rules[r];
        bool is_class =
            rule->kind == CI_RULE_CLASS_COUNT &&
            ((rule->facility.service &&
              strcmp(rule->facility.service, service->service) == 0) ||
             ci_words_have(&rule->as.class_count.nested, service->service));
        bool is_sum = rule->kind == CI_RULE_RATIO &&
                      rule->as.ratio.amount == CI_AMOUNT_BEDS &&
                      strcmp(rule->as.ratio.service, service->service) == 0;
        int64_t own = is_sum     ? service->beds
                      : is_class ? rule->as.class_count.beds
                                 : 0;

        if (own > counted && own <= service->beds &&
            ci_rule_is_in_force(rule, of->judgement->year) &&
            ci_counted_for(of->judgement, rule, of->building) > 0)
            counted = own;
    }
    return counted;
}

static bool gets_beds(const ci_least_wish *wish, const char *service)
{
    for (size_t t = 0; t < wish->count; t++)
        if (wish->services[t].beds > 0 &&
            strcmp(wish->services[t].service, service) == 0)
            return true;
    return false;
}

static void list_sources(dealing *of, bool spares)
{
    for (size_t i = 0; i < of->building->service_count; i++) {
        const circlet_service_record *service = &of->building->services[i];
        const ci_price growing =
            quote(of, CI_PRICE_ENLARGE, service->service, 0, 0, 1);
        int64_t free = ci_least_way_free(service), counted;

        if (service->beds < 0 || gets_beds(of->wish, service->service))
            continue;
        counted = spares ? counted_of(of, service) : 0;
        if (free > service->beds - counted) {
            free = service->beds - counted;
            of->best->is_spared = true;
        }
        if (free <= 0 && !is_known(&growing))
            continue;
        if (of->source_count == SOURCE_MAX) {
            of->best->is_open = true;
            return;
        }
        of->sources[of->source_count++] =
            (source){service->service, free, is_known(&growing)};
    }
}

void ci_least_way_find(ci_least_way *out, const ci_judgement *judgement,
                       const circlet_facility_record *building,
                       const ci_least_wish *wish, bool spares)
{
    dealing of = {.judgement = judgement,
                  .building = building,
                  .wish = wish,
                  .best = out};

    *out = (ci_least_way){.cny = (double)INFINITY};
    list_sources(&of, spares);
    list_numbers(&of);
    deal(&of, 0);
}
