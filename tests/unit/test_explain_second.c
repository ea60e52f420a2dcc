/* The second-best choice of small towns, against every other choice and a plan
 * of its own. */
#include "explain_fixture.h"

/* ---- every other choice ------------------------------------------------- */

#define PEOPLE 9
#define SITES 7

/* Circles alone, so that geometry says who is covered. */
typedef struct circle_town {
    circlet_point people[PEOPLE], sites[SITES];
    int64_t weights[PEOPLE];
    double costs[SITES];
    circlet_city *city;
} circle_town;

static void draw_circle_town(circle_town *town, uint64_t *seed)
{
    circlet_city_builder *builder = new_builder();
    char id[16];

    add_streets(builder);
    for (size_t i = 0; i < PEOPLE; i++) {
        town->people[i] = (circlet_point){0.25 + 0.5 * town_draw(seed, 40),
                                          0.25 + 0.5 * town_draw(seed, 20)};
        town->weights[i] = 1000 * (1 + town_draw(seed, 9));
        snprintf(id, sizeof(id), "p%zu", i);
        add_person(builder, id, town->people[i].lon, town->people[i].lat,
                   town->weights[i]);
    }
    for (size_t i = 0; i < SITES; i++) {
        circlet_site_record record = site(id);

        snprintf(id, sizeof(id), "s%zu", i);
        town->sites[i] = (circlet_point){0.25 + 0.5 * town_draw(seed, 40),
                                         0.25 + 0.5 * town_draw(seed, 20)};
        town->costs[i] = 10000 * town_draw(seed, 8);
        record.at = town->sites[i];
        record.cost_cny = town->costs[i];
        assert_ok(circlet_city_builder_add_site(builder, &record, error));
    }
    assert_ok(circlet_city_builder_say_complete(
        builder, CIRCLET_PART_FACILITIES, error));
    town->city = finish(builder);
}

/* In the west on foot, in the east by car. */
static bool reaches(const circle_town *town, size_t site, size_t person)
{
    const circlet_point *a = &town->people[person], *b = &town->sites[site];
    double way = fabs(a->lon - b->lon) + fabs(a->lat - b->lat);

    return a->lon < 10 ? way * 5 <= 15 : way * 4 <= 30;
}

static bool is_covered(const circle_town *town, unsigned sites, size_t person)
{
    for (size_t i = 0; i < SITES; i++)
        if (sites >> i & 1 && reaches(town, i, person))
            return true;
    return false;
}

/* What a choice leaves of what is lost, in how many streets, and its cost. */
typedef struct choice_score {
    int64_t milli;
    int streets;
    double cny;
} choice_score;

static choice_score score_choice(const circle_town *town, unsigned planned,
                                 unsigned choice, unsigned kept)
{
    choice_score out = {0, 0, 0};
    bool fails[2] = {false, false};

    for (size_t i = 0; i < PEOPLE; i++)
        if (is_covered(town, planned, i) &&
            !is_covered(town, kept | choice, i)) {
            out.milli += town->weights[i];
            fails[town->people[i].lon >= 10] = true;
        }
    out.streets = fails[0] + fails[1];
    for (size_t i = 0; i < SITES; i++)
        if (choice >> i & 1)
            out.cny += 200000 + town->costs[i];
    return out;
}

static int compare_choices(const choice_score *a, const choice_score *b)
{
    if (a->milli != b->milli)
        return a->milli < b->milli ? -1 : 1;
    if (a->streets != b->streets)
        return a->streets - b->streets;
    return (a->cny > b->cny) - (a->cny < b->cny);
}

static unsigned sites_of(const circlet_plan *plan)
{
    unsigned sites = 0;

    for (size_t i = 0; plan && i < circlet_plan_action_count(plan); i++)
        sites |= 1U << (circlet_plan_action_at(plan, i)->site[1] - '0');
    return sites;
}

/* Whether something else gives some of it back. */
static bool check_second(const circle_town *town, const circlet_plan *plan,
                         const circlet_plan_action *action)
{
    circlet_explanation *out =
        explain_with(plan, &plan_policy, town->city, &walks, action->id, 0);
    const circlet_second_best *second = circlet_explanation_second(out);
    unsigned planned = sites_of(plan);
    unsigned kept = planned & ~(1U << (action->site[1] - '0'));
    unsigned found = sites_of(second->actions);
    choice_score best = score_choice(town, planned, 0, kept), mine;
    int64_t lost = best.milli;

    for (unsigned choice = 0; choice < 1U << SITES; choice++)
        if (!(choice & planned)) {
            choice_score score = score_choice(town, planned, choice, kept);

            if (compare_choices(&score, &best) < 0)
                best = score;
        }
    mine = score_choice(town, planned, found, kept);
    assert_int_equal(found & planned, 0);
    assert_true(second->is_proved);
    assert_int_equal(compare_choices(&mine, &best), 0);
    assert_near(second->cost_cny, best.cny, 0.5);
    assert_int_equal(second->kind, lost == 0 ? CIRCLET_SECOND_NOT_NEEDED
                                   : found   ? CIRCLET_SECOND_FOUND
                                             : CIRCLET_SECOND_NONE);
    circlet_explanation_free(out);
    return found != 0;
}

