#include "io/xlsx_links.h"

#ifdef HAVE_XLSX

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/text.h"
#include "io/xlsx_xml.h"

/* A book has few parts beside its sheets. */
#define LINK_MAX 10000

typedef struct link_reading {
    ci_xml_reader *xml;
    const char *path; /* of the file */
    const char *folder; /* of the part that names others */
    size_t folder_size;
    ci_xlsx_links links;
} link_reading;

/* Appends the steps of a path to one that ends in none or in a step;
 * "..": one step back, but never out of the file. */
static void add_steps(ci_buffer *out, const char *path, size_t size)
{
    for (size_t i = 0; i < size;) {
        const char *step = path + i;
        size_t length = 0;

        while (i + length < size && !strchr("/\\", step[length]))
            length++;
        i += length + 1;
        if (length == 0 || (length == 1 && step[0] == '.'))
            continue;
        if (length == 2 && memcmp(step, "..", 2) == 0) {
            while (out->size > 0 && out->text[--out->size] != '/')
                continue;
            ci_buffer_add_n(out, "", 0);
            continue;
        }
        if (out->size > 0)
            ci_buffer_add_n(out, "/", 1);
        ci_buffer_add_n(out, step, length);
    }
}

/* The name of the part that `target` names; NULL: no memory. */
static char *resolve(const link_reading *reading, const char *target)
{
    ci_buffer part = {0};

    ci_buffer_add_n(&part, "", 0);
    if (target[0] != '/')
        add_steps(&part, reading->folder, reading->folder_size);
    add_steps(&part, target, strlen(target));
    if (part.failed) {
        ci_buffer_free(&part);
        return NULL;
    }
    return part.text;
}

static bool add_link(link_reading *reading, const char *id, const char *type,
                     const char *target)
{
    ci_xlsx_links *links = &reading->links;
    const char *slash = strrchr(type, '/');
    ci_xlsx_link *items = ci_array_reserve_one(
        links->items, links->count, &links->capacity, sizeof(*items));
    ci_xlsx_link *link;

    if (!items)
        return false;
    links->items = items;
    link = &items[links->count++];
    link->id = ci_text_copy(id);
    link->kind = ci_text_copy(slash ? slash + 1 : type);
    link->part = resolve(reading, target);
    return link->id && link->kind && link->part;
}

static void on_start(void *user, const char *name,
                     const char *const *attributes)
{
    link_reading *reading = user;
    const char *id = ci_xml_attribute(attributes, "Id");
    const char *type = ci_xml_attribute(attributes, "Type");
    const char *target = ci_xml_attribute(attributes, "Target");
    const char *mode = ci_xml_attribute(attributes, "TargetMode");

    if (strcmp(name, "Relationship") != 0 || !id || !type || !target ||
        (mode && strcmp(mode, "External") == 0))
        return;
    if (reading->links.count == LINK_MAX)
        ci_xml_fail(reading->xml,
                    ci_fail(ci_xml_error(reading->xml), CIRCLET_E_FORMAT,
                            "%s: a part of the .xlsx file names more than %d "
                            "others",
                            reading->path, LINK_MAX));
    else if (!add_link(reading, id, type, target))
        ci_xml_fail(reading->xml, ci_fail_nomem(ci_xml_error(reading->xml)));
}

static void on_end(void *user, const char *name)
{
    (void)user;
    (void)name;
}

/* "xl/workbook.xml" gives "xl/_rels/workbook.xml.rels"; NULL: no memory. */
static char *name_links(const char *part, size_t folder_size)
{
    ci_buffer name = {0};

    ci_buffer_add_n(&name, part, folder_size);
    ci_buffer_add(&name, "_rels/");
    ci_buffer_add(&name, part + folder_size);
    ci_buffer_add(&name, ".rels");
    if (name.failed) {
        ci_buffer_free(&name);
        return NULL;
    }
    return name.text;
}

static circlet_status read_links(link_reading *reading, ci_xlsx_zip *zip,
                                 const char *name, circlet_error *error)
{
    static const ci_xml_handler handler = {on_start, on_end, NULL};
    bool is_done = false;
    circlet_status status =
        ci_xml_reader_open(&reading->xml, zip, name, &handler, reading, error);

    while (status == CIRCLET_OK && !is_done)
        status = ci_xml_reader_run(reading->xml, &is_done, error);
    ci_xml_reader_close(reading->xml);
    return status;
}

circlet_status ci_xlsx_links_read(ci_xlsx_links *out, ci_xlsx_zip *zip,
                                  const char *part, circlet_error *error)
{
    const char *slash = strrchr(part, '/');
    link_reading reading = {.path = ci_xlsx_zip_path(zip),
                            .folder = part,
                            .folder_size =
                                slash ? (size_t)(slash - part) + 1 : 0};
    char *name = name_links(part, reading.folder_size);
    circlet_status status;

    if (!name)
        return ci_fail_nomem(error);
    status = read_links(&reading, zip, name, error);
    free(name);
    if (status != CIRCLET_OK) {
        ci_xlsx_links_free(&reading.links);
        return status;
    }
    *out = reading.links;
    return CIRCLET_OK;
}

void ci_xlsx_links_free(ci_xlsx_links *links)
{
    for (size_t i = 0; i < links->count; i++) {
        free(links->items[i].id);
        free(links->items[i].kind);
        free(links->items[i].part);
    }
    free(links->items);
    *links = (ci_xlsx_links){0};
}

const ci_xlsx_link *ci_xlsx_link_of_id(const ci_xlsx_links *links,
                                       const char *id)
{
    for (size_t i = 0; i < links->count; i++)
        if (strcmp(links->items[i].id, id) == 0)
            return &links->items[i];
    return NULL;
}

const ci_xlsx_link *ci_xlsx_link_of_kind(const ci_xlsx_links *links,
                                         const char *kind)
{
    for (size_t i = 0; i < links->count; i++)
        if (strcmp(links->items[i].kind, kind) == 0)
            return &links->items[i];
    return NULL;
}

#endif
