#include "io/import_word_doubts.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"

/* A word in so many rows is meant. */
#define COMMON_ROWS 3
#define SLIP_BYTES_MIN 4

/* ---- slips -------------------------------------------------------------- */

static bool is_inner_byte(char c)
{
    return ((unsigned char)c & 0xC0) == 0x80;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static size_t common_prefix(const char *a, const char *b)
{
    size_t size = 0;

    while (a[size] && a[size] == b[size])
        size++;
    while (size > 0 && (is_inner_byte(a[size]) || is_inner_byte(b[size])))
        size--;
    return size;
}

static size_t common_suffix(const char *a, size_t a_size, const char *b,
                            size_t b_size)
{
    size_t size = 0;

    while (size < a_size && size < b_size &&
           a[a_size - size - 1] == b[b_size - size - 1])
        size++;
    while (size > 0 && is_inner_byte(a[a_size - size]))
        size--;
    return size;
}

static size_t count_characters(const char *text, size_t size)
{
    size_t count = 0;

    for (size_t i = 0; i < size; i++)
        count += !is_inner_byte(text[i]);
    return count;
}

bool ci_is_slip(const char *a, const char *b)
{
    size_t prefix = common_prefix(a, b), suffix, a_size, b_size;

    if (strlen(a) < SLIP_BYTES_MIN || strlen(b) < SLIP_BYTES_MIN ||
        strcmp(a, b) == 0)
        return false;
    a += prefix;
    b += prefix;
    a_size = strlen(a);
    b_size = strlen(b);
    suffix = common_suffix(a, a_size, b, b_size);
    a_size -= suffix;
    b_size -= suffix;
    if ((a_size > 0 && is_digit(*a)) || (b_size > 0 && is_digit(*b)))
        return false;
    if (a_size == 2 && b_size == 2 && a[0] == b[1] && a[1] == b[0])
        return true;
    return count_characters(a, a_size) <= 1 &&
           count_characters(b, b_size) <= 1;
}

/* ---- the words of a column ---------------------------------------------- */

typedef struct counted_word {
    char *word;
    int64_t rows; /* of the city */
    int64_t row; /* of this source, the first; 0: none */
} counted_word;

typedef struct word_counts {
    counted_word *items;
    size_t count, capacity;
} word_counts;

static void word_counts_clear(word_counts *words)
{
    for (size_t i = 0; i < words->count; i++)
        free(words->items[i].word);
    free(words->items);
}

static bool add_word(word_counts *words, const char *text, size_t size,
                     int64_t rows, int64_t row)
{
    counted_word *grown;
    char *copy;

    for (size_t i = 0; i < words->count; i++) {
        counted_word *known = &words->items[i];

        if (strlen(known->word) != size ||
            memcmp(known->word, text, size) != 0)
            continue;
        known->rows += rows;
        if (known->row == 0 || (row > 0 && row < known->row))
            known->row = row;
        return true;
    }
    grown = ci_array_reserve_one(words->items, words->count, &words->capacity,
                                 sizeof(*grown));
    if (!grown)
        return false;
    words->items = grown;
    copy = malloc(size + 1);
    if (!copy)
        return false;
    memcpy(copy, text, size);
    copy[size] = '\0';
    grown[words->count++] = (counted_word){copy, rows, row};
    return true;
}

static bool add_list(word_counts *words, const char *list, int64_t rows,
                     int64_t row)
{
    while (list && *list) {
        size_t size = strcspn(list, ";");

        if (size > 0 && !add_word(words, list, size, rows, row))
            return false;
        list += size + (list[size] == ';');
    }
    return true;
}

/* Lists of words, in how many rows each stands, and in which of the source
 * (parameter 1) first. */
static circlet_status count_words(word_counts *out, ci_row_import *r,
                                  const char *sql, circlet_error *error)
{
    ci_statement *rows = NULL;
    bool has_row = true;
    circlet_status status = ci_db_prepare(&rows, r->import->db, sql, error);

    if (status == CIRCLET_OK)
        status = ci_bind_int(rows, 1, r->fid, error);
    while (status == CIRCLET_OK && has_row) {
        status = ci_statement_step(rows, &has_row, error);
        if (status == CIRCLET_OK && has_row &&
            !add_list(out, ci_column_text(rows, 0), ci_column_int(rows, 1),
                      ci_column_int(rows, 2)))
            status = ci_fail_nomem(error);
    }
    ci_statement_free(rows);
    return status;
}

/* ---- doubts ------------------------------------------------------------- */

typedef struct word_column {
    circlet_layer layer;
    const char *name, *kind;
    const char *sql;
} word_column;

static void note_word(ci_row_import *r, const word_column *column,
                      const counted_word *word, const counted_word *meant)
{
    uint32_t position = ci_layer_find_column(r->table, column->name);

    ci_reason_add(ci_row_blame(&r->fault, column->kind),
                  "'%s' stands in this row alone, and '%s', which is all but "
                  "the same, in %" PRId64,
                  word->word, meant->word, meant->rows);
    r->fault.field =
        ci_mapping_field(&r->mapping, r->table, position, r->source);
    r->fault.value = word->word;
    ci_record_note(r, (uint64_t)word->row, CIRCLET_ROW_DOUBTFUL);
    r->row.doubtful++;
}

static void note_slips(ci_row_import *r, const word_column *column,
                       const word_counts *words)
{
    for (size_t i = 0; i < words->count; i++) {
        const counted_word *word = &words->items[i];

        if (word->rows > 1 || word->row == 0)
            continue;
        for (size_t k = 0; k < words->count; k++)
            if (words->items[k].rows >= COMMON_ROWS &&
                ci_is_slip(word->word, words->items[k].word)) {
                note_word(r, column, word, &words->items[k]);
                break;
            }
    }
}

#define IN_SOURCE "min(CASE WHEN source = ?1 THEN source_row END) "

static const word_column columns[] = {
    {CIRCLET_LAYER_FACILITIES, "type", "unknown_type",
     "SELECT type, count(*), " IN_SOURCE "FROM facility GROUP BY type "
     "ORDER BY type"},
    {CIRCLET_LAYER_FACILITIES, "tier", "unknown_tier",
     "SELECT tier, count(*), " IN_SOURCE "FROM facility WHERE tier IS NOT "
     "NULL GROUP BY tier ORDER BY tier"},
    {CIRCLET_LAYER_FACILITIES, "services", "unknown_service",
     "SELECT service, count(*), " IN_SOURCE "FROM facility_service JOIN "
     "facility ON facility.id = facility_service.facility GROUP BY service "
     "ORDER BY service"},
    {CIRCLET_LAYER_SITES, "types", "unknown_type",
     "SELECT types, count(*), " IN_SOURCE "FROM site WHERE types IS NOT NULL "
     "GROUP BY types UNION ALL SELECT type, count(*), 0 FROM facility "
     "GROUP BY type ORDER BY 1"},
    {CIRCLET_LAYER_PEOPLE, "needs", "unknown_service",
     "SELECT needs, count(*), " IN_SOURCE "FROM demand WHERE needs IS NOT "
     "NULL GROUP BY needs ORDER BY needs"},
    {CIRCLET_LAYER_PEOPLE, "received", "unknown_service",
     "SELECT received, count(*), " IN_SOURCE "FROM demand WHERE received IS "
     "NOT NULL GROUP BY received ORDER BY received"},
};

circlet_status ci_doubts_note_words(ci_row_import *r, circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; i < sizeof(columns) / sizeof(columns[0]); i++) {
        word_counts words = {NULL, 0, 0};

        if (status != CIRCLET_OK || columns[i].layer != r->import->layer)
            continue;
        status = count_words(&words, r, columns[i].sql, error);
        if (status == CIRCLET_OK)
            note_slips(r, &columns[i], &words);
        word_counts_clear(&words);
    }
    return status;
}
