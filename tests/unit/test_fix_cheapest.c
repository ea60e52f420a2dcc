/* What is said to mend a failure does when a plan carries it out, costs what
 * is said, and no other action of any kind does the same for less: all of
 * them are tried in small cities with prices by chance. */
#include "fix_actions.h"
#include "priced_town.h"

#define BEDS_MAX 150
#define AREA_STEP 50
#define AREA_MAX 600
#define FACILITY_MAX 16
#define SITE_MAX 8
#define ANYWHERE (FACILITY_MAX + SITE_MAX)
#define KEYS (ANYWHERE + 1)

/* ---- whatever can be done ----------------------------------------------- */

typedef struct trial {
    const circlet_policy *policy;
    const circlet_city *city;
    const ci_rule *rule;
    const circlet_finding *finding;
    circlet_unit unit;
    double said_cny; /* INFINITY: no sum is said */
    uint64_t seed;
    double least[KEYS]; /* of each facility, site and anywhere; NaN: none */
    ci_catalogue_size built[KEYS]; /* the size that is least */
    size_t tried;
} trial;

static double cost_of(const ci_price *p)
{
    return p->once_cny + (isnan(p->yearly_cny) ? 0 : p->yearly_cny);
}

/* How much nearer a city is to what is asked for: facilities, or 1 where it
 * is kept now. */
static double gain_of(const trial *t, const circlet_city *city)
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

static int64_t beds_of(const circlet_facility_record *facility,
                       const char *service)
{
    for (size_t i = 0; i < facility->service_count; i++)
        if (strcmp(facility->services[i].service, service) == 0 &&
            facility->services[i].beds > 0)
            return facility->services[i].beds;
    return 0;
}

static bool is_counted(const char *service)
{
    return strcmp(service, "special_welfare") == 0 ||
           strcmp(service, "mental_welfare") == 0 ||
           strcmp(service, "rehabilitation") == 0;
}

/* No beds that rules count may go. */
static bool loses_beds(const trial *t, const circlet_city *after)
{
    for (size_t i = 0; i < circlet_city_facility_count(t->city); i++) {
        const circlet_facility_record *before =
            circlet_city_facility(t->city, (circlet_facility)i);
        circlet_facility now = circlet_city_find_facility(after, before->id);

        for (size_t s = 0; fix_services()[s]; s++)
            if (is_counted(fix_services()[s]) &&
                beds_of(circlet_city_facility(after, now), fix_services()[s]) <
                    beds_of(before, fix_services()[s]))
                return true;
    }
    return false;
}

/* The one with most beds, if they are free. */
static int64_t designated_most(const circlet_facility_record *facility,
                               const char *service)
{
    const circlet_service_record *most = NULL;

    for (size_t i = 0; i < facility->service_count; i++)
        if (strcmp(facility->services[i].service, service) != 0 &&
            (!most || facility->services[i].beds > most->beds ||
             (facility->services[i].beds == most->beds &&
              strcmp(facility->services[i].service, most->service) < 0)))
            most = &facility->services[i];
    return most && !is_counted(most->service) ? most->beds : -1;
}

/* Whether a plan with these actions brings one facility more, or keeps the
 * rule. */
static bool helps(trial *t, fix_actions *fix)
{
    circlet_error why = {CIRCLET_OK, ""};
    circlet_city *after = fix_apply(fix, t->policy, t->city, &why);
    bool does = after && !loses_beds(t, after) && gain_of(t, after) > 0;

    t->tried++;
    circlet_city_free(after);
    return does;
}

static void try_actions(trial *t, size_t key, fix_actions *fix, double cny)
{
    /* What is dearer than all that is said proves nothing. */
    if (isnan(cny) || !(cny < t->said_cny - 0.5) || t->least[key] <= cny)
        return;
    if (helps(t, fix))
        t->least[key] = cny;
}

static fix_actions one_action(ci_price_kind kind,
                              const circlet_facility_record *facility,
                              const char *service)
{
    fix_actions fix = {.count = 1};

    fix.items[0] = fix_action(ci_price_kind_name(kind), facility->id);
    fix.items[0].service = service;
    snprintf(fix.ids[0], sizeof(fix.ids[0]), "a0");
    return fix;
}

static void try_beds(trial *t, size_t key, ci_price_kind kind,
                     const circlet_facility_record *facility,
                     const char *service)
{
    fix_actions fix = one_action(kind, facility, service);

    for (int64_t beds = 0; beds <= BEDS_MAX; beds += 5) {
        ci_price p = ci_price_of(t->policy, kind, facility->type, service, 0,
                                 0, beds, (double)NAN);

        fix.items[0].beds = beds > 0 ? beds : -1;
        if (kind == CI_PRICE_DESIGNATE && beds > 0 &&
            designated_most(facility, service) < beds)
            continue;
        if (beds == 0 &&
            (kind == CI_PRICE_PARTITION || kind == CI_PRICE_ENLARGE))
            continue;
        try_actions(t, key, &fix, cost_of(&p));
    }
}

