/*
 * The facilities of random towns are imported one type after the other: what
 * was said with some of them is not refuted by the next.
 */
#include "open_town.h"

#include "base/random.h"
#include "policy/policy.h"

#define TYPE_COUNT 12
#define TOWN_COUNT 20
#define FACILITY_COUNT 24

/* A facility of a random town; drawn at once, whatever is imported of it. */
typedef struct drawn {
    size_t type;
    uint64_t offer; /* which of the services that its type may offer */
    int64_t places, beds; /* -1: not known */
    double staff;
    int k;
    bool is_plain; /* says nothing of services */
} drawn;

static void draw(drawn out[FACILITY_COUNT], ci_random *random)
{
    for (size_t i = 0; i < FACILITY_COUNT; i++) {
        out[i].type = (size_t)ci_random_below(random, TYPE_COUNT);
        out[i].k = ci_random_below(random, 2) ? 9 : 0;
        out[i].offer = ci_random_next(random);
        out[i].places = (int64_t)ci_random_below(random, 5) - 1;
        out[i].beds = (int64_t)ci_random_below(random, 4) * 50 - 1;
        out[i].staff = (double)ci_random_below(random, 3);
        out[i].is_plain = ci_random_below(random, 3) == 0;
    }
}

static void add_drawn(open_case *c, const drawn *from)
{
    const ci_facility_type *type = &c->policy->types[from->type];
    size_t own = type->services.count, all = own + type->perhaps.count;
    size_t offer = all > 0 ? (size_t)(from->offer % all) : 0;
    circlet_service_record service = {NULL, from->places, from->beds, 0, 0, 0};
    circlet_facility_record facility = judge_facility(type->type, from->k);

    if (all > 0 && !from->is_plain) {
        service.service = offer < own ? type->services.items[offer]
                                      : type->perhaps.items[offer - own];
        facility.services = &service;
        facility.service_count = 1;
    }
    facility.measures[CIRCLET_MEASURE_MENTAL_STAFF] = from->staff;
    facility.measures[CIRCLET_MEASURE_REHAB_WORKERS] = from->staff;
    judge_add_facility(&c->town, facility);
}

static void add_people(open_case *c, int k)
{
    for (int i = 0; i < 4; i++) {
        circlet_demand_record person = care_person(k, 0.3 + 0.2 * i);

        person.kind = i % 2 ? "mental" : "physical";
        person.needs = "day_care;rehabilitation;residential";
        care_add(&c->town, person, 1);
    }
}

static circlet_unit_record residents_of(const char *code, circlet_level level,
                                        const char *parent)
{
    circlet_unit_record unit = CIRCLET_UNIT_RECORD_INIT;

    unit.code = unit.name = code;
    unit.level = level;
    unit.parent_code = parent;
    unit.residents = 100000;
    return unit;
}

/* The town of which the first so many types of an order were imported. */
static open_case *town_of(const drawn *all, const size_t *order, size_t count)
{
    const circlet_point ring[] = {{0, 0}, {10, 0}, {10, 1}, {0, 1}, {0, 0}};
    const circlet_ring rings[] = {{5, false}};
    open_case *c = start(judge_policy());
    circlet_unit_record district =
        residents_of("D", CIRCLET_LEVEL_DISTRICT, "C");

    district.area = (circlet_area){ring, rings, 1};
    add_unit(&c->town, "C", CIRCLET_LEVEL_CITY, NULL, NULL, NULL, NULL, 0, 10);
    assert_ok(
        circlet_city_builder_add_unit(c->town.builder, &district, error));
    for (int k = 0; k <= 9; k += 9) {
        char street[] = {'S', (char)('0' + k), 0};
        char community[] = {'K', (char)('0' + k), 0};

        add_unit(&c->town, street, CIRCLET_LEVEL_STREET, "D", NULL, "urban",
                 NULL, k, k + 1);
        add_unit(&c->town, community, CIRCLET_LEVEL_COMMUNITY, street, NULL,
                 NULL, NULL, k, k + 1);
        add_people(c, k);
    }
    for (size_t t = 0; t < count; t++) {
        speak_of(c, c->policy->types[order[t]].type);
        for (size_t i = 0; i < FACILITY_COUNT; i++)
            if (all[i].type == order[t])
                add_drawn(c, &all[i]);
    }
    c->city = judge_finish(&c->town);
    c->travel = care_travel(&c->roads);
    c->findings = judge_city_now(c->policy, c->city, &c->travel, 2020, NULL);
    return c;
}

static bool is_decided(const circlet_finding *finding)
{
    return finding->verdict == CIRCLET_VERDICT_PASS ||
           finding->verdict == CIRCLET_VERDICT_FAIL;
}

/* Of units; facilities have other numbers in every town. Gives how many
 * verdicts were open before and are given now. */
static size_t compare(const open_case *before, const open_case *after)
{
    size_t closed = 0;

    for (size_t i = 0; i < circlet_findings_count(before->findings); i++) {
        const circlet_finding *was = circlet_findings_at(before->findings, i);
        const circlet_finding *is =
            judge_find(after->findings, was->rule, was->unit);

        if (was->subject != CIRCLET_SUBJECT_UNIT || !is)
            continue;
        if (is_decided(was) && is_decided(is) && was->verdict != is->verdict)
            fail_msg("%s in %s was: %s but is: %s", was->rule, was->unit,
                     was->text_en, is->text_en);
        closed += !is_decided(was) && is_decided(is);
    }
    return closed;
}

/* Whatever the order of the imports, what was said of one holds after the
 * next. */
static void no_import_of_another_type_refutes_a_verdict(void **state)
{
    ci_random random = ci_random_start(7, "open types");
    size_t closed = 0;

    (void)state;
    for (uint64_t town = 0; town < unit_cases(TOWN_COUNT); town++) {
        size_t order[TYPE_COUNT];
        drawn all[FACILITY_COUNT];
        open_case *before;

        draw(all, &random);
        for (size_t i = 0; i < TYPE_COUNT; i++) {
            size_t k = (size_t)ci_random_below(&random, i + 1);

            order[i] = order[k];
            order[k] = i;
        }
        before = town_of(all, order, 0);
        assert_int_equal(before->policy->type_count, TYPE_COUNT);
        for (size_t count = 1; count <= TYPE_COUNT; count++) {
            open_case *after = town_of(all, order, count);

            closed += compare(before, after);
            end(before);
            before = after;
        }
        end(before);
    }
    assert_true(closed > unit_cases(TOWN_COUNT));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_import_of_another_type_refutes_a_verdict),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
