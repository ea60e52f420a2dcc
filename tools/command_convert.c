/* circlet convert: coordinates of points or of a table's columns. */
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "json.h"
#include "locale.h"
#include "message.h"
#include "output_file.h"
#include "progress.h"
#include "rejects.h"

/* ---- from what to what --------------------------------------------------
 */

/* A datum by its word; the word "none" says that there is no shift. */
static int read_datum(circlet_datum *out, const arguments *read, option_id id)
{
    const char *name = option_value(read, id);

    for (int d = 0; name && d < CIRCLET_DATUM_COUNT; d++)
        if (strcmp(name, circlet_datum_word((circlet_datum)d)) == 0) {
            *out = (circlet_datum)d;
            return ARGUMENTS_ARE_READ;
        }
    if (!name)
        return ARGUMENTS_ARE_READ;
    return usage_error(read->command->name,
                       _("unknown datum '%s' (gcj02, bd09)"), name);
}

static int read_sides(circlet_coordinates *from, circlet_coordinates *to,
                      const arguments *read)
{
    int result = read_datum(&from->datum, read, OPTION_DATUM);

    if (result == ARGUMENTS_ARE_READ)
        result = read_datum(&to->datum, read, OPTION_TO_DATUM);
    from->crs = option_value(read, OPTION_CRS);
    to->crs = option_value(read, OPTION_TO_CRS);
    if (result == ARGUMENTS_ARE_READ && !option_given(read, OPTION_DATUM) &&
        !option_given(read, OPTION_TO_DATUM) && !from->crs && !to->crs)
        return usage_error(read->command->name,
                           _("nothing to convert: give --datum or --crs for "
                             "what there is, --to-datum or --to-crs for what "
                             "is wanted"));
    return result;
}

/* ---- points -------------------------------------------------------------
 */

static int fail_point(const arguments *read, const char *text)
{
    return usage_error(read->command->name,
                       _("option '--%s' takes %s, not '%s'"), "at", "LON,LAT",
                       text);
}

static int read_point(circlet_point *out, const arguments *read,
                      const char *text)
{
    char *copy = strdup(text);
    char *comma;
    bool is_point;

    if (!copy)
        return machine_error(read->command->name, _("out of memory"));
    comma = strchr(copy, ',');
    if (comma)
        *comma = '\0';
    is_point = comma && parse_number(&out->lon, copy) &&
               parse_number(&out->lat, comma + 1);
    free(copy);
    return is_point ? ARGUMENTS_ARE_READ : fail_point(read, text);
}

static void print_points(const arguments *read, const circlet_point *points,
                         size_t count, int decimals)
{
    for (size_t i = 0; i < count && !option_given(read, OPTION_JSON); i++) {
        char x[NUMBER_SIZE], y[NUMBER_SIZE];

        format_rounded(x, points[i].lon, decimals);
        format_rounded(y, points[i].lat, decimals);
        printf("%s,%s\n", x, y);
    }
}

/* Without the digits that only rounding makes. */
static double rounded(double value, int decimals)
{
    char text[NUMBER_SIZE];
    double read = value;

    format_rounded(text, value, decimals);
    parse_number(&read, text);
    return read;
}

/* Degrees are lon and lat, lengths x and y. */
static void print_json(const circlet_point *points, size_t count, int decimals)
{
    bool is_angle = decimals == 9;
    json out;

    json_start(&out, stdout);
    json_array(&out, "points");
    for (size_t i = 0; i < count; i++) {
        json_object(&out, NULL);
        json_number(&out, is_angle ? "lon" : "x",
                    rounded(points[i].lon, decimals));
        json_number(&out, is_angle ? "lat" : "y",
                    rounded(points[i].lat, decimals));
        json_end(&out);
    }
    json_end(&out);
    json_end(&out);
}

static int convert_points(const arguments *read,
                          const circlet_coordinates *from,
                          const circlet_coordinates *to, circlet_point *points,
                          size_t count)
{
    circlet_error error;
    int decimals = 0;
    int result = ARGUMENTS_ARE_READ;

    for (size_t i = 0; i < count && result == ARGUMENTS_ARE_READ; i++)
        result = read_point(&points[i], read, read->values[OPTION_AT][i]);
    if (result != ARGUMENTS_ARE_READ)
        return result;
    if (circlet_convert_points(from, to, points, count, &error) ||
        circlet_coordinates_decimals(&decimals, to, &error))
        return report_error(read->command->name, &error);
    if (option_given(read, OPTION_JSON))
        print_json(points, count, decimals);
    else
        print_points(read, points, count, decimals);
    return EXIT_DONE;
}

