/* One origin, all suitable facilities by all their entrances: a question for
 * each mode that the person may go by and each bound. */
#include <circlet/near.h>

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/options.h"
#include "policy/circle.h"
#include "policy/policy.h"
#include "policy/traveller.h"

#define DEFAULT_COUNT 5
#define DEFAULT_CUTOFF_MS (UINT32_C(60) * 60 * 1000)

struct circlet_near {
    circlet_near_result *items;
    size_t count; /* of those listed */
    size_t suitable;
    const char *mode;
    bool doubts_mode;
    bool is_known;
};

typedef struct near_search {
    const circlet_policy *policy;
    const circlet_city *city;
    const circlet_travel *travel;
    circlet_near_query query;
    ci_facility_types types;
    ci_own_travel own;
    circlet_near *near;
    circlet_point *entrances;
    uint32_t *owners; /* of each entrance: a position in the items */
    size_t entrance_count;
} near_search;

void circlet_near_free(circlet_near *near)
{
    if (!near)
        return;
    free(near->items);
    free(near);
}

size_t circlet_near_count(const circlet_near *near)
{
    return near->count;
}

const circlet_near_result *circlet_near_at(const circlet_near *near, size_t i)
{
    return i < near->count ? &near->items[i] : NULL;
}

size_t circlet_near_suitable(const circlet_near *near)
{
    return near->suitable;
}

bool circlet_near_is_known(const circlet_near *near)
{
    return near->is_known;
}

const char *circlet_near_mode(const circlet_near *near)
{
    return near->mode;
}

bool circlet_near_doubts_mode(const circlet_near *near)
{
    return near->doubts_mode;
}

/* ---- what is suitable --------------------------------------------------- */

static bool is_suitable(const near_search *search,
                        const circlet_facility_record *facility)
{
    const char *need = search->query.need;

    return ci_facility_is_open(facility, search->query.year) &&
           (strcmp(facility->type, need) == 0 ||
            ci_facility_offers(facility, need, &search->types));
}

/* Whether there are no others, for all that was said of the city. */
static bool find_is_known(const near_search *search)
{
    const char *need = search->query.need;
    const ci_selection selection = {.service = need};

    for (size_t i = 0; i < search->types.count; i++)
        if (strcmp(search->types.items[i].type, need) == 0)
            return circlet_city_knows_facility_type(search->city, need);
    if (ci_selection_lacks_types(&selection, search->city, &search->types))
        return false;
    for (size_t i = 0; i < circlet_city_facility_count(search->city); i++) {
        const circlet_facility_record *facility =
            circlet_city_facility(search->city, (circlet_facility)i);

        if (ci_facility_is_open(facility, search->query.year) &&
            ci_selection_holds(&selection, facility, &search->types, NULL) ==
                CI_MEMBER_MAYBE)
            return false;
    }
    return true;
}

/* What is listed of the service itself; what a type is asked for by offers
 * the first of its services that has places or beds. */
static const circlet_service_record *find_service(
    const circlet_facility_record *facility, const char *need)
{
    for (size_t i = 0; i < facility->service_count; i++)
        if (strcmp(facility->services[i].service, need) == 0)
            return &facility->services[i];
    if (strcmp(facility->type, need) != 0)
        return NULL;
    for (size_t i = 0; i < facility->service_count; i++)
        if (facility->services[i].places >= 0 ||
            facility->services[i].beds >= 0)
            return &facility->services[i];
    return NULL;
}

static void describe_room(circlet_near_result *out,
                          const circlet_facility_record *facility,
                          const char *need)
{
    const circlet_service_record *service = find_service(facility, need);

    out->places = out->occupied = out->free_places = -1;
    if (!service)
        return;
    out->places = service->places >= 0 ? service->places : service->beds;
    out->occupied = service->occupied;
    if (out->places == 0)
        out->free_places = 0;
    else if (out->places > 0 && out->occupied >= 0)
        out->free_places =
            out->places > out->occupied ? out->places - out->occupied : 0;
    out->is_full = out->free_places == 0;
}

static circlet_near_result describe(const near_search *search,
                                    circlet_facility position)
{
    const circlet_facility_record *facility =
        circlet_city_facility(search->city, position);
    circlet_near_result result = {
        .facility = position,
        .type_zh = ci_policy_word_zh(search->policy, facility->type),
        .type_en = ci_policy_word_en(search->policy, facility->type),
        .time_ms = CIRCLET_UNREACHED,
        .least_ms = CIRCLET_UNREACHED};

    describe_room(&result, facility, search->query.need);
    return result;
}

