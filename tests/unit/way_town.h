/* A city with an institution and a site, and a policy with prices and rules
 * about beds, all drawn at random. */
#ifndef UNIT_WAY_TOWN_H
#define UNIT_WAY_TOWN_H

#include "way_states.h"

/* ---- the city ----------------------------------------------------------- */

static const int steps[] = {10, 10, 20, 30};

/* Only what is enlarged costs nothing but its steps. */
static void add_price(char *text, uint64_t *seed, const char *head,
                      ci_price_kind kind)
{
    char line[600], part[100] = "";

    if (kind == CI_PRICE_ENLARGE)
        snprintf(part, sizeof(part),
                 ", bed_step: %d, area_step_m2: 50, per_m2_cny: 3000",
                 steps[town_draw(seed, 4)]);
    else
        snprintf(part, sizeof(part), ", cost_cny: %u",
                 100000 * town_draw(seed, 6));
    snprintf(line, sizeof(line), "%s%s", head, part);
    strcat(text, line);
    if (kind != CI_PRICE_DESIGNATE) {
        snprintf(part, sizeof(part), ", per_bed_cny: %u",
                 1000 * (5 + town_draw(seed, 40)));
        strcat(text, part);
    }
    strcat(text, ", assumed: yes}\n");
}

static const char *const types[] = {"elderly_institution",
                                    "special_welfare_institution",
                                    "mental_welfare_institution"};

static void add_catalogue(char *text, uint64_t *seed)
{
    static const char *const own[] = {"residential", "special_welfare",
                                      "mental_welfare"};
    char lines[900];

    strcat(text, "catalogue:\n");
    for (int t = 0; t < 3; t++) {
        int small = 10 * (1 + (int)town_draw(seed, 3));
        int room = 150 + 50 * (int)town_draw(seed, 3);
        int cost = 400000 + 100000 * (int)town_draw(seed, 20);
        int large = small + 10 * (1 + (int)town_draw(seed, 2));
        int more = 1400000 + 100000 * (int)town_draw(seed, 20);

        snprintf(lines, sizeof(lines),
                 "  %s:\n    area_m2: 100\n    area_max_m2: %d\n"
                 "    services: [\"%s:beds=%d\"]\n    cost_cny: %d\n"
                 "    assumed: yes\n    sizes:\n"
                 "      - {area_m2: 150, services: [\"%s:beds=%d\"], "
                 "cost_cny: %d}\n",
                 types[t], room, own[t], small, cost, own[t], large, more);
        strcat(text, lines);
    }
}

static void add_actions(char *text, uint64_t *seed)
{
    static const char *const sets[] = {
        "special_welfare, mental_welfare", "special_welfare", "mental_welfare",
        "residential, respite, special_welfare, mental_welfare",
        "residential, mental_welfare"};
    char head[300];

    strcat(text, "actions:\n  enlarge:\n");
    for (int t = 0; t < 3; t++) {
        snprintf(head, sizeof(head), "    - {types: [%s], services: [%s]",
                 types[t], sets[town_draw(seed, 5)]);
        if (t == 0 || town_draw(seed, 3))
            add_price(text, seed, head, CI_PRICE_ENLARGE);
    }
    if (town_draw(seed, 5)) {
        const char *type = types[1 + town_draw(seed, 2)];

        snprintf(head, sizeof(head),
                 "  partition: {types: [elderly_institution, %s], services: "
                 "[%s]",
                 type, sets[town_draw(seed, 3)]);
        add_price(text, seed, head, CI_PRICE_PARTITION);
    }
    if (town_draw(seed, 2)) {
        const char *service = services[1 + town_draw(seed, 3)];

        snprintf(head, sizeof(head),
                 "  add_service:\n    %s: {types: [%s, %s]", service, types[0],
                 types[2]);
        add_price(text, seed, head, CI_PRICE_ADD_SERVICE);
    }
    if (town_draw(seed, 3) == 0) {
        snprintf(head, sizeof(head),
                 "  designate: {types: [%s], services: [%s]", types[0],
                 sets[town_draw(seed, 3)]);
        add_price(text, seed, head, CI_PRICE_DESIGNATE);
    }
}

/* The shipped policy with a catalogue and prices of its own. */
static circlet_policy *draw_policy(const char *shipped, uint64_t *seed)
{
    const char *from = strstr(shipped, "\ncatalogue:");
    const char *to = strstr(shipped, "\nwords:");
    char *text = calloc(1, strlen(shipped) + TEXT_SIZE);
    circlet_policy *policy = NULL;

    assert_non_null(text);
    assert_true(from && to && from < to);
    memcpy(text, shipped, (size_t)(from - shipped) + 1);
    add_catalogue(text, seed);
    add_actions(text, seed);
    strcat(text, to);
    assert_ok(read_text(&policy, text, error));
    free(text);
    return policy;
}

