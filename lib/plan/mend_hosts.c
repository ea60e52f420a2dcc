/* At most one facility of a rule about group sizes counts in each member of a
 * unit. */
#include <stdlib.h>

#include "base/error.h"
#include "plan/mend_program.h"

/* The member that a column is in, if it counts for a rule about group sizes;
 * else CIRCLET_NONE. `entry` is where it does. */
static circlet_unit host_of(const ci_mend_program *program, size_t column,
                            size_t entry)
{
    const ci_mend *mend = program->mend;
    uint32_t row = program->rows[entry];
    const ci_rule *rule;

    if (row >= mend->row_count || program->amounts[entry] == 0)
        return CIRCLET_NONE;
    rule = mend->goals[mend->rows[row].goal].rule;
    return rule->kind == CI_RULE_GROUP_SIZE
               ? ci_mend_place_unit(mend, mend->columns[column].place,
                                    rule->as.group_size.member_level)
               : CIRCLET_NONE;
}

/* A chosen column in a host. */
typedef struct guest {
    uint32_t row;
    circlet_unit host;
    size_t place;
    size_t rows; /* that the column is for */
} guest;

static int compare_guests(const void *left, const void *right)
{
    const guest *a = left, *b = right;

    if (a->row != b->row)
        return a->row < b->row ? -1 : 1;
    if (a->host != b->host)
        return a->host < b->host ? -1 : 1;
    if (a->rows != b->rows)
        return a->rows > b->rows ? -1 : 1;
    return (a->place > b->place) - (a->place < b->place);
}

static size_t find_guests(guest *out, const ci_mend_program *program,
                          const size_t *chosen, size_t count)
{
    size_t found = 0;

    for (size_t i = 0; i < count; i++)
        for (size_t e = program->first[chosen[i]];
             e < program->first[chosen[i] + 1]; e++) {
            circlet_unit host = host_of(program, chosen[i], e);

            if (host != CIRCLET_NONE)
                out[found++] = (guest){program->rows[e], host,
                                       program->mend->columns[chosen[i]].place,
                                       program->first[chosen[i] + 1] -
                                           program->first[chosen[i]]};
        }
    if (found > 0)
        qsort(out, found, sizeof(*out), compare_guests);
    return found;
}

/* All places in the host but one count no longer. */
static void keep_one(ci_mend_program *program, const guest *one)
{
    for (size_t j = 0; j < program->mend->column_count; j++) {
        if (program->mend->columns[j].place == one->place)
            continue;
        for (size_t e = program->first[j]; e < program->first[j + 1]; e++)
            if (program->rows[e] == one->row &&
                host_of(program, j, e) == one->host)
                program->amounts[e] = 0;
    }
}

void ci_mend_program_drop_nothings(ci_mend_program *program)
{
    size_t kept = 0, e = 0;

    for (size_t j = 0; j < program->mend->column_count; j++) {
        for (; e < program->first[j + 1]; e++) {
            if (program->amounts[e] == 0)
                continue;
            program->rows[kept] = program->rows[e];
            program->amounts[kept++] = program->amounts[e];
        }
        program->first[j + 1] = kept;
    }
}

circlet_status ci_mend_settle_hosts(ci_mend_program *program,
                                    const size_t *chosen, size_t count,
                                    bool *has_changed, circlet_error *error)
{
    size_t entries = 0, found;
    guest *guests;

    for (size_t i = 0; i < count; i++)
        entries += program->first[chosen[i] + 1] - program->first[chosen[i]];
    guests = calloc(entries + 1, sizeof(*guests));
    *has_changed = false;
    if (!guests)
        return ci_fail_nomem(error);
    found = find_guests(guests, program, chosen, count);
    for (size_t i = 1, first = 0; i < found; i++) {
        if (guests[i].row != guests[first].row ||
            guests[i].host != guests[first].host) {
            first = i;
        } else if (guests[i].place != guests[first].place) {
            keep_one(program, &guests[first]);
            *has_changed = true;
        }
    }
    free(guests);
    if (*has_changed)
        ci_mend_program_drop_nothings(program);
    return CIRCLET_OK;
}

/* ---- what can be had ---------------------------------------------------- */

/* One (row, host) for each column; NULL: no memory. */
static guest *list_hosts(size_t *count, const ci_mend_program *program)
{
    size_t columns = program->mend->column_count;
    guest *all = calloc(program->first[columns] + 1, sizeof(*all));

    *count = 0;
    for (size_t j = 0; all && j < columns; j++)
        for (size_t e = program->first[j]; e < program->first[j + 1]; e++) {
            circlet_unit host = host_of(program, j, e);

            if (host != CIRCLET_NONE)
                all[(*count)++] = (guest){program->rows[e], host, 0, 0};
        }
    if (all && *count > 0)
        qsort(all, *count, sizeof(*all), compare_guests);
    return all;
}

bool ci_mend_limit_to_hosts(int64_t *room, const ci_mend_program *program)
{
    size_t count;
    guest *all = list_hosts(&count, program);

    for (size_t i = 0; all && i < count; i++)
        room[all[i].row] = 0;
    for (size_t i = 0; all && i < count; i++) {
        bool is_new = i == 0 || compare_guests(&all[i - 1], &all[i]) != 0;

        if (is_new && room[all[i].row] < program->needs[all[i].row])
            room[all[i].row]++;
    }
    free(all);
    return all != NULL;
}
