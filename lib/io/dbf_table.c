/* Wraps shapelib's half for .dbf, with its .cpg. */
#include "io/dbf_table.h"

#include <shapefil.h>

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/id_map.h"
#include "io/dbf_text.h"

#define NAME_SIZE 10 /* bytes of a field's name at most */

struct ci_dbf_table {
    char *path; /* of the .shp, as messages name it */
    DBFHandle handle;
    int field_count;
    ci_dbf_text text;
    ci_buffer value; /* one, decoded */
};

/* shapelib's hook knows neither whose error it is nor has it room for a
 * pointer of ours; each failure shows in what its functions return, and is
 * told from there. */
static void drop_message(const char *message)
{
    (void)message;
}

void ci_dbf_table_close(ci_dbf_table *table)
{
    if (!table)
        return;
    if (table->handle)
        DBFClose(table->handle);
    ci_dbf_text_free(&table->text);
    ci_buffer_free(&table->value);
    free(table->path);
    free(table);
}

circlet_status ci_dbf_table_open(ci_dbf_table **out, const char *path,
                                 circlet_error *error)
{
    ci_dbf_table *table = calloc(1, sizeof(*table));
    SAHooks hooks;

    if (table)
        table->path = ci_text_copy(path);
    if (!table || !table->path) {
        ci_dbf_table_close(table);
        return ci_fail_nomem(error);
    }
    SASetupDefaultHooks(&hooks);
    hooks.Error = drop_message;
    table->handle = DBFOpenLL(path, "rb", &hooks);
    if (!table->handle) {
        ci_dbf_table_close(table);
        return ci_fail(error, CIRCLET_E_FORMAT,
                       "%s: its .dbf is not a table of dBASE", path);
    }
    table->field_count = DBFGetFieldCount(table->handle);
    *out = table;
    return CIRCLET_OK;
}

int ci_dbf_table_record_count(const ci_dbf_table *table)
{
    return DBFGetRecordCount(table->handle);
}

bool ci_dbf_table_is_deleted(const ci_dbf_table *table, int record)
{
    return DBFIsRecordDeleted(table->handle, record);
}

static void field_name(const ci_dbf_table *table, int field,
                       char name[XBASE_FLDNAME_LEN_READ + 1])
{
    name[0] = '\0';
    DBFGetFieldInfo(table->handle, field, name, NULL, NULL);
}

/* N and F are the types of numbers, D that of dates, L that of truths. */
static bool is_text(const ci_dbf_table *table, int field)
{
    return strchr("NFDL", DBFGetNativeFieldType(table->handle, field)) == NULL;
}

static bool is_number(const ci_dbf_table *table, int field)
{
    char type = DBFGetNativeFieldType(table->handle, field);

    return type == 'N' || type == 'F';
}

/* ---- all texts ---------------------------------------------------------- */

typedef struct text_walk {
    const ci_dbf_table *table;
    int record; /* -1: the names of the fields */
    int field;
    char name[XBASE_FLDNAME_LEN_READ + 1];
} text_walk;

/* Whether a value fills its field, but for the zero byte that some programs
 * end it in; shapelib has taken spaces away. */
static bool is_full_value(const ci_dbf_table *table, int record, int field)
{
    const char *bytes = DBFReadTuple(table->handle, record);
    int start = table->handle->panFieldOffset[field];
    int width = table->handle->panFieldSize[field];
    const char *end;

    if (!bytes || width < 1)
        return false;
    end = bytes + start + width;
    if (end[-1] != '\0')
        return end[-1] != ' ';
    return width > 1 && end[-2] != ' ' && end[-2] != '\0';
}

static bool is_full_name(const char *name)
{
    return strlen(name) >= NAME_SIZE;
}

/* Record by record, as the file has them. */
static const char *next_text(void *state, bool *is_full)
{
    text_walk *walk = state;
    const ci_dbf_table *table = walk->table;

    while (walk->record < ci_dbf_table_record_count(table)) {
        while (walk->field < table->field_count) {
            int field = walk->field++;
            const char *text = NULL;

            if (walk->record < 0) {
                field_name(table, field, walk->name);
                *is_full = is_full_name(walk->name);
                return walk->name;
            }
            if (is_text(table, field))
                text =
                    DBFReadStringAttribute(table->handle, walk->record, field);
            if (text) {
                *is_full = is_full_value(table, walk->record, field);
                return text;
            }
        }
        walk->field = 0;
        walk->record++;
    }
    return NULL;
}

static circlet_status open_text(ci_dbf_table *table, const char *encoding,
                                circlet_error *error)
{
    text_walk walk = {.table = table, .record = -1};
    circlet_status status =
        ci_dbf_text_open(&table->text, encoding, DBFGetCodePage(table->handle),
                         (ci_dbf_texts){next_text, &walk}, error);

    return status == CIRCLET_OK || status == CIRCLET_E_NOMEM
               ? status
               : ci_fail_within(error, status, table->path);
}

/* Whether a number field holds asterisks, what is written where a number is
 * missing (shapelib, GDAL and QGIS) or wider than its field (dBASE). */
static bool is_asterisks(const char *text)
{
    return *text == '*' && text[strspn(text, "*")] == '\0';
}

static uint64_t count_asterisks(const ci_dbf_table *table)
{
    uint64_t count = 0;

    for (int r = 0; r < ci_dbf_table_record_count(table); r++)
        for (int f = 0; f < table->field_count; f++) {
            const char *text =
                is_number(table, f)
                    ? DBFReadStringAttribute(table->handle, r, f)
                    : NULL;

            count += text && is_asterisks(text);
        }
    return count;
}

