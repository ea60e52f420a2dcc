/* Whatever can be built in a small city with services added to it, and for
 * how much: by trying all of it. */
#ifndef TESTS_FIX_BUILDINGS_H
#define TESTS_FIX_BUILDINGS_H

#include "fix_actions.h"
#include "priced_town.h"

#define BEDS_MAX 150
#define FACILITY_MAX 16
#define SITE_MAX 8
#define ANYWHERE (FACILITY_MAX + SITE_MAX)
#define KEYS (ANYWHERE + 1)

/* A size of the catalogue with what is added to it. */
typedef struct building {
    ci_catalogue_size size;
    double area_m2; /* of the size, or less */
    const char *added[2]; /* NULL: nothing */
    int64_t beds; /* of the first of these */
    double cny;
} building;

typedef struct trial {
    const circlet_policy *policy;
    const circlet_city *city;
    const ci_rule *rule;
    const circlet_finding *finding;
    circlet_unit unit;
    double said_cny; /* INFINITY: no sum is said */
    uint64_t seed;
    double least[KEYS]; /* of each facility, site and anywhere; NaN: none */
    building built[KEYS]; /* that costs this */
    size_t tried;
    signed char kinds[32][8]; /* sizes that would do if they were vast: 1, or
                                 0: not; -1: not tried */
} trial;

static inline double cost_of(const ci_price *p)
{
    return p->once_cny + (isnan(p->yearly_cny) ? 0 : p->yearly_cny);
}

/* How much nearer a city is to what is asked for: facilities, or 1 where it
 * is kept now. */
static inline double gain_of(const trial *t, const circlet_city *city)
{
    circlet_findings *findings =
        judge_city_now(t->policy, city, NULL, 2020, t->rule->id);
    const circlet_finding *now = find_same(findings, t->finding);
    double gain = outcome_of(now) == IS_KEPT;

    if (t->rule->kind != CI_RULE_RATIO)
        gain = now->measured_low - t->finding->measured_low;
    circlet_findings_free(findings);
    return gain;
}

/* ---- what helps --------------------------------------------------------- */

static inline bool has_service(const circlet_facility_record *facility,
                               const char *service)
{
    for (size_t i = 0; i < facility->service_count; i++)
        if (strcmp(facility->services[i].service, service) == 0)
            return true;
    return false;
}

/* Built as a facility of the data, with all that it has; `is_vast`: with more
 * of everything than anybody asks for. */
static inline bool building_helps(const trial *t, const building *b,
                                  bool is_vast)
{
    circlet_facility_record built = b->size.facility;
    circlet_service_record services[16];
    circlet_city *after;
    bool does;

    for (size_t i = 0; i < built.service_count; i++) {
        services[i] = built.services[i];
        if (is_vast && services[i].beds > 0)
            services[i].beds = 10000;
    }
    for (size_t i = 0; i < 2 && b->added[i]; i++)
        services[built.service_count++] = (circlet_service_record){
            b->added[i], -1, i == 0 && b->beds > 0 ? b->beds : -1, -1, 0, 0};
    built.services = services;
    built.measures[CIRCLET_MEASURE_AREA_M2] = is_vast ? 1e6 : b->area_m2;
    built.status = CIRCLET_FACILITY_OPEN;
    built.at = (circlet_point){0.5, 0.5};
    if (t->finding->unit[0] == 'S')
        built.at.lon += t->finding->unit[1] - '0';
    after = make_town(t->seed, &built);
    does = gain_of(t, after) > 0;
    circlet_city_free(after);
    return does;
}

/* ---- where it may stand ------------------------------------------------- */

static inline bool is_for_city(const ci_catalogue_size *size)
{
    return size->settings.count == 0 ||
           ci_words_have(&size->settings, "urban");
}

static inline bool has_ground(const circlet_site_record *site, double area_m2)
{
    return !(area_m2 > site->max_area_m2);
}

static inline bool admits(const circlet_site_record *site, const building *b)
{
    const circlet_facility_record *size = &b->size.facility;
    double beds = (double)b->beds;

    for (size_t i = 0; i < size->service_count; i++)
        if (size->services[i].beds > 0)
            beds += (double)size->services[i].beds;
    return (!site->types || strstr(site->types, size->type)) &&
           !(beds > site->max_beds);
}

/* ---- all of it ---------------------------------------------------------- */

/* false: that much does not help, nor would less of it. */
typedef bool (*visit)(trial *t, const building *b, void *user);

