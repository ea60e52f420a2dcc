#include "io/import_spread.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "io/container.h"
#include "io/spread_totals.h"

/* ---- the options -------------------------------------------------------- */

static bool read_by(ci_spread_by *out, const char *word)
{
    for (int by = 0; by < CI_SPREAD_BY_COUNT; by++)
        if (strcmp(word, ci_spread_by_word((ci_spread_by)by)) == 0) {
            *out = (ci_spread_by)by;
            return true;
        }
    return false;
}

circlet_status ci_spread_check_option(const char *spread, circlet_error *error)
{
    ci_spread_by by;

    if (spread && !read_by(&by, spread))
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "totals are spread by buildings, grid, communities or "
                       "roads, not by '%s'",
                       spread);
    return CIRCLET_OK;
}

/* ---- the people of an earlier import ------------------------------------ */

/* The source of an earlier import is gone by now, and its totals with it. */
static circlet_status remove_earlier(ci_import *import, circlet_error *error)
{
    return ci_db_run(
        import->db,
        "CREATE TEMP TABLE spread_before AS SELECT id, weight_milli FROM "
        "demand WHERE modelled AND source NOT IN (SELECT fid FROM source);"
        "DELETE FROM demand WHERE modelled AND source NOT IN (SELECT fid "
        "FROM source)",
        error);
}

/* What is new is of the run that is under way, the last. */
static circlet_status compare_earlier(ci_import *import, circlet_error *error)
{
    static const char *const sql[] = {
        "SELECT count(*) FROM temp.spread_before",
        "SELECT count(*) FROM demand AS d JOIN source AS s ON s.fid = "
        "d.source WHERE d.modelled AND s.run = (SELECT max(fid) FROM run) AND "
        "d.id NOT IN (SELECT id FROM temp.spread_before)",
        "SELECT count(*) FROM temp.spread_before WHERE id NOT IN (SELECT id "
        "FROM demand)",
        "SELECT count(*) FROM temp.spread_before AS b JOIN demand AS d ON "
        "d.id = b.id WHERE d.weight_milli <> b.weight_milli"};
    int64_t counts[4] = {0};
    circlet_status status = CIRCLET_OK;

    for (int i = 0; i < 4 && status == CIRCLET_OK; i++) {
        status = ci_db_query_int(&counts[i], import->db, sql[i], error);
        if (counts[0] == 0)
            break;
    }
    if (status == CIRCLET_OK && counts[0] > 0)
        ci_import_remark(import,
                         "modelled people: %" PRId64 " rows entered, %" PRId64
                         " left, %" PRId64 " changed",
                         counts[1], counts[2], counts[3]);
    if (status == CIRCLET_OK)
        status = ci_db_run(import->db, "DROP TABLE temp.spread_before", error);
    return status;
}

/* ---- spreading ---------------------------------------------------------- */

static circlet_status tell_surveyed(const ci_spread_run *run,
                                    circlet_error *error)
{
    int64_t count = 0;
    circlet_status status = ci_db_query_int(
        &count, run->import->db,
        "SELECT count(*) FROM demand WHERE modelled IS NOT 1", error);

    if (status == CIRCLET_OK && count > 0)
        ci_import_remark(run->import,
                         "%" PRId64
                         " rows of people who are not modelled are in the "
                         "city: whoever is in the totals, too, counts twice",
                         count);
    return status;
}

static void tell_result(const ci_spread_run *run)
{
    ci_import_remark(run->import,
                     "%" PRId64 " persons are spread by=%s with seed %" PRIu64
                     ": they are modelled, and results about them say so",
                     run->persons, ci_spread_by_word(run->by),
                     run->import->options.seed);
}

/* The end of the totals of one unit. */
static size_t find_end(const ci_spread_run *run, size_t start)
{
    size_t end = start + 1;

    while (end < run->count && strcmp(run->totals[end].unit_code,
                                      run->totals[start].unit_code) == 0)
        end++;
    return end;
}

/* What cannot be spread is out before anybody is said to count twice. */
static circlet_status refuse_totals(ci_spread_run *run, circlet_error *error)
{
    circlet_status status = CIRCLET_OK;
    size_t kept = 0;

    for (size_t i = 0, next; i < run->count && status == CIRCLET_OK;
         i = next) {
        size_t end = next = find_end(run, i);

        status = ci_spread_refuse(run, i, &end, error);
        for (; i < end; i++)
            run->totals[kept++] = run->totals[i];
    }
    if (status == CIRCLET_OK)
        run->count = kept;
    return status;
}

static circlet_status spread_units(ci_spread_run *run, circlet_error *error)
{
    circlet_status status = refuse_totals(run, error);

    if (status == CIRCLET_OK)
        status = ci_spread_mark_units(run, error);
    for (size_t i = 0, end; i < run->count && status == CIRCLET_OK; i = end) {
        end = find_end(run, i);
        status = ci_spread_unit(run, i, end, error);
        if (status == CIRCLET_OK)
            status = ci_import_report(
                run->import, (double)end / (double)(run->count + 1), error);
    }
    return status;
}

