/*
 * The archive that an .xlsx file is: parts of text by name. The only file
 * that includes zip.h is xlsx_zip.c. An archive that inflates beyond all
 * measure is refused while it is read.
 */
#ifndef CI_IO_XLSX_ZIP_H
#define CI_IO_XLSX_ZIP_H

#include <circlet/error.h>
#include <circlet/types.h>

typedef struct ci_xlsx_zip ci_xlsx_zip;
typedef struct ci_xlsx_part ci_xlsx_part;

/*
 * Opens an archive; errors name the file. CIRCLET_E_UNSUPPORTED if it is an
 * old or an encrypted Excel file, CIRCLET_E_FORMAT if it is no whole
 * archive.
 */
circlet_status ci_xlsx_zip_open(ci_xlsx_zip **out, const char *path,
                                circlet_error *error);
void ci_xlsx_zip_close(ci_xlsx_zip *zip);

/* The path that it was opened by. */
const char *ci_xlsx_zip_path(const ci_xlsx_zip *zip);

/* Names of parts are the same in capital and small letters. */
bool ci_xlsx_zip_has(const ci_xlsx_zip *zip, const char *part);

/* CIRCLET_E_FORMAT if the part is missing or encrypted. The archive must
 * outlive the part. */
circlet_status ci_xlsx_part_open(ci_xlsx_part **out, ci_xlsx_zip *zip,
                                 const char *name, circlet_error *error);
void ci_xlsx_part_close(ci_xlsx_part *part);

/* The next bytes, at most `size`; *out_size is 0 at the end. */
circlet_status ci_xlsx_part_read(size_t *out_size, ci_xlsx_part *part,
                                 void *bytes, size_t size,
                                 circlet_error *error);

#endif