/* With nothing, a service with some beds, and two services. */
static inline void visit_additions(trial *t, building b, visit each,
                                   void *user)
{
    const char *const *services = fix_services();
    const char *type = b.size.facility.type;
    double alone =
        b.size.cost_cny + (isnan(b.size.yearly_cny) ? 0 : b.size.yearly_cny);

    b.cny = alone;
    each(t, &b, user);
    for (size_t s = 0; services[s]; s++)
        for (int64_t beds = BEDS_MAX;
             beds >= 0 && !has_service(&b.size.facility, services[s]);
             beds -= 5) {
            const ci_price p =
                ci_price_of(t->policy, CI_PRICE_ADD_SERVICE, type, services[s],
                            0, 0, beds, (double)NAN);

            b.added[0] = services[s];
            b.beds = beds;
            b.cny = alone + cost_of(&p);
            if (!isnan(b.cny) && !each(t, &b, user))
                break;
        }
    b.beds = 0;
    b.cny = alone;
    for (size_t s = 0; s < 2; s++) {
        const ci_price p = ci_price_of(t->policy, CI_PRICE_ADD_SERVICE, type,
                                       services[s], 0, 0, 0, (double)NAN);

        b.added[s] = services[s];
        b.cny += cost_of(&p);
        if (has_service(&b.size.facility, services[s]))
            return;
    }
    if (!isnan(b.cny))
        each(t, &b, user);
}

static inline bool note_kind(trial *t, const building *b, void *user)
{
    bool *is_of_kind = user;

    *is_of_kind = *is_of_kind || building_helps(t, b, true);
    return false;
}

static inline bool is_of_kind(trial *t, const ci_catalogue_entry *entry,
                              size_t i, const building *b)
{
    signed char *kind = &t->kinds[entry - t->policy->catalogue][i];
    bool is_one = false;

    if (*kind < 0 && is_for_city(&b->size)) /* all is in a city */
        visit_additions(t, *b, note_kind, &is_one);
    if (*kind < 0)
        *kind = is_one;
    return *kind == 1;
}

/* Anywhere, or on a site. */
typedef struct stand {
    const circlet_site_record *site; /* NULL: anywhere */
    size_t key;
} stand;

static inline bool note_stand(trial *t, const building *b, void *user)
{
    const stand *at = user;
    double cny = b->cny;

    if (at->site && !admits(at->site, b))
        return true;
    if (at->site && !isnan(at->site->cost_cny))
        cny += at->site->cost_cny;
    /* What is dearer than all that is said proves nothing. */
    if (!(cny <= t->said_cny + 0.5) || t->least[at->key] <= cny)
        return true;
    t->tried++;
    if (!building_helps(t, b, false))
        return false;
    t->least[at->key] = cny;
    t->built[at->key] = *b;
    return true;
}

/* Sizes of a type on one site, or anywhere; the smallest of those that would
 * do if they were vast is cut where the site has ground for none of them. */
static inline void try_type(trial *t, const ci_catalogue_entry *entry,
                            stand *at)
{
    building smallest = {.area_m2 = 0};
    bool has_smallest = false, is_held = false;

    for (size_t i = 0; i < ci_catalogue_size_count(entry); i++) {
        building b = {.size = ci_catalogue_size_at(entry, i)};

        b.area_m2 = b.size.facility.measures[CIRCLET_MEASURE_AREA_M2];
        if (!is_of_kind(t, entry, i, &b))
            continue;
        if (!has_smallest)
            smallest = b;
        has_smallest = true;
        if (at->site && !has_ground(at->site, b.area_m2))
            continue;
        is_held = true;
        visit_additions(t, b, note_stand, at);
    }
    if (is_held || !has_smallest || !(at->site->max_area_m2 > 0))
        return;
    smallest.area_m2 = at->site->max_area_m2;
    visit_additions(t, smallest, note_stand, at);
}

static inline void try_sites(trial *t)
{
    for (size_t i = 0; i < circlet_city_site_count(t->city); i++) {
        stand at = {circlet_city_site(t->city, (circlet_site)i),
                    FACILITY_MAX + i};

        if (circlet_city_site_unit(t->city, (circlet_site)i, t->rule->level) !=
            t->unit)
            continue;
        for (size_t e = 0; e < t->policy->catalogue_count; e++)
            try_type(t, &t->policy->catalogue[e], &at);
    }
}

/* On every site, and anywhere. */
static inline void try_buildings(trial *t)
{
    stand anywhere = {NULL, ANYWHERE};
    double said_cny = t->said_cny;

    /* Whether a site holds what helps is no matter of what is said. */
    t->said_cny = (double)INFINITY;
    try_sites(t);
    t->said_cny = said_cny;
    for (size_t e = 0; e < t->policy->catalogue_count; e++)
        try_type(t, &t->policy->catalogue[e], &anywhere);
}

