/* Gathers records and makes a checked city of them. */
#include "city/city.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/parallel.h"
#include "city/record.h"

/* Positions are 32 bits wide and CIRCLET_NONE is no position. */
#define COUNT_MAX ((size_t)UINT32_MAX - 1)

circlet_status circlet_city_builder_new(circlet_city_builder **out,
                                        circlet_error *error)
{
    circlet_city_builder *builder;

    if (!out)
        return ci_fail(error, CIRCLET_E_ARGUMENT, "no place for a builder");
    builder = calloc(1, sizeof(*builder));
    if (!builder)
        return ci_fail_nomem(error);
    *out = builder;
    return CIRCLET_OK;
}

void ci_records_clear(ci_records *records)
{
    free(records->units);
    free(records->demands);
    free(records->facilities);
    free(records->sites);
    free(records->venues);
    free(records->waivers);
    ci_arena_free(&records->arena);
    ci_arena_free(&records->taken);
}

void circlet_city_builder_free(circlet_city_builder *builder)
{
    if (!builder)
        return;
    ci_records_clear(&builder->records);
    free(builder);
}

/* ---- adding ------------------------------------------------------------ */

static circlet_status check_call(const circlet_city_builder *builder,
                                 const void *record, size_t count,
                                 circlet_error *error)
{
    if (!builder || !record)
        return ci_fail(error, CIRCLET_E_ARGUMENT, "no builder or no record");
    if (count >= COUNT_MAX)
        return ci_fail(error, CIRCLET_E_DATA,
                       "more than %zu records of a kind", COUNT_MAX);
    return CIRCLET_OK;
}

circlet_status circlet_city_builder_add_unit(circlet_city_builder *builder,
                                             const circlet_unit_record *unit,
                                             circlet_error *error)
{
    ci_records *records = builder ? &builder->records : NULL;
    circlet_unit_record *units;
    circlet_status status =
        check_call(builder, unit, records ? records->unit_count : 0, error);

    if (status == CIRCLET_OK)
        status = ci_check_unit(unit, error);
    if (status != CIRCLET_OK)
        return status;
    units = ci_array_reserve_one(records->units, records->unit_count,
                                 &records->unit_capacity, sizeof(*units));
    if (!units)
        return ci_fail_nomem(error);
    records->units = units;
    if (!ci_copy_unit(&records->arena, &units[records->unit_count], unit))
        return ci_fail_nomem(error);
    records->unit_count++;
    return CIRCLET_OK;
}

circlet_status circlet_city_builder_add_demand(
    circlet_city_builder *builder, const circlet_demand_record *demand,
    circlet_error *error)
{
    ci_records *records = builder ? &builder->records : NULL;
    circlet_demand_record *demands;
    circlet_status status = check_call(
        builder, demand, records ? records->demand_count : 0, error);

    if (status == CIRCLET_OK)
        status = ci_check_demand(
            demand,
            builder->person > 0 ? builder->person : records->demand_count + 1,
            error);
    if (status != CIRCLET_OK)
        return status;
    demands =
        ci_array_reserve_one(records->demands, records->demand_count,
                             &records->demand_capacity, sizeof(*demands));
    if (!demands)
        return ci_fail_nomem(error);
    records->demands = demands;
    if (!ci_copy_demand(&records->arena, &records->words,
                        &demands[records->demand_count], demand))
        return ci_fail_nomem(error);
    records->demand_count++;
    return CIRCLET_OK;
}

circlet_status circlet_city_builder_add_facility(
    circlet_city_builder *builder, const circlet_facility_record *facility,
    circlet_error *error)
{
    ci_records *records = builder ? &builder->records : NULL;
    circlet_facility_record *facilities;
    circlet_status status = check_call(
        builder, facility, records ? records->facility_count : 0, error);

    if (status == CIRCLET_OK)
        status = ci_check_facility(facility, error);
    if (status != CIRCLET_OK)
        return status;
    facilities =
        ci_array_reserve_one(records->facilities, records->facility_count,
                             &records->facility_capacity, sizeof(*facilities));
    if (!facilities)
        return ci_fail_nomem(error);
    records->facilities = facilities;
    if (!ci_copy_facility(&records->arena,
                          &facilities[records->facility_count], facility))
        return ci_fail_nomem(error);
    records->facility_count++;
    return CIRCLET_OK;
}

