/* From the tables of a city file to a plan. */
#include <circlet/io.h>

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/error.h"
#include "city/plan_action.h"
#include "city/plan_record.h"
#include "io/certificate_text.h"
#include "io/city_file.h"
#include "io/container.h"
#include "io/plan_store.h"
#include "io/plan_text.h"
#include "io/stored_words.h"

/* Of counts and years: no plan has more, and an int has room for it. */
#define WHOLE_MAX 2e9
#define YEAR_MAX 9999

/* Of steps in which persons are told: no city has more. */
#define STEP_MAX 1000000

typedef struct plan_reader {
    const char *path;
    ci_db *db;
    ci_statement *rows;
    bool has_no_memory; /* a text could not be kept */
    const char *policy; /* id; NULL: none */
    ci_arena texts;
    ci_geometry geometry;
    circlet_plan_action *actions;
    size_t action_count, action_capacity;
    circlet_plan_level *levels;
    size_t level_count, level_capacity;
    circlet_plan_impossible *impossible;
    size_t impossible_count, impossible_capacity;
    circlet_site_record *sites;
    size_t site_count, site_capacity;
    bool is_cautious;
    const char *years, *budgets;
    bool allows_loss;
    double hold_share; /* 0: for none */
    uint32_t hold_draws;
    uint64_t hold_seed;
    const char *services; /* NULL: all */
    int64_t persons_step; /* 0: numbers are exact */
    int64_t year; /* in which the last is done, or that it was computed for */
    const char *stray_proof; /* level of a certificate, which is not there */
} plan_reader;

static void plan_reader_free(plan_reader *reader)
{
    for (size_t i = 0; i < reader->level_count; i++)
        circlet_certificate_free(
            (circlet_certificate *)reader->levels[i].certificate);
    ci_statement_free(reader->rows);
    ci_arena_free(&reader->texts);
    ci_geometry_free(&reader->geometry);
    free(reader->actions);
    free(reader->levels);
    free(reader->impossible);
    free(reader->sites);
    ci_db_close(reader->db);
}

/* A text of the row that outlives it. */
static const char *keep(plan_reader *reader, int position)
{
    const char *text = ci_column_text(reader->rows, position);
    const char *copy;

    if (!text)
        return NULL;
    copy = ci_arena_copy(&reader->texts, text);
    if (!copy)
        reader->has_no_memory = true;
    return copy;
}

static circlet_status read_place(plan_reader *reader, circlet_point *out,
                                 circlet_error *error)
{
    int32_t srs_id = 0;
    circlet_status status;

    *out = (circlet_point){(double)NAN, (double)NAN};
    if (ci_column_is_null(reader->rows, 0))
        return CIRCLET_OK;
    status =
        ci_container_read(&reader->geometry, &srs_id, reader->rows, 0, error);
    if (status != CIRCLET_OK)
        return ci_fail_within(error, status, reader->path);
    if (reader->geometry.type != CI_GEOMETRY_POINT || srs_id != 4326)
        return ci_fail(error, CIRCLET_E_FORMAT,
                       "%s: the place of a plan's action is no point in "
                       "WGS 84",
                       reader->path);
    *out = reader->geometry.points[0];
    return CIRCLET_OK;
}

/* Who edits a plan by hand may leave a text where a number belongs, which
 * SQLite would read as 0. */
static circlet_status check_numbers(plan_reader *reader, const char *id,
                                    circlet_error *error)
{
    for (int i = 11; i <= 17; i++) {
        const char *text = ci_column_text(reader->rows, i);
        double number;

        if (!text || (ci_parse_double(&number, text) &&
                      (i > 13 || (number == floor(number) &&
                                  fabs(number) <= WHOLE_MAX))))
            continue;
        return ci_fail(error, CIRCLET_E_DATA,
                       "action '%s': %s '%s' is not a number that it can be",
                       id ? id : "", ci_column_name(reader->rows, i), text);
    }
    return CIRCLET_OK;
}

/* 0: of no plan over years. */
static int start_year(const plan_reader *reader)
{
    int64_t year = ci_column_count_or_unknown(reader->rows, 22);

    return year > 0 && year <= YEAR_MAX ? (int)year : 0;
}

