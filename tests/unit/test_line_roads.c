/* From the fields of a layer to tags: words, lists, mapping, oneway. */
#include "scratch.h"
#include "unit.h"

#include <unistd.h>

#include "io/line_roads.h"
#include "io/line_roads_pairs.h"
#include "io/line_roads_words.h"

/* ---- words -------------------------------------------------------------- */

static void words_become_those_of_openstreetmap(void **state)
{
    static const struct {
        const char *key, *value, *want, *more;
    } cases[] = {
        {"bridge", "F", NULL, NULL},
        {"bridge", "T", "yes", NULL},
        {"tunnel", "0", NULL, NULL},
        {"tunnel", "building_passage", "building_passage", NULL},
        {"covered", "no", NULL, NULL},
        {"maxspeed", "0", NULL, NULL},
        {"maxspeed", "50", "50", NULL},
        {"highway", "track_grade3", "track", "grade3"},
        {"highway", "steps", "steps", NULL},
        {"name", "F", "F", NULL},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        circlet_tag tags[CI_LINE_WORD_TAGS];
        size_t want = cases[i].want ? (cases[i].more ? 2 : 1) : 0;

        assert_int_equal(ci_line_words(tags, cases[i].key, cases[i].value),
                         want);
        if (want > 0)
            assert_string_equal(tags[0].value, cases[i].want);
        if (want > 1)
            assert_string_equal(tags[1].value, cases[i].more);
    }
}

static void oneway_is_read_in_the_words_of_its_layer(void **state)
{
    static const struct {
        const char *layer[4]; /* what stands in it */
        const char *value, *want;
    } cases[] = {
        {{"yes", "no"}, "yes", "yes"}, {{"yes", "no"}, "-1", "-1"},
        {{"T", "F"}, "T", "yes"},      {{"T", "F"}, "F", "no"},
        {{"T", "F", "B"}, "T", "-1"},  {{"B", "T", "F"}, "F", "yes"},
        {{"B", "T", "F"}, "B", "no"},  {{"0", "1"}, "1", "yes"},
        {{"0", "1", "2"}, "1", "no"},  {{"3", "0", "1"}, "3", "-1"},
        {{"2", "0", "1"}, "2", "yes"}, {{"FT", "TF", "N"}, "TF", "-1"},
        {{"yes"}, "reversible", NULL}, {{"2", "B"}, "B", "no"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        ci_oneway_words words = CI_ONEWAY_PLAIN;
        const char *have;

        for (int k = 0; k < 4 && cases[i].layer[k]; k++)
            words = ci_line_oneway_words(words, cases[i].layer[k]);
        have = ci_line_oneway(words, cases[i].value);
        if (!have || !cases[i].want)
            assert_ptr_equal(have, cases[i].want);
        else
            assert_string_equal(have, cases[i].want);
    }
}

static void levels_are_told_apart(void **state)
{
    static const circlet_tag flat[] = {{"layer", "0"}};
    static const circlet_tag number[] = {{"layer", "1.0"}};
    static const circlet_tag whole[] = {{"layer", "1"}};
    static const circlet_tag bridge[] = {{"bridge", "viaduct"}};
    static const circlet_tag tunnel[] = {{"tunnel", "yes"}};
    char none[64], text[64], other[64];

    (void)state;
    ci_line_level(none, NULL, 0);
    ci_line_level(text, flat, 1);
    assert_string_equal(text, none);
    ci_line_level(text, number, 1);
    ci_line_level(other, whole, 1);
    assert_string_equal(text, other);
    assert_string_not_equal(text, none);
    ci_line_level(text, bridge, 1);
    ci_line_level(other, tunnel, 1);
    assert_string_not_equal(text, other);
    assert_string_not_equal(text, none);
}

static void lists_of_pairs_are_read(void **state)
{
    static const struct {
        const char *text, *want;
    } cases[] = {
        {NULL, ""},
        {"", ""},
        {"\"a\"=>\"1\"", "a=1;"},
        {"\"a\"=>\"1\",\"b\"=>\"x \\\"y\\\" \\\\\"", "a=1;b=x \"y\" \\;"},
        {"\"a\"=>\"\"", "a=;"},
        /* What breaks off gives what stands before. */
        {"\"a\"=>\"1\",\"b\"=>\"cu", "!a=1;"},
        {"\"a\"=>\"1\",\"b", "!a=1;"},
        {"\"a\" => \"1\"", "!"},
        {"a=>1", "!"},
    };
    ci_tag_list list = {0};

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const char *want = cases[i].want;
        ci_buffer text = {0};

        if (*want == '!')
            assert_fails(ci_tag_pairs_read(&list, cases[i].text, error),
                         CIRCLET_E_FORMAT, "no list of \"key\"=>\"value\"");
        else
            assert_ok(ci_tag_pairs_read(&list, cases[i].text, error));
        ci_buffer_add(&text, "");
        for (size_t k = 0; k < list.count; k++) {
            ci_buffer_add(&text, list.tags[k].key);
            ci_buffer_add(&text, "=");
            ci_buffer_add(&text, list.tags[k].value);
            ci_buffer_add(&text, ";");
        }
        assert_string_equal(text.text, want + (*want == '!'));
        ci_buffer_free(&text);
    }
    ci_tag_list_free(&list);
}

