/* The coordinates of a table, converted column by column. */
#include <circlet/io.h>

#include <string.h>

#include "base/error.h"
#include "base/id_map.h"
#include "base/options.h"
#include "geo/coordinates.h"
#include "io/source_crs.h"

#define REPORT_STEP 4096 /* rows */
#define OUTPUT_STEP 65536 /* bytes */

typedef struct conversion {
    const char *path;
    circlet_convert_options options;
    circlet_convert_counts counts;
    ci_source *source;
    uint32_t lon, lat; /* fields */
    ci_transform *from, *to;
    int decimals;
    ci_buffer output; /* not yet written */
    ci_buffer reason;
    circlet_error problem; /* of a row */
} conversion;

static void conversion_free(conversion *work)
{
    ci_source_close(work->source);
    ci_transform_free(work->from);
    ci_transform_free(work->to);
    ci_buffer_free(&work->output);
    ci_buffer_free(&work->reason);
}

/* ---- setting up ----------------------------------------------------------
 */

static circlet_status find_column(uint32_t *out, const conversion *work,
                                  const char *name, circlet_error *error)
{
    *out = ci_source_find_field(work->source, name);
    if (*out == CI_NOWHERE)
        return ci_fail(error, CIRCLET_E_NOT_FOUND, "%s: no column '%s'",
                       work->path, name);
    return CIRCLET_OK;
}

static circlet_status find_columns(conversion *work, circlet_error *error)
{
    const char *lon = work->options.lon ? work->options.lon : "lon";
    const char *lat = work->options.lat ? work->options.lat : "lat";
    circlet_status status = find_column(&work->lon, work, lon, error);

    if (status == CIRCLET_OK)
        status = find_column(&work->lat, work, lat, error);
    if (status == CIRCLET_OK && work->lon == work->lat)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "%s: column '%s' cannot be both coordinates",
                       work->path, lon);
    return status;
}

static circlet_status make_transforms(conversion *work, circlet_error *error)
{
    const circlet_coordinates degrees = {0};
    const ci_source_options options = {work->options.from.crs,
                                       work->options.from.datum,
                                       work->options.encoding};
    circlet_status status =
        ci_source_column_transform(&work->from, work->source, work->path,
                                   &options, work->lon, work->lat, error);

    if (status == CIRCLET_OK && !work->from)
        status = ci_transform_of_side(&work->from, &degrees, error);
    if (status == CIRCLET_OK)
        status = ci_transform_of_side(&work->to, &work->options.to, error);
    if (status == CIRCLET_OK)
        work->decimals = ci_transform_decimals(work->to);
    return status;
}

static circlet_status set_up(conversion *work, circlet_error *error)
{
    const ci_source_options options = {NULL, CIRCLET_DATUM_NONE,
                                       work->options.encoding};
    circlet_status status =
        ci_source_open(&work->source, work->path, &options, error);

    if (status != CIRCLET_OK)
        return status;
    if (ci_source_has_geometry(work->source))
        return ci_fail(error, CIRCLET_E_UNSUPPORTED,
                       "%s: only the columns of tables are converted, such as "
                       "those of a .csv file",
                       work->path);
    status = find_columns(work, error);
    return status == CIRCLET_OK ? make_transforms(work, error) : status;
}

/* ---- writing -------------------------------------------------------------
 */

static circlet_status flush(conversion *work, circlet_error *error)
{
    ci_buffer *output = &work->output;

    if (output->failed)
        return ci_fail_nomem(error);
    if (output->size > 0 &&
        !work->options.write(output->text, output->size, work->options.user))
        return ci_fail(error, CIRCLET_E_IO, "the output cannot be written");
    output->size = 0;
    return CIRCLET_OK;
}

/* RFC 4180: what would end the field early stands in quotes. */
static void add_cell(ci_buffer *out, const char *text)
{
    if (!text)
        return;
    if (!strpbrk(text, "\",\r\n")) {
        ci_buffer_add(out, text);
        return;
    }
    ci_buffer_add(out, "\"");
    for (; *text; text++) {
        if (*text == '"')
            ci_buffer_add(out, "\"");
        ci_buffer_add_n(out, text, 1);
    }
    ci_buffer_add(out, "\"");
}

static void write_heading(conversion *work)
{
    for (size_t i = 0; i < ci_source_field_count(work->source); i++) {
        ci_buffer_add(&work->output, i > 0 ? "," : "");
        add_cell(&work->output, ci_source_field(work->source, i));
    }
    ci_buffer_add(&work->output, "\n");
}

/* `at` is NULL for a row without a place. A row of one empty cell would be
 * an empty line, which is none. */
