#include "gaps_output.h"

#include <stdlib.h>
#include <string.h>

#include "csv_field.h"
#include "json.h"
#include "locale.h"
#include "quantity.h"
#include "table.h"
#include "tag_words.h"

#define MILLI 1000.0

static const char *kind_name(const gap_place *place)
{
    return place->gap.is_node ? "node" : "link";
}

/* ---- text --------------------------------------------------------------- */

static void persons_text(char out[QUANTITY_SIZE], int64_t milli)
{
    quantity_text(out, (double)milli / MILLI, NULL);
}

/* Of how many persons it is open whether they are covered, and by what. */
static bool print_open(const circlet_survey *survey)
{
    char people[QUANTITY_SIZE], open[QUANTITY_SIZE];
    const char *modes = circlet_survey_modes(survey);
    char *list = tag_text(names_write, modes);

    if (!list)
        return false;
    persons_text(people, circlet_survey_people_milli(survey));
    persons_text(open, circlet_survey_open_milli(survey));
    if (*modes)
        printf(_("Of %s persons %s are undecided (travel mode: %s).\n"),
               people, open, list);
    else
        printf(_("Of %s persons %s are undecided.\n"), people, open);
    free(list);
    return true;
}

static void print_touched(const gaps_output *from)
{
    const circlet_survey *survey = from->survey;
    size_t all = circlet_survey_size(survey), listed = from->places->count;
    char touched[QUANTITY_SIZE];

    persons_text(touched, circlet_survey_touched_milli(survey, all));
    if (circlet_survey_open_milli(survey) == 0)
        return;
    printf(ngettext("Data is missing on the ways of %s of them, at %zu "
                    "street or crossing.\n",
                    "Data is missing on the ways of %s of them, at %zu "
                    "streets and crossings.\n",
                    (unsigned long)all),
           touched, all);
    if (listed == 0 || listed == all)
        return;
    persons_text(touched, circlet_survey_touched_milli(survey, listed));
    printf(ngettext("The first %zu lies on the ways of %s of them.\n",
                    "The first %zu lie on the ways of %s of them.\n",
                    (unsigned long)listed),
           listed, touched);
}

static void set_rounded(table *out, size_t column, double value, int decimals)
{
    char text[NUMBER_SIZE];

    format_rounded(text, value, decimals);
    table_set(out, column, text);
}

static void add_place(table *out, size_t i, const gap_place *place)
{
    char text[NUMBER_SIZE];
    char *keys = tag_text(tag_keys_write, place->gap.keys);

    table_add_row(out);
    snprintf(text, sizeof(text), "%zu", i + 1);
    table_set(out, 0, text);
    table_set(out, 1, place->gap.is_node ? _("crossing") : _("street"));
    table_set(out, 2, place->name ? place->name : _("unnamed"));
    table_set(out, 3, place->id ? place->id : "");
    set_rounded(out, 4, (double)place->gap.weight_milli / MILLI, 2);
    set_rounded(out, 5, place->middle.lon, 6);
    set_rounded(out, 6, place->middle.lat, 6);
    table_set(out, 7, keys ? keys : place->gap.keys);
    free(keys);
}

static bool print_places(const gap_places *places)
{
    table *out = table_new();
    bool is_printed;

    if (!out)
        return false;
    table_add_column(out, _("NO."), TABLE_RIGHT);
    table_add_column(out, _("KIND"), TABLE_LEFT);
    table_add_column(out, _("STREET"), TABLE_LEFT);
    table_add_column(out, _("ID"), TABLE_LEFT);
    table_add_column(out, _("PERSONS"), TABLE_RIGHT);
    table_add_column(out, _("LON"), TABLE_RIGHT);
    table_add_column(out, _("LAT"), TABLE_RIGHT);
    table_add_column(out, _("MISSING"), TABLE_SENTENCE);
    for (size_t i = 0; i < places->count; i++)
        add_place(out, i, &places->items[i]);
    if (places->count > 0)
        putchar('\n');
    is_printed = table_print(out);
    table_free(out);
    return is_printed;
}

static void add_key(table *out, circlet_survey_key key)
{
    char text[QUANTITY_SIZE];
    char *name = tag_text(tag_key_write, key.key);

    table_add_row(out);
    table_set(out, 0, name ? name : key.key);
    free(name);
    set_rounded(out, 1, (double)key.missing, 0);
    set_rounded(out, 2, (double)key.asked, 0);
    quantity_text(text, (double)key.missing / (double)key.asked, "share");
    table_set(out, 3, text);
}

/* No tag of a map is called so. */
static void explain_heights(const circlet_survey *survey)
{
    for (size_t i = 0; i < circlet_survey_key_count(survey); i++) {
        circlet_survey_key key = circlet_survey_key_at(survey, i);

        if (key.missing > 0 && strcmp(key.key, CIRCLET_GAP_BY_HEIGHTS) == 0)
            printf(_("\n%s: the slope is known from heights only, and not "
                     "closely enough; a measured incline would decide.\n"),
                   key.key);
    }
}

static bool print_keys(const circlet_survey *survey)
{
    table *out = table_new();
    size_t count = 0;
    bool is_printed;

    if (!out)
        return false;
    table_add_column(out, _("TAG"), TABLE_LEFT);
    table_add_column(out, _("MISSING"), TABLE_RIGHT);
    table_add_column(out, _("ASKED"), TABLE_RIGHT);
    table_add_column(out, _("SHARE"), TABLE_RIGHT);
    for (size_t i = 0; i < circlet_survey_key_count(survey); i++)
        if (circlet_survey_key_at(survey, i).asked > 0) {
            add_key(out, circlet_survey_key_at(survey, i));
            count++;
        }
    if (count > 0)
        putchar('\n');
    is_printed = table_print(out);
    table_free(out);
    explain_heights(survey);
    return is_printed;
}