/* ---- a layer ------------------------------------------------------------ */

static scratch_folder folder;
static char notes[2048];

static void take_note(const circlet_row_note *note, void *user)
{
    size_t used = strlen(notes);

    (void)user;
    snprintf(notes + used, sizeof(notes) - used, "%s %s %d;",
             circlet_row_outcome_word(note->outcome), note->kind,
             (int)note->row);
}

/* Rows of "properties|x1 y1 x2 y2" in hundredths of a degree. */
static circlet_status read_layer(ci_roads **out, const char *const *rows,
                                 const char *const *maps, size_t map_count,
                                 circlet_error *error)
{
    ci_import import = {.layer = CIRCLET_LAYER_ROADS};
    char path[SCRATCH_PATH_SIZE];
    ci_buffer text = {0};
    ci_source *source = NULL;
    circlet_status status;

    ci_buffer_add(&text, "[");
    for (size_t i = 0; rows[i]; i++) {
        int x[2], y[2];
        const char *bar = strchr(rows[i], '|');

        assert_int_equal(
            sscanf(bar + 1, "%d %d %d %d", &x[0], &y[0], &x[1], &y[1]), 4);
        ci_buffer_add(&text, i > 0 ? "," : "");
        ci_buffer_add(&text, "{\"type\":\"Feature\",\"properties\":{");
        ci_buffer_add_n(&text, rows[i], (size_t)(bar - rows[i]));
        ci_buffer_add(&text, "},\"geometry\":{\"type\":\"LineString\","
                             "\"coordinates\":[");
        for (int k = 0; k < 2; k++) {
            ci_buffer_add(&text, k > 0 ? ",[" : "[");
            ci_buffer_add_double(&text, x[k] / 100.0);
            ci_buffer_add(&text, ",");
            ci_buffer_add_double(&text, y[k] / 100.0);
            ci_buffer_add(&text, "]");
        }
        ci_buffer_add(&text, "]}}");
    }
    ci_buffer_add(&text, "]");
    assert_true(scratch_make(&folder));
    assert_true(scratch_write(&folder, "a.geojson", text.text, text.size));
    ci_buffer_free(&text);
    import.options.maps = maps;
    import.options.map_count = map_count;
    import.options.noted = take_note;
    notes[0] = '\0';
    status = ci_source_open(&source, scratch_path(&folder, path, "a.geojson"),
                            NULL, error);
    assert_int_equal(status, CIRCLET_OK);
    status = ci_line_roads_read(out, &import, source, "a.geojson", error);
    ci_source_close(source);
    scratch_remove(&folder);
    return status;
}

/* "ID key=value key=value;" for every link. */
static void expect_links(ci_roads *roads, const char *want)
{
    ci_buffer text = {0};

    ci_buffer_add(&text, "");
    for (size_t i = 0; i < roads->link_count; i++) {
        const ci_road_link *link = &roads->links[i];

        ci_buffer_add(&text, link->id);
        for (size_t k = 0; k < link->tag_count; k++) {
            ci_buffer_add(&text, " ");
            ci_buffer_add(&text, link->tags[k].key);
            ci_buffer_add(&text, "=");
            ci_buffer_add(&text, link->tags[k].value);
        }
        ci_buffer_add(&text, ";");
    }
    assert_string_equal(text.text, want);
    ci_buffer_free(&text);
    ci_roads_free(roads);
}

