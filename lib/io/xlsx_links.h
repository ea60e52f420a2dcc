/* How the parts of an .xlsx file name each other (ECMA-376 part 2, 9.3). */
#ifndef CI_IO_XLSX_LINKS_H
#define CI_IO_XLSX_LINKS_H

#include "io/xlsx_zip.h"

typedef struct ci_xlsx_link {
    char *id; /* by which the part speaks of the other */
    char *kind; /* the last word of its type: "worksheet", "styles" ... */
    char *part; /* the other */
} ci_xlsx_link;

/* Starts as {0}. */
typedef struct ci_xlsx_links {
    ci_xlsx_link *items;
    size_t count, capacity;
} ci_xlsx_links;

/* Reads what a part names; "": what the file as a whole does. Parts outside
 * the file are left out. */
circlet_status ci_xlsx_links_read(ci_xlsx_links *out, ci_xlsx_zip *zip,
                                  const char *part, circlet_error *error);
void ci_xlsx_links_free(ci_xlsx_links *links);

/* The first link of that id or kind, or NULL. */
const ci_xlsx_link *ci_xlsx_link_of_id(const ci_xlsx_links *links,
                                       const char *id);
const ci_xlsx_link *ci_xlsx_link_of_kind(const ci_xlsx_links *links,
                                         const char *kind);

#endif
