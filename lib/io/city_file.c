#include "io/city_file.h"

#include <circlet/io.h>
#include <circlet/version.h>

#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>

#include "base/error.h"
#include "base/text.h"
#include "io/container.h"
#include "io/schema_sql.h"

/* What is a database, but not ours, is no fault of a city file. */
static circlet_status not_a_city(const char *path, circlet_error *error)
{
    return ci_fail(error, CIRCLET_E_FORMAT, "%s: not a circlet city", path);
}

static circlet_status read_text_as_int(int64_t *out, ci_db *db,
                                       const char *sql, bool *found,
                                       circlet_error *error)
{
    ci_statement *statement = NULL;
    circlet_status status = ci_db_prepare(&statement, db, sql, error);

    if (status == CIRCLET_OK)
        status = ci_statement_step(statement, found, error);
    if (status == CIRCLET_OK && *found) {
        const char *text = ci_column_text(statement, 0);

        *found = text && ci_parse_int64(out, text);
    }
    ci_statement_free(statement);
    return status;
}

static circlet_status check_version(ci_db *db, const char *path,
                                    circlet_error *error)
{
    int64_t version = 0;
    bool found = false;
    circlet_status status = ci_container_find(&found, db, error);

    if (status == CIRCLET_OK && !found)
        return not_a_city(path, error);
    if (status == CIRCLET_OK)
        status = read_text_as_int(
            &version, db,
            "SELECT value FROM circlet WHERE key = 'schema_version'", &found,
            error);
    if (status == CIRCLET_E_FORMAT || (status == CIRCLET_OK && !found))
        return not_a_city(path, error);
    if (status == CIRCLET_OK && version != CI_SCHEMA_VERSION)
        return ci_fail(error, CIRCLET_E_FORMAT,
                       "%s: schema version %" PRId64 ", this circlet knows "
                       "version %d: import again",
                       path, version, CI_SCHEMA_VERSION);
    if (status == CIRCLET_OK) {
        status = ci_container_open(db, error);
        if (status == CIRCLET_E_UNSUPPORTED)
            ci_fail_within(error, status, path);
    }
    return status;
}

circlet_status ci_city_file_open(ci_db **out, const char *path,
                                 circlet_error *error)
{
    struct stat found;
    ci_db *db = NULL;
    circlet_status status;

    if (stat(path, &found) != 0)
        return ci_fail(error, CIRCLET_E_INPUT, "%s: %s", path,
                       strerror(errno));
    if (!S_ISREG(found.st_mode))
        return ci_fail(error, CIRCLET_E_INPUT, "%s: not a regular file", path);
    status = ci_db_open(&db, path, CI_DB_READ, error);
    if (status == CIRCLET_E_FORMAT)
        return not_a_city(path, error);
    if (status == CIRCLET_OK)
        status = check_version(db, path, error);
    if (status != CIRCLET_OK) {
        ci_db_close(db);
        return status;
    }
    *out = db;
    return CIRCLET_OK;
}

static circlet_status begin(ci_city_change *change, const char *path,
                            circlet_error *error)
{
    circlet_status status = ci_replacement_begin(&change->replacement, path,
                                                 CI_REPLACEMENT_COPY, error);

    if (status == CIRCLET_OK)
        status = ci_db_open_copy(&change->db, change->replacement.temporary,
                                 path, error);
    /* Another run may have put another file there before the lock. */
    if (status == CIRCLET_OK)
        status = check_version(change->db, path, error);
    if (status == CIRCLET_OK)
        status = ci_db_run(change->db, "BEGIN", error);
    return status;
}

circlet_status ci_city_change_begin(ci_city_change *out, const char *path,
                                    circlet_error *error)
{
    ci_city_change change = {0};
    ci_db *db = NULL;
    circlet_status status = ci_city_file_open(&db, path, error);

    if (status != CIRCLET_OK)
        return status;
    ci_db_close(db);
    status = begin(&change, path, error);
    if (status != CIRCLET_OK) {
        ci_city_change_end(&change);
        return status;
    }
    *out = change;
    return CIRCLET_OK;
}

