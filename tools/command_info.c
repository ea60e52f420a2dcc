/* circlet info: what a city file holds. */
#include <inttypes.h>
#include <string.h>

#include "command.h"
#include "json.h"
#include "locale.h"
#include "message.h"
#include "table.h"
#include "word.h"

/* Characters of a hash that tell two sources apart by eye. */
#define SHORT_HASH 12

/* ---- JSON --------------------------------------------------------------- */

static void write_table_summary(json *out, const circlet_table_summary *row)
{
    json_object(out, NULL);
    json_text(out, "name", row->name);
    json_integer(out, "rows", (int64_t)row->rows);
    if (row->has_box) {
        json_array(out, "extent");
        json_number(out, NULL, row->west);
        json_number(out, NULL, row->south);
        json_number(out, NULL, row->east);
        json_number(out, NULL, row->north);
        json_end(out);
    } else {
        json_null(out, "extent");
    }
    json_end(out);
}

static void write_source(json *out, const circlet_source_summary *source)
{
    json_object(out, NULL);
    json_text(out, "layer", source->layer);
    json_text(out, "file", source->file);
    json_text(out, "sha256", source->sha256);
    json_integer(out, "size", (int64_t)source->size);
    json_raw(out, "options", source->options);
    json_integer(out, "rows", (int64_t)source->rows);
    json_integer(out, "imported", (int64_t)source->imported);
    json_integer(out, "rejected", (int64_t)source->rejected);
    json_integer(out, "repaired", (int64_t)source->repaired);
    json_integer(out, "doubtful", (int64_t)source->doubtful);
    json_boolean(out, "complete", source->is_complete);
    json_end(out);
}

static void print_json(const circlet_summary *summary, const char *path)
{
    json out;

    json_start(&out, stdout);
    json_text(&out, "city", path);
    json_integer(&out, "schema_version",
                 circlet_summary_schema_version(summary));
    json_array(&out, "tables");
    for (size_t i = 0; i < circlet_summary_table_count(summary); i++)
        write_table_summary(&out, circlet_summary_table(summary, i));
    json_end(&out);
    json_array(&out, "sources");
    for (size_t i = 0; i < circlet_summary_source_count(summary); i++)
        write_source(&out, circlet_summary_source(summary, i));
    json_end(&out);
    json_array(&out, "doubts");
    for (size_t i = 0; i < circlet_summary_doubt_count(summary); i++) {
        const circlet_doubt *doubt = circlet_summary_doubt(summary, i);

        json_object(&out, NULL);
        json_text(&out, "name", doubt->name);
        json_integer(&out, "count", (int64_t)doubt->count);
        json_end(&out);
    }
    json_end(&out);
    json_end(&out);
}

/* ---- text --------------------------------------------------------------- */

static void set_count(table *out, size_t column, uint64_t count)
{
    char text[NUMBER_SIZE];

    snprintf(text, sizeof(text), "%" PRIu64, count);
    table_set(out, column, text);
}

static void set_degrees(table *out, size_t column, double degrees)
{
    char text[NUMBER_SIZE];

    format_rounded(text, degrees, 5);
    table_set(out, column, text);
}

static bool print_tables(const circlet_summary *summary)
{
    table *out = table_new();
    bool is_printed;

    if (!out)
        return false;
    table_add_column(out, _("TABLE"), TABLE_LEFT);
    table_add_column(out, _("ROWS"), TABLE_RIGHT);
    table_add_column(out, _("WEST"), TABLE_RIGHT);
    table_add_column(out, _("SOUTH"), TABLE_RIGHT);
    table_add_column(out, _("EAST"), TABLE_RIGHT);
    table_add_column(out, _("NORTH"), TABLE_RIGHT);
    for (size_t i = 0; i < circlet_summary_table_count(summary); i++) {
        const circlet_table_summary *row = circlet_summary_table(summary, i);

        if (row->rows == 0)
            continue;
        table_add_row(out);
        table_set(out, 0, row->name);
        set_count(out, 1, row->rows);
        if (!row->has_box)
            continue;
        set_degrees(out, 2, row->west);
        set_degrees(out, 3, row->south);
        set_degrees(out, 4, row->east);
        set_degrees(out, 5, row->north);
    }
    is_printed = table_print(out);
    table_free(out);
    return is_printed;
}

