#include "io/import_doubts.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "io/import_action.h"
#include "io/import_entrance.h"
#include "io/import_identity.h"

#define FIRST_SURVEY_YEAR 1800 /* of the counts of ci_row_import */

/* The years that ages can have been asked in: China's first sample survey of
 * disabled persons was in 1987. No clock says when the last will be. */
#define SURVEY_FIRST 1987
#define SURVEY_LAST 2100

/* Years of birth of people whom a plan can be about: nobody has become older
 * than 122, and nobody is planned for long before birth. */
#define BIRTH_FIRST 1900
#define BIRTH_LAST 2040

/* Rows of one file are not always of one year, and ages may be counted from
 * 1: what is off by no more tells nothing. */
#define AGE_SLACK_YEARS 3

#define OPENED_FIRST 1850
#define STARS_MOST 5.0

/* Ages are counted in China by the last birthday, so that year of birth and
 * age add up to one of two years. */
typedef struct survey {
    int from, to;
    bool is_known; /* most rows say these years */
} survey;

static bool is_filled(const ci_row_import *r, uint32_t column)
{
    return column != CI_NOWHERE && r->values[column].state != CI_VALUE_IS_NULL;
}

/* ---- units -------------------------------------------------------------- */

static void doubt_unit(ci_row_import *r, uint64_t row)
{
    const char *code;
    uint32_t unit;

    if (!is_filled(r, r->unit_code) || ci_unit_places_count(r->units) == 0)
        return;
    code = r->values[r->unit_code].text.text;
    unit = ci_unit_places_find(r->units, code);
    if (unit == CI_NOWHERE)
        ci_reason_add(ci_record_blame(r, r->unit_code, "unknown_unit"),
                      "unit_code '%s' is not in the city", code);
    else if (r->there != CI_NOWHERE &&
             !ci_unit_places_is_in(r->units, unit, r->there, r->at))
        ci_reason_add(ci_record_blame(r, r->unit_code, "elsewhere"),
                      "it is registered in unit '%s' and lives in '%s'", code,
                      ci_unit_places_code(r->units, r->there));
    else
        return;
    ci_record_note(r, row, CIRCLET_ROW_DOUBTFUL);
}

static void doubt_place(ci_row_import *r, uint64_t row)
{
    char lon[CI_NUMBER_SIZE], lat[CI_NUMBER_SIZE];

    if (!r->units_are_known || r->there != CI_NOWHERE)
        return;
    ci_format_double(lon, r->at.lon);
    ci_format_double(lat, r->at.lat);
    ci_reason_add(r->is_of_columns ? ci_record_blame(r, r->lon, "outside")
                                   : ci_row_blame(&r->fault, "outside"),
                  "it lies at %s,%s, outside every unit of the city", lon,
                  lat);
    ci_record_note(r, row, CIRCLET_ROW_DOUBTFUL);
}

/* ---- ages --------------------------------------------------------------- */

static void count_age(ci_row_import *r)
{
    uint32_t age = ci_layer_find_column(r->table, "age");
    uint32_t year = ci_layer_find_column(r->table, "birth_year");

    if (is_filled(r, age) && is_filled(r, year))
        r->survey_years[r->values[age].whole + r->values[year].whole -
                        FIRST_SURVEY_YEAR]++;
}

/* Whether rows are of another year than the survey, which is then the two
 * years of `out`. Where most rows say no year, any that there can have been a
 * survey in will do. */
static bool find_survey(const ci_row_import *r, survey *out)
{
    uint64_t total = 0, possible = 0, most = 0;

    *out = (survey){SURVEY_FIRST, SURVEY_LAST, false};
    for (int i = 0; i < CI_SURVEY_YEARS; i++) {
        int year = FIRST_SURVEY_YEAR + i;
        uint64_t count = r->survey_years[i];

        total += count;
        if (year < SURVEY_FIRST || year > SURVEY_LAST)
            continue;
        possible += count;
        if (i + 1 < CI_SURVEY_YEARS)
            count += r->survey_years[i + 1];
        if (count > most) {
            most = count;
            out->from = year;
            out->to = year + 1;
        }
    }
    out->is_known = 2 * most > total;
    if (out->is_known)
        return total > most;
    *out = (survey){SURVEY_FIRST, SURVEY_LAST, false};
    return total > possible;
}

static void note_age(ci_row_import *r, ci_statement *rows, const survey *when)
{
    uint32_t column = ci_layer_find_column(r->table, "birth_year");
    const char *birth = ci_column_text(rows, 2);
    ci_buffer *reason = ci_row_blame(&r->fault, "contradiction");

    if (when->is_known)
        ci_reason_add(reason,
                      "age %" PRId64 " and birth_year %s do not agree: by "
                      "most rows they add up to %d or %d",
                      ci_column_int(rows, 1), birth ? birth : "", when->from,
                      when->to);
    else
        ci_reason_add(reason,
                      "age %" PRId64 " and birth_year %s do not agree: they "
                      "add up to %" PRId64 ", a year without a survey",
                      ci_column_int(rows, 1), birth ? birth : "",
                      ci_column_int(rows, 1) + ci_column_int(rows, 2));
    r->fault.field =
        ci_mapping_field(&r->mapping, r->table, column, r->source);
    r->fault.value = birth;
    ci_record_note(r, (uint64_t)ci_column_int(rows, 0), CIRCLET_ROW_DOUBTFUL);
    r->row.doubtful++;
}