circlet_status ci_city_change_commit(ci_city_change *change,
                                     circlet_error *error)
{
    circlet_status status = ci_db_run(change->db, "COMMIT", error);

    if (status != CIRCLET_OK)
        return status;
    ci_db_close(change->db);
    change->db = NULL;
    return ci_replacement_commit(&change->replacement, error);
}

void ci_city_change_end(ci_city_change *change)
{
    ci_db_close(change->db);
    change->db = NULL;
    ci_replacement_end(&change->replacement);
}

circlet_status ci_city_file_add_run(int64_t *out_fid, ci_db *db,
                                    const ci_run_record *run,
                                    circlet_error *error)
{
    const char *const texts[] = {run->command, run->layer,
                                 run->plan,    run->policy,
                                 run->options, circlet_version()};
    ci_statement *statement = NULL;
    circlet_status status = ci_db_prepare(
        &statement, db,
        "INSERT INTO run (command, layer, plan, policy, options, version, "
        "year) VALUES (?, ?, ?, ?, ?, ?, nullif(?, -1))",
        error);

    for (int i = 0; i < 6 && status == CIRCLET_OK; i++)
        status = ci_bind_text(statement, i + 1, texts[i], error);
    if (status == CIRCLET_OK)
        status = ci_bind_int(statement, 7, run->year, error);
    if (status == CIRCLET_OK)
        status = ci_statement_step(statement, NULL, error);
    if (status == CIRCLET_OK)
        *out_fid = ci_db_last_fid(db);
    ci_statement_free(statement);
    if (status == CIRCLET_OK)
        status = ci_container_touch_table(db, "run", error);
    return status;
}

static circlet_status fill_new_city(ci_db *db, const ci_container *container,
                                    circlet_error *error)
{
    char number[CI_NUMBER_SIZE];
    ci_statement *statement = NULL;
    circlet_status status = ci_container_start(db, container, error);

    if (status == CIRCLET_OK)
        status = ci_db_run(db, "BEGIN", error);
    if (status == CIRCLET_OK)
        status = ci_db_run(db, ci_schema_sql, error);
    if (status == CIRCLET_OK)
        status = ci_container_register_tables(db, error);
    if (status == CIRCLET_OK)
        status = ci_db_prepare(&statement, db,
                               "INSERT INTO circlet (key, value) "
                               "VALUES ('schema_version', ?)",
                               error);
    ci_format_double(number, CI_SCHEMA_VERSION);
    if (status == CIRCLET_OK)
        status = ci_bind_text(statement, 1, number, error);
    if (status == CIRCLET_OK)
        status = ci_statement_step(statement, NULL, error);
    ci_statement_free(statement);
    if (status == CIRCLET_OK)
        status = ci_db_run(db, "COMMIT", error);
    return status;
}

circlet_status circlet_write_new_city(const char *path, circlet_error *error)
{
    const ci_container *container;
    ci_replacement replacement = {0};
    ci_db *db = NULL;
    circlet_status status;

    if (!path)
        return ci_fail(error, CIRCLET_E_ARGUMENT, "no path for a new city");
    container = ci_container_by_name(path);
    status =
        ci_replacement_begin(&replacement, path, CI_REPLACEMENT_NEW, error);
    if (status == CIRCLET_OK && !container)
        status = ci_fail(error, CIRCLET_E_ARGUMENT,
                         "%s: the name of a city file ends in .gpkg or "
                         ".sqlite",
                         path);
    if (status == CIRCLET_OK)
        status = ci_db_open_copy(&db, replacement.temporary, path, error);
    if (status == CIRCLET_OK)
        status = fill_new_city(db, container, error);
    if (status == CIRCLET_E_UNSUPPORTED)
        ci_fail_within(error, status, path);
    ci_db_close(db);
    if (status == CIRCLET_OK)
        status = ci_replacement_commit(&replacement, error);
    ci_replacement_end(&replacement);
    return status;
}