static void add_source(table *out, const circlet_source_summary *source)
{
    char hash[SHORT_HASH + 1];

    table_add_row(out);
    table_set(out, 0, source->layer);
    table_set(out, 1, source->file);
    set_count(out, 2, source->size);
    set_count(out, 3, source->rows);
    set_count(out, 4, source->imported);
    set_count(out, 5, source->repaired);
    set_count(out, 6, source->doubtful);
    set_count(out, 7, source->rejected);
    table_set(out, 8, source->is_complete ? _("yes") : _("no"));
    snprintf(hash, sizeof(hash), "%s", source->sha256);
    table_set(out, 9, hash);
    if (strcmp(source->options, "{}") != 0)
        table_set(out, 10, source->options);
}

static bool print_sources(const circlet_summary *summary)
{
    static const struct {
        const char *name;
        table_style style;
    } columns[] = {
        {N_("LAYER"), TABLE_LEFT},      {N_("SOURCE"), TABLE_LEFT},
        {N_("BYTES"), TABLE_RIGHT},     {N_("ROWS"), TABLE_RIGHT},
        {N_("IMPORTED"), TABLE_RIGHT},  {N_("REPAIRED"), TABLE_RIGHT},
        {N_("DOUBTFUL"), TABLE_RIGHT},  {N_("REFUSED"), TABLE_RIGHT},
        {N_("COMPLETE"), TABLE_LEFT},   {N_("SHA-256"), TABLE_LEFT},
        {N_("OPTIONS"), TABLE_SENTENCE}};
    table *out = table_new();
    bool is_printed;

    if (!out)
        return false;
    for (size_t i = 0; i < sizeof(columns) / sizeof(columns[0]); i++)
        table_add_column(out, _(columns[i].name), columns[i].style);
    for (size_t i = 0; i < circlet_summary_source_count(summary); i++)
        add_source(out, circlet_summary_source(summary, i));
    is_printed = table_print(out);
    table_free(out);
    return is_printed;
}

/* What is missing, or of no known meaning; nothing if all is well. */
static void print_doubts(const circlet_summary *summary)
{
    bool is_titled = false;

    for (size_t i = 0; i < circlet_summary_doubt_count(summary); i++) {
        const circlet_doubt *doubt = circlet_summary_doubt(summary, i);

        if (doubt->count == 0)
            continue;
        if (!is_titled)
            printf("\n%s\n", _("In doubt:"));
        is_titled = true;
        printf("%8" PRIu64 "  %s\n", doubt->count, word(doubt->name));
    }
}

static bool print_text(const circlet_summary *summary, const char *path)
{
    printf(_("%s: city file, schema version %d\n"), path,
           circlet_summary_schema_version(summary));
    if (circlet_summary_source_count(summary) == 0) {
        printf(_("nothing is imported yet\n"));
        return true;
    }
    putchar('\n');
    if (!print_tables(summary))
        return false;
    putchar('\n');
    if (!print_sources(summary))
        return false;
    print_doubts(summary);
    return true;
}

static int run(const arguments *read)
{
    const char *path = read->operands[0];
    circlet_summary *summary = NULL;
    circlet_error error;
    int result = EXIT_DONE;

    if (circlet_read_summary(&summary, path, &error))
        return report_error(read->command->name, &error);
    if (option_given(read, OPTION_JSON))
        print_json(summary, path);
    else if (!print_text(summary, path))
        result = machine_error(read->command->name, _("out of memory"));
    circlet_summary_free(summary);
    return result;
}

const command command_info = {
    .name = "info",
    .summary = N_("say what it holds, where it came from, what is in doubt"),
    .operands = "CITY",
    .operand_min = 1,
    .operand_max = 1,
    .text = N_("Says what CITY holds: rows and extents, sources with their "
               "hashes, and what is\n"
               "missing or in doubt. Tables without rows are left out, but "
               "not with --json."),
    .examples = "  circlet info city.gpkg\n"
                "  circlet info city.gpkg --json\n",
    .run = run,
};
