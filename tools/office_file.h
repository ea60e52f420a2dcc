/* A report for office programs, made by pandoc. */
#ifndef TOOLS_OFFICE_FILE_H
#define TOOLS_OFFICE_FILE_H

#include <circlet.h>

#include <stdio.h>

/* Writes a report in the language of `options` as the suffix of `path` says,
 * .docx or .odt, to `out`. CIRCLET_E_UNSUPPORTED if pandoc is not installed;
 * `facts` may be NULL. */
circlet_status office_file_write(circlet_page_facts *facts, FILE *out,
                                 const char *path,
                                 const circlet_page_content *content,
                                 const circlet_page_options *options,
                                 circlet_error *error);

#endif
