#include "io/import_spread.h"
#include <circlet/io.h>

#include "city_file_fixture.h"
#include "io/city_file.h"

/* Three streets side by side: S1 with communities A and B, two buildings and
 * streets; S2 with one cell of a grid; S3 with nothing. */
static const char street_areas[] =
    "{\"type\":\"FeatureCollection\",\"features\":["
    "{\"type\":\"Feature\",\"properties\":{\"code\":\"S1\",\"name\":\"One\","
    "\"level\":\"street\",\"setting\":\"urban\"},\"geometry\":{\"type\":"
    "\"Polygon\",\"coordinates\":[[[116,40],[116.01,40],[116.01,40.01],"
    "[116,40.01],[116,40]]]}},"
    "{\"type\":\"Feature\",\"properties\":{\"code\":\"S2\",\"name\":\"Two\","
    "\"level\":\"street\",\"setting\":\"urban\"},\"geometry\":{\"type\":"
    "\"Polygon\",\"coordinates\":[[[116.01,40],[116.02,40],[116.02,40.01],"
    "[116.01,40.01],[116.01,40]]]}},"
    "{\"type\":\"Feature\",\"properties\":{\"code\":\"S3\",\"name\":"
    "\"Three\",\"level\":\"street\",\"setting\":\"urban\"},\"geometry\":{"
    "\"type\":\"Polygon\",\"coordinates\":[[[116.02,40],[116.03,40],"
    "[116.03,40.01],[116.02,40.01],[116.02,40]]]}}]}";

static const char community_points[] =
    "code,name,level,parent_code,residents,lon,lat\n"
    "A,Aa,community,S1,300,116.002,40.002\n"
    "B,Bb,community,S1,100,116.008,40.008\n";

static const char building_points[] = "lon,lat,weight\n"
                                      "116.001,40.001,3\n"
                                      "116.009,40.009,0\n"
                                      "116.001,40.001,1\n"
                                      "116.004,40.004,4\n";

static const char grid_points[] = "lon,lat,weight\n116.015,40.005,7.5\n";

/* Nodes 1 and 2 are of a street; 3 is of a motorway alone. */
static const char spread_nodes[] = "node_id,x_coord,y_coord\n"
                                   "1,116.003,40.005\n"
                                   "2,116.006,40.005\n"
                                   "3,116.009,40.005\n";
static const char spread_links[] =
    "link_id,from_node_id,to_node_id,length,facility_type\n"
    "1,1,2,256,residential\n"
    "2,2,3,256,motorway\n";

static const char totals_csv[] =
    "unit_code,count,kind,grade,age_from,age_to,aid,needs\n"
    "S1,101,visual,1,18,59,stick,day_care\n"
    "S1,60,physical,2,,,,\n"
    "S1,3,mental,,60,,,\n"
    "S1,0,speech,,7,7,,\n";

/* What an import said, one line each: the kind, and the remark. */
typedef struct heard {
    char text[4096];
} heard;

static void hear_note(const circlet_row_note *note, void *user)
{
    heard *h = user;
    size_t size = strlen(h->text);

    snprintf(h->text + size, sizeof(h->text) - size, "%d %s %s: %s\n",
             (int)note->row, circlet_row_outcome_word(note->outcome),
             note->kind, note->reason);
}

static void hear_remark(const char *remark, void *user)
{
    heard *h = user;
    size_t size = strlen(h->text);

    snprintf(h->text + size, sizeof(h->text) - size, "%s\n", remark);
}

static circlet_status spread_file(circlet_import_counts *counts,
                                  city_folder *f, heard *h, const char *name,
                                  const char *spread, uint64_t seed,
                                  circlet_error *error)
{
    circlet_import_options options = CIRCLET_IMPORT_OPTIONS_INIT;
    char path[SCRATCH_PATH_SIZE];
    const char *source = scratch_path(&f->folder, path, name);

    h->text[0] = '\0';
    options.spread = spread;
    options.seed = seed;
    options.noted = hear_note;
    options.remarked = hear_remark;
    options.user = h;
    return circlet_import(counts, f->city, CIRCLET_LAYER_TOTALS, &source, 1,
                          &options, error);
}

