#include "unit.h"

#include <stdio.h>
#include <unistd.h>

#include "io/roads.h"

static void write_file(char *path, const char *text)
{
    int file = mkstemp(path);

    assert_true(file >= 0);
    assert_int_equal(write(file, text, strlen(text)), strlen(text));
    close(file);
}

/* The rows that were left out, as "LINE reason;". */
static void note(const char *file, uint64_t row, const char *reason,
                 void *user)
{
    char *notes = user;
    size_t used = strlen(notes);

    assert_non_null(strstr(file, "circlet-"));
    snprintf(notes + used, 2000 - used, "%d %s;", (int)row, reason);
}

static char notes[2000];

static circlet_status read_texts(ci_roads **out, const char *nodes,
                                 const char *links, circlet_error *error)
{
    char node_path[] = "/tmp/circlet-node-XXXXXX";
    char link_path[] = "/tmp/circlet-link-XXXXXX";
    circlet_status status;

    write_file(node_path, nodes);
    write_file(link_path, links);
    notes[0] = '\0';
    status = ci_gmns_read(out, node_path, link_path, NULL, note, notes, error);
    unlink(node_path);
    unlink(link_path);
    return status;
}

static const char *tag(const circlet_tag *tags, size_t count, const char *key)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(tags[i].key, key) == 0)
            return tags[i].value;
    return "";
}

static const char *link_tag(const ci_road_link *link, const char *key)
{
    return tag(link->tags, link->tag_count, key);
}

static void nodes_and_links_come_sorted_with_their_tags(void **state)
{
    ci_roads *roads = NULL;
    const ci_road_link *link;

    (void)state;
    assert_ok(read_texts(
        &roads,
        "node_id,x_coord,y_coord,kerb,barrier\n10,116.5,39.5,,\n"
        "b,116.7,39.7,raised,bollard\n9,116.25,40,lowered,\n",
        "link_id,from_node_id,to_node_id,length,directed,facility_type,"
        "free_speed,geometry,surface,name\n"
        "x,10,9,120.5,1,residential,3e1,\"LINESTRING (116.5 39.5, 116.4 39.6"
        ",116.25 40)\",asphalt,\xE8\xB7\xAF\n"
        "2,9,b,0,false,footway,,,,\n1,b,b,7,,,,,paved,\n",
        error));

    assert_string_equal(notes, "");
    assert_int_equal(roads->node_row_count + roads->way_row_count, 6);
    assert_int_equal(roads->node_count, 3);
    assert_string_equal(roads->nodes[0].id, "9");
    assert_string_equal(roads->nodes[1].id, "10");
    assert_string_equal(roads->nodes[2].id, "b");
    assert_true(roads->nodes[0].at.lon == 116.25);
    assert_true(roads->nodes[0].at.lat == 40);
    assert_int_equal(roads->nodes[0].tag_count, 1);
    assert_int_equal(roads->nodes[1].tag_count, 0);
    assert_string_equal(roads->nodes[2].tags[0].key, "barrier");
    assert_string_equal(roads->nodes[2].tags[1].value, "raised");
    assert_int_equal(roads->link_count, 3);
    assert_string_equal(roads->links[0].id, "1");
    assert_int_equal(roads->links[0].from, 2);
    assert_int_equal(roads->links[0].to, 2);
    assert_string_equal(roads->links[1].id, "2");
    assert_string_equal(link_tag(&roads->links[1], "oneway"), "");
    assert_true(roads->links[1].length_m == 0);
    link = &roads->links[2];
    assert_int_equal(link->from, 1);
    assert_int_equal(link->to, 0);
    assert_true(link->length_m == 120.5);
    assert_int_equal(link->tag_count, 5);
    assert_string_equal(link_tag(link, "highway"), "residential");
    assert_string_equal(link_tag(link, "maxspeed"), "30");
    assert_string_equal(link_tag(link, "oneway"), "yes");
    assert_string_equal(link_tag(link, "surface"), "asphalt");
    assert_string_equal(link->tags[0].key, "highway");
    assert_string_equal(link->tags[4].key, "surface");
    assert_int_equal(link->shape_count, 1);
    assert_true(link->shape[0].lon == 116.4 && link->shape[0].lat == 39.6);
    assert_false(roads->has_box);
    ci_roads_free(roads);
}

