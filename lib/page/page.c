#include "page/page.h"
#include "page/told_numbers.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/options.h"
#include "base/sha256.h"
#include "page/page_assets.h"
#include "page/page_words.h"

bool circlet_page_has_leaflet(void)
{
    return ci_asset_leaflet_js.size > 0;
}

bool ci_page_is_plain(const ci_page *page)
{
    return page->options->form == CIRCLET_PAGE_PLAIN;
}

bool ci_page_has_scripts(const ci_page *page)
{
    return !ci_page_is_plain(page) && !page->options->has_no_scripts;
}

ci_tongues ci_page_tongues(const ci_page *page)
{
    if (!ci_page_is_plain(page))
        return CI_TONGUES_BOTH;
    return page->options->is_chinese ? CI_TONGUES_ZH : CI_TONGUES_EN;
}

void ci_page_put_widths(ci_page *page, const char *digits)
{
    double all = 0;

    if (!ci_page_is_plain(page))
        return;
    for (const char *c = digits; *c; c++)
        all += *c - '0';
    ci_buffer_add(&page->out, "<colgroup>");
    for (const char *c = digits; *c; c++) {
        ci_buffer_add(&page->out, "<col style=\"width:");
        ci_buffer_add_fixed(&page->out, 100 * (*c - '0') / all, 1);
        ci_buffer_add(&page->out, "%\">");
    }
    ci_buffer_add(&page->out, "</colgroup>\n");
}

/* ---- what a browser may run --------------------------------------------- */

static unsigned value_of(char digit)
{
    return (unsigned)(digit <= '9' ? digit - '0' : digit - 'a' + 10);
}

