#include "service_area_output.h"

#include <math.h>
#include <stdlib.h>

#include "json.h"
#include "locale.h"
#include "message.h"

#define MS_PER_MINUTE 60000.0
#define MILLI 1000.0

/* Persons within a cutoff, in thousandths. */
typedef struct persons {
    int64_t reached_milli;
    int64_t modelled_milli; /* of these, of modelled people */
} persons;

/* Counted by travel times, never by the area. */
static persons count_persons(const area_output *from, const area_group *group,
                             uint32_t cutoff_ms)
{
    const uint32_t *times_ms = circlet_service_areas_times_ms(group->areas);
    persons sum = {0, 0};

    for (size_t i = 0; i < circlet_city_demand_count(from->city); i++) {
        const circlet_demand_record *person =
            circlet_city_demand(from->city, (circlet_demand)i);

        if (times_ms[i] > cutoff_ms)
            continue;
        sum.reached_milli += person->weight_milli;
        if (person->is_modelled)
            sum.modelled_milli += person->weight_milli;
    }
    return sum;
}

static double area_km2(const area_group *group, size_t i)
{
    return circlet_service_areas_m2(group->areas, i) / 1e6;
}

/* A number as JSON with at most so many digits after the point. */
static void write_rounded(json *out, const char *key, double value,
                          int decimals)
{
    char text[NUMBER_SIZE];

    format_rounded(text, value, decimals);
    json_raw(out, key, text);
}

static void write_properties(json *out, const area_output *from,
                             const area_group *group, size_t i)
{
    persons sum = count_persons(from, group, from->cutoffs_ms[i]);

    if (group->facility) {
        json_text(out, "facility", group->facility->id);
        json_text(out, "name", group->facility->name);
    }
    if (group->place_count == 1) {
        write_rounded(out, "lon", group->at.lon, 7);
        write_rounded(out, "lat", group->at.lat, 7);
    }
    json_text(out, "mode", from->mode);
    json_text(out, "bound", circlet_bound_name(from->bound));
    json_text(out, "direction", from->is_outward ? "from" : "to");
    write_rounded(out, "minutes", from->cutoffs_ms[i] / MS_PER_MINUTE, 6);
    json_integer(out, "places", (int64_t)group->place_count);
    write_rounded(out, "area_km2", area_km2(group, i), 6);
    json_number(out, "persons_reached", (double)sum.reached_milli / MILLI);
    json_number(out, "persons_modelled", (double)sum.modelled_milli / MILLI);
}

/* ---- GeoJSON ------------------------------------------------------------ */

static void write_ring(json *out, const circlet_point *points, size_t count)
{
    json_array(out, NULL);
    for (size_t i = 0; i < count; i++) {
        char lon[NUMBER_SIZE], lat[NUMBER_SIZE];
        char text[2 * NUMBER_SIZE + 4];

        format_rounded(lon, points[i].lon, 9);
        format_rounded(lat, points[i].lat, 9);
        snprintf(text, sizeof(text), "[%s,%s]", lon, lat);
        json_raw(out, NULL, text);
    }
    json_end(out);
}

static void write_geometry(json *out, const circlet_area *area)
{
    size_t start = 0;

    json_object(out, "geometry");
    json_text(out, "type", "MultiPolygon");
    json_array(out, "coordinates");
    for (size_t r = 0; r < area->ring_count; r++) {
        if (!area->rings[r].is_hole)
            json_array(out, NULL);
        write_ring(out, area->points + start, area->rings[r].end - start);
        if (r + 1 == area->ring_count || !area->rings[r + 1].is_hole)
            json_end(out);
        start = area->rings[r].end;
    }
    json_end(out);
    json_end(out);
}

static void write_feature(json *out, const area_output *from,
                          const area_group *group, size_t i)
{
    circlet_area area = circlet_service_areas_at(group->areas, i);

    json_object(out, NULL);
    json_text(out, "type", "Feature");
    json_object(out, "properties");
    write_properties(out, from, group, i);
    json_end(out);
    write_geometry(out, &area);
    json_end(out);
}

void areas_write_geojson(FILE *to, const area_output *from)
{
    json out;

    json_start(&out, to);
    json_text(&out, "type", "FeatureCollection");
    json_array(&out, "features");
    for (size_t i = from->cutoff_count; i-- > 0;)
        for (size_t g = 0; g < from->group_count; g++)
            write_feature(&out, from, &from->groups[g], i);
    json_end(&out);
    json_end(&out);
}

