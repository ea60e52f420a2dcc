#include "io/spread_people.h"

#include <stdlib.h>

#include "base/error.h"
#include "base/text.h"
#include "io/container.h"

#define AGES 256 /* that fit into a byte; a total's are checked before */
#define NO_AGE (-1)

struct ci_people_writer {
    ci_db *db;
    ci_statement *insert;
    uint64_t seed;
    ci_buffer id, geometry;
    uint64_t rows;
};

void ci_people_writer_free(ci_people_writer *writer)
{
    if (!writer)
        return;
    ci_statement_free(writer->insert);
    ci_buffer_free(&writer->id);
    ci_buffer_free(&writer->geometry);
    free(writer);
}

circlet_status ci_people_writer_new(ci_people_writer **out, ci_db *db,
                                    uint64_t seed, circlet_error *error)
{
    ci_people_writer *writer = calloc(1, sizeof(*writer));
    circlet_status status;

    if (!writer)
        return ci_fail_nomem(error);
    writer->db = db;
    writer->seed = seed;
    status = ci_db_prepare(
        &writer->insert, db,
        "INSERT INTO demand (geom, id, unit_code, kind, aid, needs, "
        "weight_milli, source, source_row, grade, age, certified, modelled) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, nullif(?, -1), nullif(?, -1), 1, "
        "1)",
        error);
    if (status == CIRCLET_OK)
        *out = writer;
    else
        ci_people_writer_free(writer);
    return status;
}

uint64_t ci_people_writer_rows(const ci_people_writer *writer)
{
    return writer->rows;
}

/* ---- one row ------------------------------------------------------------ */

/* FILE:ROW:KEY or, of people with ages, FILE:ROW:KEY:AGE. */
static void make_id(ci_people_writer *writer, const ci_spread_total *total,
                    const char *key, int age)
{
    ci_buffer *id = &writer->id;

    id->size = 0;
    ci_buffer_add(id, total->file);
    ci_buffer_add(id, ":");
    ci_buffer_add_int(id, total->row);
    ci_buffer_add(id, ":");
    ci_buffer_add(id, key);
    if (age == NO_AGE)
        return;
    ci_buffer_add(id, ":");
    ci_buffer_add_int(id, age);
}

static circlet_status write_row(ci_people_writer *writer,
                                const ci_spread_total *total, const char *key,
                                int age, int64_t persons, circlet_error *error)
{
    const char *const texts[] = {total->unit_code, total->kind, total->aid,
                                 total->needs};
    const int64_t numbers[] = {persons * 1000, total->source, total->row,
                               total->grade, age};
    circlet_status status;

    make_id(writer, total, key, age);
    if (writer->id.failed || writer->geometry.failed)
        return ci_fail_nomem(error);
    status = ci_bind_blob(writer->insert, 1, writer->geometry.text,
                          writer->geometry.size, error);
    if (status == CIRCLET_OK)
        status = ci_bind_text(writer->insert, 2, writer->id.text, error);
    for (int i = 0; i < 4 && status == CIRCLET_OK; i++)
        status = ci_bind_text(writer->insert, 3 + i, texts[i], error);
    for (int i = 0; i < 5 && status == CIRCLET_OK; i++)
        status = ci_bind_int(writer->insert, 7 + i, numbers[i], error);
    if (status == CIRCLET_OK)
        status = ci_statement_step(writer->insert, NULL, error);
    writer->rows += status == CIRCLET_OK;
    return status;
}

/* ---- ages --------------------------------------------------------------- */

bool ci_spread_total_has_ages(const ci_spread_total *total)
{
    return total->age_to >= 0;
}

/* R. Durstenfeld, "Algorithm 235: random permutation", Communications of the
 * ACM 7 (1964) 420. */
static void shuffle(uint8_t *deck, uint64_t count, ci_random *random)
{
    for (; count > 1; count--) {
        uint64_t other = ci_random_below(random, count);
        uint8_t age = deck[count - 1];

        deck[count - 1] = deck[other];
        deck[other] = age;
    }
}

/* Every age as often as the others, and once more those that are drawn for
 * what is left over. */
static void fill_deck(uint8_t *deck, const ci_spread_total *total,
                      ci_random *random)
{
    int first = total->age_from < 0 ? 0 : total->age_from;
    uint64_t count = (uint64_t)total->count;
    uint64_t age_count = (uint64_t)(total->age_to - first) + 1;
    uint8_t ages[AGES] = {0};

    for (uint64_t i = 0; i < age_count; i++)
        ages[i] = (uint8_t)((uint64_t)first + i);
    shuffle(ages, age_count, random);
    for (uint64_t i = 0; i < count; i++)
        deck[i] = ages[i % age_count];
    shuffle(deck, count, random);
}

/* The ages of all people of a total in a drawn order, which the caller
 * frees; NULL: no memory. The stream is the total's own: no other total
 * changes it. */
static uint8_t *make_deck(ci_people_writer *writer,
                          const ci_spread_total *total)
{
    uint8_t *deck = malloc((size_t)total->count + 1);
    ci_random random;

    make_id(writer, total, "ages", NO_AGE);
    if (!deck || writer->id.failed) {
        free(deck);
        return NULL;
    }
    random = ci_random_start(writer->seed, writer->id.text);
    fill_deck(deck, total, &random);
    return deck;
}

/* ---- all of them -------------------------------------------------------- */

/* `deck` is NULL where no ages are known. */
static circlet_status write_target(ci_people_writer *writer,
                                   const ci_spread_total *total,
                                   const char *key, const uint8_t *deck,
                                   int64_t persons, circlet_error *error)
{
    int64_t of_age[AGES] = {0};
    circlet_status status = CIRCLET_OK;

    if (!deck)
        return write_row(writer, total, key, NO_AGE, persons, error);
    for (int64_t i = 0; i < persons; i++)
        /* NOLINTNEXTLINE(clang-analyzer-core.uninitialized.ArraySubscript) */
        of_age[deck[i]]++;
    for (int age = 0; age < AGES && status == CIRCLET_OK; age++)
        if (of_age[age] > 0)
            status = write_row(writer, total, key, age, of_age[age], error);
    return status;
}

circlet_status ci_people_write(ci_people_writer *writer,
                               const ci_spread_total *total,
                               const ci_spread_target *targets,
                               const circlet_point *points,
                               const int64_t *numbers, size_t target_count,
                               circlet_error *error)
{
    uint8_t *deck = NULL;
    int64_t dealt = 0;
    circlet_status status = CIRCLET_OK;

    if (ci_spread_total_has_ages(total)) {
        deck = make_deck(writer, total);
        if (!deck)
            return ci_fail_nomem(error);
    }
    for (size_t t = 0; t < target_count && status == CIRCLET_OK; t++) {
        if (numbers[t] == 0)
            continue;
        writer->geometry.size = 0;
        ci_container_write_point(writer->db, &writer->geometry, points[t]);
        status = write_target(writer, total, targets[t].key,
                              deck ? deck + dealt : NULL, numbers[t], error);
        dealt += numbers[t];
    }
    free(deck);
    return status;
}
