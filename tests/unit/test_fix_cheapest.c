/* What is said to mend a failure does when a plan carries it out, costs what
 * is said, and no other action of any kind does the same for less: all of
 * them are tried in small cities with prices by chance. */
#include "fix_buildings.h"

#define AREA_STEP 50
#define AREA_MAX 600

/* ---- whatever can be done ----------------------------------------------- */

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

/* Whether beds are gone that somebody had. */
static bool turns_out(const circlet_facility_record *before,
                      const circlet_facility_record *now)
{
    for (size_t i = 0; i < before->service_count; i++) {
        const circlet_service_record *service = &before->services[i];
        int64_t left = beds_of(now, service->service);

        if (left < service->beds && left < service->occupied)
            return true;
    }
    return false;
}

/* No beds that rules count may go, or that are not free. */
static bool loses_beds(const trial *t, const circlet_city *after)
{
    for (size_t i = 0; i < circlet_city_facility_count(t->city); i++) {
        const circlet_facility_record *before =
            circlet_city_facility(t->city, (circlet_facility)i);
        circlet_facility now = circlet_city_find_facility(after, before->id);

        if (turns_out(before, circlet_city_facility(after, now)))
            return true;
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

/* ---- what is said ------------------------------------------------------- */

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

/* The sum for so many of which so many are new; INFINITY: there are not so
 * many ways. */
static double sum_with(trial t, int count, int built)
{
    double sum = 0;

    for (int n = 0; n < count; n++) {
        size_t best = n < built ? next_building(&t)
                                : cheapest_key(&t, 0, FACILITY_MAX, NULL);

        if (best == FACILITY_MAX || isnan(t.least[best]))
            return (double)INFINITY;
        sum += t.least[best];
        if (best != ANYWHERE)
            t.least[best] = (double)NAN;
    }
    return sum;
}

static double least_sum(const trial *t, int count)
{
    double least = (double)INFINITY;

    for (int built = 0; built <= count; built++)
        least = fmin(least, sum_with(*t, count, built));
    return least;
}

typedef struct tally {
    size_t findings, tried;
    size_t kinds[CI_PRICE_KIND_COUNT]; /* said */
    size_t at_sites, several, completed, cut;
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
    all->completed += strstr(text, " there") || strstr(text, " in each");
    all->cut += strstr(text, " m² with") || strstr(text, " m² at s");
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
    memset(t.kinds, -1, sizeof(t.kinds));
    assert_true(policy->catalogue_count <= 32);
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
    for (uint64_t seed = 1; seed <= unit_cases(120); seed++)
        check_priced_town(seed, &all);
    if (!unit_tries_all())
        return;
    assert_true(all.findings > 500);
    assert_true(all.tried > 5000);
    for (int kind = 0; kind <= CI_PRICE_DESIGNATE; kind++)
        assert_true(all.kinds[kind] > 10);
    assert_true(all.at_sites > 50);
    assert_true(all.several > 10);
    assert_true(all.completed > 20);
    assert_true(all.cut > 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_action_mends_for_less_than_is_said),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
