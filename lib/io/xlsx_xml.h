/*
 * A part of an .xlsx file read as XML, step by step. The only file that
 * includes expat.h is xlsx_xml.c. Only elements of the spreadsheet's own
 * namespaces (those of ECMA-376, transitional and strict, and of the
 * relationships between parts) are told; document types, and with them
 * entities, are refused.
 */
#ifndef CI_IO_XLSX_XML_H
#define CI_IO_XLSX_XML_H

#include "io/xlsx_zip.h"

typedef struct ci_xml_reader ci_xml_reader;

/* What is told of a part. Names are without namespace; all texts are
 * borrowed and valid during the call only. */
typedef struct ci_xml_handler {
    void (*start)(void *user, const char *name, const char *const *attributes);
    void (*end)(void *user, const char *name);
    void (*text)(void *user, const char *text, size_t size);
} ci_xml_handler;

/* The archive, handler and `user` must outlive the reader. */
circlet_status ci_xml_reader_open(ci_xml_reader **out, ci_xlsx_zip *zip,
                                  const char *part,
                                  const ci_xml_handler *handler, void *user,
                                  circlet_error *error);
void ci_xml_reader_close(ci_xml_reader *reader);

/*
 * Reads on until a handler pauses or the part ends, when *is_done becomes
 * true. CIRCLET_E_FORMAT if it is no XML, names file, part and line.
 */
circlet_status ci_xml_reader_run(ci_xml_reader *reader, bool *is_done,
                                 circlet_error *error);

/* Reads a whole part. */
circlet_status ci_xml_read(ci_xlsx_zip *zip, const char *part,
                           const ci_xml_handler *handler, void *user,
                           circlet_error *error);

/* ---- for handlers -------------------------------------------------------
 * Each is told no more once it paused or failed, but for the rest of what
 * was just read. */

void ci_xml_pause(ci_xml_reader *reader);

/* Ends the run with this status; its message is in ci_xml_error(). */
void ci_xml_fail(ci_xml_reader *reader, circlet_status status);
circlet_error *ci_xml_error(ci_xml_reader *reader);

/* The value of an attribute without prefix, or NULL. */
const char *ci_xml_attribute(const char *const *attributes, const char *name);

/* The value of r:id, by which a part names another, or NULL. */
const char *ci_xml_relationship(const char *const *attributes);

/* Whether an attribute is there and true. */
bool ci_xml_flag(const char *const *attributes, const char *name);

#endif
