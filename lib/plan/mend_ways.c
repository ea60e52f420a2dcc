#include "plan/mend_ways.h"

#include <math.h>
#include <string.h>

#include "policy/circle.h"

#define GIVER_MAX 8

/* The most sizes of one section. */
#define SIZE_MAX_COUNT 8

/* The most choices of sections that are looked at for one aim. */
#define WORK_MAX 20000

/* A service that beds may be taken from. */
typedef struct giver {
    const char *service;
    int64_t free, taken;
    bool can_grow;
} giver;

typedef struct searching {
    const ci_mend *mend;
    const circlet_facility_record *facility;
    const ci_mend_aim *aim;
    giver givers[GIVER_MAX];
    size_t giver_count;
    int64_t designable; /* beds that a designation may take in */
    bool is_offered[CI_MEND_AIM_MAX];
    int64_t left[CI_MEND_AIM_MAX]; /* beds that no section gives */
    int64_t sections[CI_MEND_AIM_MAX][GIVER_MAX]; /* beds; 0: none */
    size_t work;
    ci_mend_way *best;
} searching;

/* In which order the steps of a way come. */
typedef enum rank { RANK_GROW, RANK_CREATE, RANK_DIVIDE, RANK_FILL } rank;

/* A way as it is put together. */
typedef struct draft {
    ci_mend_step steps[CI_MEND_STEP_MAX];
    rank ranks[CI_MEND_STEP_MAX];
    size_t count;
    int64_t beds; /* that are added, and not taken from elsewhere */
    double cny;
} draft;

/* ---- steps -------------------------------------------------------------- */

static ci_price price_of(const searching *s, ci_price_kind kind,
                         const char *service, double area_m2, int64_t places,
                         int64_t beds)
{
    return ci_price_of(s->mend->judgement.policy, kind, s->facility->type,
                       service, area_m2, places, beds, (double)NAN);
}

static bool is_priced(const ci_price *price)
{
    return price->once_cny >= 0 && isfinite(price->once_cny);
}

/* Adds a step in whole steps of its price; what has none, or more steps than
 * a way may have, costs infinitely much. */
static void add_step(draft *out, const searching *s, rank at,
                     const ci_mend_step *asked)
{
    const ci_price price =
        price_of(s, asked->kind, asked->service, asked->area_m2,
                 asked->places < 0 ? 0 : asked->places,
                 asked->beds < 0 ? 0 : asked->beds);
    ci_mend_step *step = &out->steps[out->count];

    if (!is_priced(&price) || out->count == CI_MEND_STEP_MAX) {
        out->cny = (double)INFINITY;
        return;
    }
    *step = *asked;
    step->area_m2 = price.area_m2;
    step->places = asked->places < 0 ? -1 : price.places;
    step->beds = asked->beds < 0 ? -1 : price.beds;
    out->ranks[out->count++] = at;
    out->cny += price.once_cny;
    if (step->kind != CI_PRICE_PARTITION && step->beds > 0)
        out->beds += step->beds;
    if ((double)out->beds > s->aim->bed_room)
        out->cny = (double)INFINITY;
}

/* Stable, so that a way's steps stand in one order. */
static void sort_steps(draft *way)
{
    for (size_t i = 1; i < way->count; i++) {
        const ci_mend_step step = way->steps[i];
        const rank own = way->ranks[i];
        size_t k = i;

        for (; k > 0 && way->ranks[k - 1] > own; k--) {
            way->steps[k] = way->steps[k - 1];
            way->ranks[k] = way->ranks[k - 1];
        }
        way->steps[k] = step;
        way->ranks[k] = own;
    }
}

static int64_t up(int64_t beds, int64_t step)
{
    return (beds + step - 1) / step * step;
}

static int64_t down(int64_t beds, int64_t step)
{
    return beds / step * step;
}

/* ---- one service -------------------------------------------------------- */