bool gaps_print_text(const gaps_output *from)
{
    if (!print_open(from->survey))
        return false;
    print_touched(from);
    return print_places(from->places) && print_keys(from->survey);
}

/* ---- JSON --------------------------------------------------------------- */

static void write_rounded(json *out, const char *key, double value,
                          int decimals)
{
    char text[NUMBER_SIZE];

    format_rounded(text, value, decimals);
    json_raw(out, key, text);
}

static void write_persons(json *out, const char *key, int64_t milli)
{
    json_number(out, key, (double)milli / MILLI);
}

static void write_facts(json *out, size_t i, const gap_place *place,
                        const char *modes)
{
    json_integer(out, "rank", (int64_t)i + 1);
    json_text(out, "kind", kind_name(place));
    json_text(out, "id", place->id);
    json_text(out, "name", place->name);
    json_text(out, "missing", place->gap.keys);
    json_text(out, "mode", modes);
    write_persons(out, "persons", place->gap.weight_milli);
    write_rounded(out, "lon", place->middle.lon, 7);
    write_rounded(out, "lat", place->middle.lat, 7);
}

static void write_keys(json *out, const circlet_survey *survey)
{
    json_array(out, "tags");
    for (size_t i = 0; i < circlet_survey_key_count(survey); i++) {
        circlet_survey_key key = circlet_survey_key_at(survey, i);

        json_object(out, NULL);
        json_text(out, "key", key.key);
        json_integer(out, "asked", (int64_t)key.asked);
        json_integer(out, "missing", (int64_t)key.missing);
        json_end(out);
    }
    json_end(out);
}

static void write_sums(json *out, const gaps_output *from)
{
    const circlet_survey *survey = from->survey;
    size_t all = circlet_survey_size(survey);

    json_text(out, "policy", from->policy);
    json_integer(out, "year", from->year);
    json_text(out, "rule", from->rule);
    json_text(out, "mode", circlet_survey_modes(survey));
    json_integer(out, "rules", (int64_t)circlet_survey_rule_count(survey));
    write_persons(out, "persons", circlet_survey_people_milli(survey));
    write_persons(out, "persons_undecided", circlet_survey_open_milli(survey));
    json_integer(out, "places", (int64_t)all);
    write_persons(out, "persons_touched",
                  circlet_survey_touched_milli(survey, all));
    write_persons(out, "persons_touched_by_listed",
                  circlet_survey_touched_milli(survey, from->places->count));
}

void gaps_print_json(const gaps_output *from)
{
    const char *modes = circlet_survey_modes(from->survey);
    json out;

    json_start(&out, stdout);
    write_sums(&out, from);
    write_keys(&out, from->survey);
    json_array(&out, "gaps");
    for (size_t i = 0; i < from->places->count; i++) {
        json_object(&out, NULL);
        write_facts(&out, i, &from->places->items[i], modes);
        json_end(&out);
    }
    json_end(&out);
    json_end(&out);
}

/* ---- files -------------------------------------------------------------- */

static void write_point(json *out, const char *key, circlet_point at)
{
    char lon[NUMBER_SIZE], lat[NUMBER_SIZE], text[2 * NUMBER_SIZE + 4];

    format_rounded(lon, at.lon, 7);
    format_rounded(lat, at.lat, 7);
    snprintf(text, sizeof(text), "[%s,%s]", lon, lat);
    json_raw(out, key, text);
}

static void write_geometry(json *out, const gap_place *place)
{
    json_object(out, "geometry");
    if (place->gap.is_node) {
        json_text(out, "type", "Point");
        write_point(out, "coordinates", place->middle);
    } else {
        json_text(out, "type", "LineString");
        json_array(out, "coordinates");
        for (size_t i = 0; i < place->point_count; i++)
            write_point(out, NULL, place->points[i]);
        json_end(out);
    }
    json_end(out);
}

void gaps_write_geojson(FILE *to, const gaps_output *from)
{
    const char *modes = circlet_survey_modes(from->survey);
    json out;

    json_start(&out, to);
    json_text(&out, "type", "FeatureCollection");
    json_array(&out, "features");
    for (size_t i = 0; i < from->places->count; i++) {
        json_object(&out, NULL);
        json_text(&out, "type", "Feature");
        json_object(&out, "properties");
        write_facts(&out, i, &from->places->items[i], modes);
        json_end(&out);
        write_geometry(&out, &from->places->items[i]);
        json_end(&out);
    }
    json_end(&out);
    json_end(&out);
}

static void write_number(FILE *to, double value, int decimals, char end)
{
    char text[NUMBER_SIZE];

    format_rounded(text, value, decimals);
    fprintf(to, "%s%c", text, end);
}

void gaps_write_csv(FILE *to, const gaps_output *from)
{
    fputs("rank,kind,id,name,missing,mode,persons,lon,lat\n", to);
    for (size_t i = 0; i < from->places->count; i++) {
        const gap_place *place = &from->places->items[i];

        fprintf(to, "%zu,%s,", i + 1, kind_name(place));
        csv_write_field(to, place->id);
        putc(',', to);
        csv_write_field(to, place->name);
        putc(',', to);
        csv_write_field(to, place->gap.keys);
        putc(',', to);
        csv_write_field(to, circlet_survey_modes(from->survey));
        putc(',', to);
        write_number(to, (double)place->gap.weight_milli / MILLI, 3, ',');
        write_number(to, place->middle.lon, 7, ',');
        write_number(to, place->middle.lat, 7, '\n');
    }
}
