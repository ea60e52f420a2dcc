#include "io/export_styles.h"

#include <string.h>

#include "base/error.h"
#include "io/container.h"
#include "io/export_words.h"
#include "io/map_style.h"
#include "io/qgis_style.h"
#include "io/sld_style.h"
#include "io/xml_text.h"

/* As QGIS makes it. */
static const char table_sql[] =
    "CREATE TABLE main.layer_styles (id INTEGER PRIMARY KEY AUTOINCREMENT NOT "
    "NULL, f_table_catalog TEXT, f_table_schema TEXT, f_table_name TEXT, "
    "f_geometry_column TEXT, styleName TEXT, styleQML TEXT, styleSLD TEXT, "
    "useAsDefault BOOLEAN, description TEXT, owner TEXT, ui TEXT, "
    "update_time DATETIME)";

typedef struct style_writer {
    ci_db *db;
    const circlet_export_options *options;
    ci_statement *insert;
    circlet_error *error;
} style_writer;

static circlet_status make_qml(ci_buffer *out, const style_writer *writer,
                               const char *table, const ci_map_style *style)
{
    circlet_status status;

    ci_buffer_add(out, "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' "
                       "'SYSTEM'><qgis version=\"3.22.0\" "
                       "styleCategories=\"Symbology|Labeling|Fields|"
                       "Rendering\"");
    ci_qgis_style_attributes(out, style);
    ci_buffer_add(out, ">");
    ci_qgis_style(out, style);
    status = ci_export_aliases(out, writer->db, table, NULL,
                               writer->options->is_chinese, writer->error);
    ci_buffer_add(out, "</qgis>");
    if (status != CIRCLET_OK)
        return status;
    return out->failed ? ci_fail_nomem(writer->error) : CIRCLET_OK;
}

/* QGIS finds styles of SpatiaLite only where the schema is NULL. */
static circlet_status insert_style(const style_writer *writer,
                                   const char *table, const char *title,
                                   bool is_default, const char *qml,
                                   const char *sld)
{
    bool is_gpkg = ci_db_container(writer->db) == &ci_container_gpkg;
    char when[CI_TIME_SIZE];
    const char *texts[] = {is_gpkg ? "" : NULL,
                           is_gpkg ? "" : NULL,
                           table,
                           "geom",
                           title,
                           qml,
                           sld,
                           is_default ? "1" : "0",
                           title,
                           when};
    circlet_status status = CIRCLET_OK;

    ci_container_time(when);
    for (int i = 0; i < 10 && status == CIRCLET_OK; i++)
        status = ci_bind_text(writer->insert, i + 1, texts[i], writer->error);
    return status == CIRCLET_OK
               ? ci_statement_step(writer->insert, NULL, writer->error)
               : status;
}

static circlet_status add_style(const style_writer *writer, const char *table,
                                const char *attribute, const char *title)
{
    ci_map_style style = {0};
    ci_buffer qml = {0}, sld = {0};
    circlet_status status = ci_map_style_make(
        &style, writer->db, table, attribute, writer->options->policy,
        writer->options->is_chinese, writer->error);

    if (status == CIRCLET_OK && style.kind != CI_GEOMETRY_NONE) {
        status = make_qml(&qml, writer, table, &style);
        ci_sld_style(&sld, table, &style);
        if (status == CIRCLET_OK && sld.failed)
            status = ci_fail_nomem(writer->error);
        if (status == CIRCLET_OK)
            status = insert_style(writer, table, title, !attribute, qml.text,
                                  sld.text);
    }
    ci_map_style_free(&style);
    ci_buffer_free(&qml);
    ci_buffer_free(&sld);
    return status;
}

static circlet_status add_styles(style_writer *writer,
                                 const ci_exported *layers, size_t count)
{
    bool is_chinese = writer->options->is_chinese;
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; i < count && status == CIRCLET_OK; i++) {
        const char *table = layers[i].table;

        status = add_style(writer, table, NULL,
                           ci_export_layer_title(table, is_chinese));
        if (status == CIRCLET_OK && strcmp(table, "unit") == 0 &&
            writer->options->plan)
            status = add_style(
                writer, table, "class_before",
                ci_export_column_title(table, "class_before", is_chinese));
    }
    return status;
}

/* A GeoPackage lists all its tables. */
static circlet_status list_table(ci_db *db, circlet_error *error)
{
    ci_statement *insert = NULL;
    char when[CI_TIME_SIZE];
    circlet_status status;

    if (ci_db_container(db) != &ci_container_gpkg)
        return CIRCLET_OK;
    ci_container_time(when);
    status = ci_db_prepare(
        &insert, db,
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, "
        "last_change) VALUES ('layer_styles', 'attributes', 'layer_styles', "
        "?)",
        error);
    if (status == CIRCLET_OK)
        status = ci_bind_text(insert, 1, when, error);
    if (status == CIRCLET_OK)
        status = ci_statement_step(insert, NULL, error);
    ci_statement_free(insert);
    return status;
}

circlet_status ci_export_styles(ci_db *db, const ci_exported *layers,
                                size_t count,
                                const circlet_export_options *options,
                                circlet_error *error)
{
    style_writer writer = {.db = db, .options = options, .error = error};
    circlet_status status = ci_db_run(db, table_sql, error);

    if (status == CIRCLET_OK)
        status = ci_db_prepare(
            &writer.insert, db,
            "INSERT INTO main.layer_styles (f_table_catalog, f_table_schema, "
            "f_table_name, f_geometry_column, styleName, styleQML, styleSLD, "
            "useAsDefault, description, owner, update_time) VALUES (?, ?, ?, "
            "?, ?, ?, ?, CAST(? AS INTEGER), ?, 'circlet', ?)",
            error);
    if (status == CIRCLET_OK)
        status = add_styles(&writer, layers, count);
    ci_statement_free(writer.insert);
    return status == CIRCLET_OK ? list_table(db, error) : status;
}
