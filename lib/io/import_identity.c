#include "io/import_identity.h"

#include <circlet/city.h>

#include <string.h>

#include "base/error.h"
#include "io/certificate.h"
#include "io/import_privacy.h"

static bool has_key(const ci_row_import *r)
{
    return r->import->options.id_key;
}

/* The id is the first column of people. */
static const ci_column_origin *id_origin(const ci_row_import *r)
{
    return &r->mapping.origins[0];
}

static bool is_hidden(const ci_row_import *r, uint32_t field)
{
    const ci_column_origin *id = id_origin(r);

    for (size_t i = 0; has_key(r) && i < id->field_count; i++)
        if (id->fields[i] == field)
            return true;
    return false;
}

/* A heading that a .dbf cut is what it can be: what a user says that it is,
 * a column of ours, or something about a person. */
static circlet_status check_field(const ci_row_import *r, uint32_t field,
                                  circlet_error *error)
{
    const char *name = ci_source_field(r->source, field);

    if (ci_names_somebody(name))
        return ci_fail(error, CIRCLET_E_DATA,
                       "%s: column '%s' may say who people are: names, "
                       "addresses, identity and phone numbers are not "
                       "taken, remove it from the source",
                       r->path, name);
    if (!ci_mapping_names(&r->mapping, field) &&
        ci_may_name_somebody(r->source, field))
        return ci_fail(error, CIRCLET_E_DATA,
                       "%s: column '%s', whose name a .dbf has cut, may say "
                       "who people are: remove it from the source, or say "
                       "with --map which column it is",
                       r->path, name);
    return CIRCLET_OK;
}

circlet_status ci_identity_check_fields(const ci_row_import *r,
                                        circlet_error *error)
{
    uint32_t count = (uint32_t)ci_source_field_count(r->source);

    for (uint32_t i = 0; i < count; i++)
        if (!is_hidden(r, i)) {
            circlet_status status = check_field(r, i, error);

            if (status != CIRCLET_OK)
                return status;
        }
    return CIRCLET_OK;
}

/* The value is not handed on: it is what must not be known. */
static ci_buffer *blame_personal(ci_row_import *r, uint32_t field)
{
    r->fault.field = ci_source_field(r->source, field);
    return ci_row_blame(&r->fault, "personal");
}

static void refuse_phone_number(ci_row_import *r, const ci_record *record,
                                const uint32_t *fields, size_t count)
{
    for (size_t i = 0; i < count && !r->fault.kind; i++) {
        const char *value = record->values[fields[i]];

        if (value &&
            !ci_heading_is_of_codes(ci_source_field(r->source, fields[i])) &&
            ci_has_phone_number(value))
            ci_reason_add(blame_personal(r, fields[i]),
                          "%s has a phone number in it, which is not taken",
                          ci_source_field(r->source, fields[i]));
    }
}

/* What is kept as it comes and says of nothing what it is: an id may have
 * as many digits as a phone number, a household is often told by one. */
static void holds_no_phone(ci_row_import *r, const ci_record *record)
{
    const ci_mapping *mapping = &r->mapping;
    static const char *const columns[] = {"household", "needs", "received"};

    refuse_phone_number(r, record, mapping->others, mapping->other_count);
    for (size_t i = 0; i < sizeof(columns) / sizeof(columns[0]); i++) {
        const ci_column_origin *origin =
            &mapping->origins[ci_layer_find_column(r->table, columns[i])];

        refuse_phone_number(r, record, origin->fields, origin->field_count);
    }
}

void ci_identity_check(ci_row_import *r, const ci_record *record)
{
    uint32_t count = (uint32_t)ci_source_field_count(r->source);

    for (uint32_t i = 0; i < count; i++)
        if (record->values[i] && !is_hidden(r, i) &&
            ci_has_identity_number(record->values[i])) {
            ci_reason_add(
                blame_personal(r, i),
                "%s has an identity number in it, which is not taken",
                ci_source_field(r->source, i));
            return;
        }
    holds_no_phone(r, record);
}

/* ---- with a key --------------------------------------------------------- */

static void fill_word(ci_row_import *r, const char *name, const char *word)
{
    ci_value *value = &r->values[ci_layer_find_column(r->table, name)];

    if (!word || value->state != CI_VALUE_IS_NULL)
        return;
    value->text.size = 0;
    ci_buffer_add(&value->text, word);
    value->state = CI_VALUE_IS_TEXT;
}

static void fill_number(ci_row_import *r, const char *name, int number)
{
    ci_value *value = &r->values[ci_layer_find_column(r->table, name)];

    if (value->state != CI_VALUE_IS_NULL)
        return;
    value->whole = number;
    value->state = CI_VALUE_IS_INT;
}

void ci_identity_hide(ci_row_import *r)
{
    char hash[CI_CERTIFICATE_HASH_SIZE];
    ci_certificate *number = &r->certificate;
    ci_buffer *id = &r->values[0].text;

    if (!has_key(r))
        return;
    if (!ci_certificate_read(number, id->text, &r->fault.reason)) {
        r->fault.field = ci_mapping_field(&r->mapping, r->table, 0, r->source);
        ci_row_blame(&r->fault, "bad_certificate");
        return;
    }
    ci_certificate_hash(hash, number, r->import->options.id_key,
                        r->import->options.id_key_size);
    memset(number->identity, 0, sizeof(number->identity));
    id->size = 0;
    ci_buffer_add(id, hash);
    fill_word(r, "kind", number->kind);
    fill_number(r, "grade", number->grade);
    fill_number(r, "birth_year", number->birth_year);
}

static void note_number(ci_row_import *r, const char *name, int number,
                        uint64_t row)
{
    uint32_t column = ci_layer_find_column(r->table, name);
    const ci_value *value = &r->values[column];

    if (value->whole == number)
        return;
    ci_reason_add(ci_record_blame(r, column, "contradiction"),
                  "%s is %s, and %d by the certificate number", name,
                  value->text.text, number);
    ci_record_note(r, row, CIRCLET_ROW_DOUBTFUL);
}

void ci_identity_note_doubt(ci_row_import *r, uint64_t row)
{
    const ci_certificate *number = &r->certificate;
    uint32_t kind;

    if (!has_key(r))
        return;
    kind = ci_layer_find_column(r->table, "kind");
    if (number->kind &&
        !circlet_list_has(r->values[kind].text.text, number->kind)) {
        ci_reason_add(ci_record_blame(r, kind, "contradiction"),
                      "%s is %s, and %s by the certificate number", "kind",
                      r->values[kind].text.text, number->kind);
        ci_record_note(r, row, CIRCLET_ROW_DOUBTFUL);
    }
    note_number(r, "grade", number->grade, row);
    note_number(r, "birth_year", number->birth_year, row);
}