circlet_status circlet_city_builder_add_site(circlet_city_builder *builder,
                                             const circlet_site_record *site,
                                             circlet_error *error)
{
    ci_records *records = builder ? &builder->records : NULL;
    circlet_site_record *sites;
    circlet_status status =
        check_call(builder, site, records ? records->site_count : 0, error);

    if (status == CIRCLET_OK)
        status = ci_check_site(site, error);
    if (status != CIRCLET_OK)
        return status;
    sites = ci_array_reserve_one(records->sites, records->site_count,
                                 &records->site_capacity, sizeof(*sites));
    if (!sites)
        return ci_fail_nomem(error);
    records->sites = sites;
    if (!ci_copy_site(&records->arena, &sites[records->site_count], site))
        return ci_fail_nomem(error);
    records->site_count++;
    return CIRCLET_OK;
}

circlet_status circlet_city_builder_add_venue(
    circlet_city_builder *builder, const circlet_venue_record *venue,
    circlet_error *error)
{
    ci_records *records = builder ? &builder->records : NULL;
    circlet_venue_record *venues;
    circlet_status status =
        check_call(builder, venue, records ? records->venue_count : 0, error);

    if (status == CIRCLET_OK)
        status = ci_check_venue(venue, error);
    if (status != CIRCLET_OK)
        return status;
    venues = ci_array_reserve_one(records->venues, records->venue_count,
                                  &records->venue_capacity, sizeof(*venues));
    if (!venues)
        return ci_fail_nomem(error);
    records->venues = venues;
    if (!ci_copy_venue(&records->arena, &venues[records->venue_count], venue))
        return ci_fail_nomem(error);
    records->venue_count++;
    return CIRCLET_OK;
}

circlet_status circlet_city_builder_add_waiver(
    circlet_city_builder *builder, const circlet_waiver_record *waiver,
    circlet_error *error)
{
    ci_records *records = builder ? &builder->records : NULL;
    circlet_waiver_record *waivers;
    circlet_status status = check_call(
        builder, waiver, records ? records->waiver_count : 0, error);

    if (status == CIRCLET_OK)
        status = ci_check_waiver(waiver, error);
    if (status != CIRCLET_OK)
        return status;
    waivers =
        ci_array_reserve_one(records->waivers, records->waiver_count,
                             &records->waiver_capacity, sizeof(*waivers));
    if (!waivers)
        return ci_fail_nomem(error);
    records->waivers = waivers;
    if (!ci_copy_waiver(&records->arena, &waivers[records->waiver_count],
                        waiver))
        return ci_fail_nomem(error);
    records->waiver_count++;
    return CIRCLET_OK;
}

circlet_status circlet_city_builder_say_complete(circlet_city_builder *builder,
                                                 circlet_part part,
                                                 circlet_error *error)
{
    if (!builder)
        return ci_fail(error, CIRCLET_E_ARGUMENT, "no builder");
    if ((unsigned)part >= CIRCLET_PART_COUNT)
        return ci_fail(error, CIRCLET_E_ARGUMENT, "part %d is none",
                       (int)part);
    builder->records.is_complete[part] = true;
    return CIRCLET_OK;
}

bool ci_city_builder_take_people(circlet_city_builder *builder,
                                 circlet_city_builder *others)
{
    ci_records *records = &builder->records, *from = &others->records;
    size_t count = records->demand_count + from->demand_count;
    circlet_demand_record *demands =
        realloc(records->demands, (count + 1) * sizeof(*demands));

    if (!demands)
        return false;
    records->demands = demands;
    records->demand_capacity = count + 1;
    if (from->demand_count > 0)
        memcpy(demands + records->demand_count, from->demands,
               from->demand_count * sizeof(*demands));
    records->demand_count = count;
    records->taken = from->arena;
    from->arena = (ci_arena){0};
    from->demand_count = 0;
    return true;
}

void ci_city_builder_use_threads(circlet_city_builder *builder,
                                 uint32_t thread_count)
{
    builder->records.thread_count = thread_count;
}

static bool copy_venues(ci_records *out, const ci_records *from)
{
    out->venues = calloc(from->venue_count + 1, sizeof(*out->venues));
    out->waivers = calloc(from->waiver_count + 1, sizeof(*out->waivers));
    if (!out->venues || !out->waivers)
        return false;
    for (; out->venue_count < from->venue_count; out->venue_count++)
        if (!ci_copy_venue(&out->arena, &out->venues[out->venue_count],
                           &from->venues[out->venue_count]))
            return false;
    for (; out->waiver_count < from->waiver_count; out->waiver_count++)
        if (!ci_copy_waiver(&out->arena, &out->waivers[out->waiver_count],
                            &from->waivers[out->waiver_count]))
            return false;
    return true;
}

