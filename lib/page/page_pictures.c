/* The maps of a document: pictures that stand in its text. */
#include <circlet/map.h>

#include "base/error.h"
#include "page/page.h"

/* Pixels: as wide as a page with 240 to the inch, and so high that what stands
 * first and a map go on one. */
#define WIDTH 1600
#define HEIGHT 1000

static bool add_bytes(const char *bytes, size_t size, void *user)
{
    ci_buffer *out = user;

    ci_buffer_add_n(out, bytes, size);
    return !out->failed;
}

static void put_base64(ci_buffer *out, const ci_buffer *bytes)
{
    static const char digits[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrs"
        "tuvwxyz0123456789+/";

    for (size_t i = 0; i < bytes->size; i += 3) {
        size_t count = bytes->size - i < 3 ? bytes->size - i : 3;
        unsigned bits = 0;

        for (size_t k = 0; k < 3; k++)
            bits = bits << 8 |
                   (k < count ? (unsigned char)bytes->text[i + k] : 0);
        for (unsigned k = 0; k < 4; k++)
            ci_buffer_add_n(
                out, k <= count ? &digits[bits >> (18 - 6 * k) & 63] : "=", 1);
    }
}

static circlet_status draw(ci_buffer *out, const ci_page *page, size_t state,
                           circlet_error *error)
{
    const circlet_page_content *content = page->content;
    circlet_map_content drawn = {.city = content->city,
                                 .policy = content->policy,
                                 .findings = page->findings[state],
                                 .travel = content->travel,
                                 .network = content->network};
    circlet_map_options options = CIRCLET_MAP_OPTIONS_INIT;

    if (state > 0) {
        drawn.plan = content->plan;
        drawn.planned = content->planned;
    }
    options.width = WIDTH;
    options.height = HEIGHT;
    options.is_chinese = page->options->is_chinese;
    options.threads = page->options->threads;
    options.progress = page->options->progress;
    return circlet_map_write(NULL, &drawn, &options, add_bytes, out, error);
}

static void put_picture(ci_page *page, const ci_buffer *bytes, size_t state)
{
    static const ci_phrase titles[CI_PAGE_STATES] = {
        {"现状", "Today"}, {"方案实施后", "With the plan"}};
    ci_tongues tongues = ci_page_tongues(page);

    ci_buffer_add(&page->out, "<figure><img src=\"data:image/png;base64,");
    put_base64(&page->out, bytes);
    ci_markup_put(&page->out, tongues,
                  "\" alt=\"%b\"><figcaption>%b"
                  "</figcaption></figure>\n",
                  titles[state].zh, titles[state].en, titles[state].zh,
                  titles[state].en);
}

circlet_status ci_page_write_pictures(ci_page *page, circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    for (size_t s = 0; !status && s < page->state_count; s++) {
        ci_buffer bytes = {0};
        circlet_error own;

        status = draw(&bytes, page, s, &own);
        if (!status && s == 0)
            ci_markup_put(&page->out, ci_page_tongues(page), "<h2>%b</h2>\n",
                          "地图", "Map");
        if (!status)
            put_picture(page, &bytes, s);
        ci_buffer_free(&bytes);
        /* Without cairo, or a place of anything, there is no picture. */
        if (status == CIRCLET_E_UNSUPPORTED || status == CIRCLET_E_DATA)
            return CIRCLET_OK;
        if (status && error)
            *error = own;
    }
    return status;
}
