/* Densities for people to read. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "density_entry.h"
#include "json.h"
#include "ledger_words.h"
#include "locale.h"
#include "table.h"

/* So many cells stand in the table. */
#define LISTED_MAX 20
#define CELL_SIZE 256

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

static bool has_bounds(const circlet_density_summary *summary)
{
    return summary->persons.low < summary->persons.high;
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
    if (has_bounds(summary)) {
        table_add_column(out, _("at least"), TABLE_RIGHT);
        table_add_column(out, _("at most"), TABLE_RIGHT);
    }
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

/* Persons are not known where it is not known where a unit is. */
static size_t set_persons(table *out, size_t column, const density_entry *from,
                          const circlet_density_summary *summary)
{
    if (isfinite(from->numbers[FIELD_PERSONS]))
        set_number(out, column, from->numbers[FIELD_PERSONS], 1);
    else
        table_set(out, column, "?");
    column++;
    if (!has_bounds(summary))
        return column;
    set_number(out, column++, from->numbers[FIELD_LOW], 1);
    set_number(out, column++, from->numbers[FIELD_HIGH], 1);
    return column;
}

static void add_row(table *out, const density_entry *from,
                    const circlet_density_summary *summary)
{
    bool is_by_unit = summary->is_by_unit;
    size_t column = 0;

    table_add_row(out);
    table_set(out, column++, from->id);
    if (is_by_unit) {
        table_set(out, column++, from->name);
    } else {
        set_number(out, column++, from->numbers[FIELD_LON], 5);
        set_number(out, column++, from->numbers[FIELD_LAT], 5);
    }
    column = set_persons(out, column, from, summary);
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

        add_row(out, &each, &summary);
    }
    is_printed = is_printed && table_print(out);
    table_free(out);
    free(order);
    return is_printed;
}

static const char *kernel_word(circlet_kernel kernel)
{
    return kernel == CIRCLET_KERNEL_GAUSSIAN ? _("gaussian") : _("quartic");
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
               kernel_word(summary->kernel), bandwidth);
    else
        printf(_("kernel %s, bandwidth %s m\n"), kernel_word(summary->kernel),
               bandwidth);
}

/* Words of a density's subject, and names of which only the first is one. */
static const char *subject_word(const char *name)
{
    static const struct {
        const char *name, *text;
    } words[] = {{"all", N_("all")},          {"uncovered", N_("uncovered")},
                 {"mode", N_("travel mode")}, {"group", N_("group")},
                 {"kind", N_("disability")},  {"aid", N_("aid")},
                 {"grade", N_("grade")},      {"age", N_("age")}};

    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (strcmp(words[i].name, name) == 0)
            return _(words[i].text);
    return name;
}

/* "kind visual, grade 3-" in the user's language: each part is a word that
 * says what is asked for, and its value. */
static void print_subject(const char *subject)
{
    while (*subject) {
        size_t size = strcspn(subject, ","), name_size = 0;
        char name[32] = "", value[CELL_SIZE] = "";

        while (name_size < size && subject[name_size] != ' ')
            name_size++;
        snprintf(name, sizeof(name), "%.*s", (int)name_size, subject);
        if (name_size < size)
            snprintf(value, sizeof(value), "%.*s", (int)(size - name_size - 1),
                     subject + name_size + 1);
        fputs(subject_word(name), stdout);
        if (*value)
            printf(" %s", ledger_word(value));
        subject += size;
        if (*subject)
            fputs(_(", "), stdout);
        subject += strspn(subject, ", ");
    }
}

static void print_persons(const circlet_density_summary *summary)
{
    char measured[NUMBER_SIZE], low[NUMBER_SIZE], high[NUMBER_SIZE];
    char outside[NUMBER_SIZE];

    format_rounded(measured, summary->persons.measured, 3);
    format_rounded(low, summary->persons.low, 3);
    format_rounded(high, summary->persons.high, 3);
    format_rounded(outside, summary->persons_outside, 3);
    print_subject(summary->subject);
    if (!isfinite(summary->persons.measured))
        puts(_(": not known, no people were imported"));
    else if (has_bounds(summary))
        printf(_(": %s persons (surely %s, perhaps %s)\n"), measured, low,
               high);
    else
        printf(_(": %s persons\n"), measured);
    if (summary->persons_outside > 0)
        printf(_("%s persons live in no unit and are left out\n"), outside);
}

static void print_unknown(const density_output *from)
{
    bool is_any = false;

    for (size_t i = 0; i < density_entry_count(from); i++) {
        circlet_density_cell room;
        density_entry each = density_entry_at(from, &room, i);

        is_any = is_any || !isfinite(each.numbers[FIELD_PERSONS]);
    }
    if (is_any)
        printf(_("? not known: the unit has no area, or no people were "
                 "imported\n"));
}

bool density_print_text(const density_output *from, const char *file)
{
    circlet_density_summary summary = circlet_density_summarise(from->density);

    print_persons(&summary);
    if (!summary.is_by_unit)
        print_grid(&summary, density_entry_count(from));
    if (!print_table(from))
        return false;
    print_unknown(from);
    if (file)
        printf(_("%s written\n"), file);
    return true;
}