static void import_part(city_folder *f, circlet_layer layer, const char *name,
                        const char *text)
{
    circlet_import_counts counts;

    write_source(f, name, text);
    assert_ok(import_file(&counts, f, layer, name, NULL, error));
    assert_int_equal(counts.rejected, 0);
}

static void import_town(city_folder *f)
{
    circlet_import_counts counts;

    import_part(f, CIRCLET_LAYER_UNITS, "streets.geojson", street_areas);
    import_part(f, CIRCLET_LAYER_UNITS, "communities.csv", community_points);
    import_part(f, CIRCLET_LAYER_BUILDINGS, "buildings.csv", building_points);
    import_part(f, CIRCLET_LAYER_GRID, "grid.csv", grid_points);
    write_source(f, "node.csv", spread_nodes);
    write_source(f, "link.csv", spread_links);
    assert_ok(import_roads(&counts, f, "115,39,117,41", error));
    write_source(f, "totals.csv", totals_csv);
}

static int64_t ask(const city_folder *f, const char *sql)
{
    ci_db *db = NULL;
    int64_t answer = 0;

    assert_ok(ci_city_file_open(&db, f->city, error));
    assert_ok(ci_db_query_int(&answer, db, sql, error));
    ci_db_close(db);
    return answer;
}

static void assert_said(const heard *h, const char *text)
{
    if (!strstr(h->text, text))
        fail_msg("'%s' is not in: %s", text, h->text);
}

static void totals_alone_are_stored_and_count_for_nobody(void **state)
{
    city_folder *f = *state;
    circlet_import_counts counts;
    heard h;

    import_town(f);
    assert_ok(spread_file(&counts, f, &h, "totals.csv", NULL, 0, error));

    assert_int_equal(counts.imported, 4);
    assert_int_equal(counts.modelled, 0);
    assert_int_equal(ask(f, "SELECT count(*) FROM totals"), 4);
    assert_int_equal(ask(f, "SELECT count(*) FROM demand"), 0);
    assert_said(&h, "nobody is counted yet");
    assert_said(&h, "by=roads");
}

static void each_total_is_spread_to_the_last_person(void **state)
{
    static const struct {
        const char *by;
        const char *places; /* how many may get people, as SQL */
    } cases[] = {
        {"communities", "SELECT count(DISTINCT geom) = 2 FROM demand"},
        {"buildings", "SELECT count(DISTINCT geom) = 2 FROM demand"},
        {"roads", "SELECT count(DISTINCT geom) = 2 FROM demand"}};
    city_folder *f = *state;

    import_town(f);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        circlet_import_counts counts;
        heard h;

        assert_ok(
            spread_file(&counts, f, &h, "totals.csv", cases[i].by, 7, error));

        assert_int_equal(ask(f, cases[i].places), 1);
        assert_int_equal(ask(f, "SELECT count(*) FROM demand"),
                         counts.modelled);
        assert_int_equal(
            ask(f, "SELECT count(*) FROM (SELECT t.count, (SELECT "
                   "total(weight_milli) FROM demand AS d WHERE d.source = "
                   "t.source AND d.source_row = t.source_row) AS milli FROM "
                   "totals AS t) WHERE milli <> 1000 * count"),
            0);
        assert_int_equal(
            ask(f, "SELECT count(*) FROM demand AS d JOIN totals AS t ON "
                   "t.source = d.source AND t.source_row = d.source_row "
                   "WHERE d.kind IS NOT t.kind OR d.grade IS NOT t.grade OR "
                   "d.aid IS NOT t.aid OR d.needs IS NOT t.needs OR "
                   "d.unit_code IS NOT 'S1' OR d.modelled IS NOT 1 OR "
                   "d.certified IS NOT 1 OR d.weight_milli % 1000 <> 0"),
            0);
        assert_said(&h, "164 persons are spread");
    }
}