static size_t entrances_of(const circlet_facility_record *facility)
{
    return facility->access_count > 0 ? facility->access_count : 1;
}

static void add_suitable(near_search *search, circlet_facility position)
{
    const circlet_facility_record *facility =
        circlet_city_facility(search->city, position);
    size_t count = entrances_of(facility);

    for (size_t i = 0; i < count; i++) {
        search->entrances[search->entrance_count] =
            facility->access_count > 0 ? facility->accesses[i] : facility->at;
        search->owners[search->entrance_count++] =
            (uint32_t)search->near->count;
    }
    search->near->items[search->near->count++] = describe(search, position);
}

static circlet_status find_suitable(near_search *search, circlet_error *error)
{
    size_t all = circlet_city_facility_count(search->city), entrances = 0;

    for (circlet_facility i = 0; i < all; i++)
        entrances += entrances_of(circlet_city_facility(search->city, i));
    search->near->items = calloc(all + 1, sizeof(*search->near->items));
    search->entrances = calloc(entrances + 1, sizeof(*search->entrances));
    search->owners = calloc(entrances + 1, sizeof(*search->owners));
    if (!search->near->items || !search->entrances || !search->owners)
        return ci_fail_nomem(error);
    for (circlet_facility i = 0; i < all; i++)
        if (is_suitable(search, circlet_city_facility(search->city, i)))
            add_suitable(search, i);
    search->near->suitable = search->near->count;
    search->near->is_known = find_is_known(search);
    return CIRCLET_OK;
}

/* ---- times -------------------------------------------------------------- */

/* The time to each facility by its nearest entrance. */
static circlet_status ask(const near_search *search, uint32_t *times_ms,
                          size_t mode, circlet_bound bound,
                          circlet_error *error)
{
    const circlet_travel *travel = search->travel;
    const circlet_travel_query query = {
        .mode = search->policy->modes[mode],
        .bound = travel->has_bounds ? bound : CIRCLET_BOUND_NOMINAL,
        .origins = &search->query.at,
        .origin_count = 1,
        .destinations = search->entrances,
        .destination_count = search->entrance_count,
        .cutoff_ms = search->query.cutoff_ms};
    circlet_od_matrix *matrix = NULL;
    const circlet_od_entry *row;
    size_t count = 0;
    circlet_status status =
        travel->find_within(&matrix, &query, travel->user, error);

    for (size_t i = 0; i < search->near->count; i++)
        times_ms[i] = CIRCLET_UNREACHED;
    row = status ? NULL : circlet_od_matrix_row(matrix, 0, &count);
    for (size_t i = 0; i < count; i++) {
        uint32_t owner = search->owners[row[i].destination];

        if (row[i].time_ms < times_ms[owner])
            times_ms[owner] = row[i].time_ms;
    }
    circlet_od_matrix_free(matrix);
    return status;
}

/* A mode is one of those that the person may go by. */
static circlet_status add_mode(near_search *search, uint32_t *times_ms,
                               size_t mode, circlet_error *error)
{
    circlet_near_result *items = search->near->items;
    circlet_status status = CIRCLET_OK;

    for (int b = 0; !status && b < CIRCLET_BOUND_COUNT; b++) {
        circlet_bound bound = (circlet_bound)b;

        if (bound == CIRCLET_BOUND_NOMINAL && mode != search->own.mode)
            continue;
        status = ask(search, times_ms, mode, bound, error);
        for (size_t i = 0; !status && i < search->near->count; i++) {
            if (bound == CIRCLET_BOUND_NOMINAL)
                items[i].time_ms = times_ms[i];
            else if (bound == CIRCLET_BOUND_MIN &&
                     times_ms[i] < items[i].least_ms)
                items[i].least_ms = times_ms[i];
            else if (bound == CIRCLET_BOUND_MAX &&
                     times_ms[i] > items[i].greatest_ms)
                items[i].greatest_ms = times_ms[i];
        }
    }
    return status;
}

