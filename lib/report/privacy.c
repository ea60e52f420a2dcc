/* Closed walks of hidden cells: what rises in one unit falls in another. */
#include "report/privacy.h"

#include <stdlib.h>

#include "base/error.h"

#define NONE CI_PRIVACY_NONE
#define ONE_MILLI 1000

/* Columns that rise and fall together in a walk. */
typedef struct column_list {
    uint32_t *items;
    size_t count;
} column_list;

/* A walk: along the units from `leaf` up to below `top` columns in `with`
 * rise by what those in `against` fall by; along those from `other` it is the
 * other way round. */
typedef struct walk {
    uint32_t leaf, other, top; /* `other` NONE: only the first, and `top` is
                                  NONE then */
    column_list with, against;
    size_t cost; /* cells that are shown as yet */
    bool is_found;
} walk;

typedef struct hiding {
    const ci_privacy_table *table;
    bool *hidden, *safe; /* safe: on a walk that is wide enough */
    uint32_t *first_child, *next_child; /* NONE: no more */
    uint32_t *first_part; /* of a column's division */
    uint32_t *next_part; /* in it; NONE: no more */
    uint32_t *next_division; /* of a whole its first, of the first part of a
                                division that of the next; NONE: no more */
    walk best, tried;
} hiding;

static size_t cell_of(const hiding *h, uint32_t unit, uint32_t column)
{
    return (size_t)unit * h->table->column_count + column;
}

static int64_t count_of(const hiding *h, uint32_t unit, uint32_t column)
{
    return h->table->counts_milli[cell_of(h, unit, column)];
}

static uint32_t whole_of(const hiding *h, uint32_t column)
{
    uint32_t whole = h->table->columns[column].whole;

    return whole == NONE ? column : whole;
}

static bool is_few(const hiding *h, int64_t milli)
{
    return milli > 0 && milli < h->table->threshold_milli;
}

static bool is_told(const hiding *h, size_t cell)
{
    return h->table->told && h->table->told[cell];
}

/* ---- start -------------------------------------------------------------- */

static void hiding_free(hiding *h)
{
    free(h->safe);
    free(h->first_child);
    free(h->next_child);
    free(h->first_part);
    free(h->next_part);
    free(h->next_division);
    free(h->best.with.items);
    free(h->best.against.items);
    free(h->tried.with.items);
    free(h->tried.against.items);
}

static circlet_status check(const ci_privacy_table *table,
                            circlet_error *error)
{
    for (size_t i = 0; i < table->unit_count; i++)
        if (table->parents[i] != NONE && table->parents[i] >= i)
            return ci_fail(error, CIRCLET_E_ARGUMENT,
                           "unit %zu stands before its parent", i);
    for (size_t i = 0; i < table->column_count; i++) {
        uint32_t whole = table->columns[i].whole;

        if (whole != NONE && (whole >= table->column_count || whole == i ||
                              table->columns[whole].whole != NONE))
            return ci_fail(error, CIRCLET_E_ARGUMENT,
                           "column %zu is a part of no whole", i);
    }
    return CIRCLET_OK;
}

static circlet_status make_room(hiding *h, circlet_error *error)
{
    size_t units = h->table->unit_count, columns = h->table->column_count;
    uint32_t **const lists[] = {&h->first_part,         &h->next_part,
                                &h->next_division,      &h->best.with.items,
                                &h->best.against.items, &h->tried.with.items,
                                &h->tried.against.items};

    h->safe = calloc(units * columns + 1, sizeof(*h->safe));
    h->first_child = calloc(units + 1, sizeof(*h->first_child));
    h->next_child = calloc(units + 1, sizeof(*h->next_child));
    for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
        *lists[i] = calloc(columns + 1, sizeof(**lists[i]));
        if (!*lists[i])
            return ci_fail_nomem(error);
    }
    return h->safe && h->first_child && h->next_child ? CIRCLET_OK
                                                      : ci_fail_nomem(error);
}

static void link_units(hiding *h)
{
    size_t units = h->table->unit_count;

    for (size_t i = 0; i < units; i++)
        h->first_child[i] = NONE;
    for (size_t i = units; i-- > 0;) {
        uint32_t parent = h->table->parents[i];

        h->next_child[i] = parent == NONE ? NONE : h->first_child[parent];
        if (parent != NONE)
            h->first_child[parent] = (uint32_t)i;
    }
}

static void link_columns(hiding *h)
{
    const ci_privacy_column *columns = h->table->columns;

    for (uint32_t i = 0; i < h->table->column_count; i++)
        h->first_part[i] = h->next_part[i] = h->next_division[i] = NONE;
    for (uint32_t i = 0; i < h->table->column_count; i++) {
        uint32_t *last;

        if (columns[i].whole == NONE)
            continue;
        last = &h->next_division[columns[i].whole];
        while (*last != NONE && columns[*last].division != columns[i].division)
            last = &h->next_division[*last];
        if (*last == NONE)
            *last = i;
        h->first_part[i] = *last;
        if (*last == i)
            continue;
        for (last = &h->next_part[*last]; *last != NONE;)
            last = &h->next_part[*last];
        *last = i;
    }
}

