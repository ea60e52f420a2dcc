#include "io/import_doubts.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "io/import_entrance.h"
#include "io/import_identity.h"

#define FIRST_SURVEY_YEAR 1800 /* of the counts of ci_row_import */

/* Ages are counted in China by the last birthday, so that year of birth and
 * age add up to one of two years. */
#define YEARS_OF_ONE_SURVEY 2

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
    ci_reason_add(ci_row_blame(&r->fault, "outside"),
                  "it lies at %s,%s, outside every unit of the city", lon,
                  lat);
    ci_record_note(r, row, CIRCLET_ROW_DOUBTFUL);
}

/* ---- words -------------------------------------------------------------- */

static void doubt_type(ci_row_import *r, uint32_t column, const char *type,
                       uint64_t row)
{
    if (ci_is_facility_type(type))
        return;
    ci_reason_add(ci_record_blame(r, column, "unknown_type"),
                  "type '%s' is unknown: only a policy that names it would "
                  "use it",
                  type);
    r->fault.value = type;
    ci_record_note(r, row, CIRCLET_ROW_DOUBTFUL);
}

static void doubt_service(ci_row_import *r, uint32_t column, const char *word,
                          size_t size, uint64_t row)
{
    while (size > 0 && word[size - 1] == ' ')
        size--;
    if (size == 0 || ci_is_service(word, size))
        return;
    ci_reason_add(ci_record_blame(r, column, "unknown_service"),
                  "service '%.*s' is unknown: only a policy that names it "
                  "would use it",
                  (int)size, word);
    ci_record_note(r, row, CIRCLET_ROW_DOUBTFUL);
}

/* Each word of a list up to a colon, as in "day_care:30;respite". */
static void doubt_services(ci_row_import *r, const char *name, uint64_t row)
{
    uint32_t column = ci_layer_find_column(r->table, name);
    const char *list;

    if (!is_filled(r, column))
        return;
    for (list = r->values[column].text.text; *list;) {
        list += strspn(list, " ");
        doubt_service(r, column, list, strcspn(list, ";:"), row);
        list += strcspn(list, ";");
        list += *list == ';';
    }
}

static void doubt_types(ci_row_import *r, uint64_t row)
{
    uint32_t column = ci_layer_find_column(r->table, "types");
    const char *rest;

    if (!is_filled(r, column))
        return;
    for (rest = r->values[column].text.text; *rest;) {
        size_t size = strcspn(rest, ";");

        r->scratch.size = 0;
        ci_buffer_add_n(&r->scratch, rest, size);
        if (!r->scratch.failed)
            doubt_type(r, column, r->scratch.text, row);
        rest += size + (rest[size] == ';');
    }
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

/* The first of the years of the survey, and how many rows are of others. */
static uint64_t find_survey(const ci_row_import *r, int *out_year)
{
    uint64_t total = 0, most = 0;

    for (int i = 0; i < CI_SURVEY_YEARS; i++) {
        uint64_t count = r->survey_years[i];

        total += count;
        if (i + 1 < CI_SURVEY_YEARS)
            count += r->survey_years[i + 1];
        if (count > most) {
            most = count;
            *out_year = FIRST_SURVEY_YEAR + i;
        }
    }
    return 2 * most > total ? total - most : 0;
}

static void note_age(ci_row_import *r, ci_statement *rows, int year)
{
    uint32_t column = ci_layer_find_column(r->table, "birth_year");
    const char *birth = ci_column_text(rows, 2);

    ci_reason_add(ci_row_blame(&r->fault, "contradiction"),
                  "age %" PRId64 " and birth_year %s do not agree: by most "
                  "rows they add up to %d or %d",
                  ci_column_int(rows, 1), birth ? birth : "", year, year + 1);
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
    int year = 0;
    circlet_status status;

    if (find_survey(r, &year) == 0)
        return CIRCLET_OK;
    status = ci_db_prepare(&rows, r->import->db,
                           "SELECT source_row, age, birth_year FROM demand "
                           "WHERE source = ? AND age + birth_year NOT BETWEEN "
                           "? AND ? + 1 ORDER BY fid",
                           error);
    if (status == CIRCLET_OK)
        status = ci_bind_int(rows, 1, r->fid, error);
    for (int i = 2; i <= 3 && status == CIRCLET_OK; i++)
        status = ci_bind_int(rows, i, year, error);
    while (status == CIRCLET_OK && has_row) {
        status = ci_statement_step(rows, &has_row, error);
        if (status == CIRCLET_OK && has_row)
            note_age(r, rows, year);
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
        doubt_services(r, "needs", row);
        doubt_services(r, "received", row);
        count_age(r);
        break;
    case CIRCLET_LAYER_FACILITIES: {
        uint32_t type = ci_layer_find_column(r->table, "type");

        doubt_type(r, type, r->values[type].text.text, row);
        doubt_services(r, "services", row);
        doubt_place(r, row);
        break;
    }
    case CIRCLET_LAYER_VENUES:
        doubt_place(r, row);
        break;
    case CIRCLET_LAYER_ENTRANCES:
        ci_entrance_doubt(r, row);
        doubt_place(r, row);
        break;
    case CIRCLET_LAYER_SITES:
        doubt_types(r, row);
        break;
    case CIRCLET_LAYER_TOTALS:
        doubt_services(r, "needs", row);
        break;
    default:
        break;
    }
}
