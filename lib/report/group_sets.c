#include "report/group_sets.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "report/word_set.h"

#define UNKNOWN "unknown"
#define GRADE_COUNT 4

/* Sets while they are made. */
typedef struct maker {
    ci_group_sets *sets;
    const ci_judgement *judgement;
    const ci_group_divisions *divisions;
    ci_word_set kinds, settings;
    size_t starts[CIRCLET_GROUP_BY_COUNT]; /* first group of each division */
    uint32_t *streets; /* of each unit: which street it is */
    size_t street_count;
    size_t entry_count, entry_capacity; /* of `of` */
} maker;

void ci_group_sets_clear(ci_group_sets *sets)
{
    free(sets->items);
    free(sets->first);
    free(sets->of);
    ci_arena_free(&sets->arena);
}

static bool divides_by(const maker *m, circlet_group_by by)
{
    return by == CIRCLET_GROUP_BY_ALL || (m->divisions->by >> by & 1) != 0;
}

/* ---- which groups ------------------------------------------------------- */

static bool add_group(maker *m, ci_group_set group)
{
    ci_group_sets *sets = m->sets;
    ci_group_set *items = ci_array_reserve_one(
        sets->items, sets->count, &sets->capacity, sizeof(*items));

    if (!items)
        return false;
    sets->items = items;
    items[sets->count++] = group;
    return true;
}

/* A word, with what the policy calls it. */
static bool add_word(maker *m, circlet_group_by by, const char *text)
{
    const ci_word *named = ci_policy_find_word(m->judgement->policy, text);
    const char *name = ci_arena_copy(&m->sets->arena, text);

    return name &&
           add_group(m, (ci_group_set){by, name, named ? named->zh : NULL,
                                       named ? named->en : NULL, false});
}

static bool add_unknown(maker *m, circlet_group_by by)
{
    return add_group(m, (ci_group_set){by, UNKNOWN, NULL, NULL, true});
}

static bool add_words(maker *m, circlet_group_by by, const ci_word_set *words)
{
    for (size_t i = 0; i < words->count; i++)
        if (!add_word(m, by, words->words[i]))
            return false;
    return add_unknown(m, by);
}

/* Those that everybody uses first, then the others of the city. */
static bool find_kinds(maker *m)
{
    const circlet_city *city = m->judgement->city;
    const char *const *usual = ci_kind_words();
    size_t usual_count;

    for (; *usual; usual++)
        if (!ci_word_set_add(&m->kinds, *usual))
            return false;
    usual_count = m->kinds.count;
    for (size_t i = 0; i < circlet_city_demand_count(city); i++)
        if (!ci_word_set_add_list(
                &m->kinds, circlet_city_demand(city, (circlet_demand)i)->kind))
            return false;
    ci_word_set_sort(&m->kinds, usual_count);
    return true;
}

static bool add_kinds(maker *m)
{
    return find_kinds(m) && add_words(m, CIRCLET_GROUP_BY_KIND, &m->kinds);
}

static bool add_grades(maker *m)
{
    static const char *const grades[GRADE_COUNT] = {"1", "2", "3", "4"};

    for (size_t i = 0; i < GRADE_COUNT; i++)
        if (!add_group(m, (ci_group_set){CIRCLET_GROUP_BY_GRADE, grades[i],
                                         NULL, NULL, false}))
            return false;
    return add_unknown(m, CIRCLET_GROUP_BY_GRADE);
}

static bool add_modes(maker *m)
{
    const circlet_policy *policy = m->judgement->policy;

    for (size_t i = 0; i < policy->mode_count; i++)
        if (!add_word(m, CIRCLET_GROUP_BY_MODE, policy->modes[i]))
            return false;
    return true;
}

static bool add_settings(maker *m)
{
    static const char *const usual[] = {"urban", "plain", "mountain"};
    const size_t usual_count = sizeof(usual) / sizeof(usual[0]);
    const circlet_city *city = m->judgement->city;

    for (size_t i = 0; i < usual_count; i++)
        if (!ci_word_set_add(&m->settings, usual[i]))
            return false;
    for (size_t i = 0; i < circlet_city_unit_count(city); i++)
        if (!ci_word_set_add(
                &m->settings,
                circlet_city_unit(city, (circlet_unit)i)->setting))
            return false;
    ci_word_set_sort(&m->settings, usual_count);
    return add_words(m, CIRCLET_GROUP_BY_SETTING, &m->settings);
}

static bool add_ages(maker *m)
{
    const ci_age_bands *ages = &m->divisions->ages;

    for (size_t i = 0; i <= ages->count; i++) {
        char band[CI_AGE_BAND_SIZE];

        ci_age_band_name(band, ages, i);
        if (!add_word(m, CIRCLET_GROUP_BY_AGE, band))
            return false;
    }
    return add_unknown(m, CIRCLET_GROUP_BY_AGE);
}

static bool add_streets(maker *m)
{
    const circlet_city *city = m->judgement->city;
    size_t count = circlet_city_unit_count(city);

    m->streets = calloc(count + 1, sizeof(*m->streets));
    if (!m->streets)
        return false;
    for (size_t i = 0; i < count; i++) {
        const circlet_unit_record *unit =
            circlet_city_unit(city, (circlet_unit)i);

        if (unit->level != CIRCLET_LEVEL_STREET)
            continue;
        m->streets[i] = (uint32_t)m->street_count++;
        if (!add_group(m, (ci_group_set){CIRCLET_GROUP_BY_STREET, unit->code,
                                         unit->name, unit->name, false}))
            return false;
    }
    return add_unknown(m, CIRCLET_GROUP_BY_STREET);
}

