/* The small parts of an export: texts, names, an archive, a system. */
#include <string.h>
#include <zlib.h>

#include "geo/crs_text.h"
#include "io/deflate.h"
#include "io/field_names.h"
#include "io/text_encoder.h"
#include "io/xml_text.h"
#include "scratch.h"
#include "unit.h"

static void a_text_is_cut_between_characters(void **state)
{
    ci_buffer out = {0};
    bool is_cut = true;

    (void)state;
    assert_ok(ci_text_encode(&out, "UTF-8", "a街道", 6, &is_cut, error));
    assert_true(is_cut);
    assert_string_equal(out.text, "a街");
    out.size = 0;

    assert_ok(ci_text_encode(&out, "GB18030", "街道", 4, &is_cut, error));
    assert_false(is_cut);
    assert_int_equal(out.size, 4);
    assert_memory_equal(out.text, "\xbd\xd6\xb5\xc0", 4);
    ci_buffer_free(&out);
}

static void xml_is_escaped(void **state)
{
    ci_buffer out = {0};

    (void)state;
    ci_xml_add_element(&out, "a", "1 < 2 & \"x\"\n\x01");
    assert_string_equal(out.text, "<a>1 &lt; 2 &amp; &quot;x&quot;&#10;</a>");
    ci_buffer_free(&out);
}

/* Inflates the one file of an archive as PKWARE describes it. */
static void an_archive_holds_its_file(void **state)
{
    const char text[] = "circlet circlet circlet circlet";
    size_t size = sizeof(text) - 1;
    char out[sizeof(text)] = "";
    ci_buffer zip = {0};
    z_stream stream = {0};

    (void)state;
    assert_ok(ci_zip_one(&zip, "a.qgs", text, size, error));
    assert_memory_equal(zip.text, "PK\3\4", 4);
    assert_memory_equal(zip.text + 30, "a.qgs", 5);
    assert_memory_equal(zip.text + zip.size - 22, "PK\5\6", 4);
    stream.next_in = (Bytef *)zip.text + 35;
    stream.avail_in = (uInt)(zip.size - 35);
    stream.next_out = (Bytef *)out;
    stream.avail_out = (uInt)size;
    assert_int_equal(inflateInit2(&stream, -MAX_WBITS), Z_OK);
    assert_int_equal(inflate(&stream, Z_FINISH), Z_STREAM_END);
    inflateEnd(&stream);
    assert_string_equal(out, text);
    ci_buffer_free(&zip);
}

static void a_system_is_described_for_other_programs(void **state)
{
    ci_crs_text text = {0};

    (void)state;
    assert_ok(ci_crs_describe(&text, "EPSG:4547", error));
    assert_string_equal(text.authority, "EPSG");
    assert_int_equal(text.code, 4547);
    assert_false(text.is_degrees);
    assert_non_null(strstr(text.wkt, "AUTHORITY[\"EPSG\",\"4547\"]]"));
    assert_non_null(strstr(text.esri, "\"CGCS2000_3_Degree_GK_CM_114E\""));
    ci_crs_text_free(&text);
    assert_fails(ci_crs_describe(&text, "EPSG:1", error), CIRCLET_E_CRS,
                 "coordinate system 'EPSG:1' is not known");
}

/* Of names that begin alike each gets one of its own. */
static void field_names_are_short_and_differ(void **state)
{
    scratch_folder folder;
    char path[SCRATCH_PATH_SIZE];
    ci_field_names names = {0};
    ci_db *db = NULL;

    (void)state;
    scratch_make(&folder);
    assert_ok(ci_db_open(&db, scratch_path(&folder, path, "a.db"),
                         CI_DB_WRITE_COPY, error));
    assert_ok(
        ci_db_run(db,
                  "CREATE TABLE t (fid INTEGER, geom POINT, b_circle_15 TEXT, "
                  "b_circle_15_low DOUBLE, b_circle_15_high DOUBLE)",
                  error));

    assert_ok(ci_field_names_read(&names, db, "t", error));

    assert_int_equal(names.count, 4);
    assert_true(names.has_geometry);
    assert_string_equal(names.items[1].field, "b_circle_1");
    assert_string_equal(names.items[2].field, "b_circle_2");
    assert_string_equal(names.items[3].field, "b_circle_3");
    assert_int_equal(names.items[3].type, 'D');
    ci_field_names_free(&names);
    ci_db_close(db);
    scratch_remove(&folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_is_cut_between_characters),
        cmocka_unit_test(xml_is_escaped),
        cmocka_unit_test(an_archive_holds_its_file),
        cmocka_unit_test(a_system_is_described_for_other_programs),
        cmocka_unit_test(field_names_are_short_and_differ),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
