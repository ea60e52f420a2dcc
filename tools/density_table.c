/* Densities for people to read. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "density_entry.h"
#include "json.h"
#include "locale.h"
#include "table.h"

/* So many cells stand in the table. */
#define LISTED_MAX 20

typedef struct ranked {
    double persons;
    size_t position;
} ranked;

/* Most people first; equal ones as they stand. */
static int compare_ranked(const void *left, const void *right)
{
    const ranked *a = left, *b = right;

    if (a->persons != b->persons)
        return a->persons < b->persons ? 1 : -1;
    return (a->position > b->position) - (a->position < b->position);
}

/* All in order, or NULL; the caller frees them. */
static ranked *rank_all(const density_output *from)
{
    size_t count = density_entry_count(from);
    ranked *all = malloc((count + 1) * sizeof(*all));

    for (size_t i = 0; all && i < count; i++) {
        circlet_density_cell room;

        all[i] = (ranked){
            density_entry_at(from, &room, i).numbers[FIELD_PERSONS], i};
    }
    if (all)
        qsort(all, count, sizeof(*all), compare_ranked);
    return all;
}

static void add_titles(table *out, const circlet_density_summary *summary)
{
    table_add_column(out, summary->is_by_unit ? _("unit") : _("cell"),
                     TABLE_LEFT);
    if (summary->is_by_unit) {
        table_add_column(out, _("name"), TABLE_LEFT);
    } else {
        table_add_column(out, _("longitude"), TABLE_RIGHT);
        table_add_column(out, _("latitude"), TABLE_RIGHT);
    }
    table_add_column(out, _("persons"), TABLE_RIGHT);
    table_add_column(out, _("km2"), TABLE_RIGHT);
    table_add_column(out, _("per km2"), TABLE_RIGHT);
    if (summary->is_by_unit)
        table_add_column(out, _("per 1,000 residents"), TABLE_RIGHT);
    table_add_column(out, "", TABLE_LEFT);
}

static void set_number(table *out, size_t column, double value, int decimals)
{
    char text[NUMBER_SIZE];

    if (!isfinite(value))
        return;
    format_rounded(text, value, decimals);
    table_set(out, column, text);
}

static void add_row(table *out, const density_entry *from, bool is_by_unit)
{
    size_t column = 0;

    table_add_row(out);
    table_set(out, column++, from->id);
    if (is_by_unit) {
        table_set(out, column++, from->name);
    } else {
        set_number(out, column++, from->numbers[FIELD_LON], 5);
        set_number(out, column++, from->numbers[FIELD_LAT], 5);
    }
    set_number(out, column++, from->numbers[FIELD_PERSONS], 1);
    set_number(out, column++, from->numbers[FIELD_AREA], 3);
    set_number(out, column++, from->numbers[FIELD_PER_KM2],
               from->numbers[FIELD_PER_KM2] < 10 ? 3 : 1);
    if (is_by_unit)
        set_number(out, column++, from->numbers[FIELD_PER_1000], 2);
    if (from->is_internal)
        table_set(out, column, _("internal: few persons"));
}

/* Units all, in their order; cells those with most people. */
static bool print_table(const density_output *from)
{
    circlet_density_summary summary = circlet_density_summarise(from->density);
    size_t count = density_entry_count(from);
    ranked *order = rank_all(from);
    table *out = table_new();
    bool is_printed = order && out;

    if (!summary.is_by_unit && count > LISTED_MAX)
        count = LISTED_MAX;
    if (is_printed)
        add_titles(out, &summary);
    for (size_t i = 0; is_printed && i < count; i++) {
        circlet_density_cell room;
        density_entry each = density_entry_at(
            from, &room, summary.is_by_unit ? i : order[i].position);

        add_row(out, &each, summary.is_by_unit);
    }
    is_printed = is_printed && table_print(out);
    table_free(out);
    free(order);
    return is_printed;
}

static void print_grid(const circlet_density_summary *summary, size_t count)
{
    char cell[NUMBER_SIZE], bandwidth[NUMBER_SIZE], distortion[NUMBER_SIZE];

    format_rounded(cell, summary->cell_m, 3);
    format_rounded(bandwidth, summary->bandwidth_m, 0);
    /* Per cent, rounded up. */
    format_rounded(distortion, ceil(summary->distortion * 1e6) / 1e4, 4);
    printf(ngettext("%zu cell (%s) of %s m; areas are true, lengths up to "
                    "%s%% off\n",
                    "%zu cells (%s) of %s m; areas are true, lengths up to "
                    "%s%% off\n",
                    (unsigned long)count),
           count,
           summary->shape == CIRCLET_CELL_HEXAGON ? _("hexagon") : _("square"),
           cell, distortion);
    if (summary->kernel == CIRCLET_KERNEL_NONE)
        printf(_("counted in cells, without a kernel\n"));
    else if (summary->is_bandwidth_by_rule)
        printf(_("kernel %s, bandwidth %s m by the rule of thumb\n"),
               circlet_kernel_name(summary->kernel), bandwidth);
    else
        printf(_("kernel %s, bandwidth %s m\n"),
               circlet_kernel_name(summary->kernel), bandwidth);
}

static void print_persons(const circlet_density_summary *summary)
{
    char measured[NUMBER_SIZE], low[NUMBER_SIZE], high[NUMBER_SIZE];
    char outside[NUMBER_SIZE];

    format_rounded(measured, summary->persons.measured, 3);
    format_rounded(low, summary->persons.low, 3);
    format_rounded(high, summary->persons.high, 3);
    format_rounded(outside, summary->persons_outside, 3);
    if (summary->persons.low < summary->persons.high)
        printf(_("%s: %s persons (surely %s, perhaps %s)\n"), summary->subject,
               measured, low, high);
    else
        printf(_("%s: %s persons\n"), summary->subject, measured);
    if (summary->persons_outside > 0)
        printf(_("%s persons live in no unit and are left out\n"), outside);
}

bool density_print_text(const density_output *from, const char *file)
{
    circlet_density_summary summary = circlet_density_summarise(from->density);

    print_persons(&summary);
    if (!summary.is_by_unit)
        print_grid(&summary, density_entry_count(from));
    if (!print_table(from))
        return false;
    if (file)
        printf(_("%s written\n"), file);
    return true;
}
