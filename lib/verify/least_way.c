#include "verify/least_way.h"

#include <math.h>
#include <string.h>

#include "policy/circle.h"
#include "policy/fix_option.h"
#include "policy/price.h"
#include "verify/counted.h"

#define SOURCE_MAX 8
#define NUMBER_MAX 96

/* Fewer steps of a coarse price are all tried. */
#define STEPS_MAX 7

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

/* What grows later must be known before: none, if nothing else. */
static void say_numbers(bill *out, bool has_places, bool has_beds)
{
    circlet_plan_action *last = &out->items[out->count - (out->count > 0)];

    if (has_places && last->places < 0)
        last->places = 0;
    if (has_beds && last->beds < 0)
        last->beds = 0;
}

/* What a service still wants once it has its sections. */
typedef struct wanting {
    const char *service;
    int64_t places, beds;
    double area_m2; /* that goes along with what it grows by */
    bool is_there, has_sections;
} wanting;

/* A service that is there, or that its sections make, grows by all that it
 * wants. */
static void grow(purchase *out, const dealing *of, const wanting *want,
                 int64_t places, int64_t beds)
{
    if (places > 0 || beds > 0)
        buy(want->is_there ? &out->before : &out->after, of, CI_PRICE_ENLARGE,
            want->service, want->area_m2, places, beds);
    else if (want->area_m2 > 0)
        out->after.cny = (double)INFINITY;
}

/* One that is not there is opened with a part of what it wants. */
static void open_service(purchase *best, const dealing *of,
                         const wanting *want, ci_price_kind kind,
                         int64_t places, int64_t beds)
{
    purchase one = {.before = {.count = 0}};

    if (places < 0 || beds < 0 || places > want->places || beds > want->beds ||
        (kind == CI_PRICE_DESIGNATE &&
         !may_designate(of, places,
                        quote(of, kind, want->service, 0, 0, beds).beds)))
        return;
    buy(&one.before, of, kind, want->service, 0, places, beds);
    say_numbers(&one.before, want->places > 0,
                want->beds > 0 || want->has_sections);
    grow(&one, of, want, want->places - places, want->beds - beds);
    if (sum_of(&one) < sum_of(best))
        *best = one;
}

/* All, none, what a designation may take, and whole steps of one price or of
 * the other. */
static void open_by_parts(purchase *best, const dealing *of,
                          const wanting *want, ci_price_kind kind)
{
    const ci_price own = quote(of, kind, want->service, 0, 1, 1);
    const ci_price next = quote(of, CI_PRICE_ENLARGE, want->service, 0, 1, 1);
    const circlet_service_record *donor =
        ci_option_donor(of->judgement, of->building, "");
    int64_t steps[] = {own.is_offered && own.beds > 0 ? own.beds : 1,
                       next.is_offered && next.beds > 0 ? next.beds : 1,
                       own.is_offered && own.places > 0 ? own.places : 1,
                       next.is_offered && next.places > 0 ? next.places : 1};
    const int64_t beds[] = {want->beds, 0, want->beds % steps[1],
                            want->beds - want->beds % steps[0],
                            donor ? donor->beds - donor->beds % steps[0] : 0};
    const int64_t places[] = {want->places, 0, want->places % steps[3],
                              want->places - want->places % steps[2]};

    for (size_t i = 0; i < sizeof(beds) / sizeof(beds[0]); i++)
        for (size_t k = 0; k < sizeof(places) / sizeof(places[0]); k++)
            open_service(best, of, want, kind, places[k], beds[i]);
}

static void settle_service(purchase *out, const dealing *of, size_t t,
                           double area_m2)
{
    const char *service = of->wish->services[t].service;
    int64_t sections = dealt_to(of, t);
    int64_t beds = of->wish->services[t].beds - sections;
    const wanting want = {
        .service = service,
        .places = of->wish->services[t].places,
        .beds = (beds > 0 ? beds : 0) + overdrawn_of(of, service),
        .area_m2 = area_m2,
        .is_there =
            ci_facility_offers(of->building, service, &of->judgement->types),
        .has_sections = sections > 0};

    *out = (purchase){.after = {.cny = (double)INFINITY}};
    if (want.is_there || want.has_sections) {
        *out = (purchase){.after = {.count = 0}};
        grow(out, of, &want, want.places, want.beds);
    }
    if (want.is_there)
        return;
    open_by_parts(out, of, &want, CI_PRICE_ADD_SERVICE);
    open_by_parts(out, of, &want, CI_PRICE_DESIGNATE);
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

/* What is added to a building, and not only moved within it. */
static double added_beds(const bill *of)
{
    double sum = 0;

    for (size_t i = 0; i < of->count; i++)
        if (!of->items[i].from_service && of->items[i].beds > 0)
            sum += (double)of->items[i].beds;
    return sum;
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
    if (!(all.cny < of->best->cny) || added_beds(&all) > wish->bed_room)
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
        const ci_price least = quote(of, CI_PRICE_PARTITION, service, 0, 0, 1);

        int64_t beds = of->wish->services[t].beds;

        add_number(of, one.is_offered && one.beds > 1 ? beds % one.beds : 0);
        for (size_t s = 0;
             one.is_offered && one.beds > 1 && s < of->source_count; s++)
            add_number(of, beds - whole_step(beds - of->sources[s].free,
                                             one.beds, true));
        for (int64_t k = 1; k < STEPS_MAX && least.beds > 1; k++)
            add_number(of, k * least.beds);
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

        if (service->beds < 0)
            continue;
        counted = spares ? counted_of(of, service) : 0;
        if (free > service->beds - counted) {
            free = service->beds - counted;
            of->best->is_spared = true;
        }
        /* What is to get beds gives only those that it grows by. */
        if (gets_beds(of->wish, service->service))
            free = 0;
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