static circlet_status find_times(near_search *search, circlet_error *error)
{
    uint32_t *times_ms = calloc(search->near->count + 1, sizeof(*times_ms));
    circlet_status status = times_ms ? CIRCLET_OK : ci_fail_nomem(error);

    for (size_t mode = 0; !status && mode < search->policy->mode_count; mode++)
        if (search->own.modes >> mode & 1)
            status = add_mode(search, times_ms, mode, error);
    free(times_ms);
    return status;
}

/* ---- the list ----------------------------------------------------------- */

static int compare_results(const void *a, const void *b)
{
    const circlet_near_result *x = a, *y = b;

    if (x->is_full != y->is_full)
        return x->is_full - y->is_full;
    if (x->time_ms != y->time_ms)
        return x->time_ms < y->time_ms ? -1 : 1;
    if (x->least_ms != y->least_ms)
        return x->least_ms < y->least_ms ? -1 : 1;
    return (x->facility > y->facility) - (x->facility < y->facility);
}

/* Keeps the nearest of those that are near, or may be. */
static void keep_nearest(circlet_near *near, size_t most)
{
    size_t kept = 0;

    for (size_t i = 0; i < near->count; i++)
        if (near->items[i].time_ms != CIRCLET_UNREACHED ||
            near->items[i].least_ms != CIRCLET_UNREACHED)
            near->items[kept++] = near->items[i];
    qsort(near->items, kept, sizeof(*near->items), compare_results);
    near->count = kept < most ? kept : most;
}

/* ---- the call ----------------------------------------------------------- */

static circlet_status read_mode(near_search *search, circlet_error *error)
{
    const circlet_demand_record nobody = {.certified = CIRCLET_UNKNOWN,
                                          .grade = -1,
                                          .age = -1,
                                          .birth_year = -1};
    const circlet_near_query *query = &search->query;
    size_t mode = CI_NO_POSITION;
    circlet_status status = CIRCLET_OK;

    if (query->mode)
        status =
            ci_policy_find_mode(&mode, search->policy, query->mode, error);
    if (status)
        return status;
    if (mode != CI_NO_POSITION)
        search->own =
            (ci_own_travel){.mode = mode, .modes = (ci_modes)1 << mode};
    else
        search->own = ci_policy_own_travel(
            search->policy, query->person ? query->person : &nobody,
            CI_LAST_DAY(query->year));
    search->near->mode = search->policy->modes[search->own.mode];
    search->near->doubts_mode =
        (search->own.modes & (search->own.modes - 1)) != 0;
    return CIRCLET_OK;
}

static circlet_status read_query(near_search *search,
                                 const circlet_near_query *query,
                                 circlet_error *error)
{
    circlet_status status =
        ci_options_read(&search->query, sizeof(search->query), query, error);

    if (status)
        return status;
    if (!search->query.need || !*search->query.need)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "the nearest of no service is asked for");
    if (search->query.count == 0)
        search->query.count = DEFAULT_COUNT;
    if (search->query.cutoff_ms == 0)
        search->query.cutoff_ms = DEFAULT_CUTOFF_MS;
    if (search->query.cutoff_ms > CIRCLET_CUTOFF_MAX)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "a cutoff of %u ms is over the most, %u",
                       search->query.cutoff_ms, CIRCLET_CUTOFF_MAX);
    if (search->query.year == 0)
        search->query.year = search->policy->default_year;
    return CIRCLET_OK;
}

circlet_status circlet_near_find(circlet_near **out,
                                 const circlet_policy *policy,
                                 const circlet_city *city,
                                 const circlet_travel *travel,
                                 const circlet_near_query *query,
                                 circlet_error *error)
{
    near_search search = {.policy = policy, .city = city, .travel = travel};
    circlet_status status;

    if (!out || !policy || !city || !query || !travel || !travel->find_within)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "what is near needs a policy, a city, a query and a "
                       "source of travel times that finds pairs");
    search.types = (ci_facility_types){policy->types, policy->type_count};
    status = read_query(&search, query, error);
    if (status)
        return status;
    search.near = calloc(1, sizeof(*search.near));
    if (!search.near)
        return ci_fail_nomem(error);
    status = read_mode(&search, error);
    if (!status)
        status = find_suitable(&search, error);
    if (!status && search.near->count > 0)
        status = find_times(&search, error);
    free(search.entrances);
    free(search.owners);
    if (status) {
        circlet_near_free(search.near);
        return status;
    }
    keep_nearest(search.near, search.query.count);
    *out = search.near;
    return CIRCLET_OK;
}