/* ---- what was written --------------------------------------------------- */

/* Which of several places an area is about. */
static void print_place(const area_output *from, const area_group *group)
{
    char lon[NUMBER_SIZE], lat[NUMBER_SIZE];

    if (group->facility) {
        printf("%s: ", group->facility->name);
    } else if (from->group_count > 1) {
        format_rounded(lon, group->at.lon, 7);
        format_rounded(lat, group->at.lat, 7);
        printf("%s,%s: ", lon, lat);
    }
}

static void print_area(const area_output *from, const area_group *group,
                       size_t i)
{
    char minutes[NUMBER_SIZE], km2[NUMBER_SIZE], count[NUMBER_SIZE];
    persons sum = count_persons(from, group, from->cutoffs_ms[i]);

    format_rounded(minutes, from->cutoffs_ms[i] / MS_PER_MINUTE, 2);
    format_rounded(km2, area_km2(group, i), 2);
    format_rounded(count, (double)sum.reached_milli / MILLI, 1);
    print_place(from, group);
    printf(_("%s min: %s km2, %s persons\n"), minutes, km2, count);
}

void areas_print_text(const area_output *from, const char *file)
{
    for (size_t g = 0; g < from->group_count; g++)
        for (size_t i = 0; i < from->cutoff_count; i++)
            print_area(from, &from->groups[g], i);
    printf(_("%s written (travel mode %s)\n"), file, from->mode);
}

void areas_print_json(const area_output *from, const char *file)
{
    json out;

    json_start(&out, stdout);
    json_text(&out, "file", file);
    json_array(&out, "areas");
    for (size_t g = 0; g < from->group_count; g++)
        for (size_t i = 0; i < from->cutoff_count; i++) {
            json_object(&out, NULL);
            write_properties(&out, from, &from->groups[g], i);
            json_end(&out);
        }
    json_end(&out);
    json_end(&out);
}

/* ---- into the city ------------------------------------------------------ */

static circlet_service_area_record record_of(const area_output *from,
                                             const area_group *group, size_t i,
                                             const char *places)
{
    persons sum = count_persons(from, group, from->cutoffs_ms[i]);
    circlet_service_area_record record = {
        .places = places,
        .facility = group->facility ? group->facility->id : NULL,
        .mode = from->mode,
        .bound = from->bound,
        .is_outward = from->is_outward,
        .cutoff_ms = from->cutoffs_ms[i],
        .place_count = group->place_count,
        .at = group->place_count == 1
                  ? group->at
                  : (circlet_point){(double)NAN, (double)NAN},
        .area = circlet_service_areas_at(group->areas, i),
        .area_m2 = circlet_service_areas_m2(group->areas, i),
        .persons_reached = (double)sum.reached_milli / MILLI,
        .persons_modelled = (double)sum.modelled_milli / MILLI};

    return record;
}

/* "at 8.69,49.41", as a point alone is described. */
typedef struct point_name {
    char text[2 * NUMBER_SIZE + 8];
} point_name;

static point_name name_of(const area_group *group)
{
    char lon[NUMBER_SIZE], lat[NUMBER_SIZE];
    point_name name;

    format_rounded(lon, group->at.lon, 7);
    format_rounded(lat, group->at.lat, 7);
    snprintf(name.text, sizeof(name.text), "at %s,%s", lon, lat);
    return name;
}

/* The records of a group; `name` must outlive them. */
static size_t add_records(circlet_service_area_record *to,
                          const area_output *from, const area_group *group,
                          const char *name)
{
    for (size_t i = 0; i < from->cutoff_count; i++)
        to[i] = record_of(from, group, i, name);
    return from->cutoff_count;
}

circlet_status areas_save(const area_output *from, const char *path,
                          const char *places, bool is_each,
                          circlet_error *error)
{
    size_t count = 0;
    circlet_service_area_record *records = malloc(
        (from->cutoff_count * from->group_count + 1) * sizeof(*records));
    point_name *names = malloc((from->group_count + 1) * sizeof(*names));
    circlet_status status = CIRCLET_OK;

    if (!records || !names)
        status = fail_nomem(error);
    for (size_t g = 0; records && names && g < from->group_count && !status;
         g++) {
        const area_group *group = &from->groups[g];
        bool is_point = is_each && !group->facility;

        names[g] = name_of(group);
        count += add_records(records + count, from, group,
                             is_point ? names[g].text : places);
    }
    if (!status)
        status = circlet_write_service_areas(path, records, count, error);
    free(names);
    free(records);
    return status;
}
