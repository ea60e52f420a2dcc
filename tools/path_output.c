#include "path_output.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "locale.h"
#include "table.h"
#include "tag_words.h"

#define MS_PER_S 1000.0
#define CELL_SIZE 128

/* ---- words -------------------------------------------------------------- */

/* In JSON; the table has no column for it. */
static const char *kind_name(circlet_step_kind kind)
{
    switch (kind) {
    case CIRCLET_STEP_OFF_ROAD:
        return "off_road";
    case CIRCLET_STEP_BOARDING:
        return "boarding";
    case CIRCLET_STEP_LINK:
        return "link";
    case CIRCLET_STEP_NODE:
        break;
    }
    return "node";
}

/* "1:05", "1:02:05": whole seconds. */
static void clock_text(char out[CELL_SIZE], uint32_t time_ms)
{
    unsigned s = (unsigned)(((uint64_t)time_ms + 500) / 1000);

    if (s >= 3600)
        snprintf(out, CELL_SIZE, "%u:%02u:%02u", s / 3600, s / 60 % 60,
                 s % 60);
    else
        snprintf(out, CELL_SIZE, "%u:%02u", s / 60, s % 60);
}

/* "+12.5", "-3": what a cause adds. */
static void signed_text(char out[NUMBER_SIZE], double seconds)
{
    char number[NUMBER_SIZE];

    format_rounded(number, fabs(seconds), 1);
    snprintf(out, NUMBER_SIZE, "%s%.40s",
             seconds < 0 && strcmp(number, "0") != 0 ? "-" : "+", number);
}

/* Whether a delay falls on the traveller in part. */
static bool is_shared(const circlet_cause *cause)
{
    return strcmp(cause->effect, "delay") == 0 && cause->share < 1;
}

static void write_wait(FILE *to, const circlet_cause *cause, const char *value)
{
    char seconds[NUMBER_SIZE], share[NUMBER_SIZE];

    format_rounded(seconds, cause->seconds, 1);
    format_rounded(share, cause->share * 100, 1);
    if (!is_shared(cause))
        fprintf(to, _("waits %s s"), value);
    else if (cause->share == 0.5)
        fprintf(to, _("waits %s s, half of %s s"), seconds, value);
    else
        fprintf(to, _("waits %s s, %s %% of %s s"), seconds, share, value);
}

/* Why, in a few words; the tags go after it. */
static void write_cause(FILE *to, const circlet_cause *cause)
{
    char value[NUMBER_SIZE], added[NUMBER_SIZE];
    const char *effect = cause->effect;

    format_rounded(value, cause->value, 2);
    signed_text(added, cause->seconds);
    if (strcmp(effect, "speed") == 0)
        fprintf(to, _("%s m/s"), value);
    else if (strcmp(effect, "off_road") == 0)
        fprintf(to, _("off the road at %s m/s"), value);
    else if (strcmp(effect, "boarding") == 0)
        fprintf(to, _("gets in and out: %s s"), value);
    else if (strcmp(effect, "slope") == 0)
        fprintf(to, _("slope %s %%: %s s"), value, added);
    else if (strcmp(effect, "delay") == 0)
        write_wait(to, cause, value);
    else if (strcmp(effect, "factor") == 0)
        fprintf(to, _("x%s: %s s"), value, added);
    else if (strcmp(effect, "bound") == 0)
        fprintf(to, _("what is not known: %s s"), added);
    else
        fprintf(to, "%s %s: %s s", effect, value, added);
    if (!cause->when)
        return;
    fputs(" (", to);
    if (is_shared(cause))
        fprintf(to, "%s; ", _("turning between road and path"));
    tag_tests_write(to, cause->when);
    putc(')', to);
}

/* "1.2 m/s; x1.3: +4 s (surface=cobblestone)"; the caller frees it, NULL if
 * memory ran out. */
