#include "report/ledger_privacy.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <circlet/privacy.h>

#include "base/error.h"
#include "report/privacy.h"

#define NONE CI_PRIVACY_NONE
#define LEVELS 4 /* city to community */
#define COVERAGE_COLUMNS                                                      \
    4 /* concerned, covered, covered_low, covered_high                        \
       */

/* A column of the table that is examined: the figures of ledger column `plus`
 * less those of `minus`; `owner` is the first ledger column that must not be
 * shown where this one is hidden, with `owner_count` columns from there. */
typedef struct examined {
    size_t plus, minus; /* SIZE_MAX: none */
    size_t plus_count; /* so many columns from `plus` are added up */
    size_t owner, owner_count;
} examined;

typedef struct hiding {
    const circlet_ledger *fine;
    const circlet_ledger_options *options;
    circlet_ledger *levels[LEVELS]; /* rows alone */
    ci_ledger_places places[LEVELS];
    size_t first[LEVELS]; /* node of the first row of a level; 0 is all */
    size_t node_count;
    uint32_t *parents; /* of the nodes */
    int64_t *figures; /* node by node, ledger columns */
    ci_privacy_column *columns;
    examined *sources;
    size_t column_count, room;
    int64_t *counts;
    bool *asked, *told, *hidden;
} hiding;

static void hiding_free(hiding *h)
{
    for (int i = 0; i < LEVELS; i++) {
        circlet_ledger_free(h->levels[i]);
        ci_ledger_places_clear(&h->places[i]);
    }
    free(h->parents);
    free(h->figures);
    free(h->columns);
    free(h->sources);
    free(h->counts);
    free(h->asked);
    free(h->told);
    free(h->hidden);
}

/* ---- nodes: the rows of all levels ---------------------------------------
 */

static circlet_status place_levels(hiding *h, const circlet_city *city,
                                   circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    h->node_count = 1;
    for (int i = 0; i < LEVELS && !status; i++) {
        circlet_ledger_options options = *h->options;

        options.level = (circlet_ledger_level)i;
        status = ci_ledger_new(&h->levels[i], NULL, &options,
                               CIRCLET_LEDGER_HOUSEHOLD, error);
        if (!status)
            status = ci_ledger_place(h->levels[i], &h->places[i], city, error);
        h->first[i] = h->node_count;
        if (!status)
            h->node_count += h->levels[i]->row_count;
    }
    return status;
}

/* A row lies in the row of the level above in which its people stand. */
static circlet_status link_nodes(hiding *h, const circlet_city *city,
                                 circlet_error *error)
{
    h->parents = calloc(h->node_count, sizeof(*h->parents));
    if (!h->parents)
        return ci_fail_nomem(error);
    h->parents[0] = NONE;
    for (int l = 1; l < LEVELS; l++)
        for (size_t i = 0; i < circlet_city_demand_count(city); i++)
            h->parents[h->first[l] + h->places[l].demand_rows[i]] =
                (uint32_t)(h->first[l - 1] + h->places[l - 1].demand_rows[i]);
    return CIRCLET_OK;
}

/* The figures of communities, added up. */
static circlet_status add_figures(hiding *h, const int64_t *milli,
                                  circlet_error *error)
{
    size_t columns = h->fine->column_count;

    if (!h->figures)
        h->figures = malloc((h->node_count * columns + 1) * sizeof(int64_t));
    if (!h->figures)
        return ci_fail_nomem(error);
    memset(h->figures, 0, h->node_count * columns * sizeof(int64_t));
    for (size_t r = 0; r < h->fine->row_count; r++)
        for (uint32_t node = (uint32_t)(h->first[LEVELS - 1] + r);
             node != NONE; node = h->parents[node])
            for (size_t c = 0; c < columns; c++)
                h->figures[node * columns + c] += milli[r * columns + c];
    return CIRCLET_OK;
}

/* ---- columns --------------------------------------------------------------
 */

