/* Findings into a city file. */
#include "io/finding_store.h"

#include <stdio.h>

#include "base/error.h"
#include "base/text.h"
#include "io/city_file.h"
#include "io/container.h"
#include "io/plan_store.h"

typedef struct finding_writer {
    ci_statement *insert;
    int next; /* parameter */
    circlet_status status; /* of what was bound; then nothing more is */
    circlet_error *error;
} finding_writer;

static void put_text(finding_writer *writer, const char *text)
{
    if (writer->status == CIRCLET_OK)
        writer->status =
            ci_bind_text(writer->insert, writer->next++, text, writer->error);
}

static void put_int(finding_writer *writer, int64_t value)
{
    if (writer->status == CIRCLET_OK)
        writer->status =
            ci_bind_int(writer->insert, writer->next++, value, writer->error);
}

static void put_double(finding_writer *writer, double value)
{
    if (writer->status == CIRCLET_OK)
        writer->status = ci_bind_double(writer->insert, writer->next++, value,
                                        writer->error);
}

static void put_buffer(finding_writer *writer, ci_buffer *buffer)
{
    if (writer->status == CIRCLET_OK && buffer->failed)
        writer->status = ci_fail_nomem(writer->error);
    put_text(writer, buffer->text);
    ci_buffer_free(buffer);
}

/* 2020-06-30 */
static void put_date(finding_writer *writer, int date)
{
    char text[40];

    snprintf(text, sizeof(text), "%04d-%02d-%02d", date / 10000,
             date / 100 % 100, date % 100);
    put_text(writer, text);
}

/* ["over_provision",...] */
static void put_reasons(finding_writer *writer, const circlet_finding *finding)
{
    ci_buffer json = {0};

    ci_buffer_add(&json, "[");
    for (size_t i = 0; i < finding->reason_count; i++) {
        ci_buffer_add(&json, i > 0 ? "," : "");
        ci_buffer_add_json(&json, finding->reasons[i]);
    }
    ci_buffer_add(&json, "]");
    put_buffer(writer, &json);
}

static bool is_word(circlet_argument_type type)
{
    return type == CIRCLET_ARGUMENT_TEXT || type == CIRCLET_ARGUMENT_WORD;
}

/* {"share":0.93,"type":"warm_home",...} */
static void put_arguments(finding_writer *writer,
                          const circlet_finding *finding)
{
    ci_buffer json = {0};

    ci_buffer_add(&json, "{");
    for (size_t i = 0; i < finding->argument_count; i++) {
        const circlet_argument *argument = &finding->arguments[i];

        ci_buffer_add(&json, i > 0 ? "," : "");
        ci_buffer_add_json(&json, argument->name);
        ci_buffer_add(&json, ":");
        if (!is_word(argument->type))
            ci_buffer_add_double(&json, argument->number);
        else if (argument->text)
            ci_buffer_add_json(&json, argument->text);
        else
            ci_buffer_add(&json, "null");
    }
    ci_buffer_add(&json, "}");
    put_buffer(writer, &json);
}

static void put_measures(finding_writer *writer,
                         const circlet_finding *finding)
{
    put_double(writer, finding->measured);
    put_double(writer, finding->measured_low);
    put_double(writer, finding->measured_high);
    put_double(writer, finding->required);
    put_text(writer, finding->measured_unit);
    put_double(writer, finding->shortfall);
    put_text(writer, finding->shortfall_unit);
    put_double(writer, finding->persons);
    put_double(writer, finding->persons_covered);
    put_double(writer, finding->persons_unreached);
    put_double(writer, finding->persons_modelled);
}

/* In the order of `insert_sql`, after its first six. */
static circlet_status write_finding(finding_writer *writer,
                                    const circlet_finding *finding)
{
    put_text(writer, finding->rule);
    put_text(writer, finding->unit);
    put_text(writer, finding->unit_name);
    put_text(writer,
             finding->unit ? circlet_level_name(finding->level) : NULL);
    put_text(writer, circlet_subject_name(finding->subject));
    put_text(writer, finding->subject_id);
    put_text(writer, circlet_force_name(finding->force));
    if (finding->due == -1)
        put_text(writer, NULL);
    else
        put_int(writer, finding->due);
    put_text(writer, finding->mode);
    put_text(writer, circlet_verdict_name(finding->verdict));
    put_measures(writer, finding);
    put_text(writer, finding->citation);
    put_text(writer, finding->sentence);
    put_text(writer, finding->text_zh);
    put_text(writer, finding->text_en);
    put_reasons(writer, finding);
    put_arguments(writer, finding);
    if (writer->status == CIRCLET_OK)
        writer->status =
            ci_statement_step(writer->insert, NULL, writer->error);
    return writer->status;
}

