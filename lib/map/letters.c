#include "map/canvas.h"

#ifdef HAVE_MAP

#include "map/letters.h"

#include <math.h>
#include <pango/pangocairo.h>
#include <stdlib.h>

/* The first that is there is taken for what it has, the next for the rest:
 * Chinese before Japanese forms of the same characters. */
#define FAMILIES                                                              \
    "Noto Sans,Noto Sans CJK SC,Noto Sans SC,Source Han Sans SC,"             \
    "WenQuanYi Micro Hei,WenQuanYi Zen Hei,DejaVu Sans,sans-serif"

struct ci_letters {
    PangoFontMap *fonts;
    PangoContext *context;
    PangoLayout *layout;
    PangoFontDescription *font;
    size_t missing;
};

ci_letters *ci_letters_new(void)
{
    ci_letters *letters = calloc(1, sizeof(*letters));
    cairo_font_options_t *options = cairo_font_options_create();

    if (!letters) {
        cairo_font_options_destroy(options);
        return NULL;
    }
    /* The same shapes at every place of the page, and measured in fractions
     * of a pixel, so that PNG, PDF and SVG have the same layout. */
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    letters->fonts = pango_cairo_font_map_new();
    letters->context = pango_font_map_create_context(letters->fonts);
    pango_cairo_context_set_font_options(letters->context, options);
    pango_cairo_context_set_resolution(letters->context, 72);
    pango_context_set_round_glyph_positions(letters->context, FALSE);
    pango_context_set_language(letters->context,
                               pango_language_from_string("zh-cn"));
    cairo_font_options_destroy(options);
    letters->layout = pango_layout_new(letters->context);
    pango_layout_set_single_paragraph_mode(letters->layout, TRUE);
    letters->font = pango_font_description_from_string(FAMILIES);
    return letters;
}

void ci_letters_free(ci_letters *letters)
{
    if (!letters)
        return;
    pango_font_description_free(letters->font);
    g_object_unref(letters->layout);
    g_object_unref(letters->context);
    g_object_unref(letters->fonts);
    free(letters);
}

static ci_text_size set_line(ci_letters *letters, const char *text,
                             const ci_lettering *lettering)
{
    PangoRectangle box;
    ci_text_size size;

    pango_font_description_set_absolute_size(letters->font,
                                             lettering->size * PANGO_SCALE);
    pango_font_description_set_weight(
        letters->font,
        lettering->is_bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_layout_set_font_description(letters->layout, letters->font);
    pango_layout_set_text(letters->layout, text, -1);
    pango_layout_get_extents(letters->layout, NULL, &box);
    size.width = (double)box.width / PANGO_SCALE;
    size.ascent =
        (double)pango_layout_get_baseline(letters->layout) / PANGO_SCALE;
    size.descent = (double)box.height / PANGO_SCALE - size.ascent;
    return size;
}

ci_text_size ci_letters_measure(ci_letters *letters, const char *text,
                                const ci_lettering *lettering, bool counts)
{
    ci_text_size size = set_line(letters, text, lettering);

    if (counts)
        letters->missing +=
            (size_t)pango_layout_get_unknown_glyphs_count(letters->layout);
    return size;
}

static void set_ink(cairo_t *cairo, ci_ink ink)
{
    cairo_set_source_rgba(cairo, (double)(ink.rgb >> 16 & 255) / 255,
                          (double)(ink.rgb >> 8 & 255) / 255,
                          (double)(ink.rgb & 255) / 255, ink.alpha);
}

void ci_letters_draw(ci_letters *letters, cairo_t *cairo, double x, double y,
                     const char *text, const ci_lettering *lettering)
{
    ci_text_size size = ci_letters_measure(letters, text, lettering, true);

    if (lettering->anchor == CI_ANCHOR_MIDDLE)
        x -= size.width / 2;
    if (lettering->anchor == CI_ANCHOR_END)
        x -= size.width;
    if (lettering->halo > 0) {
        cairo_move_to(cairo, x, y - size.ascent);
        pango_cairo_layout_path(cairo, letters->layout);
        set_ink(cairo, (ci_ink){0xffffff, 0.85});
        cairo_set_line_width(cairo, 2 * lettering->halo);
        cairo_set_line_join(cairo, CAIRO_LINE_JOIN_ROUND);
        cairo_stroke(cairo);
    }
    cairo_move_to(cairo, x, y - size.ascent);
    set_ink(cairo, lettering->ink);
    pango_cairo_show_layout(cairo, letters->layout);
    cairo_new_path(cairo);
}

size_t ci_letters_missing(const ci_letters *letters)
{
    return letters->missing;
}

#endif
