#include "io/xlsx_xml.h"

#ifdef HAVE_XLSX

#include <expat.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"

#define READ_STEP 65536
/* expat keeps a tag whole in memory, and looks at all of it again with each
 * step that it grows by. */
#define TAG_SIZE_MAX 1048576
#define DEPTH_MAX 100
#define SEPARATOR '|' /* in no namespace */

struct ci_xml_reader {
    XML_Parser parser;
    ci_xlsx_part *part;
    char *path, *name; /* of file and part */
    const ci_xml_handler *handler; /* borrowed */
    void *user;
    int depth;
    bool is_paused, is_last, has_type;
    int64_t fed; /* bytes */
    circlet_error failure;
};

/* The name without a namespace that is one of ours, or NULL. */
static const char *own_name(const char *name)
{
    static const struct {
        const char *text; /* with the separator */
        size_t size;
    } own[] = {
#define OWN(text) {text "|", sizeof(text "|") - 1}
        OWN("http://schemas.openxmlformats.org/spreadsheetml/2006/main"),
        OWN("http://purl.oclc.org/ooxml/spreadsheetml/main"),
        OWN("http://schemas.openxmlformats.org/package/2006/relationships"),
#undef OWN
    };

    for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++)
        if (strncmp(name, own[i].text, own[i].size) == 0)
            return name + own[i].size;
    return NULL;
}

static void XMLCALL on_start(void *user, const XML_Char *name,
                             const XML_Char **attributes)
{
    ci_xml_reader *reader = user;
    const char *own = own_name(name);

    if (reader->failure.status != CIRCLET_OK)
        return;
    if (++reader->depth > DEPTH_MAX) {
        ci_xml_fail(reader, ci_fail(&reader->failure, CIRCLET_E_FORMAT,
                                    "%s: its part %s is nested deeper than "
                                    "%d elements",
                                    reader->path, reader->name, DEPTH_MAX));
        return;
    }
    if (own)
        reader->handler->start(reader->user, own,
                               (const char *const *)attributes);
}

static void XMLCALL on_end(void *user, const XML_Char *name)
{
    ci_xml_reader *reader = user;
    const char *own = own_name(name);

    if (reader->failure.status != CIRCLET_OK)
        return;
    reader->depth--;
    if (own)
        reader->handler->end(reader->user, own);
}

static void XMLCALL on_text(void *user, const XML_Char *text, int size)
{
    ci_xml_reader *reader = user;

    if (reader->failure.status == CIRCLET_OK && reader->handler->text)
        reader->handler->text(reader->user, text, (size_t)size);
}

static void XMLCALL on_type(void *user, const XML_Char *name,
                            const XML_Char *system, const XML_Char *public,
                            int has_subset)
{
    ci_xml_reader *reader = user;

    (void)name;
    (void)system;
    (void)public;
    (void)has_subset;
    ci_xml_fail(reader,
                ci_fail(&reader->failure, CIRCLET_E_FORMAT,
                        "%s: its part %s has a document type, which no "
                        "spreadsheet has",
                        reader->path, reader->name));
}

circlet_status ci_xml_reader_open(ci_xml_reader **out, ci_xlsx_zip *zip,
                                  const char *part,
                                  const ci_xml_handler *handler, void *user,
                                  circlet_error *error)
{
    ci_xml_reader *reader = calloc(1, sizeof(*reader));
    circlet_status status = CIRCLET_OK;

    if (reader) {
        reader->path = ci_text_copy(ci_xlsx_zip_path(zip));
        reader->name = ci_text_copy(part);
        reader->parser = XML_ParserCreateNS(NULL, SEPARATOR);
    }
    if (!reader || !reader->path || !reader->name || !reader->parser)
        status = ci_fail_nomem(error);
    if (status == CIRCLET_OK)
        status = ci_xlsx_part_open(&reader->part, zip, part, error);
    if (status != CIRCLET_OK) {
        ci_xml_reader_close(reader);
        return status;
    }
    reader->handler = handler;
    reader->user = user;
    XML_SetUserData(reader->parser, reader);
    XML_SetElementHandler(reader->parser, on_start, on_end);
    XML_SetCharacterDataHandler(reader->parser, on_text);
    XML_SetStartDoctypeDeclHandler(reader->parser, on_type);
    *out = reader;
    return CIRCLET_OK;
}

void ci_xml_reader_close(ci_xml_reader *reader)
{
    if (!reader)
        return;
    if (reader->parser)
        XML_ParserFree(reader->parser);
    ci_xlsx_part_close(reader->part);
    free(reader->path);
    free(reader->name);
    free(reader);
}