static void try_area(trial *t, size_t key,
                     const circlet_facility_record *facility)
{
    const ci_catalogue_entry *entry =
        ci_catalogue_find(t->policy, facility->type);
    fix_actions fix = one_action(CI_PRICE_ENLARGE, facility, NULL);

    for (int steps = 1; steps * AREA_STEP <= AREA_MAX; steps++) {
        double area = steps * AREA_STEP;
        ci_price p = ci_price_of(t->policy, CI_PRICE_ENLARGE, facility->type,
                                 NULL, area, 0, 0, (double)NAN);

        fix.items[0].area_m2 = area;
        if (entry && facility->measures[CIRCLET_MEASURE_AREA_M2] + area >
                         entry->area_max_m2)
            continue;
        try_actions(t, key, &fix, cost_of(&p));
    }
}

/* Both services of B-FUNCTION in one home, each by any kind. */
static void try_pairs(trial *t, size_t key,
                      const circlet_facility_record *facility)
{
    static const ci_price_kind kinds[] = {CI_PRICE_ADD_SERVICE,
                                          CI_PRICE_DESIGNATE};

    for (size_t i = 0; i < 4; i++) {
        fix_actions fix =
            one_action(kinds[i / 2], facility, fix_services()[0]);
        double cny = 0;

        fix.items[1] =
            fix_action(ci_price_kind_name(kinds[i % 2]), facility->id);
        fix.items[1].service = fix_services()[1];
        snprintf(fix.ids[1], sizeof(fix.ids[1]), "a1");
        fix.count = 2;
        for (size_t s = 0; s < 2; s++) {
            ci_price p = ci_price_of(t->policy, kinds[s ? i % 2 : i / 2],
                                     facility->type, fix_services()[s], 0, 0,
                                     0, (double)NAN);

            cny += cost_of(&p);
        }
        try_actions(t, key, &fix, cny);
    }
}

static void try_facilities(trial *t)
{
    static const ci_price_kind kinds[] = {
        CI_PRICE_ADD_SERVICE, CI_PRICE_DESIGNATE, CI_PRICE_PARTITION,
        CI_PRICE_ENLARGE};

    for (size_t i = 0; i < circlet_city_facility_count(t->city); i++) {
        const circlet_facility_record *facility =
            circlet_city_facility(t->city, (circlet_facility)i);

        if (circlet_city_facility_unit(t->city, (circlet_facility)i,
                                       t->rule->level) != t->unit)
            continue;
        for (size_t k = 0; k < 4; k++)
            for (size_t s = 0; fix_services()[s]; s++)
                try_beds(t, i, kinds[k], facility, fix_services()[s]);
        try_area(t, i, facility);
        try_pairs(t, i, facility);
    }
}

/* ---- whatever can be built ---------------------------------------------- */

static bool holds(const circlet_site_record *site,
                  const circlet_facility_record *size)
{
    double beds = 0;

    for (size_t i = 0; i < size->service_count; i++)
        if (size->services[i].beds > 0)
            beds += (double)size->services[i].beds;
    return (!site->types || strstr(site->types, size->type)) &&
           !(size->measures[CIRCLET_MEASURE_AREA_M2] > site->max_area_m2) &&
           !(beds > site->max_beds);
}

/* Built as a facility of the data, with all that the size has. */
static bool building_helps(const trial *t, const ci_catalogue_size *size)
{
    circlet_facility_record built = size->facility;
    circlet_city *after;
    bool does;

    built.status = CIRCLET_FACILITY_OPEN;
    built.at = (circlet_point){0.5, 0.5};
    if (t->finding->unit[0] == 'S')
        built.at.lon += t->finding->unit[1] - '0';
    after = make_town(t->seed, &built);
    does = gain_of(t, after) > 0;
    circlet_city_free(after);
    return does;
}

static void try_size(trial *t, const ci_catalogue_size *size,
                     bool is_cost_known)
{
    const circlet_city *city = t->city;
    double cny = size->cost_cny;

    cny += isnan(size->yearly_cny) ? 0 : size->yearly_cny;
    for (size_t i = 0; i < circlet_city_site_count(city); i++) {
        const circlet_site_record *site =
            circlet_city_site(city, (circlet_site)i);
        double all = is_cost_known ? cny + site->cost_cny : cny;
        size_t key = FACILITY_MAX + i;

        if (isnan(site->cost_cny) == is_cost_known ||
            circlet_city_site_unit(city, (circlet_site)i, t->rule->level) !=
                t->unit ||
            !holds(site, &size->facility) || t->least[key] <= all)
            continue;
        t->least[key] = all;
        t->built[key] = *size;
    }
    if (!(t->least[ANYWHERE] <= cny)) {
        t->least[ANYWHERE] = cny;
        t->built[ANYWHERE] = *size;
    }
}

