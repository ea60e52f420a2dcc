/* The pieces that a map is laid out from. */
#include "unit.h"

#include <math.h>

#include "geo/geodesic.h"
#include "map/frame.h"
#include "map/label_room.h"
#include "map/outside.h"
#include "map/palette.h"

/* ---- scale -------------------------------------------------------------- */

static void a_scale_bar_is_the_longest_round_length_that_fits(void **state)
{
    uint64_t seed = 20260;

    (void)state;
    for (int i = 0; i < 1000; i++) {
        double per_m = 1e-4 * (1 + unit_random_below(&seed, 100000));
        double room = 1 + unit_random_below(&seed, 2000);
        double found = ci_map_round_m(per_m, room), best = 0;

        for (int power = 0; power <= 7; power++)
            for (int digit = 1; digit <= 5; digit += digit == 1 ? 1 : 3) {
                double metres = digit * round(pow(10, power));

                if (metres * per_m <= room && metres > best)
                    best = metres;
            }
        assert_true(found == best);
    }
    assert_true(ci_map_round_m(10, 9) == 0);
    assert_true(ci_map_round_m(0, 9) == 0);
    assert_true(ci_map_round_m(NAN, 9) == 0);
}

static const ci_rect page = {10, 20, 400, 300};
static const ci_box beijing = {116.2, 39.8, 116.6, 40.0};

static void check_frame(const char *crs, double tolerance)
{
    ci_map_frame frame;
    circlet_point middle = {116.4, 39.9}, east = {116.41, 39.9};
    circlet_point line[] = {middle, east};
    circlet_point from, to, corner;
    double length;

    assert_ok(ci_map_frame_make(&frame, &beijing, &page, crs, error));
    from = ci_map_frame_place(&frame, middle);
    to = ci_map_frame_place(&frame, east);
    length = hypot(to.lon - from.lon, to.lat - from.lat);
    assert_true(fabs(from.lon - 210) < 2 && fabs(from.lat - 170) < 2);
    assert_true(to.lon > from.lon);
    assert_true(fabs(length / frame.per_m / ci_geodesic_length_m(line, 2) -
                     1) < tolerance);
    corner = ci_map_frame_place(&frame, (circlet_point){116.2, 40.0});
    assert_true(corner.lon >= 10 && corner.lat >= 20);
    assert_true(corner.lon < from.lon && corner.lat < from.lat);
    assert_true(frame.box.west < 116.2 && frame.box.east > 116.6);
    assert_true(frame.box.south < 39.8 && frame.box.north > 40.0);
    ci_map_frame_free(&frame);
}

static void lengths_on_the_page_are_those_on_the_ground(void **state)
{
    (void)state;
    check_frame(NULL, 1e-5);
    check_frame("EPSG:4547", 1e-4); /* Gauss-Krueger of 117 degrees */
    check_frame("EPSG:3857", 2e-2); /* stretched, and so is its scale bar */
}

static void north_is_where_meridians_lead(void **state)
{
    ci_map_frame frame;

    (void)state;
    assert_ok(ci_map_frame_make(&frame, &beijing, &page, NULL, error));
    assert_true(fabs(frame.north) < 1e-6);
    ci_map_frame_free(&frame);

    /* 116.4 lies 10.6 degrees west of this zone's meridian: north leans to
     * the right by that times the sine of the latitude. */
    assert_ok(ci_map_frame_make(
        &frame, &beijing, &page,
        "+proj=tmerc +lat_0=0 +lon_0=127 +ellps=GRS80 +units=m", error));
    assert_true(fabs(frame.north * 180 / M_PI - 10.6 * sin(0.6964)) < 0.1);
    ci_map_frame_free(&frame);
}

static void degrees_are_no_projection(void **state)
{
    ci_map_frame frame;

    (void)state;
    assert_fails(
        ci_map_frame_make(&frame, &beijing, &page, "EPSG:4490", error),
        CIRCLET_E_CRS, "is in degrees: a map needs a projection");
    assert_fails(ci_map_frame_make(&frame, &beijing, &page, "EPSG:x", error),
                 CIRCLET_E_CRS, "EPSG:x");
}

/* ---- labels ------------------------------------------------------------- */

static void labels_never_overlap_and_stay_on_the_page(void **state)
{
    uint64_t seed = 7;
    ci_label_room room;
    ci_rect kept[500];
    size_t count = 0;

    (void)state;
    ci_label_room_start(&room, &page);
    for (int i = 0; i < 500; i++) {
        ci_rect rect = {unit_random_below(&seed, 420),
                        unit_random_below(&seed, 330),
                        1 + unit_random_below(&seed, 60),
                        1 + unit_random_below(&seed, 12)};
        bool is_free = rect.left >= 10 && rect.top >= 20 &&
                       rect.left + rect.width <= 410 &&
                       rect.top + rect.height <= 320;

        for (size_t k = 0; k < count && is_free; k++)
            is_free = rect.left + rect.width <= kept[k].left ||
                      kept[k].left + kept[k].width <= rect.left ||
                      rect.top + rect.height <= kept[k].top ||
                      kept[k].top + kept[k].height <= rect.top;
        assert_int_equal(ci_label_room_take(&room, &rect), is_free);
        if (is_free)
            kept[count++] = rect;
    }
    assert_true(count > 20 && count < 400);
    ci_label_room_free(&room);
}