static void weights_and_residents_share_the_people(void **state)
{
    city_folder *f = *state;
    circlet_import_counts counts;
    heard h;

    import_town(f);
    assert_ok(
        spread_file(&counts, f, &h, "totals.csv", "communities", 1, error));
    assert_int_equal(ask(f, "SELECT sum(weight_milli) FROM demand WHERE id "
                            "LIKE 'totals.csv:3:A'"),
                     45000);
    assert_int_equal(ask(f, "SELECT sum(weight_milli) FROM demand WHERE id "
                            "LIKE 'totals.csv:%:A%'"),
                     123000);
    /* The two buildings at one point are one place of weight 4. */
    assert_ok(
        spread_file(&counts, f, &h, "totals.csv", "buildings", 1, error));
    assert_int_equal(ask(f, "SELECT sum(weight_milli) FROM demand WHERE id = "
                            "'totals.csv:3:116.0010000,40.0010000'"),
                     30000);
}

static void ages_are_dealt_out_evenly_and_never_made_up(void **state)
{
    city_folder *f = *state;
    circlet_import_counts counts;
    heard h;

    import_town(f);
    assert_ok(
        spread_file(&counts, f, &h, "totals.csv", "communities", 1, error));

    assert_int_equal(
        ask(f, "SELECT count(*) FROM (SELECT sum(weight_milli) / 1000 AS n "
               "FROM demand WHERE source_row = 2 GROUP BY age) WHERE n IN "
               "(2, 3)"),
        42);
    assert_int_equal(ask(f, "SELECT min(age) * 1000 + max(age) FROM demand "
                            "WHERE source_row = 2"),
                     18059);
    assert_int_equal(ask(f, "SELECT count(*) FROM demand WHERE source_row > 2 "
                            "AND age IS NOT NULL"),
                     0);
    assert_said(&h, "4 doubtful open_age: ages from 60 on have no end");
    assert_int_equal(counts.doubtful, 1);
    assert_int_equal(ask(f, "SELECT doubtful FROM source WHERE layer = "
                            "'totals'"),
                     1);
}

/* Everything that the table demand says, as one number. */
static int64_t people_of(city_folder *f, const char *spread, uint64_t seed)
{
    circlet_import_counts counts;
    heard h;

    assert_ok(spread_file(&counts, f, &h, "totals.csv", spread, seed, error));
    return ask(f, "SELECT sum(unicode(substr(id, -1)) * weight_milli * "
                  "(coalesce(age, 0) * 31 + source_row) * (geom > (SELECT "
                  "min(geom) FROM demand))) FROM demand");
}

static void a_seed_makes_the_same_people_again(void **state)
{
    city_folder *f = *state;
    int64_t first;

    import_town(f);
    first = people_of(f, "buildings", 5);

    assert_int_equal(people_of(f, "buildings", 5), first);
    assert_true(people_of(f, "buildings", 6) != first);
}

static void a_unit_without_a_place_is_refused_with_another_way(void **state)
{
    city_folder *f = *state;
    circlet_import_counts counts;
    heard h;

    import_town(f);
    write_source(f, "totals.csv", "unit_code,count\nS1,5\nS2,6\nS3,7\n");
    assert_ok(spread_file(&counts, f, &h, "totals.csv", "roads", 0, error));

    assert_int_equal(counts.imported, 1);
    assert_int_equal(counts.rejected, 2);
    assert_said(&h, "3 refused no_target: unit 'S2' has nothing to spread "
                    "people over with by=roads; with by=grid it has");
    assert_said(&h, "4 refused no_target: unit 'S3' has nothing to spread "
                    "people over: no building, grid cell, community or street "
                    "lies in it");
    assert_int_equal(ask(f, "SELECT count(*) FROM totals"), 1);
    assert_int_equal(ask(f, "SELECT imported * 10 + rejected FROM source "
                            "WHERE layer = 'totals'"),
                     12);
    write_source(f, "totals.csv", "unit_code,count\nS3,7\n");
    assert_fails(spread_file(&counts, f, &h, "totals.csv", "roads", 0, error),
                 CIRCLET_E_DATA, "none of the totals can be spread");
    assert_int_equal(ask(f, "SELECT count(*) FROM totals"), 1);
}

