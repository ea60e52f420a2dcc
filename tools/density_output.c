#include "density_output.h"

#include <math.h>

#include "csv_field.h"
#include "density_entry.h"
#include "json.h"

/* ---- JSON --------------------------------------------------------------- */

static void write_rounded(json *out, const char *key, double value,
                          int decimals)
{
    char text[NUMBER_SIZE];

    if (!isfinite(value)) {
        json_null(out, key);
        return;
    }
    format_rounded(text, value, decimals);
    json_raw(out, key, text);
}

static void write_entry(json *out, const density_entry *from,
                        const circlet_density_summary *summary)
{
    for (int which = 0; which < FIELD_INTERNAL; which++) {
        if (!density_has_field(summary, (density_field)which))
            continue;
        if (density_field_is_text((density_field)which))
            json_text(out, density_field_name((density_field)which),
                      density_entry_text(from, (density_field)which));
        else
            write_rounded(out, density_field_name((density_field)which),
                          from->numbers[which],
                          density_field_decimals((density_field)which));
    }
    json_boolean(out, density_field_name(FIELD_INTERNAL), from->is_internal);
}

static void write_grid(json *out, const circlet_density_summary *summary)
{
    json_text(out, "shape", circlet_cell_shape_name(summary->shape));
    json_number(out, "cell_m", summary->cell_m);
    json_text(out, "kernel", circlet_kernel_name(summary->kernel));
    write_rounded(out, "bandwidth_m", summary->bandwidth_m, 3);
    json_boolean(out, "bandwidth_by_rule", summary->is_bandwidth_by_rule);
    json_array(out, "origin");
    json_number(out, NULL, summary->origin.lon);
    json_number(out, NULL, summary->origin.lat);
    json_end(out);
    write_rounded(out, "distortion", summary->distortion, 9);
}

static void write_summary(json *out, const circlet_density_summary *summary)
{
    json_text(out, "subject", summary->subject);
    if (summary->is_by_unit)
        json_text(out, "level", circlet_level_name(summary->level));
    else
        write_grid(out, summary);
    json_number(out, "small_persons", summary->small_persons);
    json_number(out, "persons", summary->persons.measured);
    json_number(out, "persons_low", summary->persons.low);
    json_number(out, "persons_high", summary->persons.high);
    json_number(out, "persons_outside", summary->persons_outside);
    json_number(out, "persons_modelled", summary->persons_modelled);
}

void density_print_json(const density_output *from, const char *file)
{
    circlet_density_summary summary = circlet_density_summarise(from->density);
    json out;

    json_start(&out, stdout);
    if (file)
        json_text(&out, "file", file);
    write_summary(&out, &summary);
    json_array(&out, summary.is_by_unit ? "units" : "cells");
    for (size_t i = 0; i < density_entry_count(from); i++) {
        circlet_density_cell room;
        density_entry each = density_entry_at(from, &room, i);

        json_object(&out, NULL);
        write_entry(&out, &each, &summary);
        json_end(&out);
    }
    json_end(&out);
    json_end(&out);
}

/* ---- GeoJSON ------------------------------------------------------------ */

static circlet_area outline_of(const density_output *from, size_t i)
{
    if (!circlet_density_summarise(from->density).is_by_unit)
        return circlet_density_cell_outline(from->density, i);
    return circlet_city_unit(from->city,
                             circlet_density_unit_at(from->density, i).unit)
        ->area;
}

static void write_ring(json *out, const circlet_point *points, size_t count)
{
    json_array(out, NULL);
    for (size_t i = 0; i < count; i++) {
        char lon[NUMBER_SIZE], lat[NUMBER_SIZE];
        char text[2 * NUMBER_SIZE + 4];

        format_rounded(lon, points[i].lon, 7);
        format_rounded(lat, points[i].lat, 7);
        snprintf(text, sizeof(text), "[%s,%s]", lon, lat);
        json_raw(out, NULL, text);
    }
    json_end(out);
}

static void write_geometry(json *out, circlet_area area)
{
    size_t start = 0;

    if (area.ring_count == 0) {
        json_null(out, "geometry");
        return;
    }
    json_object(out, "geometry");
    json_text(out, "type", "MultiPolygon");
    json_array(out, "coordinates");
    for (size_t r = 0; r < area.ring_count; r++) {
        if (!area.rings[r].is_hole)
            json_array(out, NULL);
        write_ring(out, area.points + start, area.rings[r].end - start);
        if (r + 1 == area.ring_count || !area.rings[r + 1].is_hole)
            json_end(out);
        start = area.rings[r].end;
    }
    json_end(out);
    json_end(out);
}

void density_write_geojson(FILE *to, const density_output *from)
{
    circlet_density_summary summary = circlet_density_summarise(from->density);
    json out;

    json_start(&out, to);
    json_text(&out, "type", "FeatureCollection");
    json_array(&out, "features");
    for (size_t i = 0; i < density_entry_count(from); i++) {
        circlet_density_cell room;
        density_entry each = density_entry_at(from, &room, i);

        json_object(&out, NULL);
        json_text(&out, "type", "Feature");
        json_object(&out, "properties");
        json_text(&out, "subject", summary.subject);
        write_entry(&out, &each, &summary);
        json_end(&out);
        write_geometry(&out, outline_of(from, i));
        json_end(&out);
    }
    json_end(&out);
    json_end(&out);
}

/* ---- CSV ---------------------------------------------------------------- */

static void write_csv_number(FILE *to, double value, int decimals)
{
    char text[NUMBER_SIZE];

    if (!isfinite(value))
        return;
    format_rounded(text, value, decimals);
    fputs(text, to);
}

static void write_csv_entry(FILE *to, const density_entry *from,
                            const circlet_density_summary *summary)
{
    for (int which = 0; which < FIELD_INTERNAL; which++) {
        if (!density_has_field(summary, (density_field)which))
            continue;
        if (density_field_is_text((density_field)which))
            csv_write_field(to,
                            density_entry_text(from, (density_field)which));
        else
            write_csv_number(to, from->numbers[which],
                             density_field_decimals((density_field)which));
        putc(',', to);
    }
    fputs(from->is_internal ? "1\n" : "0\n", to);
}

void density_write_csv(FILE *to, const density_output *from)
{
    circlet_density_summary summary = circlet_density_summarise(from->density);

    for (int which = 0; which < FIELD_INTERNAL; which++)
        if (density_has_field(&summary, (density_field)which))
            fprintf(to, "%s,", density_field_name((density_field)which));
    fprintf(to, "%s\n", density_field_name(FIELD_INTERNAL));
    for (size_t i = 0; i < density_entry_count(from); i++) {
        circlet_density_cell room;
        density_entry each = density_entry_at(from, &room, i);

        write_csv_entry(to, &each, &summary);
    }
}