/* What a service still needs besides its sections. */
typedef struct leftover {
    const char *service;
    int64_t places, beds;
    double area_m2; /* that is added along with it */
    bool is_there; /* it is offered before, or its section makes it */
    bool is_new; /* it is not offered before */
    bool has_section;
} leftover;

/* Keeps the cheaper one of two, of equals the first. */
static void keep_cheaper(draft *best, const draft *other)
{
    if (other->cny < best->cny)
        *best = *other;
}

static int64_t or_unsaid(int64_t count)
{
    return count > 0 ? count : -1;
}

static void add_enlarging(draft *out, const searching *s, const leftover *of,
                          int64_t places, int64_t beds)
{
    add_step(out, s, of->is_new ? RANK_FILL : RANK_GROW,
             &(ci_mend_step){CI_PRICE_ENLARGE, of->service, NULL, of->area_m2,
                             or_unsaid(places), or_unsaid(beds)});
}

/* How much of a number a service may be created with. */
typedef struct portions {
    int64_t items[5];
    size_t count;
} portions;

/* All, none, or what whole steps of either price leave to the other; no more
 * than `most`. */
static portions portions_of(int64_t all, int64_t step, int64_t next_step,
                            int64_t most)
{
    const int64_t asked[] = {all, 0, down(all, step), all % next_step,
                             down(most, step)};
    portions out = {.count = 0};

    for (size_t i = 0; i < sizeof(asked) / sizeof(asked[0]); i++) {
        bool is_known = asked[i] < 0 || asked[i] > all || asked[i] > most;

        for (size_t k = 0; k < out.count; k++)
            is_known |= out.items[k] == asked[i];
        if (!is_known)
            out.items[out.count++] = asked[i];
    }
    return out;
}

/* What one place, or one bed, is rounded up to. */
static int64_t step_of(const searching *s, ci_price_kind kind,
                       const char *service, bool of_beds)
{
    const ci_price price =
        price_of(s, kind, service, 0, of_beds ? 0 : 1, of_beds ? 1 : 0);
    int64_t step = of_beds ? price.beds : price.places;

    return price.is_offered && step > 1 ? step : 1;
}

/* The service is created with some of what it needs and enlarged by the
 * rest. A number that grows later must be known: it is said even where it is
 * none. */
static void try_creation(draft *best, const searching *s, const leftover *of,
                         const draft *before, ci_price_kind kind,
                         int64_t places, int64_t beds)
{
    draft way = *before;

    add_step(&way, s, RANK_CREATE,
             &(ci_mend_step){kind, of->service, NULL, 0,
                             of->places > 0 ? places : -1,
                             of->beds > 0 || of->has_section ? beds : -1});
    if (kind == CI_PRICE_DESIGNATE && isfinite(way.cny) &&
        way.steps[way.count - 1].beds > s->designable)
        return;
    if (of->places > places || of->beds > beds)
        add_enlarging(&way, s, of, of->places - places, of->beds - beds);
    else if (of->area_m2 > 0)
        return;
    keep_cheaper(best, &way);
}

static void try_creations(draft *best, const searching *s, const leftover *of,
                          const draft *before, ci_price_kind kind)
{
    bool designates = kind == CI_PRICE_DESIGNATE;
    const portions places =
        portions_of(of->places, step_of(s, kind, of->service, false),
                    step_of(s, CI_PRICE_ENLARGE, of->service, false),
                    designates ? 0 : of->places);
    const portions beds = portions_of(
        of->beds, step_of(s, kind, of->service, true),
        step_of(s, CI_PRICE_ENLARGE, of->service, true),
        designates && s->designable < of->beds ? s->designable : of->beds);

    for (size_t i = 0; i < places.count; i++)
        for (size_t k = 0; k < beds.count; k++)
            try_creation(best, s, of, before, kind, places.items[i],
                         beds.items[k]);
}

