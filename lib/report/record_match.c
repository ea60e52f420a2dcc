/* Both lists are sorted by what is to be equal, then by id, and merged; what
 * is left over goes on to the next, weaker kind of equality. */
#include "report/record_match.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"

/* Degrees are told apart to about a tenth of a metre. */
#define STEPS_PER_DEGREE 1e6

/* A record that has not been found again yet. */
typedef struct loose_record {
    const void *record; /* starts with its id */
    uint32_t position;
} loose_record;

typedef struct loose_records {
    loose_record *items;
    size_t count;
} loose_records;

/* Compares records: less, equal or greater than 0. */
typedef int (*compare_fn)(const void *a, const void *b);

/* The same for qsort() of loose records, with the id last. */
typedef struct equality {
    compare_fn compare;
    compare_fn order;
} equality;

static const char *id_of(const void *record)
{
    return *(const char *const *)record;
}

/* ---- comparing ---------------------------------------------------------- */

static int compare_texts(const char *a, const char *b)
{
    if (!a || !b)
        return (a != NULL) - (b != NULL);
    return strcmp(a, b);
}

static int compare_numbers(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

static int compare_degrees(double a, double b)
{
    return compare_numbers(llround(a * STEPS_PER_DEGREE),
                           llround(b * STEPS_PER_DEGREE));
}

static int compare_points(circlet_point a, circlet_point b)
{
    int lon = compare_degrees(a.lon, b.lon);

    return lon ? lon : compare_degrees(a.lat, b.lat);
}

/* The first that is not 0. */
static int first_of(const int *answers, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (answers[i] != 0)
            return answers[i];
    return 0;
}

#define FIRST_OF(answers)                                                     \
    first_of(answers, sizeof(answers) / sizeof((answers)[0]))

static int compare_ids(const void *a, const void *b)
{
    return strcmp(id_of(a), id_of(b));
}

/* What hardly changes of a person who stays where they are. */
static int compare_homes(const void *a, const void *b)
{
    const circlet_demand_record *x = a, *y = b;
    const int answers[] = {compare_points(x->at, y->at),
                           compare_texts(x->household, y->household),
                           compare_texts(x->kind, y->kind),
                           compare_numbers(x->birth_year, y->birth_year),
                           compare_numbers(x->is_modelled, y->is_modelled)};

    return FIRST_OF(answers);
}

static int compare_attributes(const circlet_demand_record *x,
                              const circlet_demand_record *y)
{
    const int answers[] = {compare_texts(x->household, y->household),
                           compare_texts(x->unit_code, y->unit_code),
                           compare_numbers(x->certified, y->certified),
                           compare_texts(x->kind, y->kind),
                           compare_numbers(x->grade, y->grade),
                           compare_numbers(x->age, y->age),
                           compare_numbers(x->birth_year, y->birth_year),
                           compare_texts(x->aid, y->aid),
                           compare_texts(x->needs, y->needs),
                           compare_texts(x->received, y->received),
                           compare_numbers(x->old_carer, y->old_carer),
                           compare_numbers(x->poor, y->poor),
                           compare_numbers(x->is_modelled, y->is_modelled),
                           compare_texts(x->attributes, y->attributes)};

    return FIRST_OF(answers);
}

static int compare_people(const void *a, const void *b)
{
    const circlet_demand_record *x = a, *y = b;
    const int answers[] = {compare_points(x->at, y->at),
                           compare_attributes(x, y),
                           compare_numbers(x->weight_milli, y->weight_milli)};

    return FIRST_OF(answers);
}

static int compare_facilities(const void *a, const void *b)
{
    const circlet_facility_record *x = a, *y = b;
    const int answers[] = {compare_points(x->at, y->at),
                           compare_texts(x->type, y->type),
                           compare_texts(x->name, y->name)};

    return FIRST_OF(answers);
}

static int in_order(compare_fn compare, const void *a, const void *b)
{
    const void *x = ((const loose_record *)a)->record;
    const void *y = ((const loose_record *)b)->record;
    int answer = compare(x, y);

    return answer ? answer : compare_ids(x, y);
}

static int order_ids(const void *a, const void *b)
{
    return in_order(compare_ids, a, b);
}

static int order_homes(const void *a, const void *b)
{
    return in_order(compare_homes, a, b);
}

static int order_people(const void *a, const void *b)
{
    return in_order(compare_people, a, b);
}

static int order_facilities(const void *a, const void *b)
{
    return in_order(compare_facilities, a, b);
}

bool ci_is_same_home(circlet_point a, circlet_point b)
{
    return compare_points(a, b) == 0;
}

bool ci_is_same_person(const circlet_demand_record *before,
                       const circlet_demand_record *after, int years)
{
    circlet_demand_record older = *before;

    if (before->age >= 0 && after->age >= 0 &&
        abs(after->age - before->age - years) <= 1)
        older.age = after->age;
    return compare_attributes(&older, after) == 0;
}

bool ci_are_same_words(const char *a, const char *b)
{
    return compare_texts(a, b) == 0;
}

/* ---- merging ------------------------------------------------------------ */

static void add_pair(ci_pairs *pairs, const loose_record *before,
                     const loose_record *after)
{
    const loose_record *either = before ? before : after;

    if (!either)
        return;
    pairs->items[pairs->count++] = (ci_pair){
        id_of(either->record), before ? before->position : CIRCLET_NONE,
        after ? after->position : CIRCLET_NONE};
}

static void sort(loose_records *records, compare_fn order)
{
    if (records->count > 0)
        qsort(records->items, records->count, sizeof(*records->items), order);
}

/* Pairs what is equal and keeps the rest. */
static void merge(ci_pairs *pairs, loose_records *before, loose_records *after,
                  const equality *by)
{
    size_t i = 0, k = 0, kept_before = 0, kept_after = 0;

    sort(before, by->order);
    sort(after, by->order);
    while (i < before->count && k < after->count) {
        int answer =
            by->compare(before->items[i].record, after->items[k].record);

        if (answer == 0)
            add_pair(pairs, &before->items[i++], &after->items[k++]);
        else if (answer < 0)
            before->items[kept_before++] = before->items[i++];
        else
            after->items[kept_after++] = after->items[k++];
    }
    while (i < before->count)
        before->items[kept_before++] = before->items[i++];
    while (k < after->count)
        after->items[kept_after++] = after->items[k++];
    before->count = kept_before;
    after->count = kept_after;
}

static int compare_pairs(const void *a, const void *b)
{
    return strcmp(((const ci_pair *)a)->id, ((const ci_pair *)b)->id);
}

static circlet_status match(ci_pairs *out, loose_records *before,
                            loose_records *after, const equality *by,
                            size_t by_count, circlet_error *error)
{
    out->items =
        malloc((before->count + after->count + 1) * sizeof(*out->items));
    if (!out->items || !before->items || !after->items)
        return ci_fail_nomem(error);
    for (size_t i = 0; i < by_count; i++)
        merge(out, before, after, &by[i]);
    for (size_t i = 0; i < before->count; i++)
        add_pair(out, &before->items[i], NULL);
    for (size_t i = 0; i < after->count; i++)
        add_pair(out, NULL, &after->items[i]);
    if (out->count > 0)
        qsort(out->items, out->count, sizeof(*out->items), compare_pairs);
    return CIRCLET_OK;
}

void ci_pairs_clear(ci_pairs *pairs)
{
    free(pairs->items);
    *pairs = (ci_pairs){NULL, 0};
}

/* ---- lists of a city ---------------------------------------------------- */

static loose_records list_people(const circlet_city *city)
{
    loose_records list = {NULL, circlet_city_demand_count(city)};

    list.items = malloc((list.count + 1) * sizeof(*list.items));
    for (size_t i = 0; list.items && i < list.count; i++)
        list.items[i] = (loose_record){
            circlet_city_demand(city, (circlet_demand)i), (uint32_t)i};
    return list;
}

static loose_records list_facilities(const circlet_city *city)
{
    loose_records list = {NULL, circlet_city_facility_count(city)};

    list.items = malloc((list.count + 1) * sizeof(*list.items));
    for (size_t i = 0; list.items && i < list.count; i++)
        list.items[i] = (loose_record){
            circlet_city_facility(city, (circlet_facility)i), (uint32_t)i};
    return list;
}

circlet_status ci_pairs_of_people(ci_pairs *out, const circlet_city *before,
                                  const circlet_city *after,
                                  circlet_error *error)
{
    static const equality by[] = {{compare_ids, order_ids},
                                  {compare_people, order_people},
                                  {compare_homes, order_homes}};
    loose_records old = list_people(before), now = list_people(after);
    circlet_status status =
        match(out, &old, &now, by, sizeof(by) / sizeof(by[0]), error);

    free(old.items);
    free(now.items);
    return status;
}

circlet_status ci_pairs_of_facilities(ci_pairs *out,
                                      const circlet_city *before,
                                      const circlet_city *after,
                                      circlet_error *error)
{
    static const equality by[] = {{compare_ids, order_ids},
                                  {compare_facilities, order_facilities}};
    loose_records old = list_facilities(before), now = list_facilities(after);
    circlet_status status =
        match(out, &old, &now, by, sizeof(by) / sizeof(by[0]), error);

    free(old.items);
    free(now.items);
    return status;
}
