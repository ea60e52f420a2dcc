#include "io/export_basis.h"

#include <string.h>

#include <circlet/density.h>
#include <circlet/privacy.h>

#include "base/error.h"
#include "city/city.h"
#include "io/export_privacy.h"
#include "io/exported_plan.h"
#include "io/finding_store.h"
#include "policy/policy.h"

/* Fewer people in a cell, or on whose ways a street lies, are not shown. */
#define SMALL_PERSONS CIRCLET_PRIVACY_SMALL

static circlet_status run_with_plan(ci_db *db, const char *sql,
                                    const char *plan, circlet_error *error)
{
    ci_statement *statement = NULL;
    circlet_status status = ci_db_prepare(&statement, db, sql, error);

    if (status == CIRCLET_OK)
        status = ci_bind_text(statement, 1, plan, error);
    if (status == CIRCLET_OK)
        status = ci_statement_step(statement, NULL, error);
    ci_statement_free(statement);
    return status;
}

/* ---- findings ----------------------------------------------------------- */

/* Those that were given, else those that the city has saved. */
static circlet_status add_findings(ci_db *db, const circlet_findings *findings,
                                   const circlet_policy *policy,
                                   const char *plan, circlet_error *error)
{
    ci_run_record run = {.plan = plan};

    if (!findings)
        return run_with_plan(db,
                             "INSERT INTO temp.judged SELECT * FROM "
                             "city.finding WHERE plan IS ?",
                             plan, error);
    run.policy = policy ? circlet_policy_id(policy) : "";
    run.year = circlet_findings_year(findings);
    return ci_findings_insert(db, "temp.judged", findings, &run, 0, error);
}

/* A unit has what is about it and all that lies in it; the classes are those
 * of enum ci_fill. */
static const char state_sql[] =
    "CREATE INDEX temp.judged_subject ON judged (rule, subject_id);"
    "CREATE TEMP TABLE unit_above AS WITH RECURSIVE up(code, above) AS "
    "(SELECT code, code FROM city.unit UNION SELECT up.code, u.parent_code "
    "FROM up JOIN city.unit AS u ON u.code = up.above WHERE u.parent_code IS "
    "NOT NULL) SELECT code, above FROM up;"
    "CREATE INDEX temp.unit_above_code ON unit_above (code);"
    "CREATE TEMP TABLE unit_state AS SELECT plan, code, must, should, "
    "CASE WHEN must >= 7 THEN 'must_7' WHEN must >= 4 THEN 'must_4' "
    "WHEN must >= 2 THEN 'must_2' WHEN must = 1 THEN 'must_1' "
    "WHEN should > 0 THEN 'should' WHEN undecided THEN 'undecided' "
    "WHEN no_data THEN 'no_data' WHEN advice THEN 'advice' "
    "ELSE 'pass' END AS class, "
    "CASE WHEN must + should > 0 THEN 'fail' WHEN undecided THEN 'undecided' "
    "WHEN no_data THEN 'no_data' WHEN advice THEN 'advice' "
    "ELSE 'pass' END AS worst FROM "
    "(SELECT j.plan AS plan, a.above AS code, "
    "count(DISTINCT iif(verdict = 'fail' AND force = 'must', rule, NULL)) AS "
    "must, "
    "count(DISTINCT iif(verdict = 'fail' AND force <> 'must', rule, NULL)) AS "
    "should, "
    "max(verdict = 'undecided') AS undecided, "
    "max(verdict = 'no_data') AS no_data, "
    "max(verdict = 'advice') AS advice "
    "FROM temp.judged AS j JOIN temp.unit_above AS a ON a.code = j.unit "
    "GROUP BY j.plan, a.above);"
    "CREATE INDEX temp.unit_state_code ON unit_state (code);";

/* Rules keep their columns of persons if all numbers in them are hidden. */
static const char about_persons_sql[] =
    "CREATE TEMP TABLE about_persons AS SELECT DISTINCT rule, subject, plan "
    "FROM temp.judged WHERE persons IS NOT NULL";

static circlet_status add_judged(ci_db *db,
                                 const circlet_export_options *options,
                                 circlet_error *error)
{
    circlet_status status = ci_db_run(
        db, "CREATE TEMP TABLE judged AS SELECT * FROM city.finding WHERE 0",
        error);

    if (status == CIRCLET_OK)
        status =
            add_findings(db, options->findings, options->policy, NULL, error);
    if (status == CIRCLET_OK && options->plan)
        status = add_findings(db, options->planned_findings, options->policy,
                              options->plan, error);
    if (status == CIRCLET_OK)
        status = ci_db_run(db, about_persons_sql, error);
    if (status == CIRCLET_OK && !options->is_exact)
        status = ci_export_hide_findings(db, error);
    return status == CIRCLET_OK ? ci_db_run(db, state_sql, error) : status;
}