/* Adds the cheapest that gives a service what it still needs. */
static void add_rest(draft *out, const searching *s, const leftover *of)
{
    bool grows = of->places > 0 || of->beds > 0;
    draft best = {.cny = (double)INFINITY};

    if (of->is_there && (grows || !(of->area_m2 > 0))) {
        best = *out;
        if (grows)
            add_enlarging(&best, s, of, of->places, of->beds);
    }
    if (of->is_new) {
        try_creations(&best, s, of, out, CI_PRICE_ADD_SERVICE);
        try_creations(&best, s, of, out, CI_PRICE_DESIGNATE);
    }
    *out = best;
}

/* ---- all of it ---------------------------------------------------------- */

/* The beds that a giver must grow by for its sections. */
static int64_t shortage_of(const giver *of)
{
    return of->taken > of->free ? of->taken - of->free : 0;
}

static const giver *giver_called(const searching *s, const char *service)
{
    for (size_t i = 0; i < s->giver_count; i++)
        if (strcmp(s->givers[i].service, service) == 0)
            return &s->givers[i];
    return NULL;
}

static bool is_aimed_at(const ci_mend_aim *aim, const char *service)
{
    for (size_t i = 0; i < aim->count; i++)
        if (strcmp(aim->services[i].service, service) == 0)
            return true;
    return false;
}

static bool has_section(const searching *s, size_t target)
{
    for (size_t g = 0; g < s->giver_count; g++)
        if (s->sections[target][g] > 0)
            return true;
    return false;
}

static void add_sections(draft *out, const searching *s)
{
    for (size_t t = 0; t < s->aim->count; t++)
        for (size_t g = 0; g < s->giver_count; g++)
            if (s->sections[t][g] > 0)
                add_step(out, s, RANK_DIVIDE,
                         &(ci_mend_step){
                             CI_PRICE_PARTITION, s->aim->services[t].service,
                             s->givers[g].service, 0, -1, s->sections[t][g]});
}

static void add_target(draft *out, const searching *s, size_t target,
                       double area_m2)
{
    const ci_mend_target *of = &s->aim->services[target];
    const giver *giving = giver_called(s, of->service);
    const leftover rest = {
        .service = of->service,
        .places = of->places,
        .beds = s->left[target] + (giving ? shortage_of(giving) : 0),
        .area_m2 = area_m2,
        .is_there = s->is_offered[target] || has_section(s, target),
        .is_new = !s->is_offered[target],
        .has_section = has_section(s, target)};

    add_rest(out, s, &rest);
}

/* The way with the sections as they are, where area is added along with the
 * host-th target or, from there on, giver; SIZE_MAX: by itself. */
static void weigh(const searching *s, size_t host)
{
    const ci_mend_aim *aim = s->aim;
    draft way = {.count = 0};

    if (aim->area_m2 > 0 && host == SIZE_MAX)
        add_step(&way, s, RANK_GROW,
                 &(ci_mend_step){CI_PRICE_ENLARGE, NULL, NULL, aim->area_m2,
                                 -1, -1});
    for (size_t g = 0; g < s->giver_count; g++) {
        const giver *of = &s->givers[g];

        if (shortage_of(of) > 0 && !is_aimed_at(aim, of->service))
            add_step(&way, s, RANK_GROW,
                     &(ci_mend_step){CI_PRICE_ENLARGE, of->service, NULL,
                                     host == aim->count + g ? aim->area_m2 : 0,
                                     -1, shortage_of(of)});
        else if (host == aim->count + g)
            return;
    }
    for (size_t t = 0; t < aim->count; t++)
        add_target(&way, s, t, host == t ? aim->area_m2 : 0);
    add_sections(&way, s);
    if (!(way.cny < s->best->cny))
        return;
    sort_steps(&way);
    s->best->cny = way.cny;
    s->best->bundle.step_count = way.count;
    memcpy(s->best->bundle.steps, way.steps, sizeof(way.steps));
}

