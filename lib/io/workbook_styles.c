/* How the cells of a workbook look. */
#include "io/workbook.h"

#define COUNT(items) (sizeof(items) / sizeof((items)[0]))

/* A style as the numbers of its format, font and fill. */
typedef struct cell_style {
    unsigned format, font, fill;
    bool is_wrapped;
} cell_style;

/* Fonts: plain, bold, grey in italics, white and bold. */
#define BOLD 1u
#define GREY 2u
#define WHITE 3u

/* Formats of one's own start at 164. */
static const char *const formats[] = {"0.0%",
                                      "#,##0&quot;+&quot;",
                                      "#,##0.00&quot;+&quot;",
                                      "#,##0&quot;*&quot;",
                                      "#,##0.00&quot;*&quot;",
                                      "#,##0&quot;+*&quot;",
                                      "#,##0.00&quot;+*&quot;"};
#define FORMAT_FIRST 164u

/* Fills: none and grey are demanded, then that of headings and those of
 * verdicts. */
static const char *const fills[] = {"D9E1F2", /* a heading */
                                    "C6E7C8", /* pass */
                                    "C62828", /* fail */
                                    "FFE08A", /* advice */
                                    "D7CCE8", /* undecided */
                                    "D9D9D9"}; /* no data */
#define FILL_FIRST 2u

static const cell_style styles[] = {
    {0, 0, 0, false}, /* text */
    {0, BOLD, FILL_FIRST, true}, /* heading */
    {0, 0, 0, true}, /* long text */
    {0, BOLD, 0, false}, /* bold */
    {3, 0, 0, false}, /* 1,234 */
    {4, 0, 0, false}, /* 1,234.50 */
    {FORMAT_FIRST, 0, 0, false}, /* share */
    {1, 0, 0, false}, /* year */
    {FORMAT_FIRST + 1, 0, 0, false}, /* more */
    {FORMAT_FIRST + 2, 0, 0, false},
    {FORMAT_FIRST + 3, GREY, 0, false}, /* internal */
    {FORMAT_FIRST + 4, GREY, 0, false},
    {FORMAT_FIRST + 5, GREY, 0, false}, /* both */
    {FORMAT_FIRST + 6, GREY, 0, false},
    {0, 0, FILL_FIRST + 1, false}, /* verdicts */
    {0, WHITE, FILL_FIRST + 2, false},
    {0, 0, FILL_FIRST + 3, false},
    {0, 0, FILL_FIRST + 4, false},
    {0, 0, FILL_FIRST + 5, false},
    {3, BOLD, 0, false}, /* 1,234 of a total */
    {4, BOLD, 0, false}};
#define TOTAL 19u

unsigned ci_workbook_style(circlet_cell look, bool is_whole, bool is_bold)
{
    /* By circlet_cell: of whole numbers, the next of others. */
    static const unsigned char first[] = {0,  2,  3,  4,  6,  7,  8,
                                          10, 12, 14, 15, 16, 17, 18};
    bool has_two =
        look == CIRCLET_CELL_NUMBER ||
        (look >= CIRCLET_CELL_MORE && look <= CIRCLET_CELL_MORE_INTERNAL);

    if ((size_t)look >= COUNT(first))
        return 0;
    if (is_bold && look == CIRCLET_CELL_NUMBER)
        return is_whole ? TOTAL : TOTAL + 1;
    if (is_bold && look == CIRCLET_CELL_TEXT)
        return first[CIRCLET_CELL_BOLD];
    return first[look] + (has_two && !is_whole ? 1u : 0u);
}

/* ---- the part ----------------------------------------------------------- */

static void put_formats(ci_buffer *out)
{
    ci_buffer_add(out, "<numFmts count=\"");
    ci_workbook_put_count(out, COUNT(formats));
    ci_buffer_add(out, "\">");
    for (size_t i = 0; i < COUNT(formats); i++) {
        ci_buffer_add(out, "<numFmt numFmtId=\"");
        ci_workbook_put_count(out, FORMAT_FIRST + i);
        ci_buffer_add(out, "\" formatCode=\"");
        ci_buffer_add(out, formats[i]);
        ci_buffer_add(out, "\"/>");
    }
    ci_buffer_add(out, "</numFmts>");
}

static void put_fonts(ci_buffer *out)
{
    static const char *const extras[] = {"", "<b/>", "<i/>", "<b/>"};
    static const char *const colours[] = {"000000", "000000", "7F7F7F",
                                          "FFFFFF"};

    ci_buffer_add(out, "<fonts count=\"4\">");
    for (size_t i = 0; i < COUNT(extras); i++) {
        ci_buffer_add(out, "<font>");
        ci_buffer_add(out, extras[i]);
        ci_buffer_add(out, "<sz val=\"11\"/><color rgb=\"FF");
        ci_buffer_add(out, colours[i]);
        ci_buffer_add(out, "\"/><name val=\"Calibri\"/></font>");
    }
    ci_buffer_add(out, "</fonts>");
}

static void put_fills(ci_buffer *out)
{
    ci_buffer_add(out, "<fills count=\"");
    ci_workbook_put_count(out, FILL_FIRST + COUNT(fills));
    ci_buffer_add(out, "\"><fill><patternFill patternType=\"none\"/></fill>"
                       "<fill><patternFill patternType=\"gray125\"/></fill>");
    for (size_t i = 0; i < COUNT(fills); i++) {
        ci_buffer_add(out, "<fill><patternFill patternType=\"solid\">"
                           "<fgColor rgb=\"FF");
        ci_buffer_add(out, fills[i]);
        ci_buffer_add(out, "\"/></patternFill></fill>");
    }
    ci_buffer_add(out, "</fills>");
}

static void put_style(ci_buffer *out, const cell_style *style)
{
    ci_buffer_add(out, "<xf numFmtId=\"");
    ci_workbook_put_count(out, style->format);
    ci_buffer_add(out, "\" fontId=\"");
    ci_workbook_put_count(out, style->font);
    ci_buffer_add(out, "\" fillId=\"");
    ci_workbook_put_count(out, style->fill);
    ci_buffer_add(out, "\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\" "
                       "applyFont=\"1\" applyFill=\"1\" applyAlignment=\"1\">"
                       "<alignment vertical=\"top\"");
    ci_buffer_add(out,
                  style->is_wrapped ? " wrapText=\"1\"/></xf>" : "/></xf>");
}

void ci_workbook_put_styles(ci_buffer *out)
{
    ci_buffer_add(
        out, "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
             "<styleSheet xmlns=\"http://schemas.openxmlformats.org/"
             "spreadsheetml/2006/main\">");
    put_formats(out);
    put_fonts(out);
    put_fills(out);
    ci_buffer_add(out, "<borders count=\"1\"><border><left/><right/><top/>"
                       "<bottom/><diagonal/></border></borders>"
                       "<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" "
                       "fontId=\"0\" fillId=\"0\" borderId=\"0\"/>"
                       "</cellStyleXfs><cellXfs count=\"");
    ci_workbook_put_count(out, COUNT(styles));
    ci_buffer_add(out, "\">");
    for (size_t i = 0; i < COUNT(styles); i++)
        put_style(out, &styles[i]);
    ci_buffer_add(out, "</cellXfs><cellStyles count=\"1\"><cellStyle "
                       "name=\"Normal\" xfId=\"0\" builtinId=\"0\"/>"
                       "</cellStyles></styleSheet>\n");
}