static char *reasons_of(const circlet_step *step)
{
    char *text = NULL;
    size_t size;
    FILE *stream = open_memstream(&text, &size);

    if (!stream)
        return NULL;
    for (size_t i = 0; i < step->cause_count; i++) {
        fputs(i > 0 ? "; " : "", stream);
        write_cause(stream, &step->causes[i]);
    }
    if (fclose(stream) == 0)
        return text;
    free(text);
    return NULL;
}

/* ---- text --------------------------------------------------------------- */

/* The street, or what else the step is. */
static const char *step_name(const circlet_step *step)
{
    switch (step->kind) {
    case CIRCLET_STEP_OFF_ROAD:
        return _("off the road");
    case CIRCLET_STEP_BOARDING:
        return _("vehicle");
    case CIRCLET_STEP_NODE:
        return _("crossing or gate");
    case CIRCLET_STEP_LINK:
        break;
    }
    return step->name ? step->name : _("unnamed");
}

static void set_rounded(table *out, size_t column, double value)
{
    char text[NUMBER_SIZE];

    format_rounded(text, value, 1);
    table_set(out, column, text);
}

static bool add_step(table *out, size_t i, const circlet_step *step,
                     uint32_t total_ms)
{
    char text[CELL_SIZE];
    char *reasons = reasons_of(step);

    if (!reasons)
        return false;
    table_add_row(out);
    snprintf(text, sizeof(text), "%zu", i + 1);
    table_set(out, 0, text);
    table_set(out, 1, step_name(step));
    table_set(out, 2, step->id ? step->id : "");
    if (step->length_m > 0)
        set_rounded(out, 3, step->length_m);
    set_rounded(out, 4, step->time_ms / MS_PER_S);
    clock_text(text, total_ms);
    table_set(out, 5, text);
    table_set(out, 6, reasons);
    free(reasons);
    return true;
}

static table *step_table(void)
{
    table *out = table_new();

    if (!out)
        return NULL;
    table_add_column(out, _("STEP"), TABLE_RIGHT);
    table_add_column(out, _("STREET"), TABLE_LEFT);
    table_add_column(out, _("ID"), TABLE_LEFT);
    table_add_column(out, _("M"), TABLE_RIGHT);
    table_add_column(out, _("S"), TABLE_RIGHT);
    table_add_column(out, _("TIME"), TABLE_RIGHT);
    table_add_column(out, _("WHY"), TABLE_SENTENCE);
    return out;
}

static void print_sums(const path_output *from)
{
    char time[CELL_SIZE], metres[NUMBER_SIZE];

    clock_text(time, circlet_path_time_ms(from->path));
    format_rounded(metres, circlet_path_length_m(from->path), 0);
    if (strcmp(from->bound, "nominal") == 0)
        printf(_("%s: %s for %s m"), from->mode, time, metres);
    else
        printf(_("%s, bound %s: %s for %s m"), from->mode, from->bound, time,
               metres);
    fputs("\n\n", stdout);
}

bool path_print_text(const path_output *from)
{
    table *out = step_table();
    uint32_t total_ms = 0;
    bool is_done = out != NULL;

    if (!out)
        return false;
    for (size_t i = 0; is_done && i < circlet_path_step_count(from->path);
         i++) {
        const circlet_step *step = circlet_path_step(from->path, i);

        total_ms += step->time_ms;
        is_done = add_step(out, i, step, total_ms);
    }
    if (is_done)
        print_sums(from);
    is_done = is_done && table_print(out);
    table_free(out);
    return is_done;
}

/* ---- JSON --------------------------------------------------------------- */

static void write_rounded(json *out, const char *key, double value,
                          int decimals)
{
    char text[NUMBER_SIZE];

    format_rounded(text, value, decimals);
    json_raw(out, key, text);
}

static void write_point(json *out, const char *key, circlet_point at)
{
    char lon[NUMBER_SIZE], lat[NUMBER_SIZE], text[2 * NUMBER_SIZE + 4];

    format_rounded(lon, at.lon, 7);
    format_rounded(lat, at.lat, 7);
    snprintf(text, sizeof(text), "[%s,%s]", lon, lat);
    json_raw(out, key, text);
}