static circlet_status fail_parsing(const ci_xml_reader *reader,
                                   circlet_error *error)
{
    enum XML_Error code = XML_GetErrorCode(reader->parser);

    if (reader->failure.status != CIRCLET_OK) {
        if (error)
            *error = reader->failure;
        return reader->failure.status;
    }
    if (code == XML_ERROR_NO_MEMORY)
        return ci_fail_nomem(error);
    return ci_fail(error, CIRCLET_E_FORMAT, "%s: its part %s, line %lu: %s",
                   reader->path, reader->name,
                   (unsigned long)XML_GetCurrentLineNumber(reader->parser),
                   XML_ErrorString(code));
}

/* Hands the next bytes to the parser. */
static circlet_status feed(ci_xml_reader *reader, enum XML_Status *out,
                           circlet_error *error)
{
    void *room = XML_GetBuffer(reader->parser, READ_STEP);
    size_t size = 0;
    circlet_status status;

    if (!room)
        return ci_fail_nomem(error);
    status = ci_xlsx_part_read(&size, reader->part, room, READ_STEP, error);
    if (status != CIRCLET_OK)
        return status;
    reader->is_last = size == 0;
    reader->fed += (int64_t)size;
    *out = XML_ParseBuffer(reader->parser, (int)size, reader->is_last);
    return CIRCLET_OK;
}

static circlet_status step(ci_xml_reader *reader, circlet_error *error)
{
    enum XML_Status code = XML_STATUS_OK;
    circlet_status status = CIRCLET_OK;

    if (reader->is_paused) {
        reader->is_paused = false;
        code = XML_ResumeParser(reader->parser);
    } else {
        status = feed(reader, &code, error);
    }
    if (status != CIRCLET_OK)
        return status;
    if (code == XML_STATUS_ERROR || reader->failure.status != CIRCLET_OK)
        return fail_parsing(reader, error);
    reader->is_paused = code == XML_STATUS_SUSPENDED;
    if (!reader->is_paused && !reader->is_last &&
        reader->fed - XML_GetCurrentByteIndex(reader->parser) > TAG_SIZE_MAX)
        return ci_fail(error, CIRCLET_E_FORMAT,
                       "%s: its part %s has a tag of more than %d bytes",
                       reader->path, reader->name, TAG_SIZE_MAX);
    return CIRCLET_OK;
}

circlet_status ci_xml_reader_run(ci_xml_reader *reader, bool *is_done,
                                 circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    *is_done = reader->is_last && !reader->is_paused;
    while (!*is_done) {
        status = step(reader, error);
        if (status != CIRCLET_OK || reader->is_paused)
            return status;
        *is_done = reader->is_last;
    }
    return CIRCLET_OK;
}

circlet_status ci_xml_read(ci_xlsx_zip *zip, const char *part,
                           const ci_xml_handler *handler, void *user,
                           circlet_error *error)
{
    ci_xml_reader *reader = NULL;
    bool is_done = false;
    circlet_status status =
        ci_xml_reader_open(&reader, zip, part, handler, user, error);

    while (status == CIRCLET_OK && !is_done)
        status = ci_xml_reader_run(reader, &is_done, error);
    ci_xml_reader_close(reader);
    return status;
}

void ci_xml_pause(ci_xml_reader *reader)
{
    XML_StopParser(reader->parser, XML_TRUE);
}

void ci_xml_fail(ci_xml_reader *reader, circlet_status status)
{
    reader->failure.status = status;
    XML_StopParser(reader->parser, XML_FALSE);
}

circlet_error *ci_xml_error(ci_xml_reader *reader)
{
    return &reader->failure;
}

const char *ci_xml_attribute(const char *const *attributes, const char *name)
{
    for (; *attributes; attributes += 2)
        if (strcmp(attributes[0], name) == 0)
            return attributes[1];
    return NULL;
}

const char *ci_xml_relationship(const char *const *attributes)
{
    static const char *const names[] = {
        "http://schemas.openxmlformats.org/officeDocument/2006/"
        "relationships|id",
        "http://purl.oclc.org/ooxml/officeDocument/relationships|id"};

    for (; *attributes; attributes += 2)
        if (strcmp(attributes[0], names[0]) == 0 ||
            strcmp(attributes[0], names[1]) == 0)
            return attributes[1];
    return NULL;
}

bool ci_xml_flag(const char *const *attributes, const char *name)
{
    const char *value = ci_xml_attribute(attributes, name);

    return value && (strcmp(value, "1") == 0 || strcmp(value, "true") == 0);
}

#endif
