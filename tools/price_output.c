#include "price_output.h"

#include <math.h>

#include "locale.h"
#include "table.h"

/* ---- text --------------------------------------------------------------- */

/* A number that is not known is an empty cell. */
static void set_number(table *out, size_t column, double value)
{
    char text[NUMBER_SIZE];

    format_rounded(text, value, 2);
    table_set(out, column, isnan(value) ? "" : text);
}

static bool print_catalogue(const circlet_guide *guide)
{
    table *out = table_new();
    const circlet_guide_building *building;
    bool is_printed;

    if (!out)
        return false;
    table_add_column(out, _("NEW BUILDING"), TABLE_LEFT);
    table_add_column(out, _("M2"), TABLE_RIGHT);
    table_add_column(out, _("COST (CNY)"), TABLE_RIGHT);
    table_add_column(out, _("YEARLY (CNY)"), TABLE_RIGHT);
    table_add_column(out, _("WHAT IT IS"), TABLE_SENTENCE);
    for (size_t i = 0; (building = circlet_guide_building_at(guide, i)); i++) {
        table_add_row(out);
        table_set(out, 0,
                  locale_is_chinese() ? building->title_zh
                                      : building->title_en);
        set_number(out, 1, building->area_m2);
        set_number(out, 2, building->cost_cny);
        set_number(out, 3, building->yearly_cny);
        table_set(out, 4,
                  locale_is_chinese() ? building->text_zh : building->text_en);
    }
    is_printed = table_print(out);
    table_free(out);
    return is_printed;
}

static bool print_prices(const circlet_guide *guide)
{
    table *out = table_new();
    const circlet_guide_price *price;
    bool is_printed;

    if (!out)
        return false;
    table_add_column(out, _("ACTION"), TABLE_LEFT);
    table_add_column(out, _("PRICE"), TABLE_SENTENCE);
    for (size_t i = 0; (price = circlet_guide_price_at(guide, i)); i++) {
        table_add_row(out);
        table_set(out, 0, price->kind);
        table_set(out, 1,
                  locale_is_chinese() ? price->text_zh : price->text_en);
    }
    is_printed = table_print(out);
    table_free(out);
    return is_printed;
}

bool price_print(const circlet_guide *guide)
{
    if (circlet_guide_building_at(guide, 0)) {
        if (!print_catalogue(guide))
            return false;
        putchar('\n');
    }
    if (circlet_guide_price_at(guide, 0)) {
        if (!print_prices(guide))
            return false;
        putchar('\n');
    }
    return true;
}

/* ---- JSON --------------------------------------------------------------- */

static void write_answer(json *out, const char *key, circlet_answer answer)
{
    if (answer == CIRCLET_UNKNOWN)
        json_null(out, key);
    else
        json_boolean(out, key, answer == CIRCLET_YES);
}

static void write_services(json *out, const circlet_guide_building *building)
{
    json_array(out, "services");
    for (size_t i = 0; i < building->service_count; i++) {
        json_object(out, NULL);
        json_text(out, "service", building->services[i].service);
        json_known(out, "places", building->services[i].places);
        json_known(out, "beds", building->services[i].beds);
        json_end(out);
    }
    json_end(out);
}

static void write_building(json *out, const circlet_guide_building *building)
{
    json_object(out, NULL);
    json_text(out, "type", building->type);
    json_text(out, "title_zh", building->title_zh);
    json_text(out, "title_en", building->title_en);
    json_boolean(out, "is_standard", building->is_standard);
    json_text(out, "tier", building->tier);
    write_answer(out, "is_comprehensive", building->is_comprehensive);
    json_number(out, "area_m2", building->area_m2);
    json_number(out, "area_max_m2", building->area_max_m2);
    write_services(out, building);
    json_number(out, "cost_cny", building->cost_cny);
    json_number(out, "yearly_cny", building->yearly_cny);
    json_integer(out, "lead_months", building->lead_months);
    json_boolean(out, "is_assumed", building->is_assumed);
    json_boolean(out, "is_yearly_assumed", building->is_yearly_assumed);
    json_text(out, "source", building->source);
    json_text(out, "yearly_source", building->yearly_source);
    json_text(out, "text_zh", building->text_zh);
    json_text(out, "text_en", building->text_en);
    json_end(out);
}

static void write_list(json *out, const char *key, const char *const *words,
                       size_t count)
{
    json_array(out, key);
    for (size_t i = 0; i < count; i++)
        json_text(out, NULL, words[i]);
    json_end(out);
}

static void write_sums(json *out, const circlet_guide_price *price)
{
    json_number(out, "cost_cny", price->cost_cny);
    json_number(out, "per_m2_cny", price->per_m2_cny);
    json_number(out, "per_place_cny", price->per_place_cny);
    json_number(out, "per_bed_cny", price->per_bed_cny);
    json_number(out, "yearly_cny", price->yearly_cny);
    json_number(out, "yearly_per_m2_cny", price->yearly_per_m2_cny);
    json_number(out, "yearly_per_place_cny", price->yearly_per_place_cny);
    json_number(out, "yearly_per_bed_cny", price->yearly_per_bed_cny);
    json_number(out, "area_step_m2", price->area_step_m2);
    json_integer(out, "lead_months", price->lead_months);
    json_integer(out, "place_step", price->place_step);
    json_integer(out, "bed_step", price->bed_step);
}

static void write_price(json *out, const circlet_guide_price *price)
{
    json_object(out, NULL);
    json_text(out, "kind", price->kind);
    write_list(out, "types", price->types, price->type_count);
    write_list(out, "services", price->services, price->service_count);
    write_sums(out, price);
    json_boolean(out, "is_assumed", price->is_assumed);
    json_boolean(out, "is_yearly_assumed", price->is_yearly_assumed);
    json_text(out, "source", price->source);
    json_text(out, "yearly_source", price->yearly_source);
    json_text(out, "text_zh", price->text_zh);
    json_text(out, "text_en", price->text_en);
    json_end(out);
}

void price_write(json *out, const circlet_guide *guide)
{
    const circlet_guide_building *building;
    const circlet_guide_price *price;

    json_array(out, "catalogue");
    for (size_t i = 0; (building = circlet_guide_building_at(guide, i)); i++)
        write_building(out, building);
    json_end(out);
    json_array(out, "prices");
    for (size_t i = 0; (price = circlet_guide_price_at(guide, i)); i++)
        write_price(out, price);
    json_end(out);
}