static circlet_status read_action(plan_reader *reader, circlet_error *error)
{
    circlet_plan_action *action =
        ci_array_reserve_one(reader->actions, reader->action_count,
                             &reader->action_capacity, sizeof(*action));
    circlet_status status;

    if (!action)
        return ci_fail_nomem(error);
    reader->actions = action;
    status = check_numbers(reader, ci_column_text(reader->rows, 1), error);
    if (status != CIRCLET_OK)
        return status;
    action += reader->action_count++;
    *action = (circlet_plan_action){
        .id = keep(reader, 1),
        .kind = keep(reader, 2),
        .facility = keep(reader, 3),
        .site = keep(reader, 4),
        .service = keep(reader, 5),
        .type = keep(reader, 6),
        .tier = keep(reader, 7),
        .mends = keep(reader, 8),
        .text_zh = keep(reader, 9),
        .text_en = keep(reader, 10),
        .places = ci_column_count_or_unknown(reader->rows, 11),
        .beds = ci_column_count_or_unknown(reader->rows, 12),
        .year = (int)ci_column_count_or_unknown(reader->rows, 13),
        .area_m2 = ci_column_double(reader->rows, 14),
        .cost_cny = ci_column_double(reader->rows, 15),
        .persons_gained = ci_column_double(reader->rows, 16),
        .persons_modelled = ci_column_double(reader->rows, 17),
        .fixed = ci_column_int(reader->rows, 18) != 0,
        .mode = keep(reader, 19),
        .proposed = ci_column_int(reader->rows, 20) != 0,
        .from_service = keep(reader, 21),
        .start_year = start_year(reader)};
    return read_place(reader, &action->at, error);
}

static circlet_status read_level(plan_reader *reader, circlet_error *error)
{
    const char *proof = ci_column_text(reader->rows, 4);
    circlet_plan_level *level =
        ci_array_reserve_one(reader->levels, reader->level_count,
                             &reader->level_capacity, sizeof(*level));

    if (!level)
        return ci_fail_nomem(error);
    if (!proof ||
        (strcmp(proof, "optimal") != 0 && strcmp(proof, "bound") != 0))
        return ci_fail(error, CIRCLET_E_DATA,
                       "%s: the proof '%s' of a plan's level is neither "
                       "'optimal' nor 'bound'",
                       reader->path, proof ? proof : "");
    reader->levels = level;
    level[reader->level_count++] = (circlet_plan_level){
        .name = keep(reader, 0),
        .objective = ci_column_double(reader->rows, 1),
        .bound = ci_column_double(reader->rows, 2),
        .gap = ci_column_double(reader->rows, 3),
        .proof = strcmp(proof, "optimal") == 0 ? CIRCLET_PROOF_OPTIMAL
                                               : CIRCLET_PROOF_BOUND,
        .mode = keep(reader, 5),
        .reason = keep(reader, 6)};
    return CIRCLET_OK;
}

/* All three are there, or none. */
static circlet_status read_hold(plan_reader *reader, circlet_error *error)
{
    double share = ci_column_double(reader->rows, 6);
    int64_t draws = ci_column_int(reader->rows, 7);

    if (ci_column_is_null(reader->rows, 6) &&
        ci_column_is_null(reader->rows, 7) &&
        ci_column_is_null(reader->rows, 8))
        return CIRCLET_OK;
    if (!(share > 0 && share < 1 && draws > 0 && draws <= UINT32_MAX))
        return ci_fail(error, CIRCLET_E_DATA,
                       "%s: a plan's share of draws is none", reader->path);
    reader->hold_share = share;
    reader->hold_draws = (uint32_t)draws;
    reader->hold_seed = (uint64_t)ci_column_int(reader->rows, 8);
    return CIRCLET_OK;
}

static circlet_status read_head(plan_reader *reader, circlet_error *error)
{
    reader->policy = keep(reader, 0);
    reader->is_cautious = ci_column_int(reader->rows, 1) != 0;
    reader->year = ci_column_count_or_unknown(reader->rows, 2);
    reader->years = keep(reader, 3);
    reader->budgets = keep(reader, 4);
    reader->allows_loss = ci_column_int(reader->rows, 5) != 0;
    reader->services = keep(reader, 9);
    reader->persons_step = ci_column_int(reader->rows, 10);
    if (reader->persons_step < 0 || reader->persons_step > STEP_MAX)
        return ci_fail(error, CIRCLET_E_DATA,
                       "%s: a plan tells persons in steps of %" PRId64
                       ", which are none",
                       reader->path, reader->persons_step);
    return read_hold(reader, error);
}

/* Whether a certificate is of a covering program, whose reader is who checks
 * it. */
static bool is_of_program(const char *text)
{
    static const char start[] = "{\"circlet_program_certificate\":";

    return strncmp(text, start, sizeof(start) - 1) == 0;
}

/* That of a level that is not there, or has one, proves nothing. */
static circlet_status read_proof(plan_reader *reader, circlet_error *error)
{
    const char *name = ci_column_text(reader->rows, 0);
    const char *text = ci_column_text(reader->rows, 1);

    for (size_t i = 0; name && text && i < reader->level_count; i++) {
        circlet_plan_level *level = &reader->levels[i];
        circlet_certificate *certificate = NULL;
        circlet_status status;

        if (!level->name || strcmp(level->name, name) != 0 ||
            level->certificate || level->program_certificate)
            continue;
        if (is_of_program(text)) {
            level->program_certificate = keep(reader, 1);
            return CIRCLET_OK;
        }
        status =
            ci_certificate_read_text(&certificate, reader->path, text, error);
        level->certificate = certificate;
        return status;
    }
    reader->stray_proof = keep(reader, 0);
    return CIRCLET_OK;
}