static void a_tag_of_its_own_column_goes_before_the_word_of_gmns(void **state)
{
    ci_roads *roads = NULL;

    (void)state;
    assert_ok(read_texts(&roads, "node_id,x_coord,y_coord\n1,0,0\n2,0,1\n",
                         "link_id,from_node_id,to_node_id,length,directed,"
                         "facility_type,oneway,highway\n"
                         "1,1,2,9,1,primary,-1,\n2,1,2,9,1,,,steps\n",
                         error));

    assert_string_equal(link_tag(&roads->links[0], "oneway"), "-1");
    assert_string_equal(link_tag(&roads->links[0], "highway"), "primary");
    assert_string_equal(link_tag(&roads->links[1], "oneway"), "yes");
    assert_string_equal(link_tag(&roads->links[1], "highway"), "steps");
    ci_roads_free(roads);
}

/* Where OpenStreetMap takes a street for one-way without a word, the word
 * of GMNS is written down. */
static void a_motorway_that_is_not_directed_is_open_both_ways(void **state)
{
    static const char *const oneways[] = {"no", "yes", "no", "-1",
                                          "no", "",    ""};
    ci_roads *roads = NULL;

    (void)state;
    assert_ok(read_texts(&roads, "node_id,x_coord,y_coord\n1,0,0\n2,0,1\n",
                         "link_id,from_node_id,to_node_id,length,directed,"
                         "facility_type,oneway,highway\n"
                         "1,1,2,9,0,motorway,,\n2,1,2,9,1,motorway,,\n"
                         "3,1,2,9,,motorway,,\n4,1,2,9,0,motorway,-1,\n"
                         "5,1,2,9,false,,,motorway\n"
                         "6,1,2,9,0,motorway_link,,\n"
                         "7,1,2,9,0,motorway,,primary\n",
                         error));

    for (size_t i = 0; i < 7; i++)
        assert_string_equal(link_tag(&roads->links[i], "oneway"), oneways[i]);
    ci_roads_free(roads);
}

static void bad_nodes_are_left_out_with_their_reason(void **state)
{
    ci_roads *roads = NULL;

    (void)state;
    assert_ok(read_texts(&roads,
                         "node_id,x_coord,y_coord\n1,0,0\n1,1,1\n,2,2\n"
                         "3,181,0\n4,0,-90.5\n5,,0\n6,1,east\n7,1\n8,0,0\n",
                         "link_id,from_node_id,to_node_id,length\n1,1,8,1\n",
                         error));

    assert_string_equal(notes,
                        "3 node_id '1' came before;4 node_id is empty;"
                        "5 x_coord '181' is not within -180 to 180 degrees;"
                        "6 y_coord '-90.5' is not within -90 to 90 degrees;"
                        "7 x_coord is empty;8 y_coord 'east' is no number;"
                        "9 row has 2 fields, the heading has 3;");
    assert_int_equal(roads->node_count, 2);
    assert_int_equal(roads->node_row_count + roads->way_row_count, 10);
    ci_roads_free(roads);
}

static void bad_links_are_left_out_with_their_reason(void **state)
{
    ci_roads *roads = NULL;

    (void)state;
    assert_ok(read_texts(
        &roads, "node_id,x_coord,y_coord\n1,0,0\n2,0,1\n",
        "link_id,from_node_id,to_node_id,length,directed,free_speed,geometry\n"
        "1,1,2,1,0,50,\n1,1,2,1,0,50,\n2,1,3,1,0,50,\n3,,2,1,0,50,\n"
        "4,1,2,-1,0,50,\n5,1,2,,0,50,\n6,1,2,1,2,50,\n7,1,2,1,0,0,\n"
        "8,1,2,1,0,50,POINT (1 2)\n9,1,2,1,0,50,LINESTRING (1 2)\n"
        "10,1,2,1,0,50,\"LINESTRING (1 2, 3)\"\n"
        "11,1,2,1,0,50,\"LINESTRING (1 2, 3 91)\"\n"
        "12,1,2,1,0,50,\"LINESTRING (1 2, 3 4) x\"\n",
        error));

    assert_string_equal(
        notes,
        "3 link_id '1' came before;4 to_node_id '3' is no node;"
        "5 from_node_id is empty;6 length '-1' is negative;7 length is empty;"
        "8 directed '2' is not 0, 1, true or false;"
        "9 free_speed '0' is not over 0;"
        "10 geometry 'POINT (1 2)' is no LINESTRING;"
        "11 geometry: a line of one point;"
        "12 geometry: point 2 is malformed;"
        "13 geometry: point 2 is not on the Earth;"
        "14 geometry: text follows the closing bracket;");
    assert_int_equal(roads->link_count, 1);
    ci_roads_free(roads);
}