static bool has_site(const trial *t)
{
    for (size_t i = FACILITY_MAX; i < ANYWHERE; i++)
        if (!isnan(t->least[i]))
            return true;
    return false;
}

static void try_sizes(trial *t, bool is_cost_known)
{
    for (size_t e = 0; e < t->policy->catalogue_count; e++) {
        const ci_catalogue_entry *entry = &t->policy->catalogue[e];

        for (size_t i = 0; i < ci_catalogue_size_count(entry); i++) {
            const ci_catalogue_size size = ci_catalogue_size_at(entry, i);

            if (size.settings.count > 0 &&
                !ci_words_have(&size.settings, "urban"))
                continue; /* all is in a city */
            if (building_helps(t, &size))
                try_size(t, &size, is_cost_known);
        }
    }
}

/* Sites whose cost is known come first, then other sites; anywhere only where
 * there is none that holds what helps. */
static void try_buildings(trial *t)
{
    try_sizes(t, true);
    if (!has_site(t))
        try_sizes(t, false);
    if (has_site(t))
        t->least[ANYWHERE] = (double)NAN;
}

/* ---- what is said ------------------------------------------------------- */

/* "... 1 more Warm Home ... at s2" */
static void add_building(trial *t, fix_actions *fix, size_t key, int serial)
{
    const ci_catalogue_size *size = &t->built[key];
    circlet_plan_action *action = &fix->items[fix->count];

    assert_true(fix->count < FIX_ACTION_MAX);
    snprintf(fix->ids[fix->count], sizeof(fix->ids[0]), "a%zu", fix->count);
    snprintf(fix->names[fix->count], sizeof(fix->names[0]), "n%d", serial);
    *action = fix_action("build", NULL);
    action->type = size->facility.type;
    action->tier = size->facility.tier;
    action->area_m2 = size->facility.measures[CIRCLET_MEASURE_AREA_M2];
    if (key != ANYWHERE) {
        action->site =
            circlet_city_site(t->city, (circlet_site)(key - FACILITY_MAX))->id;
    } else {
        action->at = (circlet_point){0.5, 0.5};
        if (t->finding->unit[0] == 'S')
            action->at.lon += t->finding->unit[1] - '0';
    }
    if (size->facility.service_count > 0 &&
        size->facility.services[0].beds > 0) {
        action->service = size->facility.services[0].service;
        action->beds = size->facility.services[0].beds;
    }
    fix->count++;
}

/* Adds what is built, and returns what that costs. */
static double add_buildings(trial *t, fix_actions *fix)
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
        count = t->rule->kind == CI_RULE_RATIO ? 1 : atoi(number);
        if (isnan(t->least[key]))
            fail_msg("seed %u: nothing helps there: %s %s", (unsigned)t->seed,
                     t->finding->text_en, text);
        for (int i = 0; i < count; i++)
            add_building(t, fix, key, serial++);
        cny += count * t->least[key];
        found += 6;
    }
    return cny;
}

static double cost_of_actions(const trial *t, const fix_actions *fix)
{
    double cny = 0;

    for (size_t i = 0; i < fix->count; i++) {
        const circlet_plan_action *action = &fix->items[i];
        circlet_facility position =
            circlet_city_find_facility(t->city, fix->names[i]);
        int kind = 0;
        ci_price p;

        while (strcmp(ci_price_kind_name((ci_price_kind)kind), action->kind) !=
               0)
            kind++;
        p = ci_price_of(t->policy, (ci_price_kind)kind,
                        circlet_city_facility(t->city, position)->type,
                        action->service,
                        isnan(action->area_m2) ? 0 : action->area_m2, 0,
                        action->beds < 0 ? 0 : action->beds, (double)NAN);
        cny += cost_of(&p);
    }
    return cny;
}

/* The verdict after all that is said. */
static void check_applied(trial *t)
{
    fix_actions fix = fix_read(t->policy, t->finding->fix_en);
    circlet_error why = {CIRCLET_OK, ""};
    double cny = cost_of_actions(t, &fix) + add_buildings(t, &fix);
    circlet_city *after = fix_apply(&fix, t->policy, t->city, &why);
    double wanted = t->rule->kind == CI_RULE_RATIO
                        ? 1
                        : t->finding->required - t->finding->measured_low;

    if (!after)
        fail_msg("seed %u: %s: %s", (unsigned)t->seed, t->finding->fix_en,
                 why.message);
    if (gain_of(t, after) < wanted)
        fail_msg("seed %u: does not mend: %s %s", (unsigned)t->seed,
                 t->finding->text_en, t->finding->fix_en);
    if (loses_beds(t, after))
        fail_msg("seed %u: takes beds that are counted: %s %s",
                 (unsigned)t->seed, t->finding->text_en, t->finding->fix_en);
    if (fabs(cny - t->said_cny) > 0.5)
        fail_msg("seed %u: costs %.0f: %s %s", (unsigned)t->seed, cny,
                 t->finding->text_en, t->finding->fix_en);
    circlet_city_free(after);
}