static uint32_t add_column(hiding *h, uint32_t whole, size_t division,
                           examined source)
{
    h->columns[h->column_count] =
        (ci_privacy_column){whole, (uint32_t)division};
    h->sources[h->column_count] = source;
    return (uint32_t)h->column_count++;
}

/* Who is of a word, and who is not. */
static void add_word_and_rest(hiding *h, size_t column)
{
    add_column(h, 0, column, (examined){column, SIZE_MAX, 1, column, 1});
    add_column(h, 0, column, (examined){0, column, 1, 0, 0});
}

/* Words of which a person may have two: each divides people, and all words
 * together add up to what they add up to: `has_all`, to everybody and those
 * who have more than one. */
static void add_lists(hiding *h, size_t first, size_t end, bool has_all)
{
    uint32_t sum =
        add_column(h, NONE, 0, (examined){first, SIZE_MAX, end - first, 0, 0});

    if (has_all) {
        add_column(h, sum, 0, (examined){0, SIZE_MAX, 1, 0, 1});
        add_column(h, sum, 0, (examined){first, 0, end - first, 0, 0});
    }
    for (size_t c = first; c < end; c++) {
        add_word_and_rest(h, c);
        add_column(h, sum, first, (examined){c, SIZE_MAX, 1, c, 1});
    }
}

/* Whom a rule is about, and of these: surely covered, covered, perhaps. */
static void add_coverage(hiding *h, size_t first)
{
    size_t low = first + 2, high = first + 3;
    const examined parts[] = {
        {low, SIZE_MAX, 1, first + 1, COVERAGE_COLUMNS - 1},
        {first + 1, low, 1, first + 1, COVERAGE_COLUMNS - 1},
        {high, first + 1, 1, first + 1, COVERAGE_COLUMNS - 1},
        {first, high, 1, first + 1, COVERAGE_COLUMNS - 1}};
    uint32_t whole;

    add_word_and_rest(h, first);
    whole = add_column(h, NONE, 0, (examined){first, SIZE_MAX, 1, first, 1});
    for (size_t i = 0; i < COVERAGE_COLUMNS; i++)
        add_column(h, whole, first, parts[i]);
}

static void add_coverages(hiding *h, size_t first, size_t end)
{
    for (size_t c = first; c < end; c += COVERAGE_COLUMNS)
        add_coverage(h, c);
}

static circlet_status add_columns(hiding *h, circlet_error *error)
{
    const circlet_ledger_column *columns = h->fine->columns;
    size_t count = h->fine->column_count;

    h->room = 3 * count + 8;
    h->columns = calloc(h->room, sizeof(*h->columns));
    h->sources = calloc(h->room, sizeof(*h->sources));
    if (!h->columns || !h->sources)
        return ci_fail_nomem(error);
    add_column(h, NONE, 0, (examined){0, SIZE_MAX, 1, 0, 1});
    for (size_t c = 1, end;
         c < count && columns[c].section <= CIRCLET_LEDGER_COVERAGE; c = end) {
        circlet_ledger_section section = columns[c].section;

        for (end = c + 1; end < count && columns[end].section == section;
             end++)
            ;
        if (section == CIRCLET_LEDGER_KIND || section == CIRCLET_LEDGER_NEED)
            add_lists(h, c, end, section == CIRCLET_LEDGER_KIND);
        else if (section == CIRCLET_LEDGER_COVERAGE)
            add_coverages(h, c, end);
        else
            for (size_t i = c; i < end; i++)
                add_column(h, 0, c, (examined){i, SIZE_MAX, 1, i, 1});
    }
    return CIRCLET_OK;
}

static int64_t count_of(const hiding *h, size_t node, const examined *source)
{
    const int64_t *figures = &h->figures[node * h->fine->column_count];
    int64_t count = 0;

    for (size_t i = 0; i < source->plus_count; i++)
        count += figures[source->plus + i];
    if (source->minus != SIZE_MAX)
        count -= figures[source->minus];
    return count > 0 ? count : 0;
}