static bool copy_records(ci_records *out, const ci_records *from)
{
    bool is_copied;

    memcpy(out->is_complete, from->is_complete, sizeof(out->is_complete));
    out->units = calloc(from->unit_count + 1, sizeof(*out->units));
    out->demands = calloc(from->demand_count + 1, sizeof(*out->demands));
    out->facilities =
        calloc(from->facility_count + 1, sizeof(*out->facilities));
    out->sites = calloc(from->site_count + 1, sizeof(*out->sites));
    is_copied = out->units && out->demands && out->facilities && out->sites;
    for (; is_copied && out->unit_count < from->unit_count; out->unit_count++)
        is_copied = ci_copy_unit(&out->arena, &out->units[out->unit_count],
                                 &from->units[out->unit_count]);
    for (; is_copied && out->demand_count < from->demand_count;
         out->demand_count++)
        is_copied = ci_copy_demand(&out->arena, &out->words,
                                   &out->demands[out->demand_count],
                                   &from->demands[out->demand_count]);
    for (; is_copied && out->facility_count < from->facility_count;
         out->facility_count++)
        is_copied = ci_copy_facility(&out->arena,
                                     &out->facilities[out->facility_count],
                                     &from->facilities[out->facility_count]);
    for (; is_copied && out->site_count < from->site_count; out->site_count++)
        is_copied = ci_copy_site(&out->arena, &out->sites[out->site_count],
                                 &from->sites[out->site_count]);
    return is_copied && copy_venues(out, from);
}

