#include "plan/donors.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"

/* Longer names of types and services have no donors. */
#define KEY_SIZE 512

/* The name of a list: what is known, and of whom. false: too long. */
static bool name_list(char out[KEY_SIZE], const char *what, const char *first,
                      const char *second)
{
    int size = snprintf(out, KEY_SIZE, "%s\x1f%s\x1f%s", what, first, second);

    return size > 0 && size < KEY_SIZE;
}

static const ci_donor_list *find_list(const ci_donors *donors,
                                      const char *what, const char *first,
                                      const char *second)
{
    char key[KEY_SIZE];
    uint32_t position;

    if (!donors->names || !name_list(key, what, first, second))
        return NULL;
    position = ci_name_map_find(donors->names, key);
    return position == CI_NOWHERE ? NULL : &donors->lists[position];
}

/* A list of its name, an empty one where there was none. NULL: no memory. */
static ci_donor_list *make_list(ci_donors *donors, const char *key)
{
    uint32_t position = ci_name_map_find(donors->names, key);
    ci_donor_list *lists;
    char *own;

    if (position != CI_NOWHERE)
        return &donors->lists[position];
    lists = ci_array_reserve_one(donors->lists, donors->count,
                                 &donors->capacity, sizeof(*lists));
    if (!lists)
        return NULL;
    donors->lists = lists;
    own = ci_arena_copy(&donors->arena, key);
    if (!own || !ci_name_map_add(donors->names, own, (uint32_t)donors->count))
        return NULL;
    lists[donors->count] = (ci_donor_list){0};
    return &lists[donors->count++];
}

static bool add(ci_donors *donors, const char *what, const char *first,
                const char *second, uint32_t member)
{
    char key[KEY_SIZE];
    ci_donor_list *list;
    uint32_t *members;

    if (!name_list(key, what, first, second))
        return true;
    list = make_list(donors, key);
    if (!list)
        return false;
    members = ci_array_reserve_one(list->members, list->count, &list->capacity,
                                   sizeof(*members));
    if (!members)
        return false;
    list->members = members;
    members[list->count++] = member;
    return true;
}

/* ---- people ------------------------------------------------------------- */

static const char *trait_name(ci_trait trait)
{
    static const char *const names[CI_TRAIT_COUNT + 1] = {"aid", "grade",
                                                          "age", ""};

    return names[trait];
}

/* A birth year tells the age. */
static bool knows(const circlet_demand_record *person, ci_trait trait)
{
    switch (trait) {
    case CI_TRAIT_AID:
        return person->aid;
    case CI_TRAIT_GRADE:
        return person->grade != -1;
    case CI_TRAIT_AGE:
    case CI_TRAIT_COUNT:
        break;
    }
    return person->age != -1 || person->birth_year != -1;
}

static const char *kind_of(const circlet_demand_record *person)
{
    return person->kind ? person->kind : "";
}

static bool add_person(ci_donors *donors, circlet_demand i)
{
    const circlet_demand_record *person = circlet_city_demand(donors->city, i);

    for (int trait = 0; trait < CI_TRAIT_COUNT; trait++)
        if (knows(person, (ci_trait)trait) &&
            !add(donors, trait_name((ci_trait)trait), kind_of(person), "", i))
            return false;
    return true;
}

const circlet_demand_record *ci_donors_person(
    const ci_donors *donors, const circlet_demand_record *person,
    ci_trait trait, uint64_t random)
{
    const ci_donor_list *list;

    if (knows(person, trait))
        return NULL;
    list = find_list(donors, trait_name(trait), kind_of(person), "");
    return list ? circlet_city_demand(donors->city,
                                      list->members[random % list->count])
                : NULL;
}

void ci_trait_take(circlet_demand_record *person,
                   const circlet_demand_record *donor, ci_trait trait)
{
    switch (trait) {
    case CI_TRAIT_AID:
        person->aid = donor->aid;
        break;
    case CI_TRAIT_GRADE:
        person->grade = donor->grade;
        break;
    case CI_TRAIT_AGE:
        person->age = donor->age;
        person->birth_year = donor->birth_year;
        break;
    case CI_TRAIT_COUNT:
        break;
    }
}

/* ---- facilities --------------------------------------------------------- */

static bool add_facility(ci_donors *donors, circlet_facility i)
{
    const circlet_facility_record *facility =
        circlet_city_facility(donors->city, i);
    bool is_done = true;

    for (int m = 0; is_done && m < CIRCLET_MEASURE_COUNT; m++)
        if (!isnan(facility->measures[m]))
            is_done = add(donors, circlet_measure_name((circlet_measure)m),
                          facility->type, "", i);
    for (size_t s = 0; is_done && s < facility->service_count; s++) {
        const circlet_service_record *service = &facility->services[s];

        if (service->places >= 0)
            is_done =
                add(donors, "places", facility->type, service->service, i);
        if (is_done && service->beds >= 0)
            is_done = add(donors, "beds", facility->type, service->service, i);
    }
    return is_done;
}

double ci_donors_measure(const ci_donors *donors, const char *type,
                         circlet_measure measure, uint64_t random)
{
    const ci_donor_list *list =
        find_list(donors, circlet_measure_name(measure), type, "");

    return list ? circlet_city_facility(donors->city,
                                        list->members[random % list->count])
                      ->measures[measure]
                : NAN;
}

int64_t ci_donors_count(const ci_donors *donors, const char *type,
                        const char *service, bool wants_beds, uint64_t random)
{
    const ci_donor_list *list =
        find_list(donors, wants_beds ? "beds" : "places", type, service);
    const circlet_facility_record *donor;

    if (!list)
        return -1;
    donor = circlet_city_facility(donors->city,
                                  list->members[random % list->count]);
    for (size_t s = 0; s < donor->service_count; s++)
        if (strcmp(donor->services[s].service, service) == 0)
            return wants_beds ? donor->services[s].beds
                              : donor->services[s].places;
    return -1;
}

/* ---- all ---------------------------------------------------------------- */

circlet_status ci_donors_find(ci_donors *out, const circlet_city *city,
                              circlet_error *error)
{
    bool is_done;

    *out = (ci_donors){.city = city, .names = ci_name_map_new()};
    is_done = out->names != NULL;
    for (circlet_demand i = 0; is_done && i < circlet_city_demand_count(city);
         i++)
        is_done = add_person(out, i);
    for (circlet_facility i = 0;
         is_done && i < circlet_city_facility_count(city); i++)
        is_done = add_facility(out, i);
    return is_done ? CIRCLET_OK : ci_fail_nomem(error);
}

void ci_donors_clear(ci_donors *donors)
{
    for (size_t i = 0; i < donors->count; i++)
        free(donors->lists[i].members);
    free(donors->lists);
    ci_name_map_free(donors->names);
    ci_arena_free(&donors->arena);
    *donors = (ci_donors){0};
}