static void weigh_all(const searching *s)
{
    weigh(s, SIZE_MAX);
    for (size_t h = 0;
         s->aim->area_m2 > 0 && h < s->aim->count + s->giver_count; h++)
        weigh(s, h);
}

/* ---- sections ----------------------------------------------------------- */

/* How many beds of a service one step of growing it by itself has. */
static int64_t own_step(const searching *s, size_t target)
{
    const ci_price price = price_of(
        s, s->is_offered[target] ? CI_PRICE_ENLARGE : CI_PRICE_ADD_SERVICE,
        s->aim->services[target].service, 0, 0, 1);

    return price.is_offered && price.beds > 1 ? price.beds : 1;
}

/*
 * The sizes that a section may have out of one giver: every number of steps
 * where these are few; else what is needed, rounded up or down, all that the
 * giver has, what either leaves over beside whole steps of growing by itself,
 * and the least that makes a section.
 */
static size_t sizes_of(int64_t out[SIZE_MAX_COUNT], const searching *s,
                       size_t target, const giver *from, int64_t step)
{
    int64_t need = s->left[target], own = own_step(s, target);
    int64_t room = down(from->free - from->taken, step);
    int64_t most = need > 0 ? up(need, step) : step;
    int64_t asked[SIZE_MAX_COUNT] = {
        most,
        down(need, step),
        up(need % own, step),
        room,
        need > room ? up(need - up(need - room, own), step) : 0,
        step};
    size_t all = 6, count = 0;

    if (most / step <= SIZE_MAX_COUNT)
        for (all = 0; all < (size_t)(most / step); all++)
            asked[all] = step * (int64_t)(all + 1);
    for (size_t i = 0; i < all; i++) {
        bool is_known = false;

        for (size_t k = 0; k < count; k++)
            is_known |= out[k] == asked[i];
        if (asked[i] > 0 && asked[i] <= most && !is_known &&
            (asked[i] <= room || from->can_grow))
            out[count++] = asked[i];
    }
    return count;
}

static void search(searching *s, double cny);

static void try_section(searching *s, size_t target, size_t from, double cny)
{
    const char *service = s->aim->services[target].service;
    const ci_price least = price_of(s, CI_PRICE_PARTITION, service, 0, 0, 1);
    int64_t left = s->left[target], sizes[SIZE_MAX_COUNT];
    size_t count;

    if (!is_priced(&least) || strcmp(service, s->givers[from].service) == 0)
        return;
    count = sizes_of(sizes, s, target, &s->givers[from], least.beds);
    for (size_t i = 0; i < count; i++) {
        const ci_price price =
            price_of(s, CI_PRICE_PARTITION, service, 0, 0, sizes[i]);

        s->sections[target][from] = sizes[i];
        s->givers[from].taken += sizes[i];
        s->left[target] = left > sizes[i] ? left - sizes[i] : 0;
        search(s, cny + price.once_cny);
        s->left[target] = left;
        s->givers[from].taken -= sizes[i];
        s->sections[target][from] = 0;
    }
}

static void search(searching *s, double cny)
{
    if (!(cny < s->best->cny))
        return;
    if (++s->work > WORK_MAX) {
        s->best->is_cut = true;
        return;
    }
    weigh_all(s);
    for (size_t t = 0; t < s->aim->count; t++)
        for (size_t g = 0; g < s->giver_count; g++)
            if (s->sections[t][g] == 0 &&
                (s->left[t] > 0 || (!s->is_offered[t] && !has_section(s, t))))
                try_section(s, t, g, cny);
}

/* ---- givers ------------------------------------------------------------- */

int64_t ci_mend_free_beds(const circlet_service_record *service)
{
    int64_t occupied = service->occupied > 0 ? service->occupied : 0;

    return service->beds > occupied ? service->beds - occupied : 0;
}