static void residents_of_all_communities_or_of_none(void **state)
{
    city_folder *f = *state;
    circlet_import_counts counts;
    heard h;

    import_town(f);
    import_part(f, CIRCLET_LAYER_UNITS, "communities.csv",
                "code,name,level,parent_code,residents,lon,lat\n"
                "A,Aa,community,S1,300,116.002,40.002\n"
                "B,Bb,community,S1,,116.008,40.008\n");
    assert_fails(
        spread_file(&counts, f, &h, "totals.csv", "communities", 0, error),
        CIRCLET_E_DATA, "community 'B' of unit 'S1' has no residents");
    import_part(f, CIRCLET_LAYER_UNITS, "communities.csv",
                "code,name,level,parent_code,lon,lat\n"
                "A,Aa,community,S1,116.002,40.002\n"
                "B,Bb,community,S1,116.008,40.008\n");
    assert_ok(
        spread_file(&counts, f, &h, "totals.csv", "communities", 0, error));
    assert_said(&h, "3 doubtful no_residents: no community of unit 'S1' has "
                    "residents: they are taken to be alike");
    assert_int_equal(ask(f, "SELECT sum(weight_milli) FROM demand WHERE id = "
                            "'totals.csv:3:A'"),
                     30000);
}

static void totals_that_count_people_twice_are_doubtful(void **state)
{
    city_folder *f = *state;
    circlet_import_counts counts;
    heard h;

    import_town(f);
    write_source(f, "totals.csv",
                 "unit_code,count,kind\nS1,5,\nS1,2,visual\nA,1,visual\n");
    assert_ok(
        spread_file(&counts, f, &h, "totals.csv", "communities", 0, error));

    assert_said(&h, "2 doubtful counted_twice: a unit below unit 'S1' has "
                    "totals, too: its people count twice");
    assert_said(&h, "2 doubtful counted_twice: it has no kind, while other "
                    "totals of unit 'S1' have");
    assert_said(&h, "4 doubtful counted_twice: a unit above unit 'A'");
    assert_int_equal(counts.doubtful, 3);
}

static void totals_of_the_same_people_are_doubtful(void **state)
{
    city_folder *f = *state;
    circlet_import_counts counts;
    heard h;

    import_town(f);
    write_source(f, "totals.csv",
                 "unit_code,count,kind,grade,age_from,age_to\n"
                 "S1,5,visual,1,,\nS1,5,visual,1,,\n" /* twice */
                 "S1,7,visual,2,0,17\nS1,8,visual,2,18,59\n" /* apart */
                 "S1,9,visual,,10,20\n" /* of any grade */
                 "S1,3,mental,,,\n");
    assert_ok(
        spread_file(&counts, f, &h, "totals.csv", "communities", 0, error));
    assert_int_equal(counts.doubtful, 3);
    assert_said(&h, "3 doubtful counted_twice: totals.csv, row 2 has a total "
                    "of the same people of unit 'S1': they count twice");
    assert_said(&h, "2 doubtful counted_twice: totals.csv, row 6 has a total "
                    "of unit 'S1' that may count some of the same people");
    assert_said(&h, "6 doubtful counted_twice: totals.csv, row 4 has a total "
                    "of unit 'S1' that may count some of the same people");

    /* Another source of the unit counts as one of the first. */
    write_source(f, "more.csv",
                 "unit_code,count,kind\nS1,5,mental\nS1,5,hearing\n");
    assert_ok(
        spread_file(&counts, f, &h, "more.csv", "communities", 0, error));
    assert_int_equal(counts.doubtful, 1);
    assert_said(&h, "2 doubtful counted_twice: totals.csv, row 7 has a total "
                    "of the same people");
    /* That it is imported again is no second source. */
    assert_ok(
        spread_file(&counts, f, &h, "more.csv", "communities", 0, error));
    assert_int_equal(counts.doubtful, 1);
}

/* What is refused counts nobody. */
static void a_refused_total_is_counted_by_none(void **state)
{
    city_folder *f = *state;
    circlet_import_counts counts;
    heard h;

    import_town(f);
    write_source(f, "totals.csv",
                 "unit_code,count,kind,age_from,age_to\nS1,5,mental,60,40\n"
                 "A,1,visual,,\n");
    assert_ok(
        spread_file(&counts, f, &h, "totals.csv", "communities", 0, error));
    assert_int_equal(counts.rejected, 1);
    assert_int_equal(counts.doubtful, 0);
    write_source(f, "empty.csv",
                 "code,name,level,parent_code\nS9,S,community,S1\n");
    assert_ok(import_file(&counts, f, CIRCLET_LAYER_UNITS, "empty.csv", NULL,
                          error));
    write_source(f, "totals.csv",
                 "unit_code,count,kind\nS9,5,mental\nS1,1,visual\n");
    assert_ok(
        spread_file(&counts, f, &h, "totals.csv", "communities", 0, error));
    assert_int_equal(counts.rejected, 1); /* S9 has no place */
    if (strstr(h.text, "counted_twice"))
        fail_msg("%s", h.text);
}

