#include "plan_staff.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "locale.h"
#include "table.h"

#define RANGE_SIZE 64

/* What is asked for where the other state asks for nothing. */
static const circlet_staff_row nothing = {.is_complete = true};

static bool is_same(const circlet_staff_row *a, const circlet_staff_row *b)
{
    return strcmp(a->rule, b->rule) == 0 && strcmp(a->unit, b->unit) == 0 &&
           strcmp(a->staff, b->staff) == 0;
}

static const circlet_staff_row *find(const circlet_staff *staff,
                                     const circlet_staff_row *like)
{
    for (size_t i = 0; i < circlet_staff_count(staff); i++)
        if (is_same(circlet_staff_at(staff, i), like))
            return circlet_staff_at(staff, i);
    return &nothing;
}

/* ---- JSON --------------------------------------------------------------- */

static void write_state(json *out, const char *key,
                        const circlet_staff_row *row)
{
    json_object(out, key);
    json_integer(out, "needed", row->needed);
    json_integer(out, "there", row->there);
    json_integer(out, "missing", row->missing);
    json_integer(out, "missing_high", row->missing_high);
    json_boolean(out, "complete", row->is_complete);
    json_end(out);
}

static void write_row(json *out, const circlet_staff_row *like,
                      const circlet_staff_row *before,
                      const circlet_staff_row *after)
{
    json_object(out, NULL);
    json_text(out, "rule", like->rule);
    json_text(out, "unit", like->unit);
    json_text(out, "unit_name", like->unit_name);
    json_text(out, "staff", like->staff);
    write_state(out, "before", before);
    write_state(out, "after", after);
    json_end(out);
}

void plan_staff_write(json *out, const plan_staff *staff)
{
    json_array(out, "staff");
    for (size_t i = 0; i < circlet_staff_count(staff->after); i++) {
        const circlet_staff_row *row = circlet_staff_at(staff->after, i);

        write_row(out, row, find(staff->before, row), row);
    }
    /* What was needed for facilities that the plan closes. */
    for (size_t i = 0; i < circlet_staff_count(staff->before); i++) {
        const circlet_staff_row *row = circlet_staff_at(staff->before, i);

        if (find(staff->after, row) == &nothing)
            write_row(out, row, row, &nothing);
    }
    json_end(out);
}

/* ---- text --------------------------------------------------------------- */

static void set_count(table *out, size_t column, int64_t count)
{
    char text[RANGE_SIZE];

    snprintf(text, sizeof(text), "%" PRId64, count);
    table_set(out, column, text);
}

/* "3", or "0-5" where it hangs on what is not known; a "+" where even that is
 * not all. */
static void set_missing(table *out, size_t column,
                        const circlet_staff_row *row)
{
    char text[RANGE_SIZE];
    const char *more = row->is_complete ? "" : "+";

    if (row->missing == row->missing_high)
        snprintf(text, sizeof(text), "%" PRId64 "%s", row->missing, more);
    else
        snprintf(text, sizeof(text), "%" PRId64 "-%" PRId64 "%s", row->missing,
                 row->missing_high, more);
    table_set(out, column, text);
}

static const char *name_of(const circlet_policy *policy, const char *word)
{
    return locale_is_chinese() ? circlet_policy_word_zh(policy, word)
                               : circlet_policy_word_en(policy, word);
}

static void add_row(table *out, const circlet_policy *policy,
                    const circlet_staff_row *like, const char *unit,
                    const circlet_staff_row *before,
                    const circlet_staff_row *after)
{
    table_add_row(out);
    table_set(out, 0, like->rule);
    table_set(out, 1, unit);
    set_count(out, 2, before->needed);
    set_count(out, 3, after->needed);
    set_missing(out, 4, before);
    set_missing(out, 5, after);
    table_set(out, 6, name_of(policy, like->staff));
}

static void add_up(circlet_staff_row *sum, const circlet_staff_row *row)
{
    sum->needed += row->needed;
    sum->there += row->there;
    sum->missing += row->missing;
    sum->missing_high += row->missing_high;
    sum->is_complete &= row->is_complete;
}

/* What is asked for in all by the rule of a row, of its staff. */
static circlet_staff_row total_of(const circlet_staff *staff,
                                  const circlet_staff_row *like)
{
    circlet_staff_row sum = nothing;

    for (size_t i = 0; i < circlet_staff_count(staff); i++) {
        const circlet_staff_row *row = circlet_staff_at(staff, i);

        if (strcmp(row->rule, like->rule) == 0 &&
            strcmp(row->staff, like->staff) == 0)
            add_up(&sum, row);
    }
    return sum;
}

static bool is_last_of_rule(const circlet_staff *staff, size_t i)
{
    const circlet_staff_row *row = circlet_staff_at(staff, i);
    const circlet_staff_row *next = circlet_staff_at(staff, i + 1);

    return !next || strcmp(next->rule, row->rule) != 0 ||
           strcmp(next->staff, row->staff) != 0;
}

static bool is_told(const circlet_staff_row *before,
                    const circlet_staff_row *after)
{
    return before->missing > 0 || after->missing > 0 ||
           before->needed != after->needed;
}

bool plan_staff_print(const plan_staff *staff, const circlet_policy *policy)
{
    table *out = table_new();
    bool is_printed;

    if (!out)
        return false;
    table_add_column(out, _("RULE"), TABLE_LEFT);
    table_add_column(out, _("UNIT"), TABLE_LEFT);
    table_add_column(out, _("NEEDED TODAY"), TABLE_RIGHT);
    table_add_column(out, _("WITH PLAN"), TABLE_RIGHT);
    table_add_column(out, _("TO ENGAGE TODAY"), TABLE_RIGHT);
    table_add_column(out, _("WITH PLAN"), TABLE_RIGHT);
    table_add_column(out, _("STAFF"), TABLE_SENTENCE);
    for (size_t i = 0; i < circlet_staff_count(staff->after); i++) {
        const circlet_staff_row *row = circlet_staff_at(staff->after, i);
        const circlet_staff_row *before = find(staff->before, row);

        if (is_told(before, row))
            add_row(out, policy, row, row->unit_name, before, row);
        if (is_last_of_rule(staff->after, i)) {
            circlet_staff_row then = total_of(staff->before, row);
            circlet_staff_row now = total_of(staff->after, row);

            add_row(out, policy, row, _("in all"), &then, &now);
        }
    }
    if (circlet_staff_count(staff->after) > 0)
        printf("\n%s\n", _("Staff that is asked for, and to be engaged "
                           "(surely - at most):"));
    is_printed = table_print(out);
    table_free(out);
    return is_printed;
}

void plan_staff_clear(plan_staff *staff)
{
    circlet_staff_free(staff->before);
    circlet_staff_free(staff->after);
    *staff = (plan_staff){NULL, NULL};
}