static circlet_status fill(hiding *h, const int64_t *milli,
                           circlet_error *error)
{
    circlet_status status = add_figures(h, milli, error);

    for (size_t n = 0; n < h->node_count && !status; n++)
        for (size_t c = 0; c < h->column_count; c++)
            h->counts[n * h->column_count + c] =
                count_of(h, n, &h->sources[c]);
    return status;
}

/* ---- findings -------------------------------------------------------------
 */

/* The node of a unit; NONE: it has none. */
static uint32_t node_of(const hiding *h, const circlet_finding *finding)
{
    const circlet_ledger *level;

    if (finding->subject != CIRCLET_SUBJECT_UNIT || !finding->unit ||
        (unsigned)finding->level >= LEVELS)
        return NONE;
    level = h->levels[finding->level];
    for (size_t r = 0; r < level->row_count; r++)
        if (level->rows[r].code &&
            strcmp(level->rows[r].code, finding->unit) == 0)
            return (uint32_t)(h->first[finding->level] + r);
    return NONE;
}

static bool is_about(const circlet_ledger_column *column,
                     const circlet_finding *finding)
{
    return column->section == CIRCLET_LEDGER_COVERAGE &&
           strcmp(column->rule, finding->rule) == 0;
}

/* What findings hide stays hidden; what they show is no secret. */
static void heed_finding(hiding *h, const circlet_finding *finding,
                         bool is_hidden)
{
    uint32_t node = node_of(h, finding);

    if (node == NONE || !isfinite(finding->persons))
        return;
    for (size_t c = 0; c < h->column_count; c++) {
        size_t cell = node * h->column_count + c;
        size_t owner = h->sources[c].owner;

        if (h->sources[c].owner_count == 0 ||
            !is_about(&h->fine->columns[owner], finding))
            continue;
        /* The column of whom the rule is about stands first. */
        owner -= h->sources[c].owner_count > 1;
        h->asked[cell] = h->asked[cell] || is_hidden;
        h->told[cell] =
            !is_hidden && llround(finding->persons * 1000) ==
                              h->figures[node * h->fine->column_count + owner];
    }
}

static void heed_findings(hiding *h)
{
    const circlet_ledger_options *options = h->options;

    if (!options->findings || !options->privacy)
        return;
    for (size_t i = 0; i < circlet_findings_count(options->findings); i++)
        heed_finding(h, circlet_findings_at(options->findings, i),
                     circlet_privacy_hides(options->privacy, false, i));
}

/* Whether findings tell of all but few of a node's people. */
static bool tells_rest(const hiding *h, size_t node)
{
    const size_t at = node * h->column_count;
    int64_t few = h->options->hidden_below * 1000;

    for (size_t c = 1; c < h->column_count; c++)
        if (h->sources[c].plus == 0 && h->sources[c].minus != SIZE_MAX &&
            h->counts[at + c] > 0 && h->counts[at + c] < few)
            for (size_t k = 1; k < h->column_count; k++)
                if (h->told[at + k] && h->sources[k].minus == SIZE_MAX &&
                    h->sources[k].plus == h->sources[c].minus)
                    return true;
    return false;
}

/* Everybody is what all else is compared with: hidden for nobody's sake, but
 * for that of units of few persons. */
static void keep_everybody(hiding *h)
{
    int64_t few = h->options->hidden_below * 1000;
    bool has_few = false;

    for (size_t n = 0; n < h->node_count; n++) {
        size_t at = n * h->column_count;

        h->asked[at] = h->asked[at] || tells_rest(h, n);
        has_few = has_few || h->asked[at] ||
                  (h->counts[at] > 0 && h->counts[at] < few);
    }
    for (size_t n = 0; n < h->node_count; n++)
        for (size_t c = has_few ? 1 : 0; c < h->column_count; c++)
            if (h->sources[c].owner_count == 1 && h->sources[c].owner == 0 &&
                !h->asked[n * h->column_count] &&
                h->counts[n * h->column_count + c] >= few)
                h->told[n * h->column_count + c] = true;
}