static void a_link_longer_than_a_country_is_left_out(void **state)
{
    ci_roads *roads = NULL;

    (void)state;
    assert_ok(read_texts(&roads, "node_id,x_coord,y_coord\n1,0,0\n2,0,1\n",
                         "link_id,from_node_id,to_node_id,length\n"
                         "1,1,2,1e300\n2,1,2,1000000.5\n3,1,2,1000000\n",
                         error));

    assert_string_equal(notes, "2 length 1e300 is over 1,000,000 m;"
                               "3 length 1000000.5 is over 1,000,000 m;");
    assert_int_equal(roads->link_count, 1);
    ci_roads_free(roads);
}

/* A degree of latitude at the equator is 110.574 km. */
static void a_geometry_far_from_its_nodes_is_left_out(void **state)
{
    ci_roads *roads = NULL;

    (void)state;
    assert_ok(read_texts(&roads, "node_id,x_coord,y_coord\n1,0,0\n2,0,1\n",
                         "link_id,from_node_id,to_node_id,length,geometry\n"
                         "1,1,2,1,\"LINESTRING (0 0.009, 5 5, 0 0.991)\"\n"
                         "2,1,2,1,\"LINESTRING (0 0.0091, 0 1)\"\n"
                         "3,1,2,1,\"LINESTRING (0 0, 0.5 0.5, 0 1.0091)\"\n"
                         "4,2,1,1,\"LINESTRING (0 0, 0 1)\"\n",
                         error));

    assert_string_equal(notes,
                        "3 geometry starts more than 1 km from node '1';"
                        "4 geometry ends more than 1 km from node '2';"
                        "5 geometry starts more than 1 km from node '2';");
    assert_int_equal(roads->link_count, 1);
    assert_int_equal(roads->links[0].shape_count, 1);
    ci_roads_free(roads);
}

static void lines_may_have_heights_and_measures(void **state)
{
    static const char *const lines[] = {
        "LINESTRING(0 0,1 2,0 1)", "linestring Z (0 0 5, 1 2 5, 0 1 5)",
        "LINESTRING ZM ( 0 0 5 1 , 1 2 5 2 , 0 1 5 3 )",
        " LINESTRING M(0 0 1,1.0 2e0 2,0 1 3) "};
    ci_roads *roads = NULL;
    char links[1000] = "link_id,from_node_id,to_node_id,length,geometry\n";

    (void)state;
    for (size_t i = 0; i < 4; i++) {
        size_t used = strlen(links);

        snprintf(links + used, sizeof(links) - used, "%zu,1,2,1,\"%s\"\n", i,
                 lines[i]);
    }
    assert_ok(read_texts(&roads, "node_id,x_coord,y_coord\n1,0,0\n2,0,1\n",
                         links, error));

    assert_string_equal(notes, "");
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(roads->links[i].shape_count, 1);
        assert_true(roads->links[i].shape[0].lon == 1);
        assert_true(roads->links[i].shape[0].lat == 2);
    }
    ci_roads_free(roads);
}