/* ---- facilities with the plan ------------------------------------------- */

/* day_care:30:beds=2:occupied=12;... in the order of the words */
static void add_services(ci_buffer *out,
                         const circlet_facility_record *facility)
{
    for (size_t i = 0; i < facility->service_count; i++) {
        const circlet_service_record *service = &facility->services[i];

        ci_buffer_add(out, i > 0 ? ";" : "");
        ci_buffer_add(out, service->service);
        if (service->places >= 0) {
            ci_buffer_add(out, ":");
            ci_buffer_add_int(out, service->places);
        }
        if (service->beds >= 0) {
            ci_buffer_add(out, ":beds=");
            ci_buffer_add_int(out, service->beds);
        }
        if (service->occupied >= 0) {
            ci_buffer_add(out, ":occupied=");
            ci_buffer_add_int(out, service->occupied);
        }
    }
}

static circlet_status bind_buffer(ci_statement *insert, int position,
                                  ci_buffer *buffer, bool is_blob,
                                  circlet_error *error)
{
    circlet_status status;

    if (buffer->failed)
        status = ci_fail_nomem(error);
    else if (is_blob)
        status =
            ci_bind_blob(insert, position, buffer->text, buffer->size, error);
    else
        status = ci_bind_text(insert, position, buffer->text, error);
    ci_buffer_free(buffer);
    return status;
}

static circlet_status add_facility(ci_statement *insert,
                                   const ci_container *from,
                                   const circlet_facility_record *facility,
                                   circlet_error *error)
{
    static const char *const states[] = {"open", "planned", "closed"};
    const char *const texts[] = {facility->id,   facility->name,
                                 facility->type, states[facility->status],
                                 facility->tier, facility->building_id};
    ci_buffer place = {0}, services = {0};
    circlet_status status;

    from->write_point(&place, facility->at);
    add_services(&services, facility);
    status = bind_buffer(insert, 1, &place, true, error);
    for (int i = 0; i < 6 && status == CIRCLET_OK; i++)
        status = ci_bind_text(insert, i + 2, texts[i], error);
    if (status == CIRCLET_OK)
        status = ci_bind_double(
            insert, 8, facility->measures[CIRCLET_MEASURE_AREA_M2], error);
    if (status == CIRCLET_OK)
        status = bind_buffer(insert, 9, &services, false, error);
    ci_buffer_free(&services);
    return status == CIRCLET_OK ? ci_statement_step(insert, NULL, error)
                                : status;
}

static circlet_status add_after(ci_db *db, const ci_container *from,
                                const circlet_city *planned,
                                circlet_error *error)
{
    ci_statement *insert = NULL;
    circlet_status status = ci_db_run(
        db,
        "CREATE TEMP TABLE after (geom, id, name, type, status, tier, "
        "building_id, area_m2, services)",
        error);

    if (status != CIRCLET_OK || !planned)
        return status;
    status = ci_db_prepare(
        &insert, db,
        "INSERT INTO temp.after VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", error);
    for (size_t i = 0;
         i < circlet_city_facility_count(planned) && status == CIRCLET_OK; i++)
        status = add_facility(
            insert, from, circlet_city_facility(planned, (circlet_facility)i),
            error);
    ci_statement_free(insert);
    return status;
}

/* ---- uncovered people --------------------------------------------------- */

static circlet_status add_cell(ci_statement *insert, const ci_container *from,
                               const circlet_density *density, size_t i,
                               circlet_error *error)
{
    circlet_density_cell cell = circlet_density_cell_at(density, i);
    circlet_area outline = circlet_density_cell_outline(density, i);
    const double numbers[] = {circlet_density_summarise(density).cell_m,
                              cell.persons.measured, cell.persons.low,
                              cell.persons.high};
    ci_buffer place = {0};
    circlet_status status;

    from->write_area(&place, &outline);
    status = bind_buffer(insert, 1, &place, true, error);
    if (status == CIRCLET_OK)
        status = ci_bind_text(insert, 5, cell.id, error);
    for (int k = 0; k < 4 && status == CIRCLET_OK; k++)
        status = ci_bind_double(insert, k + 6, numbers[k], error);
    return status == CIRCLET_OK ? ci_statement_step(insert, NULL, error)
                                : status;
}

