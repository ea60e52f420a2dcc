#include "page/chart_plot.h"

double ci_plot_tick(double most)
{
    double tick = 1;

    for (int i = 0; tick * 5 < most && i < 90; i++)
        tick *= i % 3 == 1 ? 2.5 : 2;
    return tick;
}

void ci_plot_point(ci_buffer *out, const char *what, double x, double y)
{
    ci_buffer_add(out, what);
    ci_buffer_add_fixed(out, x, 1);
    ci_buffer_add(out, " ");
    ci_buffer_add_fixed(out, y, 1);
}

void ci_plot_text(ci_buffer *out, double x, double y, const char *anchor,
                  ci_phrase text)
{
    const char *const tongues[] = {"zh", "en"};
    const char *const texts[] = {text.zh, text.en};

    for (int i = 0; i < 2; i++) {
        ci_markup_put(out, CI_TONGUES_EN,
                      "<text lang=\"%r\" text-anchor=\"%r\" x=\"", tongues[i],
                      anchor);
        ci_buffer_add_fixed(out, x, 1);
        ci_buffer_add(out, "\" y=\"");
        ci_buffer_add_fixed(out, y, 1);
        ci_markup_put(out, CI_TONGUES_EN, "\">%t</text>", texts[i]);
    }
}

void ci_plot_line(ci_buffer *out, const char *kind, double x, double end,
                  double y)
{
    ci_markup_put(out, CI_TONGUES_EN, "<path class=\"%r\" d=\"", kind);
    ci_plot_point(out, "M", x, y);
    ci_plot_point(out, "L", end, y);
    ci_buffer_add(out, "\"/>");
}