static circlet_status read_impossible(plan_reader *reader,
                                      circlet_error *error)
{
    circlet_plan_impossible *row =
        ci_array_reserve_one(reader->impossible, reader->impossible_count,
                             &reader->impossible_capacity, sizeof(*row));

    if (!row)
        return ci_fail_nomem(error);
    reader->impossible = row;
    row[reader->impossible_count++] = (circlet_plan_impossible){
        .rule = keep(reader, 0),
        .unit = keep(reader, 1),
        .persons = ci_column_double(reader->rows, 2),
        .persons_modelled = ci_column_double(reader->rows, 3),
        .mode = keep(reader, 4),
        .reason = keep(reader, 5),
        .missing = ci_column_double(reader->rows, 6),
        .missing_unit = keep(reader, 7)};
    return CIRCLET_OK;
}

static circlet_status read_site(plan_reader *reader, circlet_error *error)
{
    circlet_site_record *site =
        ci_array_reserve_one(reader->sites, reader->site_count,
                             &reader->site_capacity, sizeof(*site));

    if (!site)
        return ci_fail_nomem(error);
    reader->sites = site;
    site += reader->site_count++;
    *site = (circlet_site_record){.id = keep(reader, 1),
                                  .name = keep(reader, 2),
                                  .max_area_m2 = (double)NAN,
                                  .max_beds = (double)NAN,
                                  .cost_cny = (double)NAN,
                                  .base_score = (double)NAN,
                                  .is_proposed = true};
    return read_place(reader, &site->at, error);
}

typedef circlet_status (*read_row_fn)(plan_reader *reader,
                                      circlet_error *error);

static circlet_status read_table(plan_reader *reader, const char *sql,
                                 const char *name, read_row_fn read_row,
                                 circlet_error *error)
{
    bool has_row = true;
    circlet_status status =
        ci_db_prepare(&reader->rows, reader->db, sql, error);

    if (status == CIRCLET_OK)
        status = ci_bind_text(reader->rows, 1, name, error);
    while (status == CIRCLET_OK && has_row) {
        status = ci_statement_step(reader->rows, &has_row, error);
        if (status == CIRCLET_OK && has_row)
            status = read_row(reader, error);
    }
    ci_statement_free(reader->rows);
    reader->rows = NULL;
    if (status == CIRCLET_OK && reader->has_no_memory)
        status = ci_fail_nomem(error);
    return status;
}

/* What comes before FROM of either table of actions. */
#define ACTION_TEXTS "service, type, tier"
#define ACTION_NUMBERS "places, beds, year, area_m2, cost_cny"

/* `has_proofs`: with the certificates, which may be large. */
static circlet_status read_all(plan_reader *reader, const char *name,
                               bool has_proofs, circlet_error *error)
{
    circlet_status status =
        ci_city_file_open(&reader->db, reader->path, error);

    if (status == CIRCLET_OK)
        status = ci_plan_find(reader->db, reader->path, name, error);
    if (status == CIRCLET_OK)
        status =
            read_table(reader,
                       "SELECT nullif(policy, ''), cautious, year, years, "
                       "budgets, allow_loss, hold_share, hold_draws, "
                       "hold_seed, services, coalesce(persons_step, 0) "
                       "FROM plan WHERE name = ?",
                       name, read_head, error);
    if (status == CIRCLET_OK)
        status = read_table(
            reader,
            "SELECT geom, id, kind, facility, site, " ACTION_TEXTS
            ", mends, text_zh, text_en, " ACTION_NUMBERS ", persons_gained, "
            "persons_modelled, fixed, mode, proposed, from_service, "
            "start_year FROM "
            "plan_action WHERE plan = ? ORDER BY position, id",
            name, read_action, error);
    if (status == CIRCLET_OK)
        status = read_table(
            reader,
            "SELECT name, objective, bound, gap, proof, mode, reason "
            "FROM plan_level WHERE plan = ? ORDER BY position",
            name, read_level, error);
    if (status == CIRCLET_OK)
        status =
            read_table(reader,
                       "SELECT rule, unit, persons, persons_modelled, mode, "
                       "reason, missing, missing_unit FROM plan_impossible "
                       "WHERE plan = ? ORDER BY position",
                       name, read_impossible, error);
    if (status == CIRCLET_OK)
        status = read_table(reader,
                            "SELECT geom, id, name FROM plan_site "
                            "WHERE plan = ? ORDER BY id",
                            name, read_site, error);
    if (status == CIRCLET_OK && has_proofs)
        status = read_table(reader,
                            "SELECT level, certificate FROM plan_certificate "
                            "WHERE plan = ? ORDER BY level",
                            name, read_proof, error);
    return status;
}