static void write_row(conversion *work, const ci_record *record,
                      const circlet_point *at)
{
    size_t count = ci_source_field_count(work->source);
    size_t before = work->output.size;

    for (size_t i = 0; i < count; i++) {
        ci_buffer_add(&work->output, i > 0 ? "," : "");
        if (at && i == work->lon)
            ci_buffer_add_fixed(&work->output, at->lon, work->decimals);
        else if (at && i == work->lat)
            ci_buffer_add_fixed(&work->output, at->lat, work->decimals);
        else
            add_cell(&work->output, record->values[i]);
    }
    if (work->output.size == before)
        ci_buffer_add(&work->output, "\"\"");
    ci_buffer_add(&work->output, "\n");
}

/* ---- one row -------------------------------------------------------------
 */

static void refuse(conversion *work, const ci_record *record, uint32_t field,
                   const char *kind, const char *reason)
{
    bool has_field = field != CI_NOWHERE;
    circlet_row_note note = {
        .outcome = CIRCLET_ROW_REFUSED,
        .kind = kind,
        .source = work->path,
        .row = record->row,
        .field = has_field ? ci_source_field(work->source, field) : NULL,
        .value = has_field ? record->values[field] : NULL,
        .reason = reason};

    work->counts.rejected++;
    if (work->options.noted)
        work->options.noted(&note, work->options.user);
}

/* Reads a coordinate; else refuses the row. */
static bool read_number(double *out, conversion *work, const ci_record *record,
                        uint32_t field)
{
    const char *text = record->values[field];
    const char *name = ci_source_field(work->source, field);

    if (text && ci_parse_double(out, text))
        return true;
    work->reason.size = 0;
    if (text)
        ci_reason_add(&work->reason, "%s '%s' is no number", name, text);
    else
        ci_reason_add(&work->reason, "%s is empty", name);
    if (!work->reason.failed)
        refuse(work, record, field, text ? "no_number" : "missing",
               work->reason.text);
    return false;
}

static circlet_status convert_row(conversion *work, const ci_record *record,
                                  circlet_error *error)
{
    circlet_point at;
    circlet_status status;

    work->counts.rows++;
    if (record->problem) {
        refuse(work, record, CI_NOWHERE, "unreadable", record->problem);
        return CIRCLET_OK;
    }
    if (!record->values[work->lon] && !record->values[work->lat]) {
        work->counts.unplaced++;
        write_row(work, record, NULL);
        return CIRCLET_OK;
    }
    if (!read_number(&at.lon, work, record, work->lon) ||
        !read_number(&at.lat, work, record, work->lat))
        return work->reason.failed ? ci_fail_nomem(error) : CIRCLET_OK;
    status = ci_transform_points(work->from, &at, 1, &work->problem);
    if (status == CIRCLET_OK)
        status = ci_transform_points_back(work->to, &at, 1, &work->problem);
    if (status == CIRCLET_E_NOMEM)
        return ci_fail_nomem(error);
    if (status != CIRCLET_OK) {
        refuse(work, record, CI_NOWHERE, "no_place", work->problem.message);
        return CIRCLET_OK;
    }
    work->counts.converted++;
    write_row(work, record, &at);
    return CIRCLET_OK;
}

static circlet_status report(const conversion *work, circlet_error *error)
{
    const circlet_progress *progress = &work->options.progress;

    if (work->counts.rows % REPORT_STEP == 0 && progress->report &&
        !progress->report("convert", 0.0, progress->user))
        return ci_fail(error, CIRCLET_E_CANCELLED, "cancelled");
    return CIRCLET_OK;
}

static circlet_status convert_all(conversion *work, circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    write_heading(work);
    while (status == CIRCLET_OK) {
        ci_record record;
        bool has_row = false;

        status = ci_source_next(work->source, &record, &has_row, error);
        if (status != CIRCLET_OK || !has_row)
            break;
        status = convert_row(work, &record, error);
        if (status == CIRCLET_OK)
            status = report(work, error);
        if (status == CIRCLET_OK && work->output.size >= OUTPUT_STEP)
            status = flush(work, error);
    }
    return status == CIRCLET_OK ? flush(work, error) : status;
}

circlet_status circlet_convert_csv(circlet_convert_counts *out,
                                   const char *source,
                                   const circlet_convert_options *options,
                                   circlet_error *error)
{
    conversion work = {.path = source};
    circlet_status status;

    if (!out || !source || !options)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "a conversion needs a source, options and a place for "
                       "its counts");
    status =
        ci_options_read(&work.options, sizeof(work.options), options, error);
    if (status != CIRCLET_OK)
        return status;
    if (!work.options.write)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "a conversion needs somewhere to write to");
    status = set_up(&work, error);
    if (status == CIRCLET_OK)
        status = convert_all(&work, error);
    conversion_free(&work);
    if (status == CIRCLET_OK)
        *out = work.counts;
    return status;
}
