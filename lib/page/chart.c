#include "page/chart.h"

#include <math.h>

#include "page/details.h"

void ci_chart_start(ci_page *page, bool is_wide, ci_phrase caption,
                    ci_phrase note)
{
    ci_markup_put(&page->out, CI_TONGUES_BOTH,
                  "<figure class=\"chart%r\"><table><caption>%b <small>%b"
                  "</small></caption><tbody>\n",
                  is_wide ? " across" : "", caption.zh, caption.en, note.zh,
                  note.en);
}

/* A percentage for SVG's attributes. */
static void put_per_cent(ci_buffer *out, double share)
{
    ci_buffer_add_fixed(out, share * 100, 2);
    ci_buffer_add(out, "%");
}

static void put_label(ci_page *page, ci_phrase label)
{
    ci_markup_put(&page->out, CI_TONGUES_BOTH,
                  "<tr><th scope=\"row\">%b</th><td class=\"plot\">"
                  "<svg aria-hidden=\"true\" height=\"22\">",
                  label.zh, label.en);
}

/* Room for half a dot at both ends. */
static double place_of(double share)
{
    return 0.02 + 0.96 * share;
}

static void put_dot(ci_buffer *out, double share, const char *kind)
{
    ci_buffer_add(out, "<circle cy=\"11\" r=\"5\" class=\"");
    ci_buffer_add(out, kind);
    ci_buffer_add(out, "\" cx=\"");
    put_per_cent(out, place_of(share));
    ci_buffer_add(out, "\"/>");
}

static void put_line(ci_buffer *out, double from, double to, const char *kind)
{
    ci_buffer_add(out, "<line y1=\"11\" y2=\"11\" class=\"");
    ci_buffer_add(out, kind);
    ci_buffer_add(out, "\" x1=\"");
    put_per_cent(out, place_of(from));
    ci_buffer_add(out, "\" x2=\"");
    put_per_cent(out, place_of(to));
    ci_buffer_add(out, "\"/>");
}

void ci_chart_change(ci_page *page, ci_phrase label, const double shares[],
                     size_t count)
{
    ci_buffer *out = &page->out;
    char room[CI_MARKUP_NUMBER];

    put_label(page, label);
    put_line(out, 0, 1, "track");
    if (count > 1 && isfinite(shares[0]) && isfinite(shares[1]))
        put_line(out, shares[0], shares[1], "move");
    if (count > 1 && isfinite(shares[1]))
        put_dot(out, shares[1], "after");
    if (isfinite(shares[0]))
        put_dot(out, shares[0], "before");
    ci_buffer_add(out, "</svg></td><td class=\"n\">");
    ci_buffer_add(out, ci_markup_share(room, shares[0]));
    if (count > 1) {
        ci_buffer_add(out, " → ");
        ci_buffer_add(out, ci_markup_share(room, shares[1]));
    }
    ci_buffer_add(out, "</td></tr>\n");
}

static void put_part(ci_buffer *out, const char *name, size_t position,
                     double from, double share)
{
    ci_buffer_add(out, "<rect y=\"3\" height=\"16\" class=\"s");
    ci_buffer_add(out, name);
    ci_buffer_add_int(out, (int64_t)position);
    ci_buffer_add(out, "\" x=\"");
    put_per_cent(out, from);
    ci_buffer_add(out, "\" width=\"");
    put_per_cent(out, share);
    ci_buffer_add(out, "\"/>");
}

void ci_chart_parts(ci_page *page, ci_phrase label, const char *name,
                    const double parts[], size_t count, double mark)
{
    ci_buffer *out = &page->out;
    double all = 0, from = 0;

    for (size_t i = 0; i < count; i++)
        all += parts[i];
    put_label(page, label);
    for (size_t i = 0; i < count && all > 0; i++) {
        if (parts[i] > 0)
            put_part(out, name, i, from / all, parts[i] / all);
        from += parts[i];
    }
    if (isfinite(mark)) {
        ci_buffer_add(out, "<line y1=\"0\" y2=\"22\" class=\"limit\" x1=\"");
        put_per_cent(out, mark);
        ci_buffer_add(out, "\" x2=\"");
        put_per_cent(out, mark);
        ci_buffer_add(out, "\"/>");
    }
    ci_buffer_add(out, "</svg></td></tr>\n");
}

void ci_chart_legend(ci_page *page, const char *name, size_t position,
                     ci_phrase text)
{
    ci_markup_put(&page->out, CI_TONGUES_BOTH,
                  "<li><svg aria-hidden=\"true\" width=\"14\" height=\"14\">"
                  "<rect width=\"14\" height=\"14\" class=\"s%r%z\"/></svg> "
                  "%b</li>",
                  name, position, text.zh, text.en);
}

/* ---- numbers ------------------------------------------------------------ */

void ci_chart_numbers_start(ci_page *page)
{
    ci_markup_put(&page->out, CI_TONGUES_BOTH,
                  "<details><summary>%b</summary><div class=\"wide\" "
                  "tabindex=\"0\"><table><thead><tr><td></td>",
                  "数据表", "As a table");
}

void ci_chart_numbers_column(ci_page *page, ci_phrase title)
{
    ci_markup_put(&page->out, CI_TONGUES_BOTH,
                  "<th scope=\"col\" class=\"n\">%b</th>", title.zh, title.en);
}

void ci_chart_numbers_body(ci_page *page)
{
    ci_buffer_add(&page->out, "</tr></thead><tbody>\n");
}

void ci_chart_numbers_row(ci_page *page, ci_phrase label,
                          const double numbers[], const bool is_hidden[],
                          size_t count)
{
    ci_markup_put(&page->out, CI_TONGUES_BOTH, "<tr><th scope=\"row\">%b</th>",
                  label.zh, label.en);
    for (size_t i = 0; i < count; i++)
        ci_markup_put(&page->out, CI_TONGUES_EN,
                      is_hidden && is_hidden[i] ? "<td class=\"n\">*</td>"
                                                : "<td class=\"n\">%n</td>",
                      numbers[i]);
    ci_buffer_add(&page->out, "</tr>\n");
}

void ci_chart_numbers_end(ci_page *page)
{
    ci_buffer_add(&page->out, "</tbody></table></div></details></figure>\n");
}
