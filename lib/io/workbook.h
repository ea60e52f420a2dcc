/* A workbook while it is made: the cells of each sheet as XML (ECMA-376). */
#ifndef CI_IO_WORKBOOK_H
#define CI_IO_WORKBOOK_H

#include <circlet/workbook.h>

#include "base/text.h"

typedef struct ci_workbook_sheet {
    char *name;
    double *widths; /* of the columns, in characters */
    ci_buffer rows;
    ci_buffer cells; /* of the row that is open */
    size_t line_count; /* of its cells, the most */
    size_t column_count, frozen_columns;
    size_t row_count; /* with the heading */
    size_t filtered_rows; /* that filters are about */
    size_t next_column; /* of the row that is open */
    bool is_row_open, has_total;
} ci_workbook_sheet;

struct circlet_workbook {
    char *title;
    ci_workbook_sheet *sheets;
    size_t sheet_count;
    bool has_failed; /* memory ran out */
};

/* ---- workbook_parts.c --------------------------------------------------- */

/* The parts of the file that say what it is made of. */
void ci_workbook_put_types(ci_buffer *out, const circlet_workbook *book);
void ci_workbook_put_links(ci_buffer *out, const circlet_workbook *book);
void ci_workbook_put_book(ci_buffer *out, const circlet_workbook *book);
void ci_workbook_put_styles(ci_buffer *out);
void ci_workbook_put_core(ci_buffer *out, const circlet_workbook *book);
void ci_workbook_put_sheet(ci_buffer *out, const ci_workbook_sheet *sheet,
                           bool is_first);
extern const char ci_workbook_package_links[];

/* Text as XML has it, without characters that it must not have. */
void ci_workbook_put_text(ci_buffer *out, const char *text);

/* A whole number. */
void ci_workbook_put_count(ci_buffer *out, size_t value);

/* "AB" is column 27, counted from 0. */
void ci_workbook_put_letters(ci_buffer *out, size_t column);

/* A line is as high as Chinese characters of the font need, in points. */
#define CI_WORKBOOK_LINE_PT 16

/* The number of a format in the styles, of whole numbers or of others. */
unsigned ci_workbook_style(circlet_cell look, bool is_whole, bool is_bold);
#define CI_WORKBOOK_HEADING 1u /* its style */

/* ---- workbook_file.c ---------------------------------------------------- */

/* Packs named parts into an archive and hands it to `write`. */
typedef struct ci_workbook_part {
    char name[48];
    ci_buffer text;
} ci_workbook_part;

circlet_status ci_workbook_pack(const ci_workbook_part *parts, size_t count,
                                circlet_write_fn write, void *user,
                                circlet_error *error);

#endif