static void a_name_goes_to_the_other_side_where_one_is_taken(void **state)
{
    const ci_rect right = {210, 165, 60, 10};
    circlet_point at, mark = {200, 170};
    ci_label_room room;

    (void)state;
    ci_label_room_start(&room, &page);
    ci_label_room_block(&room, &right);
    assert_true(ci_label_room_beside(&at, &room, mark, 6, 40, 10));
    assert_true(at.lon == 200 - 6 - 20 && at.lat == 170);
    assert_true(ci_label_room_beside(&at, &room, mark, 6, 40, 10));
    assert_true(at.lon == 200 && at.lat == 170 - 6 - 5);
    ci_label_room_block(&room, &page);
    assert_false(ci_label_room_beside(&at, &room, mark, 6, 40, 10));
    ci_label_room_free(&room);
}

/* ---- colours ------------------------------------------------------------ */

static void shares_have_their_classes(void **state)
{
    (void)state;
    assert_int_equal(ci_fill_of_share(0), CI_FILL_SHARE_0);
    assert_int_equal(ci_fill_of_share(0.4999), CI_FILL_SHARE_0);
    assert_int_equal(ci_fill_of_share(0.5), CI_FILL_SHARE_50);
    assert_int_equal(ci_fill_of_share(0.7), CI_FILL_SHARE_70);
    assert_int_equal(ci_fill_of_share(0.9), CI_FILL_SHARE_90);
    assert_int_equal(ci_fill_of_share(0.99999), CI_FILL_SHARE_90);
    assert_int_equal(ci_fill_of_share(1), CI_FILL_SHARE_100);
    assert_int_equal(ci_fill_of_broken(1), CI_FILL_MUST_1);
    assert_int_equal(ci_fill_of_broken(3), CI_FILL_MUST_2);
    assert_int_equal(ci_fill_of_broken(4), CI_FILL_MUST_4);
    assert_int_equal(ci_fill_of_broken(7), CI_FILL_MUST_7);
}

static void colours_that_are_ordered_get_darker(void **state)
{
    (void)state;
    for (int i = CI_FILL_SHARE_50; i <= CI_FILL_SHARE_100; i++)
        assert_true(ci_colour_lightness(ci_fill_colour((ci_fill)i)) + 4 <
                    ci_colour_lightness(ci_fill_colour((ci_fill)(i - 1))));
    for (int i = CI_FILL_MUST_2; i <= CI_FILL_MUST_7; i++)
        assert_true(ci_colour_lightness(ci_fill_colour((ci_fill)i)) + 4 <
                    ci_colour_lightness(ci_fill_colour((ci_fill)(i - 1))));
    assert_true(fabs(ci_colour_lightness(0xffffff) - 100) < 1e-9);
    assert_true(ci_colour_lightness(0) == 0);
    /* The published value of sRGB's middle grey. */
    assert_true(fabs(ci_colour_lightness(0x777777) - 50.03) < 0.01);
}

static void what_fails_is_told_without_colour(void **state)
{
    ci_hatch pass, fail;

    (void)state;
    assert_false(ci_fill_hatch(&pass, CI_FILL_PASS, 10));
    assert_false(ci_fill_hatch(&pass, CI_FILL_ADVICE, 10));
    for (int i = CI_FILL_MUST_1; i <= CI_FILL_MUST_7; i++) {
        assert_true(ci_fill_hatch(&fail, (ci_fill)i, 10));
        assert_false(fail.is_crossed);
    }
    assert_true(ci_fill_hatch(&fail, CI_FILL_UNDECIDED, 10));
    assert_true(fail.is_crossed);
}

/* ---- people ------------------------------------------------------------- */

static void cells_of_few_people_are_left_out(void **state)
{
    ci_outside_cell cells[] = {
        {4, 2, {0, 0}, 3.0},  {1, 9, {0, 0}, 4.999}, {4, 2, {0, 0}, 2.0},
        {1, 3, {0, 0}, 12.5}, {2, 2, {0, 0}, 1.0},
    };
    ci_outside outside = {0};

    (void)state;
    outside.items = cells;
    outside.count = 5;
    ci_outside_merge(&outside);
    assert_int_equal(outside.count, 2);
    assert_int_equal(outside.items[0].column, 3);
    assert_true(outside.items[0].persons == 12.5);
    assert_int_equal(outside.items[1].row, 4);
    assert_true(outside.items[1].persons == 5);
    assert_true(fabs(outside.hidden - 5.999) < 1e-12);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_scale_bar_is_the_longest_round_length_that_fits),
        cmocka_unit_test(lengths_on_the_page_are_those_on_the_ground),
        cmocka_unit_test(north_is_where_meridians_lead),
        cmocka_unit_test(degrees_are_no_projection),
        cmocka_unit_test(labels_never_overlap_and_stay_on_the_page),
        cmocka_unit_test(a_name_goes_to_the_other_side_where_one_is_taken),
        cmocka_unit_test(shares_have_their_classes),
        cmocka_unit_test(colours_that_are_ordered_get_darker),
        cmocka_unit_test(what_fails_is_told_without_colour),
        cmocka_unit_test(cells_of_few_people_are_left_out),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