/* ---- hiding ---------------------------------------------------------------
 */

/* Where a column is hidden its owners are, and with them all other columns
 * that would show them; false: they were already. */
static bool spread(hiding *h)
{
    bool has_more = false;

    for (size_t n = 0; n < h->node_count; n++)
        for (size_t c = 0; c < h->column_count; c++) {
            const examined *source = &h->sources[c];

            if (!h->hidden[n * h->column_count + c] ||
                source->owner_count == 0)
                continue;
            for (size_t k = 0; k < h->column_count; k++) {
                size_t cell = n * h->column_count + k;

                if (h->sources[k].owner_count > 0 &&
                    h->sources[k].owner == source->owner && !h->hidden[cell] &&
                    !h->asked[cell]) {
                    has_more = true;
                    h->asked[cell] = true;
                }
            }
            h->asked[n * h->column_count + c] = true;
        }
    return has_more;
}

static circlet_status hide(hiding *h, circlet_error *error)
{
    const ci_privacy_table table = {.unit_count = h->node_count,
                                    .parents = h->parents,
                                    .column_count = h->column_count,
                                    .columns = h->columns,
                                    .counts_milli = h->counts,
                                    .asked = h->asked,
                                    .told = h->told,
                                    .threshold_milli =
                                        h->options->hidden_below * 1000};
    circlet_status status;

    do
        status = ci_privacy_hide(h->hidden, &table, error);
    while (!status && spread(h));
    return status;
}

static void mark_row(circlet_ledger *ledger, const hiding *h, size_t row,
                     size_t node)
{
    for (size_t c = 0; c < h->column_count; c++)
        for (size_t i = 0; i < h->sources[c].owner_count; i++)
            if (h->hidden[node * h->column_count + c])
                ledger->hidden[row * ledger->column_count +
                               h->sources[c].owner + i] = true;
}

static circlet_status start(hiding *h, circlet_ledger *ledger,
                            const circlet_city *city, circlet_error *error)
{
    size_t cells;
    circlet_status status = place_levels(h, city, error);

    if (!status)
        status = link_nodes(h, city, error);
    if (!status)
        status = add_columns(h, error);
    if (status)
        return status;
    cells = h->node_count * h->column_count + 1;
    h->counts = calloc(cells, sizeof(*h->counts));
    h->asked = calloc(cells, sizeof(*h->asked));
    h->told = calloc(cells, sizeof(*h->told));
    h->hidden = calloc(cells, sizeof(*h->hidden));
    ledger->hidden = calloc((ledger->row_count + 1) * ledger->column_count + 1,
                            sizeof(bool));
    return h->counts && h->asked && h->told && h->hidden && ledger->hidden
               ? CIRCLET_OK
               : ci_fail_nomem(error);
}

circlet_status ci_ledger_hide_few(circlet_ledger *ledger,
                                  const circlet_ledger *fine,
                                  const circlet_city *city,
                                  const circlet_ledger_options *options,
                                  circlet_error *error)
{
    hiding h = {.fine = fine, .options = options};
    const int64_t *const figures[] = {fine->values_milli,
                                      fine->modelled_milli};
    circlet_status status = start(&h, ledger, city, error);

    for (size_t i = 0; i < 2 && !status && figures[i]; i++) {
        status = fill(&h, figures[i], error);
        if (!status && i == 0) {
            heed_findings(&h);
            keep_everybody(&h);
        }
        if (!status)
            status = hide(&h, error);
    }
    for (size_t r = 0; r <= ledger->row_count && !status; r++)
        mark_row(ledger, &h, r,
                 r == ledger->row_count ? 0 : h.first[ledger->level] + r);
    hiding_free(&h);
    return status;
}
