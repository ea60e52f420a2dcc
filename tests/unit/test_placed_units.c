#include "ledger_fixture.h"

#include "city/placed_units.h"

static void add_placeless(circlet_city_builder *builder, const char *code,
                          circlet_level level, const char *parent)
{
    circlet_unit_record unit = CIRCLET_UNIT_RECORD_INIT;

    unit.code = unit.name = code;
    unit.level = level;
    unit.parent_code = parent;
    assert_ok(circlet_city_builder_add_unit(builder, &unit, error));
}

/* D1 holds S1, of which C1 has an area and C2 none; D2 holds S2 with an area;
 * D3 holds nothing. */
static void areas_are_known_by_polygons_of_oneself_or_all_below(void **state)
{
    static const struct {
        const char *code;
        bool is_placed;
    } wanted[] = {{"C1", true},  {"C2", false}, {"D1", false}, {"D2", true},
                  {"D3", false}, {"S1", false}, {"S2", true}};
    circlet_city_builder *builder = NULL;
    circlet_city *city = NULL;
    bool *is_placed = NULL;

    (void)state;
    assert_ok(circlet_city_builder_new(&builder, error));
    for (int k = 1; k <= 3; k++) {
        const char code[] = {'D', (char)('0' + k), '\0'};

        add_placeless(builder, code, CIRCLET_LEVEL_DISTRICT, NULL);
    }
    add_placeless(builder, "S1", CIRCLET_LEVEL_STREET, "D1");
    add_unit(builder, "S2", CIRCLET_LEVEL_STREET, "D2", 2, 0, 1);
    add_unit(builder, "C1", CIRCLET_LEVEL_COMMUNITY, "S1", 0, 0, 1);
    add_placeless(builder, "C2", CIRCLET_LEVEL_COMMUNITY, "S1");
    assert_ok(circlet_city_builder_finish(&city, builder, error));
    circlet_city_builder_free(builder);

    assert_ok(ci_placed_units_find(&is_placed, city, error));
    for (size_t i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++)
        assert_int_equal(
            is_placed[circlet_city_find_unit(city, wanted[i].code)],
            wanted[i].is_placed);
    free(is_placed);
    circlet_city_free(city);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(areas_are_known_by_polygons_of_oneself_or_all_below),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