/* The cheapest that helps of the keys from one to before another, or of those
 * sites alone of which it is known what they cost, or not known; `end`: there
 * is none. */
static inline size_t cheapest_key(const trial *t, size_t from, size_t end,
                                  const bool *is_cost_known)
{
    size_t best = end;

    for (size_t k = from; k < end; k++) {
        if (isnan(t->least[k]) ||
            (is_cost_known &&
             isnan(circlet_city_site(t->city, (circlet_site)(k - from))
                       ->cost_cny) == *is_cost_known))
            continue;
        if (best == end || t->least[k] < t->least[best])
            best = k;
    }
    return best;
}

/* The next building to be taken: sites whose cost is known come first, then
 * other sites; anywhere only where no site is left that holds what helps. */
static inline size_t next_building(const trial *t)
{
    const bool known = true, unknown = false;
    size_t key = cheapest_key(t, FACILITY_MAX, ANYWHERE, &known);

    if (key == ANYWHERE)
        key = cheapest_key(t, FACILITY_MAX, ANYWHERE, &unknown);
    return key;
}

/* ---- what is said of it ------------------------------------------------- */

static inline circlet_plan_action *next_action(fix_actions *fix, int serial)
{
    assert_true(fix->count < FIX_ACTION_MAX);
    snprintf(fix->ids[fix->count], sizeof(fix->ids[0]), "a%zu", fix->count);
    snprintf(fix->names[fix->count], sizeof(fix->names[0]), "n%d", serial);
    return &fix->items[fix->count++];
}

static inline void add_building(trial *t, fix_actions *fix, size_t key,
                                int serial)
{
    const building *b = &t->built[key];
    const circlet_facility_record *size = &b->size.facility;
    circlet_plan_action *action = next_action(fix, serial);

    *action = fix_action("build", NULL);
    action->type = size->type;
    action->tier = size->tier;
    action->area_m2 = b->area_m2;
    if (key != ANYWHERE) {
        action->site =
            circlet_city_site(t->city, (circlet_site)(key - FACILITY_MAX))->id;
    } else {
        action->at = (circlet_point){0.5, 0.5};
        if (t->finding->unit[0] == 'S')
            action->at.lon += t->finding->unit[1] - '0';
    }
    if (size->service_count > 0 && size->services[0].beds > 0) {
        action->service = size->services[0].service;
        action->beds = size->services[0].beds;
    }
    for (size_t i = 0; i < 2 && b->added[i]; i++) {
        action = next_action(fix, serial);
        *action = fix_action("add_service", NULL);
        action->service = b->added[i];
        if (i == 0 && b->beds > 0)
            action->beds = b->beds;
    }
}

/* That what is added is said between two places of the text, and the area
 * that is not the standard one. */
static inline void check_said(const trial *t, const building *b,
                              const char *from, const char *end)
{
    char part[512], said[96];

    snprintf(part, sizeof(part), "%.*s", (int)(end - from), from);
    for (size_t i = 0; i < 2 && b->added[i]; i++) {
        snprintf(said, sizeof(said), "adding %s ",
                 ci_policy_find_word(t->policy, b->added[i])->en_plural);
        if (!strstr(part, said))
            fail_msg("seed %u: no '%s': %s", (unsigned)t->seed, said,
                     t->finding->fix_en);
    }
    if (b->area_m2 < b->size.facility.measures[CIRCLET_MEASURE_AREA_M2] &&
        !strstr(part, " m²"))
        fail_msg("seed %u: no area: %s", (unsigned)t->seed,
                 t->finding->fix_en);
}

/* Adds what is built, "... 1 more Warm Home ... at s2", and returns what that
 * costs. */
static inline double add_buildings(trial *t, fix_actions *fix)
{
    const char *text = t->finding->fix_en, *found = text;
    double cny = 0;
    int serial = 0;

    while ((found = strstr(found, " more "))) {
        const char *next = strstr(found + 6, " more ");
        const char *site = strstr(found, " at s"), *number = found;
        size_t key = site && (!next || site < next)
                         ? FACILITY_MAX + (size_t)(site[5] - '0')
                         : ANYWHERE;
        int count;

        while (number > text && number[-1] != ' ')
            number--;
        count = t->rule->kind == CI_RULE_RATIO && number == text + 10
                    ? 1
                    : atoi(number);
        if (isnan(t->least[key]))
            fail_msg("seed %u: nothing helps there: %s %s", (unsigned)t->seed,
                     t->finding->text_en, text);
        check_said(t, &t->built[key], found,
                   next ? next : text + strlen(text));
        for (int i = 0; i < count; i++)
            add_building(t, fix, key, serial++);
        cny += count * t->least[key];
        found += 6;
    }
    return cny;
}

#endif
