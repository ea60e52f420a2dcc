/* circlet export to a workbook. */
#ifndef TOOLS_WORKBOOK_EXPORT_H
#define TOOLS_WORKBOOK_EXPORT_H

#include "option.h"

/* Whether a file is to be a workbook, by its name. */
bool workbook_is_named(const char *path);

/* Writes what --to names: verdicts, people, plan, costs and sources of CITY
 * by --policy. The exit status. */
int workbook_export(const arguments *read);

#endif