static void a_missing_column_is_refused_with_those_that_are_there(void **state)
{
    ci_roads *roads = NULL;

    (void)state;
    assert_fails(read_texts(&roads, "node_id,x,y\n", "link_id\n", error),
                 CIRCLET_E_FORMAT,
                 ": no column x_coord (columns: node_id, x, y)");
    assert_fails(read_texts(&roads, "node_id,x_coord,y_coord\n1,0,0\n",
                            "link_id,from_node_id,to_node_id\n", error),
                 CIRCLET_E_FORMAT,
                 ": no column length (columns: link_id, from_node_id, "
                 "to_node_id)");
    assert_null(roads);
}

static void a_network_without_links_is_refused(void **state)
{
    ci_roads *roads = NULL;

    (void)state;
    assert_fails(
        read_texts(&roads, "node_id,x_coord,y_coord\n",
                   "link_id,from_node_id,to_node_id,length\n1,1,2,1\n", error),
        CIRCLET_E_DATA, ": no row is a link between known nodes");
    assert_fails(ci_gmns_read(&roads, "/no/node.csv", "/no/link.csv", NULL,
                              NULL, NULL, error),
                 CIRCLET_E_INPUT, "/no/node.csv: ");
    assert_null(roads);
}

static circlet_status tell(bool *is_link, const char *text,
                           circlet_error *error)
{
    char path[] = "/tmp/circlet-tell-XXXXXX";
    circlet_status status;

    write_file(path, text);
    status = ci_gmns_tell(is_link, path, NULL, error);
    unlink(path);
    return status;
}

static void headings_tell_nodes_from_links(void **state)
{
    bool is_link = true;

    (void)state;
    assert_ok(tell(&is_link, "x_coord,y_coord,node_id\n", error));
    assert_false(is_link);
    assert_ok(tell(&is_link, "to_node_id,from_node_id,link_id\n", error));
    assert_true(is_link);
    assert_fails(tell(&is_link, "id,lon,lat\n", error), CIRCLET_E_FORMAT,
                 ": no column node_id and x_coord, nor link_id and "
                 "from_node_id (columns: id, lon, lat)");
    assert_fails(tell(&is_link, "", error), CIRCLET_E_FORMAT, "empty");
}

static void the_order_of_rows_does_not_matter(void **state)
{
    ci_roads *a = NULL, *b = NULL;

    (void)state;
    assert_ok(read_texts(&a, "node_id,x_coord,y_coord\n1,0,0\n2,0,1\n01,3,3\n",
                         "link_id,from_node_id,to_node_id,length\n"
                         "-5,1,2,1\nz,2,01,2\n7,01,1,3\n",
                         error));
    assert_ok(read_texts(&b, "node_id,x_coord,y_coord\n01,3,3\n2,0,1\n1,0,0\n",
                         "link_id,from_node_id,to_node_id,length\n"
                         "7,01,1,3\n-5,1,2,1\nz,2,01,2\n",
                         error));

    for (size_t i = 0; i < 3; i++) {
        assert_string_equal(a->nodes[i].id, b->nodes[i].id);
        assert_string_equal(a->links[i].id, b->links[i].id);
        assert_int_equal(a->links[i].from, b->links[i].from);
        assert_int_equal(a->links[i].to, b->links[i].to);
    }
    assert_string_equal(a->links[0].id, "-5");
    assert_string_equal(a->nodes[0].id, "01");
    ci_roads_free(a);
    ci_roads_free(b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nodes_and_links_come_sorted_with_their_tags),
        cmocka_unit_test(a_tag_of_its_own_column_goes_before_the_word_of_gmns),
        cmocka_unit_test(a_motorway_that_is_not_directed_is_open_both_ways),
        cmocka_unit_test(bad_nodes_are_left_out_with_their_reason),
        cmocka_unit_test(bad_links_are_left_out_with_their_reason),
        cmocka_unit_test(a_link_longer_than_a_country_is_left_out),
        cmocka_unit_test(a_geometry_far_from_its_nodes_is_left_out),
        cmocka_unit_test(lines_may_have_heights_and_measures),
        cmocka_unit_test(
            a_missing_column_is_refused_with_those_that_are_there),
        cmocka_unit_test(a_network_without_links_is_refused),
        cmocka_unit_test(headings_tell_nodes_from_links),
        cmocka_unit_test(the_order_of_rows_does_not_matter),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