/* Few persons, and who of few is not of a kind. */
static void hide_few(hiding *h)
{
    const ci_privacy_table *table = h->table;

    for (uint32_t u = 0; u < table->unit_count; u++)
        for (uint32_t c = 0; c < table->column_count; c++) {
            size_t cell = cell_of(h, u, c);

            h->hidden[cell] = !is_told(h, cell) &&
                              ((table->asked && table->asked[cell]) ||
                               is_few(h, table->counts_milli[cell]) ||
                               is_few(h, count_of(h, u, whole_of(h, c))));
        }
}

/* ---- walks -------------------------------------------------------------- */

/* How far a hidden count may fall as far as anybody knows. */
static int64_t room_of(const hiding *h, uint32_t unit, uint32_t column)
{
    int64_t milli = count_of(h, unit, column);

    return milli > ONE_MILLI ? milli - ONE_MILLI : 0;
}

/* Zeros are hidden in small wholes alone, so one that is not hidden there is
 * never hidden for the sake of another. */
static bool may_move(const hiding *h, uint32_t unit, uint32_t column)
{
    size_t cell = cell_of(h, unit, column);

    return h->hidden[cell] ||
           (h->table->counts_milli[cell] > 0 && !is_told(h, cell));
}

/* The least that the counts of a list may fall by from `leaf` up to below
 * `top`; -1: one cannot. */
static int64_t measure(size_t *cost, const hiding *h, const column_list *list,
                       uint32_t leaf, uint32_t top)
{
    int64_t room = INT64_MAX;

    for (uint32_t u = leaf; u != top; u = h->table->parents[u])
        for (size_t i = 0; i < list->count; i++) {
            int64_t here = room_of(h, u, list->items[i]);

            if (!may_move(h, u, list->items[i]))
                return -1;
            *cost += !h->hidden[cell_of(h, u, list->items[i])];
            if (here < room)
                room = here;
        }
    return room;
}