circlet_status ci_doubts_note_ages(ci_row_import *r, circlet_error *error)
{
    ci_statement *rows = NULL;
    bool has_row = true;
    survey when;
    int slack;
    circlet_status status;

    if (!find_survey(r, &when))
        return CIRCLET_OK;
    slack = when.is_known ? AGE_SLACK_YEARS : 0;
    status = ci_db_prepare(&rows, r->import->db,
                           "SELECT source_row, age, birth_year FROM demand "
                           "WHERE source = ? AND age + birth_year NOT BETWEEN "
                           "? AND ? ORDER BY fid",
                           error);
    if (status == CIRCLET_OK)
        status = ci_bind_int(rows, 1, r->fid, error);
    if (status == CIRCLET_OK)
        status = ci_bind_int(rows, 2, when.from - slack, error);
    if (status == CIRCLET_OK)
        status = ci_bind_int(rows, 3, when.to + slack, error);
    while (status == CIRCLET_OK && has_row) {
        status = ci_statement_step(rows, &has_row, error);
        if (status == CIRCLET_OK && has_row)
            note_age(r, rows, &when);
    }
    ci_statement_free(rows);
    return status;
}

/* Without an age a year of birth can only be held against what there is. */
static void doubt_birth(ci_row_import *r, uint64_t row)
{
    uint32_t year = ci_layer_find_column(r->table, "birth_year");

    if (!is_filled(r, year) ||
        is_filled(r, ci_layer_find_column(r->table, "age")) ||
        (r->values[year].whole >= BIRTH_FIRST &&
         r->values[year].whole <= BIRTH_LAST))
        return;
    ci_reason_add(ci_record_blame(r, year, "odd_birth_year"),
                  "birth_year %" PRId64 " is not from %d to %d",
                  r->values[year].whole, BIRTH_FIRST, BIRTH_LAST);
    ci_record_note(r, row, CIRCLET_ROW_DOUBTFUL);
}

/* ---- facilities --------------------------------------------------------- */

static void doubt_number(ci_row_import *r, const char *name, double most,
                         uint64_t row)
{
    uint32_t column = ci_layer_find_column(r->table, name);

    if (!is_filled(r, column) || r->values[column].real <= most)
        return;
    ci_reason_add(ci_record_blame(r, column, "odd_value"),
                  "%s %s is more than there can be", name,
                  r->values[column].text.text);
    ci_record_note(r, row, CIRCLET_ROW_DOUBTFUL);
}

/* No institution of the kind that is planned here is older. */
static void doubt_year(ci_row_import *r, const char *name, uint64_t row)
{
    uint32_t column = ci_layer_find_column(r->table, name);

    if (!is_filled(r, column) ||
        (r->values[column].whole / 10000 >= OPENED_FIRST &&
         r->values[column].whole / 10000 <= SURVEY_LAST))
        return;
    ci_reason_add(ci_record_blame(r, column, "odd_value"),
                  "%s %s is not from %d to %d", name,
                  r->values[column].text.text, OPENED_FIRST, SURVEY_LAST);
    ci_record_note(r, row, CIRCLET_ROW_DOUBTFUL);
}

static void doubt_facility(ci_row_import *r, uint64_t row)
{
    doubt_number(r, "stars", STARS_MOST, row);
    doubt_year(r, "opened", row);
    doubt_year(r, "closed", row);
    doubt_place(r, row);
}

/* ---- cells -------------------------------------------------------------- */

/* The row holds the cell's row, and row and file of the first at its place. */
static void note_cell(ci_row_import *r, ci_statement *row)
{
    const char *file = ci_column_text(row, 2);

    ci_reason_add(ci_row_blame(&r->fault, "same_place"),
                  "another cell lies at this place: %s, row %" PRId64,
                  file ? file : "", ci_column_int(row, 1));
    ci_record_note(r, (uint64_t)ci_column_int(row, 0), CIRCLET_ROW_DOUBTFUL);
    r->row.doubtful++;
}

circlet_status ci_doubts_note_cells(ci_row_import *r, circlet_error *error)
{
    ci_statement *rows = NULL;
    bool has_row = true;
    circlet_status status = ci_db_prepare(
        &rows, r->import->db,
        "SELECT g.source_row, o.source_row, s.file FROM (SELECT fid, source, "
        "source_row, first_value(fid) OVER (PARTITION BY geom ORDER BY fid) "
        "AS first FROM grid) AS g JOIN grid AS o ON o.fid = g.first "
        "LEFT JOIN source AS s ON s.fid = o.source "
        "WHERE g.source = ? AND g.fid <> g.first ORDER BY g.fid",
        error);

    if (status == CIRCLET_OK)
        status = ci_bind_int(rows, 1, r->fid, error);
    while (status == CIRCLET_OK && has_row) {
        status = ci_statement_step(rows, &has_row, error);
        if (status == CIRCLET_OK && has_row)
            note_cell(r, rows);
    }
    ci_statement_free(rows);
    return status;
}

/* ---- all of it ---------------------------------------------------------- */

void ci_doubts_note(ci_row_import *r, uint64_t row)
{
    switch (r->import->layer) {
    case CIRCLET_LAYER_PEOPLE:
        doubt_unit(r, row);
        ci_identity_note_doubt(r, row);
        count_age(r);
        doubt_birth(r, row);
        break;
    case CIRCLET_LAYER_FACILITIES:
        doubt_facility(r, row);
        break;
    case CIRCLET_LAYER_VENUES:
    case CIRCLET_LAYER_GRID:
    case CIRCLET_LAYER_BUILDINGS:
        doubt_place(r, row);
        break;
    case CIRCLET_LAYER_ENTRANCES:
        ci_entrance_doubt(r, row);
        doubt_place(r, row);
        break;
    case CIRCLET_LAYER_PLAN:
        ci_action_row_doubt(r, row);
        if (r->has_point)
            doubt_place(r, row);
        break;
    default:
        break;
    }
}