/* The least sum for so many; INFINITY: there are not so many ways. */
static double least_sum(trial *t, int count)
{
    double sum = 0;

    for (int n = 0; n < count; n++) {
        size_t best = KEYS;

        for (size_t k = 0; k < KEYS; k++)
            if (!isnan(t->least[k]) &&
                (best == KEYS || t->least[k] < t->least[best]))
                best = k;
        if (best == KEYS)
            return (double)INFINITY;
        sum += t->least[best];
        if (best != ANYWHERE)
            t->least[best] = (double)NAN;
    }
    return sum;
}

typedef struct tally {
    size_t findings, tried;
    size_t kinds[CI_PRICE_KIND_COUNT]; /* said */
    size_t at_sites, several;
} tally;

static void count_words(tally *all, const char *text)
{
    static const char *const words[CI_PRICE_KIND_COUNT] = {
        [CI_PRICE_BUILD] = " more ",
        [CI_PRICE_ENLARGE] = "enlarging ",
        [CI_PRICE_ADD_SERVICE] = "adding ",
        [CI_PRICE_PARTITION] = "partitioning ",
        [CI_PRICE_DESIGNATE] = "designating "};

    for (size_t i = 0; i < CI_PRICE_KIND_COUNT; i++)
        all->kinds[i] += words[i] && strstr(text, words[i]);
    all->at_sites += strstr(text, " at s") != NULL;
    all->several += strstr(text, " and ") && strstr(text, " more ");
    all->findings++;
}

static void check_finding(const circlet_policy *policy,
                          const circlet_city *city, uint64_t seed,
                          const circlet_finding *finding, tally *all)
{
    trial t = {.policy = policy,
               .city = city,
               .finding = finding,
               .unit = circlet_city_find_unit(city, finding->unit),
               .said_cny = fix_cny_of(finding->fix_en),
               .seed = seed};
    double least;

    for (size_t i = 0; i < policy->rule_count; i++)
        if (strcmp(policy->rules[i].id, finding->rule) == 0)
            t.rule = &policy->rules[i];
    for (size_t i = 0; i < KEYS; i++)
        t.least[i] = (double)NAN;
    if (isnan(t.said_cny))
        t.said_cny = (double)INFINITY;
    try_buildings(&t);
    if (isfinite(t.said_cny))
        check_applied(&t);
    try_facilities(&t);
    least =
        least_sum(&t, t.rule->kind == CI_RULE_RATIO
                          ? 1
                          : (int)(finding->required - finding->measured_low));
    if (least < t.said_cny - 0.5)
        fail_msg("seed %u: %.0f is enough: %s %s", (unsigned)seed, least,
                 finding->text_en, finding->fix_en);
    count_words(all, finding->fix_en);
    all->tried += t.tried;
}

static void check_priced_town(uint64_t seed, tally *all)
{
    circlet_judge_options options = CIRCLET_JUDGE_OPTIONS_INIT;
    priced_policy p = priced(seed);
    circlet_city *city = make_town(seed, NULL);
    circlet_findings *findings = NULL;

    set_prices(&p, seed);
    options.year = 2020;
    options.wants_fixes = true;
    options.rule = "B-FUNCTION,B-AREA,A-REHAB-ASSESS,A-BEDS-MENTAL,"
                   "A-BEDS-SPECIAL,A-BEDS-REHAB,A-MENTAL-DAY";
    assert_ok(circlet_policy_judge(&findings, p.policy, city, NULL, &options,
                                   error));
    for (size_t i = 0; i < circlet_findings_count(findings); i++) {
        const circlet_finding *finding = circlet_findings_at(findings, i);

        if (finding->verdict != CIRCLET_VERDICT_FAIL)
            continue;
        assert_non_null(finding->fix_en);
        check_finding(p.policy, city, seed, finding, all);
    }
    circlet_findings_free(findings);
    circlet_city_free(city);
    circlet_policy_free(p.policy);
}

static void no_action_mends_for_less_than_is_said(void **state)
{
    tally all = {0};

    (void)state;
    for (uint64_t seed = 1; seed <= 120; seed++)
        check_priced_town(seed, &all);
    assert_true(all.findings > 500);
    assert_true(all.tried > 5000);
    for (int kind = 0; kind <= CI_PRICE_DESIGNATE; kind++)
        assert_true(all.kinds[kind] > 10);
    assert_true(all.at_sites > 50);
    assert_true(all.several > 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_action_mends_for_less_than_is_said),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
