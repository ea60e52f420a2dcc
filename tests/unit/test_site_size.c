/* Which sizes of the catalogue a site takes, and which is cut to it. */
#include "size_fixture.h"

#include "policy/site_size.h"

static const char *const rural[] = {"plain"};

/* The village size is for the plain alone. */
static ci_catalogue_entry entry_of(ci_catalogue_size sizes[4])
{
    ci_catalogue_entry entry = size_catalogue[0];

    memcpy(sizes, home_sizes, sizeof(home_sizes));
    sizes[0].settings = (ci_words){rural, 1};
    entry.sizes = sizes;
    return entry;
}

static circlet_site_record site_with(double area)
{
    circlet_site_record record = site("s");

    record.max_area_m2 = area;
    return record;
}

static bool any(const ci_catalogue_size *size, size_t position,
                const void *user)
{
    (void)size;
    (void)position;
    (void)user;
    return true;
}

static bool is_of_street(const ci_catalogue_size *size, size_t position,
                         const void *user)
{
    (void)position;
    (void)user;
    return strcmp(size->facility.tier, "street") == 0;
}

static size_t cut_of(double area, const char *setting, ci_size_kind *kind)
{
    ci_catalogue_size sizes[4];
    const ci_catalogue_entry entry = entry_of(sizes);
    const circlet_site_record record = site_with(area);

    return ci_site_find_cut(&entry, &record, setting, kind, NULL);
}

/* ---- tests -------------------------------------------------------------- */

/* Sizes by area: 0 village 100, 1 standard 300, then 500, 500, 800. */
static void the_smallest_that_is_allowed_is_cut(void **state)
{
    (void)state;
    assert_int_equal(cut_of(80, "plain", any), 0);
    assert_int_equal(cut_of(80, "urban", any), 1);
    assert_int_equal(cut_of(80, NULL, any), 1);
    assert_int_equal(cut_of(200, "urban", any), 1);
    assert_int_equal(cut_of(200, "plain", is_of_street), 1);
}

static void nothing_is_cut_where_one_of_its_kind_stands(void **state)
{
    (void)state;
    assert_true(cut_of(200, "plain", any) == CI_NO_POSITION);
    assert_true(cut_of(300, "urban", any) == CI_NO_POSITION);
    assert_true(cut_of(0, "urban", any) == CI_NO_POSITION);
    assert_true(cut_of((double)NAN, "urban", any) == CI_NO_POSITION);
}

static void a_site_says_what_it_takes(void **state)
{
    ci_catalogue_size sizes[4];
    const ci_catalogue_entry entry = entry_of(sizes);
    const ci_catalogue_size village = ci_catalogue_size_at(&entry, 0);
    const ci_catalogue_size standard = ci_catalogue_size_at(&entry, 1);
    const ci_catalogue_size largest = ci_catalogue_size_at(&entry, 4);
    ci_catalogue_size unknown = standard;
    circlet_site_record record = site_with(300);

    (void)state;
    unknown.facility.measures[CIRCLET_MEASURE_AREA_M2] = (double)NAN;
    assert_true(ci_site_holds(&record, &standard, "urban"));
    assert_false(ci_site_takes(&record, &village, "urban"));
    assert_false(ci_site_takes(&record, &village, NULL));
    assert_true(ci_site_holds(&record, &village, "plain"));
    assert_true(ci_site_takes(&record, &largest, "urban"));
    assert_false(ci_site_holds(&record, &largest, "urban"));
    assert_false(ci_site_takes(&record, &unknown, "urban"));
    record.max_beds = 7; /* the largest has 8 */
    assert_false(ci_site_takes(&record, &largest, "urban"));
    record.types = "hospital";
    assert_false(ci_site_takes(&record, &standard, "urban"));
    assert_true(ci_site_takes(NULL, &unknown, "urban"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_smallest_that_is_allowed_is_cut),
        cmocka_unit_test(nothing_is_cut_where_one_of_its_kind_stands),
        cmocka_unit_test(a_site_says_what_it_takes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