static circlet_status spread(ci_import *import, const char *const *sources,
                             size_t source_count, circlet_error *error)
{
    ci_spread_run run = {
        .import = import, .sources = sources, .source_count = source_count};
    circlet_status status;

    read_by(&run.by, import->options.spread);
    status = ci_spread_run_open(&run, error);
    if (status == CIRCLET_OK)
        status = spread_units(&run, error);
    if (status == CIRCLET_OK && import->counts.rows > 0 &&
        import->counts.imported == 0)
        status = ci_fail(error, CIRCLET_E_DATA,
                         "none of the totals can be spread: %s",
                         import->first_rejection);
    if (status == CIRCLET_OK)
        status = tell_surveyed(&run, error);
    if (status == CIRCLET_OK) {
        import->counts.modelled = ci_people_writer_rows(run.writer);
        tell_result(&run);
    }
    ci_spread_run_close(&run);
    return status;
}

circlet_status ci_import_spread(ci_import *import, const char *const *sources,
                                size_t source_count, circlet_error *error)
{
    circlet_status status = remove_earlier(import, error);

    if (status == CIRCLET_OK && import->options.spread)
        status = spread(import, sources, source_count, error);
    else if (status == CIRCLET_OK)
        ci_import_remark(import,
                         "the totals are stored, and nobody is counted yet: "
                         "import them with by=buildings, by=grid, "
                         "by=communities or by=roads to spread them");
    if (status == CIRCLET_OK)
        status = compare_earlier(import, error);
    if (status == CIRCLET_OK)
        status = ci_container_touch_table(import->db, "demand", error);
    return status;
}

/* ---- people who were spread before -------------------------------------- */

circlet_status ci_spread_keep_sources(const ci_import *import,
                                      circlet_error *error)
{
    return ci_db_run(
        import->db,
        "CREATE TEMP TABLE source_before AS SELECT s.layer, s.file, s.sha256, "
        "r.version, json_remove(r.options, '$.unchanged_since') AS options, "
        "coalesce(json_extract(r.options, '$.unchanged_since'), s.run) AS "
        "since FROM source AS s JOIN run AS r ON r.fid = s.run",
        error);
}

/* Streets have no rows that are compared: the same files, read in the same
 * way, make the same ones. */
static circlet_status check_streets(bool *out, const ci_import *import,
                                    circlet_error *error)
{
    static const char sql[] =
        "WITH old AS (SELECT file, sha256, version, options FROM "
        "temp.source_before WHERE layer = 'roads'), new AS (SELECT s.file, "
        "s.sha256, r.version, json_remove(r.options, '$.unchanged_since') "
        "FROM source AS s JOIN run AS r ON r.fid = s.run WHERE s.layer = "
        "'roads') SELECT (SELECT count(*) FROM (SELECT * FROM old EXCEPT "
        "SELECT * FROM new)) + (SELECT count(*) FROM (SELECT * FROM new "
        "EXCEPT SELECT * FROM old))";
    int64_t differing = 0;
    circlet_status status =
        ci_db_query_int(&differing, import->db, sql, error);

    *out = status == CIRCLET_OK && differing == 0;
    return status;
}

static circlet_status check_unchanged(bool *out, const ci_import *import,
                                      circlet_error *error)
{
    const circlet_import_counts *counts = &import->counts;

    if (import->layer == CIRCLET_LAYER_ROADS)
        return check_streets(out, import, error);
    *out = counts->entered == 0 && counts->left == 0 && counts->changed == 0 &&
           counts->imported == counts->replaced;
    return CIRCLET_OK;
}

/* Of the sources of a run the one that changed last decides. */
static circlet_status write_unchanged(const ci_import *import,
                                      circlet_error *error)
{
    ci_statement *update = NULL;
    circlet_status status = ci_db_prepare(
        &update, import->db,
        "UPDATE run SET options = json_set(coalesce(options, '{}'), "
        "'$.unchanged_since', (SELECT max(b.since) FROM source AS s JOIN "
        "temp.source_before AS b ON b.layer = s.layer AND b.file = s.file "
        "WHERE s.run = ?1)) WHERE fid = ?1",
        error);

    if (status == CIRCLET_OK)
        status = ci_bind_int(update, 1, import->run, error);
    if (status == CIRCLET_OK)
        status = ci_statement_step(update, NULL, error);
    ci_statement_free(update);
    return status;
}

static circlet_status remark_stale(const ci_import *import,
                                   circlet_error *error)
{
    int64_t count = 0;
    circlet_status status =
        ci_db_query_int(&count, import->db, CI_SPREAD_STALE_SQL, error);

    if (status == CIRCLET_OK && count > 0)
        ci_import_remark(import,
                         "%" PRId64
                         " rows of modelled people are where they were spread "
                         "before this import: import their totals again with "
                         "--spread",
                         count);
    return status;
}

circlet_status ci_spread_remark_stale(const ci_import *import,
                                      circlet_error *error)
{
    bool is_unchanged = false;
    circlet_status status;

    switch (import->layer) {
    case CIRCLET_LAYER_UNITS:
    case CIRCLET_LAYER_GRID:
    case CIRCLET_LAYER_BUILDINGS:
    case CIRCLET_LAYER_ROADS:
        status = check_unchanged(&is_unchanged, import, error);
        break;
    default:
        return CIRCLET_OK;
    }
    if (status != CIRCLET_OK)
        return status;
    return is_unchanged ? write_unchanged(import, error)
                        : remark_stale(import, error);
}