static int64_t lesser(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static void take(walk *best, walk *tried)
{
    walk old = *best;

    *best = *tried;
    *tried = old;
}

/* Keeps the walk that was tried if it is wide enough and hides less. */
static void weigh(hiding *h)
{
    walk *tried = &h->tried;
    bool is_pair = tried->other != NONE;
    size_t cost = 0;
    int64_t rooms[4] = {INT64_MAX, INT64_MAX, INT64_MAX, INT64_MAX};
    int64_t down, up;

    rooms[0] = measure(&cost, h, &tried->with, tried->leaf, tried->top);
    rooms[1] = measure(&cost, h, &tried->against, tried->leaf, tried->top);
    if (is_pair) {
        rooms[2] = measure(&cost, h, &tried->with, tried->other, tried->top);
        rooms[3] =
            measure(&cost, h, &tried->against, tried->other, tried->top);
    }
    for (size_t i = 0; i < 4; i++)
        if (rooms[i] < 0)
            return;
    down = lesser(rooms[0], rooms[3]);
    up = lesser(rooms[1], rooms[2]);
    if (down < h->table->threshold_milli && up < h->table->threshold_milli &&
        down + up < h->table->threshold_milli)
        return;
    if (h->best.is_found && h->best.cost <= cost)
        return;
    tried->cost = cost;
    tried->is_found = true;
    take(&h->best, tried);
}

/* The leaf below a unit with the most in a column, then in its whole. */
static uint32_t descend(const hiding *h, uint32_t unit, uint32_t column)
{
    uint32_t whole = whole_of(h, column);

    while (h->first_child[unit] != NONE) {
        uint32_t most = h->first_child[unit];

        for (uint32_t u = h->next_child[most]; u != NONE; u = h->next_child[u])
            if (count_of(h, u, column) > count_of(h, most, column) ||
                (count_of(h, u, column) == count_of(h, most, column) &&
                 count_of(h, u, whole) > count_of(h, most, whole)))
                most = u;
        unit = most;
    }
    return unit;
}

/* One part of a whole rises as another falls. */
static void try_exchanges(hiding *h, uint32_t column, uint32_t leaf,
                          uint32_t other, uint32_t top)
{
    for (uint32_t c = h->first_part[column]; c != NONE; c = h->next_part[c]) {
        if (c == column)
            continue;
        h->tried.leaf = leaf;
        h->tried.other = other;
        h->tried.top = top;
        h->tried.with.items[0] = column;
        h->tried.against.items[0] = c;
        h->tried.with.count = h->tried.against.count = 1;
        weigh(h);
    }
}

/* The part of a division that can move in both leaves, with the most in the
 * second; NONE: none can. */
static uint32_t best_part(const hiding *h, uint32_t first, uint32_t leaf,
                          uint32_t other)
{
    uint32_t best = NONE;
    int64_t most = -1;

    for (uint32_t c = first; c != NONE; c = h->next_part[c]) {
        int64_t count = count_of(h, other == NONE ? leaf : other, c);

        if (!may_move(h, leaf, c) ||
            (other != NONE && !may_move(h, other, c)) || count <= most)
            continue;
        most = count;
        best = c;
    }
    return best;
}

/* Whether a division has parts in a leaf at all, as that of a rule that is
 * not about its unit has not. */
static bool has_parts(const hiding *h, uint32_t first, uint32_t leaf)
{
    for (uint32_t c = first; leaf != NONE && c != NONE; c = h->next_part[c])
        if (count_of(h, leaf, c) > 0)
            return true;
    return false;
}

/* The columns that rise with a whole: one part of each of its divisions, of
 * that of `column` itself; false: of one none can. */
static bool list_parts(hiding *h, uint32_t column, uint32_t leaf,
                       uint32_t other)
{
    uint32_t whole = whole_of(h, column);
    column_list *with = &h->tried.with;

    with->count = 0;
    with->items[with->count++] = whole;
    for (uint32_t d = h->next_division[whole]; d != NONE;
         d = h->next_division[d]) {
        uint32_t part =
            h->first_part[column] == d ? column : best_part(h, d, leaf, other);

        if (part != NONE)
            with->items[with->count++] = part;
        else if (has_parts(h, d, leaf) || has_parts(h, d, other))
            return false;
    }
    return true;
}

/* A whole rises with one part of each of its divisions. */
static void try_transfer(hiding *h, uint32_t column, uint32_t leaf,
                         uint32_t other, uint32_t top)
{
    h->tried.leaf = leaf;
    h->tried.other = other;
    h->tried.top = top;
    h->tried.against.count = 0;
    if (list_parts(h, column, leaf, other))
        weigh(h);
}

/* ---- the search --------------------------------------------------------- */

static void hide_walk(hiding *h, const column_list *list, uint32_t leaf,
                      uint32_t top)
{
    for (uint32_t u = leaf; u != top; u = h->table->parents[u])
        for (size_t i = 0; i < list->count; i++) {
            h->hidden[cell_of(h, u, list->items[i])] = true;
            h->safe[cell_of(h, u, list->items[i])] = true;
        }
}

static void take_best(hiding *h)
{
    const walk *best = &h->best;

    hide_walk(h, &best->with, best->leaf, best->top);
    hide_walk(h, &best->against, best->leaf, best->top);
    if (best->other == NONE)
        return;
    hide_walk(h, &best->with, best->other, best->top);
    hide_walk(h, &best->against, best->other, best->top);
}

/* With the leaves beside the branch of `unit`, the nearest first. */
static void search_beside(hiding *h, uint32_t column, uint32_t leaf,
                          uint32_t unit)
{
    for (uint32_t below = unit, top = h->table->parents[unit];
         top != NONE && !h->best.is_found;
         below = top, top = h->table->parents[top])
        for (uint32_t u = h->first_child[top]; u != NONE;
             u = h->next_child[u]) {
            uint32_t other;

            if (u == below)
                continue;
            other = descend(h, u, column);
            try_exchanges(h, column, leaf, other, top);
            try_transfer(h, column, leaf, other, top);
        }
}

/* Makes a hidden cell safe. Where no other leaf is large enough, what is
 * above it is hidden up to the top. */
static void protect(hiding *h, uint32_t unit, uint32_t column)
{
    uint32_t leaf = descend(h, unit, column);

    h->best.is_found = false;
    search_beside(h, column, leaf, unit);
    if (!h->best.is_found) {
        try_exchanges(h, column, leaf, NONE, NONE);
        try_transfer(h, column, leaf, NONE, NONE);
    }
    if (h->best.is_found)
        take_best(h);
}

/* A zero that the unit above shows, too, is no secret. */
static bool is_known_zero(const hiding *h, uint32_t unit, uint32_t column)
{
    uint32_t parent = h->table->parents[unit];

    return count_of(h, unit, column) == 0 &&
           (count_of(h, unit, whole_of(h, column)) == 0 ||
            (parent != NONE && !h->hidden[cell_of(h, parent, column)] &&
             count_of(h, parent, column) == 0));
}

circlet_status ci_privacy_hide(bool *hidden, const ci_privacy_table *table,
                               circlet_error *error)
{
    hiding h = {.table = table, .hidden = hidden};
    circlet_status status = check(table, error);

    if (!status)
        status = make_room(&h, error);
    if (!status) {
        link_units(&h);
        link_columns(&h);
        hide_few(&h);
    }
    for (uint32_t u = 0; !status && u < table->unit_count; u++)
        for (uint32_t c = 0; c < table->column_count; c++) {
            size_t cell = cell_of(&h, u, c);

            if (!h.hidden[cell] || h.safe[cell])
                continue;
            if (is_known_zero(&h, u, c))
                hidden[cell] = false;
            else
                protect(&h, u, c);
        }
    hiding_free(&h);
    return status;
}