static void write_facts(json *out, size_t i, const circlet_step *step,
                        uint32_t total_ms)
{
    json_integer(out, "step", (int64_t)i + 1);
    json_text(out, "kind", kind_name(step->kind));
    json_text(out, "id", step->id);
    json_text(out, "name", step->name);
    if (step->kind == CIRCLET_STEP_LINK)
        json_boolean(out, "backward", step->is_backward);
    else
        json_null(out, "backward");
    write_rounded(out, "metres", step->length_m, 2);
    json_number(out, "seconds", step->time_ms / MS_PER_S);
    json_number(out, "seconds_so_far", total_ms / MS_PER_S);
}

static void write_causes(json *out, const circlet_step *step)
{
    json_array(out, "causes");
    for (size_t i = 0; i < step->cause_count; i++) {
        const circlet_cause *cause = &step->causes[i];
        bool is_bound = strcmp(cause->effect, "bound") == 0;

        json_object(out, NULL);
        json_text(out, "effect", cause->effect);
        json_text(out, "when", cause->when);
        write_rounded(out, "value", cause->value, 6);
        write_rounded(out, "seconds", cause->seconds, 6);
        if (strcmp(cause->effect, "delay") == 0)
            write_rounded(out, "share", cause->share, 6);
        else
            json_null(out, "share");
        json_text(out, "source", cause->source);
        json_boolean(out, "assumed", !cause->source && !is_bound);
        json_end(out);
    }
    json_end(out);
}

void path_print_json(const path_output *from)
{
    uint32_t total_ms = 0;
    json out;

    json_start(&out, stdout);
    json_text(&out, "mode", from->mode);
    json_text(&out, "bound", from->bound);
    write_point(&out, "from", from->from);
    write_point(&out, "to", from->to);
    json_text(&out, "facility", from->facility);
    json_number(&out, "seconds", circlet_path_time_ms(from->path) / MS_PER_S);
    write_rounded(&out, "metres", circlet_path_length_m(from->path), 2);
    json_array(&out, "steps");
    for (size_t i = 0; i < circlet_path_step_count(from->path); i++) {
        const circlet_step *step = circlet_path_step(from->path, i);

        total_ms += step->time_ms;
        json_object(&out, NULL);
        write_facts(&out, i, step, total_ms);
        write_causes(&out, step);
        json_end(&out);
    }
    json_end(&out);
    json_end(&out);
}

/* ---- GeoJSON ------------------------------------------------------------ */

static void write_geometry(json *out, const circlet_step *step)
{
    json_object(out, "geometry");
    if (step->point_count == 1) {
        json_text(out, "type", "Point");
        write_point(out, "coordinates", step->points[0]);
    } else {
        json_text(out, "type", "LineString");
        json_array(out, "coordinates");
        for (size_t i = 0; i < step->point_count; i++)
            write_point(out, NULL, step->points[i]);
        json_end(out);
    }
    json_end(out);
}

/* GIS programs show flat properties: reasons are one text. */
static void write_reasons(json *out, const circlet_step *step)
{
    char *reasons = reasons_of(step);

    json_text(out, "why", reasons);
    free(reasons);
}

void path_write_geojson(FILE *to, const path_output *from)
{
    uint32_t total_ms = 0;
    json out;

    json_start(&out, to);
    json_text(&out, "type", "FeatureCollection");
    json_array(&out, "features");
    for (size_t i = 0; i < circlet_path_step_count(from->path); i++) {
        const circlet_step *step = circlet_path_step(from->path, i);

        total_ms += step->time_ms;
        json_object(&out, NULL);
        json_text(&out, "type", "Feature");
        json_object(&out, "properties");
        json_text(&out, "mode", from->mode);
        json_text(&out, "bound", from->bound);
        write_facts(&out, i, step, total_ms);
        write_reasons(&out, step);
        json_end(&out);
        write_geometry(&out, step);
        json_end(&out);
    }
    json_end(&out);
    json_end(&out);
}