/* The base64 of a hash that is given in hexadecimal digits, 32 bytes. */
static void add_base64(ci_buffer *out, const char *hex)
{
    static const char digits[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrs"
        "tuvwxyz0123456789+/";

    for (size_t i = 0; i < 64; i += 6) {
        unsigned bits = 0, filled = 0;

        for (size_t k = 0; k < 6; k++) {
            bits = bits << 4 | (i + k < 64 ? value_of(hex[i + k]) : 0);
            filled += i + k < 64;
        }
        for (unsigned k = 0; k < 4; k++)
            ci_buffer_add_n(
                out,
                k <= filled * 4 / 6 ? &digits[bits >> (18 - 6 * k) & 63] : "=",
                1);
    }
}

static void add_hash(ci_buffer *out, const char *bytes, size_t size)
{
    char hex[CI_SHA256_TEXT_SIZE];
    ci_sha256 hash;

    ci_sha256_start(&hash);
    ci_sha256_add(&hash, bytes, size);
    ci_sha256_finish(hex, &hash);
    ci_buffer_add(out, " 'sha256-");
    add_base64(out, hex);
    ci_buffer_add(out, "'");
}

static void add_asset(ci_buffer *out, ci_asset asset)
{
    ci_buffer_add_n(out, (const char *)asset.bytes, asset.size);
}

/* ---- the frame ---------------------------------------------------------- */

/* The only unit of a level, or NULL. */
static const char *only_unit(const circlet_city *city, circlet_level level)
{
    const char *name = NULL;

    for (size_t i = 0; i < circlet_city_unit_count(city); i++) {
        const circlet_unit_record *unit =
            circlet_city_unit(city, (circlet_unit)i);

        if (unit->level == level && name)
            return NULL;
        if (unit->level == level)
            name = unit->name;
    }
    return name;
}

/* What the units are all of; else the file. */
static const char *place_name(const circlet_page_content *content)
{
    const char *name = only_unit(content->city, CIRCLET_LEVEL_CITY);

    if (!name)
        name = only_unit(content->city, CIRCLET_LEVEL_DISTRICT);
    if (!name)
        name = content->city_name;
    return name ? name : "circlet";
}

static void put_title(ci_page *page, ci_buffer *out, bool is_chinese)
{
    const circlet_page_content *content = page->content;
    const circlet_policy *policy = content->policy;

    if (page->options->title) {
        ci_markup_text(out, page->options->title);
        return;
    }
    ci_markup_text(out, place_name(content));
    ci_buffer_add(out, is_chinese ? "：" : ": ");
    ci_markup_text(out, is_chinese ? circlet_policy_title_zh(policy)
                                   : circlet_policy_title_en(policy));
}

static void put_head(ci_page *page, const ci_buffer *styles,
                     const ci_buffer *scripts)
{
    ci_buffer *out = &page->out;
    bool is_chinese = page->options->is_chinese;

    ci_buffer_add(out, "<!DOCTYPE html>\n<html lang=\"");
    ci_buffer_add(out, is_chinese ? "zh-CN" : "en");
    ci_buffer_add(out, "\">\n<head>\n<meta charset=\"utf-8\">\n");
    if (!ci_page_is_plain(page)) {
        ci_buffer_add(out, "<meta http-equiv=\"Content-Security-Policy\" "
                           "content=\"default-src 'none'; style-src");
        add_hash(out, styles->text, styles->size);
        if (scripts->size > 0) {
            ci_buffer_add(out, "; script-src");
            add_hash(out, scripts->text, scripts->size);
        }
        ci_buffer_add(out, "; img-src data:; base-uri 'none'; form-action "
                           "'none'\">\n<meta name=\"referrer\" "
                           "content=\"no-referrer\">\n<meta name=\"viewport\" "
                           "content=\"width=device-width, initial-scale=1\">\n"
                           "<meta name=\"color-scheme\" content=\"light\">\n");
    }
    ci_buffer_add(out, "<meta name=\"generator\" content=\"circlet ");
    ci_buffer_add(out, circlet_version());
    ci_buffer_add(out, "\">\n<title>");
    put_title(page, out, is_chinese);
    ci_buffer_add(out, "</title>\n");
    if (!ci_page_is_plain(page)) {
        ci_buffer_add(out, "<style>");
        ci_buffer_add_n(out, styles->text, styles->size);
        ci_buffer_add(out, "</style>\n");
    }
    ci_buffer_add(out, "</head>\n");
}

/* The switch is of the page's own radio buttons, so that it works without
 * scripts; they stand in a landmark and beside all that they switch. */
static void put_switch(ci_page *page)
{
    ci_buffer *out = &page->out;
    bool is_chinese = page->options->is_chinese;

    ci_buffer_add(out, "<input type=\"radio\" name=\"tongue\" id=\"zh\"");
    ci_buffer_add(out, is_chinese ? " checked>" : ">");
    ci_buffer_add(out, "<input type=\"radio\" name=\"tongue\" id=\"en\"");
    ci_buffer_add(out, is_chinese ? ">\n" : " checked>\n");
    ci_buffer_add(out, "<header class=\"bar\"><span class=\"brand\">"
                       "circlet <span lang=\"zh\">服务圈</span></span>"
                       "<nav aria-label=\"");
    ci_buffer_add(out, is_chinese ? "目录" : "Contents");
    ci_buffer_add(out, "\">");
}

static bool has_part(const ci_page *page, const char *id)
{
    if (strcmp(id, "years") == 0)
        return page->content->plan && page->content->course;
    return page->content->plan ||
           (strcmp(id, "actions") != 0 && strcmp(id, "left") != 0);
}

static void put_links(ci_page *page)
{
    static const struct {
        const char *id;
        ci_phrase text;
    } links[] = {{"map", {"地图", "Map"}},
                 {"streets", {"分街道", "By street"}},
                 {"rules", {"分规定", "By rule"}},
                 {"charts", {"图表", "Charts"}},
                 {"years", {"分年度", "By year"}},
                 {"actions", {"措施", "Actions"}},
                 {"left", {"未能解决", "What is left"}},
                 {"method", {"方法", "Method"}},
                 {"quality", {"数据质量", "Data quality"}},
                 {"origin", {"来源", "Sources"}}};

    for (size_t i = 0; i < sizeof(links) / sizeof(links[0]); i++)
        if (has_part(page, links[i].id))
            ci_markup_put(&page->out, CI_TONGUES_BOTH,
                          "<a href=\"#%r\">%b</a>", links[i].id,
                          links[i].text.zh, links[i].text.en);
    ci_buffer_add(&page->out,
                  "</nav><span class=\"tongues\"><label for=\"zh\" "
                  "lang=\"zh-CN\">中文</label><label for=\"en\" "
                  "lang=\"en-GB\">English</label></span></header>\n");
}

static void put_heading(ci_page *page)
{
    ci_buffer *out = &page->out;

    ci_buffer_add(out, "<h1>");
    if (ci_page_tongues(page) == CI_TONGUES_BOTH)
        ci_buffer_add(out, "<span lang=\"zh\">");
    if (ci_page_tongues(page) != CI_TONGUES_EN)
        put_title(page, out, true);
    if (ci_page_tongues(page) == CI_TONGUES_BOTH)
        ci_buffer_add(out, "</span><span lang=\"en\">");
    if (ci_page_tongues(page) != CI_TONGUES_ZH)
        put_title(page, out, false);
    if (ci_page_tongues(page) == CI_TONGUES_BOTH)
        ci_buffer_add(out, "</span>");
    ci_buffer_add(out, "</h1>\n");
}

static circlet_status put_body(ci_page *page, circlet_error *error)
{
    circlet_status status;

    ci_buffer_add(&page->out, "<body>\n");
    if (!ci_page_is_plain(page)) {
        ci_buffer_add(&page->out, "<main>\n");
        put_switch(page);
        put_links(page);
        ci_buffer_add(&page->out, "<div class=\"content\">\n");
    }
    if (!ci_page_is_plain(page)) /* of the others it is the title */
        put_heading(page);
    ci_page_write_answer(page);
    status = ci_page_is_plain(page) ? ci_page_write_pictures(page, error)
                                    : ci_page_write_map(page, error);
    if (!status)
        status = ci_page_write_streets(page, error);
    ci_page_write_rules(page);
    if (!status && !ci_page_is_plain(page))
        status = ci_page_write_charts(page, error);
    if (has_part(page, "years"))
        ci_page_write_years(page);
    if (page->content->plan) {
        ci_page_write_actions(page);
        ci_page_write_left(page);
    }
    if (!status)
        status = ci_page_write_method(page, error);
    if (!status)
        status = ci_page_write_quality(page, error);
    ci_page_write_origin(page);
    if (!ci_page_is_plain(page))
        ci_buffer_add(&page->out, "</div></main>\n");
    return status;
}

/* Programs that read a plain page know no styles: numbers say by themselves
 * that they stand to the right. */
static void align_numbers(ci_buffer *out)
{
    static const char by_class[] = " class=\"n\"";
    ci_buffer aligned = {0};
    const char *rest = out->text;

    for (const char *at; rest && (at = strstr(rest, by_class));
         rest = at + sizeof(by_class) - 1) {
        ci_buffer_add_n(&aligned, rest, (size_t)(at - rest));
        ci_buffer_add(&aligned, " align=\"right\"");
    }
    if (rest)
        ci_buffer_add(&aligned, rest);
    aligned.failed = aligned.failed || out->failed;
    ci_buffer_free(out);
    *out = aligned;
}

static circlet_status put_page(ci_page *page, circlet_error *error)
{
    ci_buffer styles = {0}, scripts = {0};
    circlet_status status;

    add_asset(&styles, ci_asset_leaflet_css);
    add_asset(&styles, ci_asset_page_css);
    if (ci_page_has_scripts(page)) {
        add_asset(&scripts, ci_asset_leaflet_js);
        ci_buffer_add(&scripts, "\n");
        add_asset(&scripts, ci_asset_page_js);
        if (circlet_page_has_leaflet())
            add_asset(&scripts, ci_asset_map_js);
    }
    put_head(page, &styles, &scripts);
    status = put_body(page, error);
    if (scripts.size > 0) {
        ci_buffer_add(&page->out, "<script>");
        ci_buffer_add_n(&page->out, scripts.text, scripts.size);
        ci_buffer_add(&page->out, "</script>\n");
    }
    ci_buffer_add(&page->out, "</body>\n</html>\n");
    if (ci_page_is_plain(page))
        align_numbers(&page->out);
    if (!status && (page->out.failed || styles.failed || scripts.failed))
        status = ci_fail_nomem(error);
    ci_buffer_free(&styles);
    ci_buffer_free(&scripts);
    return status;
}

/* ---- the work ----------------------------------------------------------- */

/* Cells of a kilometre on a map of a city, as many as one can tell apart. */
static double cell_of(const circlet_city *city)
{
    return circlet_city_demand_count(city) > 20000 ? 1000 : 400;
}

static circlet_status measure(ci_page *page, size_t state,
                              circlet_error *error)
{
    const circlet_page_content *content = page->content;
    const circlet_city *city = state ? content->planned : content->city;
    const circlet_map_content map_content = {.city = city,
                                             .policy = content->policy,
                                             .findings = page->findings[state],
                                             .travel = content->travel};
    circlet_map_options options = CIRCLET_MAP_OPTIONS_INIT;
    circlet_status status;

    options.threads = page->options->threads;
    options.progress = page->options->progress;
    status = ci_outside_make(&page->outside[state], &map_content, &options,
                             cell_of(city), error);
    if (!status)
        status = ci_page_bands_find(&page->bands[state], city, content,
                                    page->findings[state],
                                    page->options->progress, error);
    return status;
}

static circlet_status make(ci_page *page, circlet_error *error)
{
    circlet_status status = circlet_privacy_of_findings(
        &page->privacy, page->content->city, page->findings[0],
        page->state_count > 1 ? page->findings[1] : NULL, CIRCLET_PAGE_SMALL,
        error);

    if (!status && page->state_count > 1) {
        status = circlet_privacy_step(&page->stepped, page->privacy,
                                      page->findings[1], error);
        page->findings[1] = page->stepped;
    }
    if (!status && page->content->plan)
        status = circlet_plan_publish(&page->told, page->content->plan, error);
    if (!status)
        status = ci_page_add_up(page, error);
    if (!status)
        status = ci_page_find_units(page, error);
    for (size_t s = 0;
         !status && !ci_page_is_plain(page) && s < page->state_count; s++)
        status = measure(page, s, error);
    if (!status && page->state_count > 1)
        ci_told_cells_round(&page->outside[1], &page->outside[0]);
    return status ? status : put_page(page, error);
}

static void clear(ci_page *page)
{
    for (size_t s = 0; s < CI_PAGE_STATES; s++) {
        ci_outside_free(&page->outside[s]);
        ci_page_bands_free(&page->bands[s]);
    }
    circlet_privacy_free(page->privacy);
    circlet_findings_free(page->stepped);
    circlet_plan_free(page->told);
    free(page->units);
    free(page->wider);
    free(page->rules);
    ci_buffer_free(&page->out);
}

static circlet_status check(const circlet_page_content *content,
                            circlet_error *error)
{
    if (!content->city || !content->policy || !content->findings)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "a report needs a city, a policy and findings");
    if (content->plan && (!content->planned || !content->planned_findings))
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "a report of a plan needs the city with it, and its "
                       "findings");
    return CIRCLET_OK;
}

circlet_status circlet_page_write(circlet_page_facts *facts,
                                  const circlet_page_content *content,
                                  const circlet_page_options *options,
                                  circlet_write_fn write, void *user,
                                  circlet_error *error)
{
    circlet_page_options own;
    ci_page page = {.content = content, .options = &own};
    circlet_status status = ci_options_read(&own, sizeof(own), options, error);

    if (!status)
        status = check(content, error);
    if (status)
        return status;
    page.state_count = content->plan ? 2 : 1;
    page.findings[0] = content->findings;
    page.findings[1] = content->planned_findings;
    status = make(&page, error);
    if (!status && !write(page.out.text, page.out.size, user))
        status = ci_fail(error, CIRCLET_E_IO, "the report was not written");
    page.facts.unit_count = page.unit_count;
    page.facts.size = page.out.size;
    if (!status && facts)
        *facts = page.facts;
    clear(&page);
    return status;
}