static int run_points(const arguments *read, const circlet_coordinates *from,
                      const circlet_coordinates *to)
{
    size_t count = read->counts[OPTION_AT];
    circlet_point *points = calloc(count, sizeof(*points));
    int result;

    if (!points)
        return machine_error(read->command->name, _("out of memory"));
    result = convert_points(read, from, to, points, count);
    free(points);
    return result;
}

/* ---- a table ------------------------------------------------------------
 */

/* What the library's callbacks are handed. */
typedef struct table_work {
    const arguments *read;
    progress bar;
    rejects refused;
    output_file output;
    FILE *to; /* the output's file, or stdout */
} table_work;

static bool write_bytes(const char *bytes, size_t size, void *user)
{
    table_work *work = user;

    return fwrite(bytes, 1, size, work->to) == size;
}

static void hear_note(const circlet_row_note *note, void *user)
{
    table_work *work = user;

    progress_end(&work->bar);
    rejects_add(&work->refused, note);
}

static circlet_status open_files(table_work *work, circlet_error *error)
{
    const arguments *read = work->read;
    const char *to = option_value(read, OPTION_TO);
    bool overwrite = option_given(read, OPTION_FORCE);
    circlet_status status = CIRCLET_OK;

    work->to = stdout;
    if (to)
        status = output_file_open(&work->output, to, overwrite, error);
    if (to && !status)
        work->to = work->output.file;
    if (!status)
        status =
            rejects_open(&work->refused, option_value(read, OPTION_REJECTS),
                         overwrite, error);
    return status;
}

static circlet_status check_strict(const table_work *work,
                                   const circlet_convert_counts *counts,
                                   circlet_error *error)
{
    if (!option_given(work->read, OPTION_STRICT) || counts->rejected == 0)
        return CIRCLET_OK;
    error->status = CIRCLET_E_DATA;
    snprintf(error->message, sizeof(error->message),
             ngettext("%llu row of %llu was refused",
                      "%llu rows of %llu were refused",
                      (unsigned long)counts->rejected),
             (unsigned long long)counts->rejected,
             (unsigned long long)counts->rows);
    return error->status;
}

static circlet_status convert_table(circlet_convert_counts *counts,
                                    table_work *work,
                                    const circlet_coordinates *from,
                                    const circlet_coordinates *to,
                                    circlet_error *error)
{
    const arguments *read = work->read;
    circlet_convert_options options = CIRCLET_CONVERT_OPTIONS_INIT;
    circlet_status status, closed;
    circlet_error trouble;

    options.lon = option_value(read, OPTION_LON);
    options.lat = option_value(read, OPTION_LAT);
    options.from = *from;
    options.to = *to;
    options.encoding = option_value(read, OPTION_ENCODING);
    options.write = write_bytes;
    options.noted = hear_note;
    options.user = work;
    options.progress =
        progress_start(&work->bar, option_given(read, OPTION_QUIET));
    status = circlet_convert_csv(counts, read->operands[0], &options, error);
    progress_end(&work->bar);
    /* Why --strict fails is in the file of refused rows. */
    closed = rejects_close(&work->refused, !status, &trouble);
    if (!status)
        status = check_strict(work, counts, error);
    if (!status && closed) {
        *error = trouble;
        status = closed;
    }
    return !status && work->output.file
               ? output_file_commit(&work->output, error)
               : status;
}

static void tell_counts(const table_work *work,
                        const circlet_convert_counts *counts)
{
    const char *name = work->read->command->name;

    if (option_given(work->read, OPTION_QUIET))
        return;
    if (counts->rejected)
        remark(name,
               ngettext("%llu row of %llu was refused and is not in the "
                        "output",
                        "%llu rows of %llu were refused and are not in the "
                        "output",
                        (unsigned long)counts->rejected),
               (unsigned long long)counts->rejected,
               (unsigned long long)counts->rows);
    if (counts->unplaced)
        remark(name,
               ngettext("%llu row has no coordinates and is as it was",
                        "%llu rows have no coordinates and are as they were",
                        (unsigned long)counts->unplaced),
               (unsigned long long)counts->unplaced);
}

static void print_counts(const arguments *read,
                         const circlet_convert_counts *counts)
{
    const char *to = option_value(read, OPTION_TO);
    json out;

    if (!to)
        return;
    if (!option_given(read, OPTION_JSON)) {
        printf(_("%llu of %llu rows converted into %s\n"),
               (unsigned long long)counts->converted,
               (unsigned long long)counts->rows, to);
        return;
    }
    json_start(&out, stdout);
    json_text(&out, "file", to);
    json_integer(&out, "rows", (int64_t)counts->rows);
    json_integer(&out, "converted", (int64_t)counts->converted);
    json_integer(&out, "unplaced", (int64_t)counts->unplaced);
    json_integer(&out, "rejected", (int64_t)counts->rejected);
    json_end(&out);
}