/* That an action uses a site which an earlier plan proposed. */
#define IS_PROPOSED                                                           \
    "(coalesce(proposed, 0) AND kind IN ('build', 'move') AND site IS NOT "   \
    "NULL AND site NOT IN (SELECT id FROM site))"

/* What lies on a site lies where that is, so that it shows on a map. */
static circlet_status read_imported(plan_reader *reader, const char *name,
                                    circlet_error *error)
{
    circlet_status status = read_table(
        reader,
        "SELECT geom, site, NULL FROM plan_row WHERE ?1 IS ?1 AND " IS_PROPOSED
        " AND geom IS NOT NULL GROUP BY site ORDER BY site",
        name, read_site, error);

    if (status != CIRCLET_OK)
        return status;
    return read_table(
        reader,
        "SELECT coalesce(geom, (SELECT geom FROM site WHERE site.id = r.site "
        "AND r.kind IN ('build', 'move'))), id, kind, CASE WHEN kind = "
        "'build' AND facility IS NULL THEN ?1 || '/' || id ELSE facility END, "
        "site, " ACTION_TEXTS ", NULL, NULL, NULL, " ACTION_NUMBERS
        ", NULL, NULL, coalesce(fixed, 0), NULL, " IS_PROPOSED
        ", from_service, start_year FROM plan_row AS r ORDER BY position IS "
        "NULL, "
        "position, fid",
        name, read_action, error);
}

/* 0: the plan was made by hand, or says none that a year can be. */
static int computed_year(const plan_reader *reader)
{
    return reader->policy && reader->year > 0 && reader->year <= YEAR_MAX
               ? (int)reader->year
               : 0;
}

static circlet_status make_plan(circlet_plan **out, plan_reader *reader,
                                const char *name, circlet_error *error)
{
    const circlet_plan_parts parts = {
        .actions = reader->actions,
        .action_count = reader->action_count,
        .levels = reader->levels,
        .level_count = reader->level_count,
        .impossible = reader->impossible,
        .impossible_count = reader->impossible_count,
        .sites = reader->sites,
        .site_count = reader->site_count,
        .is_cautious = reader->is_cautious,
        .year = computed_year(reader),
        .years = reader->years,
        .budgets = reader->budgets,
        .allows_loss = reader->allows_loss,
        .hold_share = reader->hold_share,
        .hold_draws = reader->hold_draws,
        .hold_seed = reader->hold_seed,
        .services = reader->services,
        .persons_step = (int)reader->persons_step};
    circlet_status status =
        ci_actions_check(reader->actions, reader->action_count, error);

    if (status == CIRCLET_OK)
        status = ci_plan_texts_fill(reader->actions, reader->action_count,
                                    &reader->texts, reader->db, error);
    return status == CIRCLET_OK ? circlet_plan_new(out, name, &parts, error)
                                : status;
}

circlet_status ci_read_imported_plan(circlet_plan **out, ci_db *db,
                                     const char *path, const char *name,
                                     circlet_error *error)
{
    plan_reader reader = {.path = path, .db = db};
    circlet_status status = read_imported(&reader, name, error);

    if (status == CIRCLET_OK)
        status = make_plan(out, &reader, name, error);
    reader.db = NULL; /* it stays open */
    plan_reader_free(&reader);
    return status;
}

static circlet_status read_plan(circlet_plan **out, const char *path,
                                const char *name, bool has_proofs,
                                circlet_error *error)
{
    plan_reader reader = {.path = path};
    circlet_plan *plan = NULL;
    circlet_status status;

    if (!out || !path || !name)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "reading a plan needs a path, a name and a place");
    status = read_all(&reader, name, has_proofs, error);
    if (status == CIRCLET_OK)
        status = make_plan(&plan, &reader, name, error);
    if (status == CIRCLET_OK && reader.policy &&
        !ci_plan_say_policy(plan, reader.policy))
        status = ci_fail_nomem(error);
    if (status == CIRCLET_OK && reader.stray_proof &&
        !ci_plan_say_stray(plan, reader.stray_proof))
        status = ci_fail_nomem(error);
    if (status == CIRCLET_OK && !has_proofs)
        ci_plan_say_unread(plan);
    plan_reader_free(&reader);
    if (status == CIRCLET_OK)
        *out = plan;
    else
        circlet_plan_free(plan);
    return status;
}

circlet_status circlet_read_plan(circlet_plan **out, const char *path,
                                 const char *name, circlet_error *error)
{
    return read_plan(out, path, name, false, error);
}

circlet_status circlet_read_plan_and_proofs(circlet_plan **out,
                                            const char *path, const char *name,
                                            circlet_error *error)
{
    return read_plan(out, path, name, true, error);
}