/* New buildings do not move people who were put at the old ones. */
static void people_who_stay_behind_are_said(void **state)
{
    city_folder *f = *state;
    circlet_import_counts counts;
    heard h;

    import_town(f);
    write_source(f, "b.csv", "lon,lat,weight\n116.002,40.002,1\n");
    assert_ok(import_file(&counts, f, CIRCLET_LAYER_BUILDINGS, "b.csv", NULL,
                          error));
    write_source(f, "totals.csv", "unit_code,count\nS1,5\n");
    assert_ok(
        spread_file(&counts, f, &h, "totals.csv", "buildings", 0, error));
    assert_int_equal(ask(f, CI_SPREAD_STALE_SQL), 0);
    /* The same buildings are where they were. */
    import_part(f, CIRCLET_LAYER_BUILDINGS, "b.csv",
                "lon,lat,weight\n116.002,40.002,1\n");
    assert_int_equal(ask(f, CI_SPREAD_STALE_SQL), 0);
    import_part(f, CIRCLET_LAYER_BUILDINGS, "b.csv",
                "lon,lat,weight\n116.002,40.002,2\n");
    assert_true(ask(f, CI_SPREAD_STALE_SQL) > 0);
    import_part(f, CIRCLET_LAYER_BUILDINGS, "b.csv",
                "lon,lat,weight\n116.002,40.002,2\n");
    assert_true(ask(f, CI_SPREAD_STALE_SQL) > 0);
    assert_ok(
        spread_file(&counts, f, &h, "totals.csv", "buildings", 0, error));
    assert_int_equal(ask(f, CI_SPREAD_STALE_SQL), 0);
}

static void the_same_streets_again_leave_people_where_they_are(void **state)
{
    city_folder *f = *state;
    circlet_import_counts counts;
    heard h;

    import_town(f);
    write_source(f, "totals.csv", "unit_code,count\nS1,5\n");
    assert_ok(spread_file(&counts, f, &h, "totals.csv", "roads", 0, error));
    for (int i = 0; i < 2; i++) {
        assert_ok(import_roads(&counts, f, "115,39,117,41", error));
        assert_int_equal(ask(f, CI_SPREAD_STALE_SQL), 0);
    }
    import_part(f, CIRCLET_LAYER_UNITS, "streets.geojson", street_areas);
    assert_int_equal(ask(f, CI_SPREAD_STALE_SQL), 0);
    assert_ok(import_roads(&counts, f, "115,39,117,41.5", error));
    assert_true(ask(f, CI_SPREAD_STALE_SQL) > 0);
}

/* Men and women are in a column that is none of ours. */
static void other_columns_tell_totals_apart(void **state)
{
    city_folder *f = *state;
    circlet_import_counts counts;
    heard h;

    import_town(f);
    write_source(f, "totals.csv",
                 "unit_code,count,kind,sex\nS1,5,visual,m\nS1,5,visual,f\n");
    assert_ok(
        spread_file(&counts, f, &h, "totals.csv", "communities", 0, error));
    assert_int_equal(counts.doubtful, 0);
    write_source(f, "more.csv", "unit_code,count,kind,sex\nS1,5,visual,x\n");
    assert_ok(
        spread_file(&counts, f, &h, "more.csv", "communities", 0, error));
    assert_int_equal(counts.doubtful, 0);
    write_source(f, "more.csv", "unit_code,count,kind,sex\nS1,5,visual,m\n");
    assert_ok(
        spread_file(&counts, f, &h, "more.csv", "communities", 0, error));
    assert_int_equal(counts.doubtful, 1);
    /* Who does not say it may mean both. */
    write_source(f, "more.csv", "unit_code,count,kind,sex\nS1,5,visual,\n");
    assert_ok(
        spread_file(&counts, f, &h, "more.csv", "communities", 0, error));
    assert_int_equal(counts.doubtful, 1);
}

