#include "io/qgis_store.h"

#include <stdio.h>
#include <unistd.h>

#include "base/error.h"
#include "io/deflate.h"
#include "io/text_output.h"

static circlet_status make_archive(ci_buffer *out,
                                   const ci_qgis_source *source,
                                   circlet_error *error)
{
    ci_buffer text = {0};
    circlet_status status = ci_qgis_project(&text, source, error);

    if (status == CIRCLET_OK)
        status = ci_zip_one(out, "circlet.qgs", text.text, text.size, error);
    ci_buffer_free(&text);
    return status;
}

static void add_hexadecimal(ci_buffer *out, const ci_buffer *bytes)
{
    static const char digits[] = "0123456789abcdef";

    for (size_t i = 0; i < bytes->size; i++) {
        unsigned char byte = (unsigned char)bytes->text[i];
        const char pair[] = {digits[byte >> 4], digits[byte & 15]};

        ci_buffer_add_n(out, pair, 2);
    }
}

/* QGIS keeps the archive as text, and says who changed it last and when. */
static circlet_status insert_project(ci_db *db, const char *content,
                                     circlet_error *error)
{
    char when[CI_TIME_SIZE];
    ci_statement *insert = NULL;
    ci_buffer metadata = {0};
    circlet_status status = ci_db_run(
        db,
        "CREATE TABLE main.qgis_projects (name TEXT PRIMARY KEY, metadata "
        "BLOB, content BLOB)",
        error);

    ci_container_time(when);
    when[19] = '\0'; /* without the milliseconds */
    ci_buffer_add(&metadata, "{\"last_modified_time\":\"");
    ci_buffer_add(&metadata, when);
    ci_buffer_add(&metadata, "\",\"last_modified_user\":\"circlet\"}");
    if (status == CIRCLET_OK && metadata.failed)
        status = ci_fail_nomem(error);
    if (status == CIRCLET_OK)
        status = ci_db_prepare(
            &insert, db,
            "INSERT INTO main.qgis_projects VALUES ('circlet', ?, ?)", error);
    if (status == CIRCLET_OK)
        status = ci_bind_text(insert, 1, metadata.text, error);
    if (status == CIRCLET_OK)
        status = ci_bind_text(insert, 2, content, error);
    if (status == CIRCLET_OK)
        status = ci_statement_step(insert, NULL, error);
    ci_statement_free(insert);
    ci_buffer_free(&metadata);
    return status;
}

circlet_status ci_qgis_store(const ci_qgis_source *source,
                             circlet_error *error)
{
    ci_buffer archive = {0}, text = {0};
    circlet_status status = make_archive(&archive, source, error);

    if (status == CIRCLET_OK)
        add_hexadecimal(&text, &archive);
    if (status == CIRCLET_OK && text.failed)
        status = ci_fail_nomem(error);
    if (status == CIRCLET_OK)
        status = insert_project(source->db, text.text, error);
    ci_buffer_free(&archive);
    ci_buffer_free(&text);
    return status;
}

circlet_status ci_qgis_write(const char *path, const ci_qgis_source *source,
                             circlet_error *error)
{
    ci_text_output output = {0};
    ci_buffer archive = {0};
    circlet_status status;

    if (!source->options->overwrite && access(path, F_OK) == 0)
        return ci_fail(error, CIRCLET_E_INPUT, "%s: exists already", path);
    status = make_archive(&archive, source, error);
    if (status == CIRCLET_OK)
        status = ci_text_output_open(&output, path, error);
    if (status == CIRCLET_OK)
        fwrite(archive.text, 1, archive.size, output.file);
    if (status == CIRCLET_OK)
        status = ci_text_output_commit(&output, error);
    ci_text_output_end(&output);
    ci_buffer_free(&archive);
    return status;
}