static const char insert_sql[] =
    " (run, plan, policy, year, date, position, rule, unit, "
    "unit_name, level, subject, subject_id, force, due, mode, verdict, "
    "measured, measured_low, measured_high, required, measured_unit, "
    "shortfall, shortfall_unit, persons, persons_covered, persons_unreached, "
    "persons_modelled, citation, sentence, text_zh, text_en, reasons, "
    "arguments) VALUES "
    "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
    "?, ?, ?, ?, ?, ?, ?, ?, ?)";

static circlet_status prepare_insert(ci_statement **out, ci_db *db,
                                     const char *table, circlet_error *error)
{
    ci_buffer sql = {0};
    circlet_status status;

    ci_buffer_add(&sql, "INSERT INTO ");
    ci_buffer_add(&sql, table);
    ci_buffer_add(&sql, insert_sql);
    status = sql.failed ? ci_fail_nomem(error)
                        : ci_db_prepare(out, db, sql.text, error);
    ci_buffer_free(&sql);
    return status;
}

circlet_status ci_findings_insert(ci_db *db, const char *table,
                                  const circlet_findings *findings,
                                  const ci_run_record *run, int64_t run_fid,
                                  circlet_error *error)
{
    finding_writer writer = {.error = error};
    circlet_status status = prepare_insert(&writer.insert, db, table, error);

    for (size_t i = 0;
         i < circlet_findings_count(findings) && status == CIRCLET_OK; i++) {
        writer.next = 1;
        put_int(&writer, run_fid);
        put_text(&writer, run->plan);
        put_text(&writer, run->policy);
        put_int(&writer, run->year);
        put_date(&writer, circlet_findings_date(findings));
        put_int(&writer, (int64_t)i);
        status = write_finding(&writer, circlet_findings_at(findings, i));
    }
    ci_statement_free(writer.insert);
    return status;
}

/* The run that saved the earlier findings goes with them. */
static circlet_status remove_findings(ci_db *db, const char *plan,
                                      circlet_error *error)
{
    static const char *const sql[] = {
        "DELETE FROM finding WHERE plan IS ?",
        "DELETE FROM run WHERE command = 'findings' AND plan IS ?"};
    circlet_status status = CIRCLET_OK;

    for (int i = 0; i < 2 && status == CIRCLET_OK; i++) {
        ci_statement *remove = NULL;

        status = ci_db_prepare(&remove, db, sql[i], error);
        if (status == CIRCLET_OK)
            status = ci_bind_text(remove, 1, plan, error);
        if (status == CIRCLET_OK)
            status = ci_statement_step(remove, NULL, error);
        ci_statement_free(remove);
    }
    return status;
}

static circlet_status write_findings(ci_db *db, const char *path,
                                     const circlet_findings *findings,
                                     const ci_run_record *run,
                                     circlet_error *error)
{
    int64_t run_fid = 0;
    circlet_status status = CIRCLET_OK;

    if (run->plan)
        status = ci_plan_find(db, path, run->plan, error);
    if (status == CIRCLET_OK)
        status = remove_findings(db, run->plan, error);
    if (status == CIRCLET_OK)
        status = ci_city_file_add_run(&run_fid, db, run, error);
    if (status == CIRCLET_OK)
        status =
            ci_findings_insert(db, "finding", findings, run, run_fid, error);
    if (status == CIRCLET_OK)
        status = ci_container_touch_table(db, "finding", error);
    return status;
}

circlet_status circlet_write_findings(const char *path,
                                      const circlet_findings *findings,
                                      const circlet_policy *policy,
                                      const char *plan, circlet_error *error)
{
    ci_run_record run = {.command = "findings", .plan = plan};
    ci_city_change change = {0};
    circlet_status status;

    if (!path || !findings || !policy)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "writing findings needs a path, the findings and their "
                       "policy");
    run.policy = circlet_policy_id(policy);
    run.year = circlet_findings_year(findings);
    status = ci_city_change_begin(&change, path, error);
    if (status != CIRCLET_OK)
        return status;
    status = write_findings(change.db, path, findings, &run, error);
    if (status == CIRCLET_OK)
        status = ci_city_change_commit(&change, error);
    ci_city_change_end(&change);
    return status;
}