static int run_table(const arguments *read, const circlet_coordinates *from,
                     const circlet_coordinates *to)
{
    table_work work = {.read = read};
    circlet_convert_counts counts = {0};
    circlet_error error;
    int result = EXIT_DONE;

    if (option_given(read, OPTION_JSON) && !option_given(read, OPTION_TO))
        return usage_error(read->command->name,
                           _("the table itself goes to stdout: --json needs "
                             "--to"));
    if (open_files(&work, &error) ||
        convert_table(&counts, &work, from, to, &error)) {
        result = report_error(read->command->name, &error);
    } else {
        tell_counts(&work, &counts);
        print_counts(read, &counts);
    }
    rejects_free(&work.refused);
    output_file_end(&work.output);
    return result;
}

/* ---- the command -------------------------------------------------------- */

/* Options that have a meaning for a table only. */
static int check_points_alone(const arguments *read)
{
    static const option_id of_tables[] = {
        OPTION_LON,    OPTION_LAT,     OPTION_TO,    OPTION_ENCODING,
        OPTION_STRICT, OPTION_REJECTS, OPTION_FORCE,
    };

    for (size_t i = 0; i < sizeof(of_tables) / sizeof(of_tables[0]); i++)
        if (option_given(read, of_tables[i]))
            return usage_error(read->command->name,
                               _("option '--%s' is for a table, not for --at"),
                               option_name(of_tables[i]));
    return ARGUMENTS_ARE_READ;
}

static int run(const arguments *read)
{
    circlet_coordinates from = {0}, to = {0};
    bool has_points = option_given(read, OPTION_AT);
    int result = ARGUMENTS_ARE_READ;

    if (has_points == (read->operand_count > 0))
        return usage_error(read->command->name,
                           _("give either a table or points by --at"));
    if (has_points)
        result = check_points_alone(read);
    if (result == ARGUMENTS_ARE_READ)
        result = read_sides(&from, &to, read);
    if (result != ARGUMENTS_ARE_READ)
        return result;
    return has_points ? run_points(read, &from, &to)
                      : run_table(read, &from, &to);
}

static const option_use options[] = {
    {OPTION_AT, false, NULL},
    {OPTION_DATUM, false,
     N_("what the given degrees are shifted by: gcj02 (Amap, Tencent) or bd09 "
        "(Baidu)")},
    {OPTION_CRS, false,
     N_("coordinate system of what is given, such as EPSG:4547; default: WGS "
        "84 degrees")},
    {OPTION_TO_DATUM, false, NULL},
    {OPTION_TO_CRS, false, NULL},
    {OPTION_LON, false, NULL},
    {OPTION_LAT, false, NULL},
    {OPTION_TO, false, N_("the table to write (CSV); default: stdout")},
    {OPTION_ENCODING, false, NULL},
    {OPTION_STRICT, false, N_("a refused row fails the conversion")},
    {OPTION_REJECTS, false, NULL},
    {OPTION_FORCE, false,
     N_("replace the files that --to and --rejects "
        "name")},
};

const command command_convert = {
    .name = "convert",
    .summary = N_("move coordinates between systems and shifts"),
    .operands = "[TABLE]",
    .operand_min = 0,
    .operand_max = 1,
    .text = N_(
        "Converts points (--at), or two columns of TABLE (.csv, .xlsx), "
        "from one\n"
        "coordinate system to another; without more said, WGS 84 degrees "
        "with the\n"
        "longitude first. Maps of China are published in degrees that are "
        "shifted by some\n"
        "500 m: --datum undoes that, --to-datum does it. The shift is "
        "inverted to less\n"
        "than a millimetre, but the published formula itself is a metre or "
        "two off.\n"
        "\n"
        "All other columns and the order of rows stay; the output is UTF-8. "
        "A row whose\n"
        "coordinates cannot be converted is refused, counted and left out; "
        "one without\n"
        "coordinates stays as it is."),
    .examples =
        "  circlet convert --at 116.4039,39.9153 --datum gcj02\n"
        "  circlet convert --at 116.4,39.9 --to-crs EPSG:4548\n"
        "  circlet convert homes.csv --lon 经度 --lat 纬度 --datum bd09 --to "
        "out.csv\n",
    .options = options,
    .option_count = sizeof(options) / sizeof(options[0]),
    .run = run,
};