static bool is_of_class(const ci_rule *rule, const char *service)
{
    return (rule->facility.service &&
            strcmp(rule->facility.service, service) == 0) ||
           ci_words_have(&rule->as.class_count.nested, service);
}

/* How many beds of a service count for a rule in force that the building
 * holds by them. */
static int64_t counted_beds(const ci_mend *mend,
                            const circlet_facility_record *facility,
                            const circlet_service_record *service)
{
    const circlet_policy *policy = mend->judgement.policy;
    int64_t most = 0;

    for (size_t i = 0; i < policy->rule_count; i++) {
        const ci_rule *rule = &policy->rules[i];
        int64_t counted = 0;

        if (!ci_rule_is_in_force(rule, mend->judgement.year))
            continue;
        if (rule->kind == CI_RULE_CLASS_COUNT &&
            is_of_class(rule, service->service) &&
            service->beds >= rule->as.class_count.beds)
            counted = rule->as.class_count.beds;
        if (rule->kind == CI_RULE_RATIO &&
            rule->as.ratio.amount == CI_AMOUNT_BEDS &&
            strcmp(rule->as.ratio.service, service->service) == 0)
            counted = service->beds;
        if (counted > most &&
            ci_mend_measure(&mend->judgement, rule, facility))
            most = counted;
    }
    return most;
}

/* A service that is to get beds gives only what it is enlarged by. */
static bool gets_beds(const ci_mend_aim *aim, const char *service)
{
    for (size_t i = 0; i < aim->count; i++)
        if (aim->services[i].beds > 0 &&
            strcmp(aim->services[i].service, service) == 0)
            return true;
    return false;
}

static void add_giver(searching *s, const circlet_service_record *service,
                      bool keeps_counted)
{
    int64_t counted = counted_beds(s->mend, s->facility, service);
    int64_t free = ci_mend_free_beds(service);
    const ci_price growing =
        price_of(s, CI_PRICE_ENLARGE, service->service, 0, 0, 1);

    if (keeps_counted && service->beds - free < counted) {
        free = service->beds - counted;
        s->best->is_guarded = true;
    }
    if (gets_beds(s->aim, service->service))
        free = 0;
    if (free <= 0 && !is_priced(&growing))
        return;
    if (s->giver_count == GIVER_MAX)
        s->best->is_cut = true;
    else
        s->givers[s->giver_count++] =
            (giver){service->service, free, 0, is_priced(&growing)};
}

static void find_givers(searching *s, bool keeps_counted)
{
    const circlet_facility_record *facility = s->facility;
    const circlet_service_record *donor =
        ci_option_donor(&s->mend->judgement, facility, "");

    s->designable = donor ? donor->beds : 0;
    for (size_t i = 0; i < facility->service_count; i++) {
        const circlet_service_record *service = &facility->services[i];

        if (service->beds >= 0)
            add_giver(s, service, keeps_counted);
    }
}

double ci_mend_bed_room(const circlet_facility_record *building,
                        const circlet_site_record *site)
{
    double room = (double)INFINITY;

    if (!site || isnan(site->max_beds))
        return room;
    room = site->max_beds;
    for (size_t i = 0; i < building->service_count; i++)
        if (building->services[i].beds > 0)
            room -= (double)building->services[i].beds;
    return room;
}

/* ---- the way ------------------------------------------------------------ */

void ci_mend_find_way(ci_mend_way *out, const ci_mend *mend,
                      const circlet_facility_record *facility,
                      const ci_mend_aim *aim, bool keeps_counted)
{
    searching s = {
        .mend = mend, .facility = facility, .aim = aim, .best = out};

    *out = (ci_mend_way){.cny = (double)INFINITY};
    for (size_t t = 0; t < aim->count; t++) {
        s.is_offered[t] = ci_facility_offers(
            facility, aim->services[t].service, &mend->judgement.types);
        s.left[t] = aim->services[t].beds;
    }
    find_givers(&s, keeps_counted);
    search(&s, 0);
}
