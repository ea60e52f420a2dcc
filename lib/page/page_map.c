/* The map: a picture for paper, and one that can be moved where scripts run.
 */
#include "page/map_data.h"
#include "page/map_picture.h"

/* Tenths of a pixel across a picture, and how fine its borders are. */
#define PICTURE_WIDTH 5600
#define PICTURE_STEPS 900.0

/* Across the map that can be zoomed. */
#define MAP_STEPS 5000.0

static void put_choice(ci_page *page, const char *name, const char *value,
                       ci_phrase text, bool is_chosen)
{
    ci_markup_put(&page->out, CI_TONGUES_BOTH,
                  "<label><input type=\"radio\" name=\"%r\" value=\"%r\"%r> "
                  "%b</label>",
                  name, value, is_chosen ? " checked" : "", text.zh, text.en);
}

static void put_layer(ci_page *page, const char *value, ci_phrase text)
{
    ci_markup_put(&page->out, CI_TONGUES_BOTH,
                  "<label><input type=\"checkbox\" name=\"layer\" "
                  "value=\"%r\" checked> %b</label>",
                  value, text.zh, text.en);
}

static void put_controls(ci_page *page)
{
    bool has_plan = page->state_count > 1;

    ci_markup_put(&page->out, CI_TONGUES_BOTH,
                  "<form class=\"controls\"><fieldset><legend>%b</legend>",
                  "时间", "When");
    put_choice(page, "state", "0", (ci_phrase){"现状", "today"}, !has_plan);
    if (has_plan)
        put_choice(page, "state", "1",
                   (ci_phrase){"方案实施后", "with the plan"}, true);
    ci_markup_put(&page->out, CI_TONGUES_BOTH,
                  "</fieldset><fieldset><legend>%b</legend>", "颜色",
                  "Colours");
    put_choice(page, "fill", "0", (ci_phrase){"不符合规定数", "rules broken"},
               true);
    put_choice(page, "fill", "1", (ci_phrase){"覆盖率", "people covered"},
               false);
    ci_markup_put(&page->out, CI_TONGUES_BOTH,
                  "</fieldset><fieldset><legend>%b</legend>", "图层", "Show");
    put_layer(page, "facilities", (ci_phrase){"设施", "facilities"});
    if (has_plan)
        put_layer(page, "actions", (ci_phrase){"措施", "actions"});
    if (page->outside[0].count > 0)
        put_layer(page, "people", (ci_phrase){"圈外人口", "people outside"});
    ci_buffer_add(&page->out, "</fieldset></form>\n");
}

static circlet_status put_moving(ci_page *page, circlet_error *error)
{
    ci_plan_view view = {.units = NULL};
    bool has_place;
    circlet_status status = ci_plan_view_make(&view, &has_place, page,
                                              MAP_STEPS, PICTURE_WIDTH, error);

    if (!status) {
        ci_buffer_add(&page->out, "<div id=\"moving\" hidden>\n");
        put_controls(page);
        ci_buffer_add(&page->out,
                      "<div id=\"canvas\"></div><p id=\"told\" "
                      "role=\"status\"></p><ul id=\"fills\" "
                      "class=\"legend\"></ul></div>\n<script id=\"places\" "
                      "type=\"application/json\">");
        ci_map_data_write(page, &view);
        ci_buffer_add(&page->out, "</script>\n");
    }
    ci_plan_view_free(&view);
    return status;
}

static circlet_status put_pictures(ci_page *page, bool *has_place,
                                   circlet_error *error)
{
    ci_plan_view view = {.units = NULL};
    circlet_status status = ci_plan_view_make(
        &view, has_place, page, PICTURE_STEPS, PICTURE_WIDTH, error);

    if (!status && *has_place) {
        ci_map_picture_define(page, &view);
        ci_buffer_add(&page->out, "<div id=\"pictures\">\n");
        for (size_t s = 0; s < page->state_count; s++)
            ci_map_picture_draw(page, &view, s);
        ci_buffer_add(&page->out, "</div>\n");
    }
    ci_plan_view_free(&view);
    return status;
}

circlet_status ci_page_write_map(ci_page *page, circlet_error *error)
{
    bool has_place = false;
    circlet_status status;

    ci_markup_put(&page->out, CI_TONGUES_BOTH,
                  "<section id=\"map\"><h2>%b</h2>\n", "地图", "Map");
    status = put_pictures(page, &has_place, error);
    if (!status && !has_place)
        ci_markup_put(&page->out, CI_TONGUES_BOTH, "<p>%b</p>\n",
                      "单元没有界线，不能绘制地图。",
                      "No unit has borders, so there is no map.");
    if (!status && has_place && ci_page_has_scripts(page) &&
        circlet_page_has_leaflet())
        status = put_moving(page, error);
    if (!status && has_place)
        ci_map_picture_explain(page);
    ci_buffer_add(&page->out, "</section>\n");
    return status;
}