/* Every record starts with the pointer to its code or id. */
static int compare_ids(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* As what comes from a city file mostly is. */
static bool is_in_order(const char *bytes, size_t count, size_t size)
{
    for (size_t i = 1; i < count; i++)
        if (compare_ids(bytes + (i - 1) * size, bytes + i * size) >= 0)
            return false;
    return true;
}

/* `thing` NULL: people, whose ids are not told. */
static circlet_status sort_unique(void *items, size_t count, size_t size,
                                  const char *thing, circlet_error *error)
{
    const char *bytes = items;

    if (is_in_order(bytes, count, size))
        return CIRCLET_OK;
    qsort(items, count, size, compare_ids);
    for (size_t i = 1; i < count; i++)
        if (compare_ids(bytes + (i - 1) * size, bytes + i * size) == 0)
            return thing
                       ? ci_fail(error, CIRCLET_E_DATA,
                                 "%s '%s' is given twice", ci_translate(thing),
                                 *(const char *const *)(bytes + i * size))
                       : ci_fail(error, CIRCLET_E_DATA,
                                 "two people have the same id");
    return CIRCLET_OK;
}

static circlet_status sort_records(ci_records *records, circlet_error *error)
{
    circlet_status status =
        sort_unique(records->units, records->unit_count,
                    sizeof(*records->units), CI_TRANSLATED("unit"), error);

    if (status == CIRCLET_OK)
        status = sort_unique(records->demands, records->demand_count,
                             sizeof(*records->demands), NULL, error);
    if (status == CIRCLET_OK)
        status = sort_unique(records->facilities, records->facility_count,
                             sizeof(*records->facilities),
                             CI_TRANSLATED("facility"), error);
    if (status == CIRCLET_OK)
        status =
            sort_unique(records->sites, records->site_count,
                        sizeof(*records->sites), CI_TRANSLATED("site"), error);
    if (status == CIRCLET_OK)
        status = sort_unique(records->venues, records->venue_count,
                             sizeof(*records->venues), CI_TRANSLATED("venue"),
                             error);
    return status;
}

/* Later sums over any of the records can then not overflow. */
static circlet_status check_sums(const ci_records *records,
                                 circlet_error *error)
{
    int64_t weight = 0, residents = 0;

    for (size_t i = 0; i < records->demand_count; i++) {
        const circlet_demand_record *demand = &records->demands[i];

        if (demand->weight_milli > INT64_MAX - weight)
            return ci_fail(error, CIRCLET_E_DATA,
                           "the sum of the weights of people is too large");
        weight += demand->weight_milli;
    }
    for (size_t i = 0; i < records->unit_count; i++) {
        const circlet_unit_record *unit = &records->units[i];

        if (unit->residents <= 0)
            continue;
        if (unit->residents > INT64_MAX - residents)
            return ci_fail(error, CIRCLET_E_DATA,
                           "unit '%s' makes the sum of residents too large",
                           unit->code);
        residents += unit->residents;
    }
    return CIRCLET_OK;
}

static circlet_status gather_types(circlet_city *city, circlet_error *error)
{
    const ci_records *records = &city->records;

    city->facility_types = ci_name_map_new();
    if (!city->facility_types)
        return ci_fail_nomem(error);
    for (size_t i = 0; i < records->facility_count; i++) {
        const char *type = records->facilities[i].type;

        if (ci_name_map_find(city->facility_types, type) == CI_NOWHERE &&
            !ci_name_map_add(city->facility_types, type, (uint32_t)i))
            return ci_fail_nomem(error);
    }
    return CIRCLET_OK;
}

/* Who lives with whom, and where: neither asks for the other. */
typedef struct dwelling {
    circlet_city *city;
    circlet_status status[2];
    circlet_error errors[2];
} dwelling;

static bool find_dwelling(void *user, uint32_t worker, size_t item)
{
    dwelling *work = user;

    (void)worker;
    work->status[item] =
        (item == 0 ? ci_city_locate : ci_city_count_households)(
            work->city, &work->errors[item]);
    return true;
}

static circlet_status find_dwellings(circlet_city *city, circlet_error *error)
{
    dwelling work = {.city = city};
    const ci_parallel parallel = {city->records.thread_count > 1 ? 2 : 1,
                                  find_dwelling, NULL, &work};

    ci_parallel_run(&parallel, 2);
    for (size_t i = 0; i < 2; i++)
        if (work.status[i])
            return ci_fail(error, work.status[i], "%s",
                           work.errors[i].message);
    return CIRCLET_OK;
}

/* Checks the records of a city and hands it out, or frees it. */
static circlet_status settle(circlet_city **out, circlet_city *city,
                             circlet_error *error)
{
    circlet_status status = sort_records(&city->records, error);

    if (status == CIRCLET_OK)
        status = check_sums(&city->records, error);
    if (status == CIRCLET_OK)
        status = ci_city_link_units(city, error);
    if (status == CIRCLET_OK)
        status = ci_city_sort_waivers(city, error);
    if (status == CIRCLET_OK)
        status = gather_types(city, error);
    if (status == CIRCLET_OK)
        status = find_dwellings(city, error);
    if (status != CIRCLET_OK) {
        circlet_city_free(city);
        return status;
    }
    *out = city;
    return CIRCLET_OK;
}

circlet_status circlet_city_builder_finish(circlet_city **out,
                                           const circlet_city_builder *builder,
                                           circlet_error *error)
{
    circlet_city *city;

    if (!out || !builder)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "no builder or no place for a city");
    city = calloc(1, sizeof(*city));
    if (!city)
        return ci_fail_nomem(error);
    if (!copy_records(&city->records, &builder->records)) {
        circlet_city_free(city);
        return ci_fail_nomem(error);
    }
    return settle(out, city, error);
}

circlet_status ci_city_builder_hand_over(circlet_city **out,
                                         circlet_city_builder *builder,
                                         circlet_error *error)
{
    circlet_city *city = calloc(1, sizeof(*city));

    if (!city)
        return ci_fail_nomem(error);
    city->records = builder->records;
    builder->records = (ci_records){0};
    return settle(out, city, error);
}

circlet_status ci_city_copy_places(circlet_city_builder *builder,
                                   const circlet_city *city,
                                   circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    for (circlet_unit i = 0;
         status == CIRCLET_OK && i < circlet_city_unit_count(city); i++)
        status = circlet_city_builder_add_unit(
            builder, circlet_city_unit(city, i), error);
    for (circlet_site i = 0;
         status == CIRCLET_OK && i < circlet_city_site_count(city); i++)
        status = circlet_city_builder_add_site(
            builder, circlet_city_site(city, i), error);
    for (circlet_venue i = 0;
         status == CIRCLET_OK && i < circlet_city_venue_count(city); i++)
        status = circlet_city_builder_add_venue(
            builder, circlet_city_venue(city, i), error);
    for (size_t i = 0;
         status == CIRCLET_OK && i < circlet_city_waiver_count(city); i++)
        status = circlet_city_builder_add_waiver(
            builder, circlet_city_waiver(city, i), error);
    return status;
}