static void fields_lists_and_options_become_tags(void **state)
{
    static const char *const rows[] = {
        "\"osm_id\":\"7\",\"Highway\":\"steps\",\"fid\":3,"
        "\"other_tags\":\"\\\"lit\\\"=>\\\"no\\\",\\\"name\\\"=>\\\"x\\\"\","
        "\"name\":\"y\"|0 0 1 1",
        "\"osm_id\":\"8\",\"tags\":{\"highway\":\"path\",\"bridge\":\"F\"}|"
        "0 0 1 2",
        "\"osm_id\":\"9\",\"Highway\":\"road\",\"tags\":\"a;b\"|0 0 1 3",
        NULL};
    static const char *const joined[] = {"ref=name+fid", "id=Highway"};
    ci_roads *roads = NULL;

    (void)state;
    assert_ok(read_layer(&roads, rows, NULL, 0, error));
    expect_links(roads, "7-0 highway=steps lit=no name=y;8-0 highway=path;"
                        "9-0 highway=road tags=a;b;");
    assert_string_equal(notes, "");
    /* A field that an option uses is no tag; an empty id makes rows ids. */
    assert_ok(read_layer(&roads, rows, joined, 2, error));
    expect_links(roads, "2-0 highway=path osm_id=8;");
    assert_string_equal(notes, "refused no_street 1;refused no_street 3;");
    assert_ok(read_layer(&roads, rows, joined, 1, error));
    expect_links(roads, "7-0 highway=steps lit=no name=x ref=y/3;"
                        "8-0 highway=path;9-0 highway=road tags=a;b;");
}

static void a_list_that_breaks_off_keeps_what_it_has(void **state)
{
    static const char *const rows[] = {"\"id\":1,\"tags\":\"{\\\"highway\\\":"
                                       "\\\"path\\\",\\\"lit\\\":\\\"n\"|"
                                       "0 0 1 1",
                                       NULL};
    ci_roads *roads = NULL;

    (void)state;
    assert_ok(read_layer(&roads, rows, NULL, 0, error));
    expect_links(roads, "1-0 highway=path;");
    assert_string_equal(notes, "repaired cut_tags 1;");
}

static void oneway_is_settled_when_all_rows_are_known(void **state)
{
    static const char *const rows[] = {
        "\"id\":1,\"highway\":\"road\",\"oneway\":\"F\"|0 0 1 1",
        "\"id\":1,\"highway\":\"road\",\"oneway\":\"T\"|0 0 1 2",
        "\"id\":3,\"highway\":\"road\",\"oneway\":\"maybe\"|0 0 1 3",
        "\"id\":4,\"highway\":\"road\",\"oneway\":\"B\"|0 0 1 4", NULL};
    ci_roads *roads = NULL;

    (void)state;
    assert_ok(read_layer(&roads, rows, NULL, 0, error));
    expect_links(roads, "1-0 highway=road oneway=yes;"
                        "2-0 highway=road oneway=-1;"
                        "3-0 highway=road oneway=maybe;"
                        "4-0 highway=road oneway=no;");
    assert_string_equal(notes, "doubtful unknown_oneway 3;");
}

static void a_layer_without_streets_is_refused(void **state)
{
    static const char *const no_kind[] = {"\"a\":1|0 0 1 1", NULL};
    static const char *const no_street[] = {
        "\"highway\":null,\"power\":\"line\"|0 0 1 1", NULL};
    static const char *const no_highway[] = {
        "\"highway\":null,\"railway\":\"rail\"|0 0 1 1", NULL};
    static const char *const none[] = {NULL};
    ci_roads *roads = NULL;

    (void)state;
    assert_fails(read_layer(&roads, no_kind, NULL, 0, error), CIRCLET_E_FORMAT,
                 "a.geojson: nothing says which kind of street a line is");
    assert_fails(read_layer(&roads, no_street, NULL, 0, error), CIRCLET_E_DATA,
                 "a.geojson: none of its 1 rows can be used");
    assert_string_equal(notes, "refused no_street 1;");
    assert_fails(read_layer(&roads, no_highway, NULL, 0, error),
                 CIRCLET_E_FORMAT, "which kind of street");
    assert_fails(read_layer(&roads, none, NULL, 0, error), CIRCLET_E_FORMAT,
                 "which kind of street");
    assert_null(roads);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_become_those_of_openstreetmap),
        cmocka_unit_test(oneway_is_read_in_the_words_of_its_layer),
        cmocka_unit_test(levels_are_told_apart),
        cmocka_unit_test(lists_of_pairs_are_read),
        cmocka_unit_test(fields_lists_and_options_become_tags),
        cmocka_unit_test(a_list_that_breaks_off_keeps_what_it_has),
        cmocka_unit_test(oneway_is_settled_when_all_rows_are_known),
        cmocka_unit_test(a_layer_without_streets_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