static void no_other_choice_is_better(void **state)
{
    size_t looked = 0, replaced = 0;

    (void)state;
    for (uint64_t seed = 0; seed < 80; seed++) {
        uint64_t drawn = seed;
        circlet_plan_options options = CIRCLET_PLAN_OPTIONS_INIT;
        circlet_plan *plan = NULL;
        circle_town town;

        draw_circle_town(&town, &drawn);
        options.name = "p";
        options.threads = 1;
        options.budget_cny = seed % 2 ? 500000 : 0;
        assert_ok(circlet_plan_compute(&plan, &plan_policy, town.city, &walks,
                                       &options, error));
        for (size_t i = 0; i < circlet_plan_action_count(plan); i++) {
            replaced +=
                check_second(&town, plan, circlet_plan_action_at(plan, i));
            looked++;
        }
        circlet_plan_free(plan);
        circlet_city_free(town.city);
    }
    print_message("%zu actions, %zu can be replaced\n", looked, replaced);
    assert_true(looked > 100 && replaced > 40);
}

/* ---- as a plan of its own ----------------------------------------------- */

/* The sites that are taken or not allowed, for a plan of its own. */
static void list_sites(char out[256], const circlet_plan *plan)
{
    *out = '\0';
    for (size_t i = 0; i < circlet_plan_action_count(plan); i++) {
        const char *id = circlet_plan_action_at(plan, i)->site;

        if (id)
            snprintf(out + strlen(out), 256 - strlen(out), "%s%s",
                     *out ? "," : "", id);
    }
}

static bool leaves_room(const circlet_plan *plan)
{
    for (size_t i = 0; i < circlet_plan_impossible_count(plan); i++)
        if (strcmp(circlet_plan_impossible_at(plan, i)->reason,
                   "none_in_unit") == 0)
            return true;
    return false;
}

/* Without a building that rests on nothing, the city is planned anew. */
static bool check_replanned(const mend_town *town, const circlet_plan *plan,
                            const circlet_plan_action *action)
{
    circlet_explanation *out = explain_with(plan, &town->policy, town->city,
                                            travel_in(town), action->id, 0);
    const circlet_explained_action *one = circlet_explanation_at(out, 0);
    circlet_plan_action *rest =
        calloc(circlet_plan_action_count(plan) + 1, sizeof(*rest));
    circlet_plan_parts parts = {.actions = rest};
    circlet_plan_options options = CIRCLET_PLAN_OPTIONS_INIT;
    circlet_plan *left = NULL, *anew = NULL;
    circlet_city *city = NULL;
    char group[256], sites[256];
    double cny = 0;

    join(group, one->action->id, one->together);
    for (size_t i = 0; i < circlet_plan_action_count(plan); i++)
        if (!circlet_list_has(group, circlet_plan_action_at(plan, i)->id))
            rest[parts.action_count++] = *circlet_plan_action_at(plan, i);
    assert_ok(circlet_plan_new(&left, "p", &parts, error));
    assert_ok(
        circlet_plan_apply(&city, left, &town->policy, town->city, 0, error));
    list_sites(sites, plan);
    options.name = "q";
    options.forbid = sites;
    options.threads = 1;
    assert_ok(circlet_plan_compute(&anew, &town->policy, city, travel_in(town),
                                   &options, error));
    for (size_t i = 0; i < circlet_plan_action_count(anew); i++)
        cny += circlet_plan_action_at(anew, i)->cost_cny;
    /* In what is built by now there may be room for what could not be had. */
    if (leaves_room(plan))
        assert_true(circlet_explanation_second(out)->cost_cny <= cny + 0.5);
    else
        assert_near(circlet_explanation_second(out)->cost_cny, cny, 0.5);
    circlet_plan_free(anew);
    circlet_plan_free(left);
    circlet_city_free(city);
    circlet_explanation_free(out);
    free(rest);
    return cny > 0;
}

static bool is_whole(const circlet_plan *plan)
{
    for (size_t i = 0; i < circlet_plan_level_count(plan); i++) {
        const circlet_plan_level *level = circlet_plan_level_at(plan, i);

        if (strcmp(level->name, "cost_cny") == 0)
            return level->proof == CIRCLET_PROOF_OPTIMAL;
        if (level->objective > 0)
            return false;
    }
    return false;
}

static void it_is_what_a_plan_without_it_would_do(void **state)
{
    char *text = shipped_text();
    circlet_policy *policy = NULL;
    size_t looked = 0, replaced = 0;

    (void)state;
    assert_ok(read_text(&policy, text, error));
    for (uint64_t seed = 100; seed < 220; seed++) {
        mend_town town = {.focus = (town_focus)(seed % 3)};
        circlet_plan *plan;

        draw_mend_town(&town, policy, seed);
        plan = plan_town(&town, 0);
        for (size_t i = 0;
             is_whole(plan) && i < circlet_plan_action_count(plan); i++) {
            const circlet_plan_action *action =
                circlet_plan_action_at(plan, i);

            if (strcmp(action->kind, "build") != 0)
                continue;
            replaced += check_replanned(&town, plan, action);
            looked++;
        }
        circlet_plan_free(plan);
        circlet_city_free(town.city);
    }
    print_message("%zu buildings, %zu can be replaced\n", looked, replaced);
    assert_true(looked > 60 && replaced > 15);
    circlet_policy_free(policy);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_other_choice_is_better),
        cmocka_unit_test(it_is_what_a_plan_without_it_would_do),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