/* ---- describing --------------------------------------------------------- */

static bool add_remarks(const ci_dbf_table *table, ci_source *source,
                        const char *encoding)
{
    text_walk walk = {.table = table, .record = -1};
    const char *doubt =
        encoding ? NULL
                 : ci_dbf_text_doubt(&table->text,
                                     (ci_dbf_texts){next_text, &walk});
    uint64_t asterisks = count_asterisks(table);

    if (!ci_encoding_add_remark(source, &table->text.choice))
        return false;
    if (doubt && !ci_source_add_remark(
                     source,
                     "text is said to be %s, but looks like %s; say its "
                     "encoding if this is so",
                     table->text.choice.encoding.name, doubt))
        return false;
    return asterisks == 0 ||
           ci_source_add_remark(source,
                                "%" PRIu64
                                " numbers are asterisks (they are missing or "
                                "wider than their field), and are taken as "
                                "missing",
                                asterisks);
}

/* A .cpg that is wrong is the usual cause: programs write UTF-8 into it
 * whatever the text is. */
static circlet_status fail_name(const ci_dbf_table *table, int field,
                                circlet_error *error)
{
    const char *code_page = DBFGetCodePage(table->handle);
    const char *encoding = table->text.choice.encoding.name;

    if (code_page && strncmp(code_page, "LDID/", 5) != 0)
        return ci_fail(error, CIRCLET_E_FORMAT,
                       "%s: name of field %d is no text of %s, which the .cpg "
                       "says or was given: say its encoding, such as GBK",
                       table->path, field + 1, encoding);
    return ci_fail(error, CIRCLET_E_FORMAT,
                   "%s: name of field %d is no text of %s: say its encoding, "
                   "such as GBK",
                   table->path, field + 1, encoding);
}

static circlet_status add_field(ci_dbf_table *table, ci_source *source,
                                int field, circlet_error *error)
{
    char name[XBASE_FLDNAME_LEN_READ + 1];
    circlet_status status;

    field_name(table, field, name);
    status = ci_dbf_decode(&table->value, &table->text, name, strlen(name),
                           is_full_name(name), error);
    if (status == CIRCLET_E_NOMEM)
        return status;
    if (status != CIRCLET_OK)
        return fail_name(table, field, error);
    if (ci_source_find_field(source, table->value.text) != CI_NOWHERE)
        return ci_fail(error, CIRCLET_E_FORMAT,
                       "%s: two fields have the name '%s'", table->path,
                       table->value.text);
    if (!ci_source_add_field(source, table->value.text))
        return ci_fail_nomem(error);
    source->name_sizes[field] = (unsigned char)strlen(name);
    return CIRCLET_OK;
}

static void set_sample(ci_dbf_table *table, const ci_source *source)
{
    table->value.size = 0;
    for (size_t i = 0; i < ci_source_field_count(source); i++) {
        ci_buffer_add(&table->value, ci_source_field(source, i));
        ci_buffer_add(&table->value, ",");
    }
    if (table->value.size > 0 && !table->value.failed)
        ci_encoding_set_sample(&table->text.choice, table->value.text,
                               table->value.size);
}

circlet_status ci_dbf_table_describe(ci_dbf_table *table, ci_source *source,
                                     const char *encoding,
                                     circlet_error *error)
{
    circlet_status status = open_text(table, encoding, error);

    source->name_sizes = calloc((size_t)table->field_count + 1, 1);
    if (status == CIRCLET_OK && !source->name_sizes)
        return ci_fail_nomem(error);
    for (int f = 0; f < table->field_count && status == CIRCLET_OK; f++)
        status = add_field(table, source, f, error);
    if (status != CIRCLET_OK)
        return status;
    set_sample(table, source);
    return add_remarks(table, source, encoding) ? CIRCLET_OK
                                                : ci_fail_nomem(error);
}

/* ---- records ------------------------------------------------------------ */

/* shapelib hands out one buffer for all values: each is copied at once. */
static circlet_status read_value(ci_dbf_table *table, int record, int field,
                                 ci_record_values *values,
                                 circlet_error *error)
{
    const char *text = DBFReadStringAttribute(table->handle, record, field);
    circlet_status status;

    if (!text ||
        (is_number(table, field) && *text == '*' && !is_asterisks(text)))
        return ci_fail(error, CIRCLET_E_FORMAT,
                       "field %d of the .dbf cannot be read", field + 1);
    status = ci_dbf_decode(&table->value, &table->text, text, strlen(text),
                           is_full_value(table, record, field), error);
    if (status == CIRCLET_E_FORMAT)
        return ci_fail(error, status, "text of field %d is not %s", field + 1,
                       table->text.choice.encoding.name);
    if (status == CIRCLET_OK && !is_text(table, field) &&
        DBFIsAttributeNULL(table->handle, record, field))
        table->value.size = 0;
    if (status == CIRCLET_OK &&
        !ci_record_values_add(values, table->value.text, table->value.size))
        return ci_fail_nomem(error);
    return status;
}

circlet_status ci_dbf_table_read(ci_dbf_table *table, int record,
                                 ci_record_values *values,
                                 circlet_error *error)
{
    circlet_status first = CIRCLET_OK;

    for (int f = 0; f < table->field_count; f++) {
        circlet_status status = read_value(table, record, f, values,
                                           first == CIRCLET_OK ? error : NULL);

        if (status == CIRCLET_E_NOMEM ||
            (status != CIRCLET_OK && !ci_record_values_add(values, NULL, 0)))
            return ci_fail_nomem(error);
        if (first == CIRCLET_OK)
            first = status;
    }
    return first;
}