/* Beds go by tens, twenties or thirties; the caller frees the prices. */
static ci_action_price *draw_steps(const circlet_policy *policy,
                                   uint64_t *seed)
{
    ci_action_price *prices = calloc(policy->price_count + 1, sizeof(*prices));

    assert_non_null(prices);
    for (size_t i = 0; i < policy->price_count; i++) {
        prices[i] = policy->prices[i];
        if (prices[i].kind != CI_PRICE_ENLARGE)
            prices[i].bed_step = steps[town_draw(seed, 4)];
    }
    return prices;
}

/* Both rules about beds, with small numbers, and perhaps that about area. */
static asked draw_asked(mend_town *town, const circlet_policy *policy,
                        const ci_action_price *prices, uint64_t *seed)
{
    static const char *const rules[] = {"A-BEDS-MENTAL", "A-BEDS-SPECIAL",
                                        "B-AREA"};
    asked of = {0, 0, 0};
    size_t count;

    of.mental = 2 + (int)town_draw(seed, 3);
    of.special = 2 + (int)town_draw(seed, 3);
    if (town_draw(seed, 3) == 0)
        of.fifties = 3 + (int)town_draw(seed, 2);
    count = of.fifties > 0 ? 3 : 2;
    town->policy = *policy;
    town->policy.prices = prices;
    town->policy.rules = town->rules;
    town->policy.rule_count = count;
    for (size_t i = 0; i < count; i++)
        town->rules[i] = *find_rule(policy, rules[i]);
    town->rules[0].as.class_count.beds = 10 * of.mental;
    town->rules[1].as.class_count.beds = 10 * of.special;
    town->rules[1].as.class_count.min = 1 + town_draw(seed, 2);
    if (count == 3) {
        town->rules[2].facility.type = "elderly_institution";
        town->rules[2].facility.word = "elderly_institution";
    }
    return of;
}

static building draw_building(uint64_t *seed)
{
    building b = {{-1, -1, -1, -1}, 0};

    b.tens[0] = 1 + (int)town_draw(seed, 6);
    b.fifties = (int)town_draw(seed, 3);
    if (town_draw(seed, 2))
        b.tens[1] = (int)town_draw(seed, 4);
    if (town_draw(seed, 3) == 0)
        b.tens[2] = (int)town_draw(seed, 6);
    if (town_draw(seed, 4) == 0)
        b.tens[3] = (int)town_draw(seed, 4);
    return b;
}

static double area_of(int fifties)
{
    return 50.0 + 50.0 * fifties;
}

static void add_institution(circlet_city_builder *builder,
                            const place_search *p)
{
    circlet_facility_record record = circlet_facility_record_unknown();
    circlet_service_record own[SERVICES];

    record.id = record.name = p->id;
    record.type = p->type;
    record.at = (circlet_point){5, 6};
    record.opened = record.closed = -1;
    record.measures[CIRCLET_MEASURE_AREA_M2] = area_of(p->start.fifties);
    record.services = own;
    for (int i = 0; i < SERVICES; i++)
        if (p->start.tens[i] >= 0)
            own[record.service_count++] = (circlet_service_record){
                services[i],
                -1,
                10 * p->start.tens[i],
                p->occupied[i] > 0 ? 10 * p->occupied[i] : -1,
                0,
                0};
    assert_ok(circlet_city_builder_add_facility(builder, &record, error));
}

/* So many people that the area that is asked for is `fifties` more than the
 * least. */
static void add_people_of(circlet_city_builder *builder, const asked *of)
{
    circlet_demand_record record = person("p", 5, 6);

    record.weight_milli = of->fifties > 0
                              ? (int64_t)(1000 * area_of(of->fifties) / 0.3)
                              : 1000000;
    record.aid = "none";
    record.kind = "hearing";
    record.age = 30;
    record.grade = 3;
    assert_ok(circlet_city_builder_add_demand(builder, &record, error));
}

static circlet_city *make_city(const place_search *there,
                               const circlet_site_record *site_record,
                               const asked *of)
{
    circlet_city_builder *builder = new_builder();

    town_units(builder);
    add_people_of(builder, of);
    add_institution(builder, there);
    if (site_record)
        assert_ok(circlet_city_builder_add_site(builder, site_record, error));
    for (int part = 0; part < 3; part++)
        assert_ok(circlet_city_builder_say_complete(
            builder,
            (circlet_part[]){CIRCLET_PART_FACILITIES, CIRCLET_PART_PEOPLE,
                             CIRCLET_PART_UNITS}[part],
            error));
    return finish(builder);
}

#endif