static void streets_that_end_inside_a_unit_are_said(void **state)
{
    city_folder *f = *state;
    circlet_import_counts counts;
    heard h;

    import_town(f);
    assert_ok(import_roads(&counts, f, "116,40,116.008,41", error));
    assert_ok(spread_file(&counts, f, &h, "totals.csv", "roads", 0, error));

    assert_said(&h, "outside_extent: the streets end inside unit 'S1'");
}

static void another_import_takes_the_place_of_its_people(void **state)
{
    city_folder *f = *state;
    circlet_import_counts counts;
    heard h;

    import_town(f);
    assert_ok(spread_file(&counts, f, &h, "totals.csv", "roads", 0, error));
    write_source(f, "totals.csv", "unit_code,count\nS1,9\nS1,4\n");
    assert_ok(spread_file(&counts, f, &h, "totals.csv", "roads", 0, error));

    assert_int_equal(ask(f, "SELECT sum(weight_milli) FROM demand"), 13000);
    assert_said(&h, "modelled people: ");
    assert_said(&h, " left, ");
    assert_ok(spread_file(&counts, f, &h, "totals.csv", "roads", 0, error));
    assert_said(&h, "modelled people: 0 rows entered, 0 left, 0 changed");
    assert_ok(spread_file(&counts, f, &h, "totals.csv", NULL, 0, error));
    assert_int_equal(ask(f, "SELECT count(*) FROM demand"), 0);
}

static void people_who_were_spread_are_read_as_modelled(void **state)
{
    city_folder *f = *state;
    circlet_import_counts counts;
    circlet_city *city = NULL;
    size_t modelled = 0;
    heard h;

    import_town(f);
    import_part(f, CIRCLET_LAYER_PEOPLE, "people.csv",
                "id,lon,lat\np,116.005,40.005\n");
    assert_ok(spread_file(&counts, f, &h, "totals.csv", "roads", 0, error));
    assert_said(&h, "1 rows of people who are not modelled");
    assert_ok(circlet_read_city(&city, f->city, NULL, error));

    for (size_t i = 0; i < circlet_city_demand_count(city); i++) {
        const circlet_demand_record *person =
            circlet_city_demand(city, (circlet_demand)i);

        assert_int_equal(person->is_modelled, strcmp(person->id, "p") != 0);
        modelled += person->is_modelled;
    }
    assert_int_equal(modelled, counts.modelled);
    circlet_city_free(city);
}

static void an_option_that_says_nothing_is_refused(void **state)
{
    static const char *const bad[] = {"", "by=roads", "road", "roads,grid"};
    city_folder *f = *state;
    circlet_import_counts counts;
    heard h;

    import_town(f);
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        assert_fails(
            spread_file(&counts, f, &h, "totals.csv", bad[i], 0, error),
            CIRCLET_E_ARGUMENT, "by buildings, grid");
    assert_fails(spread_file(&counts, f, &h, "totals.csv", NULL, 3, error),
                 CIRCLET_E_ARGUMENT, "seed");
}

#define in_a_folder(test)                                                     \
    cmocka_unit_test_setup_teardown(test, make_city_folder, remove_city_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        in_a_folder(totals_alone_are_stored_and_count_for_nobody),
        in_a_folder(each_total_is_spread_to_the_last_person),
        in_a_folder(weights_and_residents_share_the_people),
        in_a_folder(ages_are_dealt_out_evenly_and_never_made_up),
        in_a_folder(a_seed_makes_the_same_people_again),
        in_a_folder(a_unit_without_a_place_is_refused_with_another_way),
        in_a_folder(residents_of_all_communities_or_of_none),
        in_a_folder(totals_that_count_people_twice_are_doubtful),
        in_a_folder(other_columns_tell_totals_apart),
        in_a_folder(the_same_streets_again_leave_people_where_they_are),
        in_a_folder(people_who_stay_behind_are_said),
        in_a_folder(a_refused_total_is_counted_by_none),
        in_a_folder(totals_of_the_same_people_are_doubtful),
        in_a_folder(streets_that_end_inside_a_unit_are_said),
        in_a_folder(another_import_takes_the_place_of_its_people),
        in_a_folder(people_who_were_spread_are_read_as_modelled),
        in_a_folder(an_option_that_says_nothing_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