static circlet_status add_density(ci_statement *insert,
                                  const ci_container *from,
                                  const circlet_policy *policy,
                                  const circlet_density *density,
                                  circlet_error *error)
{
    const char *subject = circlet_density_summarise(density).subject;
    const char *rule = strchr(subject, ' ') ? strchr(subject, ' ') + 1 : "";
    const ci_rule *found = policy ? ci_policy_find_rule(policy, rule) : NULL;
    circlet_status status = ci_bind_text(insert, 2, rule, error);

    if (status == CIRCLET_OK)
        status =
            ci_bind_text(insert, 3, found ? found->title_zh : NULL, error);
    if (status == CIRCLET_OK)
        status =
            ci_bind_text(insert, 4, found ? found->title_en : NULL, error);
    for (size_t i = 0;
         i < circlet_density_cell_count(density) && status == CIRCLET_OK; i++)
        if (circlet_density_cell_at(density, i).persons.measured >=
            SMALL_PERSONS)
            status = add_cell(insert, from, density, i, error);
    return status;
}

static circlet_status add_uncovered(ci_db *db, const ci_container *from,
                                    const circlet_export_options *options,
                                    circlet_error *error)
{
    ci_statement *insert = NULL;
    circlet_status status = ci_db_run(
        db,
        "CREATE TEMP TABLE uncovered (geom, rule, title_zh, title_en, id, "
        "cell_m, persons, persons_low, persons_high)",
        error);

    if (status == CIRCLET_OK)
        status = ci_db_prepare(
            &insert, db,
            "INSERT INTO temp.uncovered VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            error);
    for (size_t i = 0; i < options->uncovered_count && status == CIRCLET_OK;
         i++)
        status = add_density(insert, from, options->policy,
                             options->uncovered[i], error);
    ci_statement_free(insert);
    return status;
}

/* ---- what to survey ----------------------------------------------------- */

static circlet_status add_gap(ci_statement *insert, size_t rank,
                              const circlet_network *network,
                              const circlet_gap *gap, circlet_error *error)
{
    circlet_status status = ci_bind_int(insert, 1, (int64_t)rank, error);

    if (status == CIRCLET_OK)
        status = ci_bind_int(insert, 2, gap->is_node, error);
    if (status == CIRCLET_OK)
        status = ci_bind_text(
            insert, 3,
            gap->is_node ? circlet_network_node_id(network, gap->position)
                         : circlet_network_link_id(network, gap->position),
            error);
    if (status == CIRCLET_OK)
        status = ci_bind_text(insert, 4, gap->keys, error);
    if (status == CIRCLET_OK)
        status =
            ci_bind_double(insert, 5, (double)gap->weight_milli / 1000, error);
    return status == CIRCLET_OK ? ci_statement_step(insert, NULL, error)
                                : status;
}

static circlet_status add_survey(ci_db *db,
                                 const circlet_export_options *options,
                                 circlet_error *error)
{
    const circlet_survey *survey = options->network ? options->survey : NULL;
    size_t count = survey ? circlet_survey_size(survey) : 0;
    ci_statement *insert = NULL;
    circlet_status status = ci_db_run(
        db, "CREATE TEMP TABLE survey (rank, is_node, id, missing, persons)",
        error);

    if (status == CIRCLET_OK)
        status = ci_db_prepare(
            &insert, db, "INSERT INTO temp.survey VALUES (?, ?, ?, ?, ?)",
            error);
    for (size_t i = 0; i < count && status == CIRCLET_OK; i++) {
        circlet_gap gap = circlet_survey_at(survey, i);

        if (gap.weight_milli >= SMALL_PERSONS * INT64_C(1000))
            status = add_gap(insert, i + 1, options->network, &gap, error);
    }
    ci_statement_free(insert);
    return status;
}

/* What the layers' statements ask. */
static circlet_status add_privacy(ci_db *db,
                                  const circlet_export_options *options,
                                  circlet_error *error)
{
    ci_statement *insert = NULL;
    circlet_status status =
        ci_db_run(db, "CREATE TEMP TABLE privacy (is_exact, small)", error);

    if (status == CIRCLET_OK)
        status = ci_db_prepare(
            &insert, db, "INSERT INTO temp.privacy VALUES (?, ?)", error);
    if (status == CIRCLET_OK)
        status = ci_bind_int(insert, 1, options->is_exact, error);
    if (status == CIRCLET_OK)
        status = ci_bind_int(insert, 2, CIRCLET_PRIVACY_SMALL, error);
    if (status == CIRCLET_OK)
        status = ci_statement_step(insert, NULL, error);
    ci_statement_free(insert);
    return status;
}

circlet_status ci_export_basis(ci_db *db, const ci_container *from,
                               const circlet_export_options *options,
                               circlet_error *error)
{
    circlet_status status = add_privacy(db, options, error);

    if (status == CIRCLET_OK)
        status = add_judged(db, options, error);
    if (status == CIRCLET_OK)
        status = ci_exported_actions_make(db, options->plan, error);
    if (status == CIRCLET_OK)
        status = add_after(db, from, options->planned, error);
    if (status == CIRCLET_OK)
        status = add_uncovered(db, from, options, error);
    return status == CIRCLET_OK ? add_survey(db, options, error) : status;
}