static bool add_all(maker *m)
{
    return add_word(m, CIRCLET_GROUP_BY_ALL, "all");
}

static bool add_groups(maker *m)
{
    static bool (*const add[CIRCLET_GROUP_BY_COUNT])(maker * m) = {
        add_all,      add_kinds, add_grades, add_modes,
        add_settings, add_ages,  add_streets};

    for (int by = 0; by < CIRCLET_GROUP_BY_COUNT; by++) {
        m->starts[by] = m->sets->count;
        if (divides_by(m, (circlet_group_by)by) && !add[by](m))
            return false;
    }
    return true;
}

/* ---- who is in which ---------------------------------------------------- */

static bool put_in(maker *m, circlet_group_by by, size_t place)
{
    ci_group_sets *sets = m->sets;
    uint32_t *of = ci_array_reserve_one(sets->of, m->entry_count,
                                        &m->entry_capacity, sizeof(*of));

    if (!of)
        return false;
    sets->of = of;
    of[m->entry_count++] = (uint32_t)(m->starts[by] + place);
    return true;
}

static bool put_by_kind(maker *m, const circlet_demand_record *person)
{
    size_t before = m->entry_count;

    for (size_t i = 0; person->kind && i < m->kinds.count; i++)
        if (circlet_list_has(person->kind, m->kinds.words[i]) &&
            !put_in(m, CIRCLET_GROUP_BY_KIND, i))
            return false;
    return m->entry_count > before ||
           put_in(m, CIRCLET_GROUP_BY_KIND, m->kinds.count);
}

static size_t grade_of(const circlet_demand_record *person)
{
    return person->grade >= 1 && person->grade <= GRADE_COUNT
               ? (size_t)person->grade - 1
               : GRADE_COUNT;
}

/* The lowest unit's, whose setting is its own or that of one above. */
static size_t setting_of(const maker *m, circlet_demand demand)
{
    const circlet_city *city = m->judgement->city;
    circlet_unit unit = CIRCLET_NONE;
    const char *setting;
    size_t place = 0;

    for (int level = CIRCLET_LEVEL_COUNT; unit == CIRCLET_NONE && level > 0;)
        unit =
            circlet_city_demand_unit(city, demand, (circlet_level)(--level));
    setting =
        unit == CIRCLET_NONE ? NULL : circlet_city_unit_setting(city, unit);
    while (place < m->settings.count &&
           (!setting || strcmp(m->settings.words[place], setting) != 0))
        place++;
    return place;
}

static size_t street_of(const maker *m, circlet_demand demand)
{
    circlet_unit unit = circlet_city_demand_unit(m->judgement->city, demand,
                                                 CIRCLET_LEVEL_STREET);

    return unit == CIRCLET_NONE ? m->street_count : m->streets[unit];
}

static size_t place_of(const maker *m, circlet_demand demand,
                       circlet_group_by by)
{
    const ci_judgement *judgement = m->judgement;
    const circlet_demand_record *person =
        circlet_city_demand(judgement->city, demand);
    const ci_crowd crowd = ci_judgement_crowd(judgement);

    switch (by) {
    case CIRCLET_GROUP_BY_GRADE:
        return grade_of(person);
    case CIRCLET_GROUP_BY_MODE:
        return ci_crowd_own_travel(&crowd, demand).mode;
    case CIRCLET_GROUP_BY_SETTING:
        return setting_of(m, demand);
    case CIRCLET_GROUP_BY_AGE:
        return ci_age_band_of(&m->divisions->ages, person, judgement->year);
    case CIRCLET_GROUP_BY_STREET:
        return street_of(m, demand);
    default:
        return 0;
    }
}

static bool put_person(maker *m, circlet_demand demand)
{
    const circlet_demand_record *person =
        circlet_city_demand(m->judgement->city, demand);

    for (int i = 0; i < CIRCLET_GROUP_BY_COUNT; i++) {
        circlet_group_by by = (circlet_group_by)i;

        if (!divides_by(m, by))
            continue;
        if (by == CIRCLET_GROUP_BY_KIND
                ? !put_by_kind(m, person)
                : !put_in(m, by, place_of(m, demand, by)))
            return false;
    }
    return true;
}

static bool put_people(maker *m)
{
    size_t count = circlet_city_demand_count(m->judgement->city);

    m->sets->first = calloc(count + 1, sizeof(*m->sets->first));
    if (!m->sets->first)
        return false;
    for (size_t i = 0; i < count; i++) {
        if (!put_person(m, (circlet_demand)i))
            return false;
        m->sets->first[i + 1] = m->entry_count;
    }
    return true;
}

circlet_status ci_group_sets_make(ci_group_sets *out,
                                  const ci_judgement *judgement,
                                  const ci_group_divisions *divisions,
                                  circlet_error *error)
{
    maker m = {.sets = out, .judgement = judgement, .divisions = divisions};
    bool is_made;

    *out = (ci_group_sets){0};
    is_made = add_groups(&m) && put_people(&m);
    ci_word_set_clear(&m.kinds);
    ci_word_set_clear(&m.settings);
    free(m.streets);
    return is_made ? CIRCLET_OK : ci_fail_nomem(error);
}
