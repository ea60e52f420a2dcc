#include "mode_output.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "locale.h"
#include "tag_words.h"

#define QUARTER_S 900.0

/* What stands in a line of the table; empty: the mode does not say so. */
typedef struct mode_summary {
    const char *speed_mps, *limit_up, *limit_down, *boarding_s;
    double metres; /* in a quarter of an hour */
} mode_summary;

/* The value of a figure, "" if the mode has none. */
static const char *find_value(const circlet_travel_mode *mode,
                              const char *part, const char *effect)
{
    for (size_t i = 0; i < circlet_travel_mode_figure_count(mode); i++) {
        circlet_mode_figure figure = circlet_travel_mode_figure(mode, i);

        if (strcmp(figure.part, part) == 0 &&
            strcmp(figure.effect, effect) == 0)
            return figure.value;
    }
    return "";
}

static mode_summary summarise(const circlet_travel_mode *mode)
{
    mode_summary said = {
        .speed_mps = find_value(mode, "speed", "m_per_s"),
        .limit_up = find_value(mode, "slope", "limit_up"),
        .limit_down = find_value(mode, "slope", "limit_down"),
        .boarding_s = find_value(mode, "boarding", "s"),
    };
    double speed = 0, boarding = 0;

    parse_number(&speed, said.speed_mps);
    parse_number(&boarding, said.boarding_s);
    if (boarding < QUARTER_S)
        said.metres = speed * (QUARTER_S - boarding);
    return said;
}

static const char *title_of(const circlet_travel_mode *mode)
{
    return locale_is_chinese() ? circlet_travel_mode_title_zh(mode)
                               : circlet_travel_mode_title_en(mode);
}

/* ---- text --------------------------------------------------------------- */

table *mode_table_new(void)
{
    table *out = table_new();

    if (!out)
        return NULL;
    table_add_column(out, _("MODE"), TABLE_LEFT);
    table_add_column(out, _("TITLE"), TABLE_LEFT);
    table_add_column(out, _("M/S"), TABLE_RIGHT);
    table_add_column(out, _("15 MIN, M"), TABLE_RIGHT);
    table_add_column(out, _("UP, %"), TABLE_RIGHT);
    table_add_column(out, _("DOWN, %"), TABLE_RIGHT);
    table_add_column(out, _("BOARDING, S"), TABLE_RIGHT);
    return out;
}

static void set_rounded(table *out, size_t column, double value, int decimals)
{
    char text[NUMBER_SIZE];

    format_rounded(text, value, decimals);
    table_set(out, column, text);
}

void mode_table_add(table *out, const circlet_travel_mode *mode)
{
    mode_summary said = summarise(mode);
    double speed = 0;

    table_add_row(out);
    table_set(out, 0, circlet_travel_mode_name(mode));
    table_set(out, 1, title_of(mode));
    if (parse_number(&speed, said.speed_mps))
        set_rounded(out, 2, speed, 2);
    set_rounded(out, 3, said.metres, 0);
    table_set(out, 4, said.limit_up);
    table_set(out, 5, said.limit_down);
    table_set(out, 6, said.boarding_s);
}

/* The effects that are no keys of a mode's file. */
static void write_effect(FILE *to, const char *effect)
{
    if (strcmp(effect, "may be") == 0)
        fputs(_("may be"), to);
    else if (strncmp(effect, "at ", 3) == 0)
        fprintf(to, _("at %s"), effect + 3);
    else
        fputs(effect, to);
}

/* "highway=steps; assumed"; the caller frees it, NULL: no memory. */
static char *where_and_source(circlet_mode_figure figure)
{
    const char *source = figure.is_assumed ? _("assumed")
                         : figure.source   ? figure.source
                                           : "";
    const char *mark = locale_is_chinese() ? "；" : "; ";
    char *when = figure.when ? tag_text(tag_tests_write, figure.when)
                             : strdup(_("always"));
    size_t size = when ? strlen(when) + strlen(source) + sizeof("；") : 0;
    char *text = when ? malloc(size) : NULL;

    if (text)
        snprintf(text, size, "%s%s%s", when, *source ? mark : "", source);
    free(when);
    return text;
}

static bool add_figure(table *out, circlet_mode_figure figure)
{
    char *text = where_and_source(figure);
    char *effect = tag_text(write_effect, figure.effect);
    char *value = tag_text(tag_values_write, figure.value);
    bool is_made = text && effect && value;

    if (is_made) {
        table_add_row(out);
        table_set(out, 0, figure.part);
        table_set(out, 1, effect);
        table_set(out, 2, value);
        table_set(out, 3, text);
    }
    free(text);
    free(effect);
    free(value);
    return is_made;
}

bool mode_print(const circlet_travel_mode *mode)
{
    table *out = table_new();
    bool is_printed = out != NULL;

    if (!out)
        return false;
    printf("%s: %s\n\n", circlet_travel_mode_name(mode), title_of(mode));
    table_add_column(out, _("PART"), TABLE_LEFT);
    table_add_column(out, _("EFFECT"), TABLE_LEFT);
    table_add_column(out, _("VALUE"), TABLE_LEFT);
    table_add_column(out, _("WHERE; SOURCE"), TABLE_SENTENCE);
    for (size_t i = 0;
         is_printed && i < circlet_travel_mode_figure_count(mode); i++)
        is_printed = add_figure(out, circlet_travel_mode_figure(mode, i));
    is_printed = is_printed && table_print(out);
    table_free(out);
    return is_printed;
}

/* ---- JSON --------------------------------------------------------------- */

/* A number that the mode may not give. */
static void write_number(json *out, const char *key, const char *value)
{
    double number;

    if (parse_number(&number, value))
        json_number(out, key, number);
    else
        json_null(out, key);
}

static void write_text(json *out, const char *key, const char *text)
{
    if (text)
        json_text(out, key, text);
    else
        json_null(out, key);
}

static void write_figure(json *out, circlet_mode_figure figure)
{
    json_object(out, NULL);
    json_text(out, "part", figure.part);
    write_text(out, "when", figure.when);
    json_text(out, "effect", figure.effect);
    json_text(out, "value", figure.value);
    write_text(out, "source", figure.source);
    json_boolean(out, "assumed", figure.is_assumed);
    json_end(out);
}

void mode_write(json *out, const circlet_travel_mode *mode)
{
    mode_summary said = summarise(mode);

    json_object(out, NULL);
    json_text(out, "name", circlet_travel_mode_name(mode));
    json_text(out, "title_zh", circlet_travel_mode_title_zh(mode));
    json_text(out, "title_en", circlet_travel_mode_title_en(mode));
    write_number(out, "speed_m_per_s", said.speed_mps);
    json_number(out, "metres_in_15_min", said.metres);
    write_number(out, "limit_up_pct", said.limit_up);
    write_number(out, "limit_down_pct", said.limit_down);
    write_number(out, "boarding_s", said.boarding_s);
    json_array(out, "figures");
    for (size_t i = 0; i < circlet_travel_mode_figure_count(mode); i++)
        write_figure(out, circlet_travel_mode_figure(mode, i));
    json_end(out);
    json_end(out);
}
