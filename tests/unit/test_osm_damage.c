/* Files that are damaged, or of a kind that cannot be read. */
#include "osm_map.h"

static void a_feature_that_is_not_known_is_named(void **state)
{
    ci_buffer file = {0};
    ci_roads *roads = NULL;

    (void)state;
    pbf_header(&file, "HistoricalInformation", NULL);
    assert_fails(read_map(&roads, &file, NULL, error), CIRCLET_E_UNSUPPORTED,
                 "blob at byte 0: the file needs the feature "
                 "'HistoricalInformation', which cannot be read");
    assert_null(roads);
}

static void a_compression_other_than_zlib_is_named(void **state)
{
    static const char *const names[] = {"lzma", "bzip2", "lz4", "zstd"};

    (void)state;
    for (unsigned i = 0; i < 4; i++) {
        ci_buffer file = {0}, content = {0};
        ci_roads *roads = NULL;

        pbf_header(&file, NULL, NULL);
        ci_buffer_add(&content, "packed");
        pbf_blob(&file, "OSMData", 4 + i, &content);
        assert_fails(read_map(&roads, &file, NULL, error),
                     CIRCLET_E_UNSUPPORTED, names[i]);
        assert_null(roads);
    }
}

static void a_file_without_streets_is_refused(void **state)
{
    ci_buffer file = {0}, nodes = {0}, ways = {0};
    ci_buffer empty = {0}, text = {0};
    ci_roads *roads = NULL;

    (void)state;
    pbf_header(&file, NULL, NULL);
    add_way(&ways, 1, (const int64_t[]){1, 2}, 2);
    end_block(&file, &ways, true);
    assert_fails(read_map(&roads, &file, NULL, error), CIRCLET_E_DATA,
                 "no street: 1 ways are streets, and 2 of their 2 nodes are "
                 "missing");
    pbf_header(&file, NULL, NULL);
    assert_fails(read_map(&roads, &file, NULL, error), CIRCLET_E_DATA,
                 "no street: none of 0 ways has the tag highway");
    /* A railway alone leads nobody anywhere. */
    pbf_header(&file, NULL, NULL);
    add_dense(&nodes, five, 5);
    end_block(&file, &nodes, true);
    add_tagged_way(&ways, 1, RAILWAY, YES, (const int64_t[]){1, 2}, 2);
    end_block(&file, &ways, true);
    assert_fails(read_map(&roads, &file, NULL, error), CIRCLET_E_DATA,
                 "no street: none of 1 ways has the tag highway");
    assert_fails(read_map(&roads, &empty, NULL, error), CIRCLET_E_FORMAT,
                 ": file is empty");
    ci_buffer_add(&text, "<?xml version='1.0'?>");
    assert_fails(read_map(&roads, &text, NULL, error), CIRCLET_E_FORMAT,
                 "byte 0: not an OpenStreetMap .pbf file");
    assert_fails(ci_osm_pbf_read(&roads, "/no/such.pbf", NULL, error),
                 CIRCLET_E_INPUT, "/no/such.pbf: ");
    assert_fails(ci_osm_pbf_read(&roads, "/tmp", NULL, error), CIRCLET_E_INPUT,
                 "/tmp: no regular file");
    assert_null(roads);
}

static void what_stands_in_a_file_twice_is_refused(void **state)
{
    ci_buffer file = {0}, group = {0};
    ci_roads *roads = NULL;

    (void)state;
    pbf_header(&file, NULL, NULL);
    add_dense(&group, five, 5);
    add_way(&group, 7, (const int64_t[]){1, 2}, 2);
    add_way(&group, 7, (const int64_t[]){2, 3}, 2);
    end_block(&file, &group, true);
    assert_fails(read_map(&roads, &file, NULL, error), CIRCLET_E_DATA,
                 "way 7 stands in the file twice");

    pbf_header(&file, NULL, NULL);
    add_dense(&group, five, 5);
    add_plain(&group, five, 1);
    add_way(&group, 7, (const int64_t[]){1, 2}, 2);
    end_block(&file, &group, true);
    assert_fails(read_map(&roads, &file, NULL, error), CIRCLET_E_DATA,
                 "node 1 stands in the file twice");
    assert_null(roads);
}

static void a_file_cut_off_anywhere_is_refused(void **state)
{
    (void)state;
    for (unsigned form = 0; form < 4; form++) {
        ci_buffer whole = crossing_map(form & 1, form & 2);

        for (size_t size = 0; size < whole.size; size++) {
            circlet_error error = {CIRCLET_OK, ""};
            ci_buffer part = {0};
            ci_roads *roads = NULL;

            ci_buffer_add_n(&part, whole.text, size);
            if (!read_map(&roads, &part, NULL, &error))
                fail_msg("form %u was read after %zu bytes", form, size);
            assert_null(roads);
            /* Cut between blobs, a file is whole but for its streets. */
            assert_true(error.status == CIRCLET_E_FORMAT ||
                        error.status == CIRCLET_E_DATA);
            assert_non_null(strstr(error.message, "/tmp/circlet-pbf-"));
            if (error.status == CIRCLET_E_FORMAT && size > 0)
                assert_non_null(strstr(error.message, "byte "));
        }
        ci_buffer_free(&whole);
    }
}

/* Whatever a byte becomes, the reader gives streets or a reason. */
static void a_changed_byte_does_no_harm(void **state)
{
    uint64_t seed = 1;

    (void)state;
    for (unsigned form = 0; form < 4; form++) {
        ci_buffer whole = crossing_map(form & 1, form & 2);

        for (size_t i = 0; i < whole.size * 4; i++) {
            circlet_error error = {CIRCLET_OK, ""};
            ci_buffer changed = {0};
            ci_roads *roads = NULL;

            ci_buffer_add_n(&changed, whole.text, whole.size);
            changed.text[i / 4] ^= (char)(1 + unit_random_below(&seed, 255));
            if (read_map(&roads, &changed, NULL, &error))
                assert_true(error.message[0] != '\0' && !roads);
            else
                assert_true(roads->link_count > 0);
            ci_roads_free(roads);
        }
        ci_buffer_free(&whole);
    }
}

static void sizes_beyond_the_limits_are_refused(void **state)
{
    static const char header[] = {0,   0,   0,   16,  10,  7,   'O',
                                  'S', 'M', 'D', 'a', 't', 'a', 0x18};
    ci_buffer file = {0}, content = {0};
    ci_roads *roads = NULL;

    (void)state;
    pbf_header(&file, NULL, NULL);
    ci_buffer_add_n(&file, header, 4);
    file.text[file.size - 2] = 0;
    file.text[file.size - 3] = 2;
    assert_fails(read_map(&roads, &file, NULL, error), CIRCLET_E_FORMAT,
                 "header is not 1 byte to 64 KiB");

    pbf_header(&file, NULL, NULL);
    ci_buffer_add_n(&file, header, sizeof(header));
    pbf_varint(&file, 32 * 1024 * 1024 + 1);
    ci_buffer_add_n(&file, "\x20\x01", 2);
    assert_fails(read_map(&roads, &file, NULL, error), CIRCLET_E_FORMAT,
                 "longer than 32 MiB");

    pbf_header(&file, NULL, NULL);
    pbf_bytes(&content, 3, "x", 1);
    pbf_number(&content, 2, 32 * 1024 * 1024 + 1);
    pbf_blob(&file, "OSMData", 9, &content);
    assert_fails(read_map(&roads, &file, NULL, error), CIRCLET_E_FORMAT,
                 "malformed blob");
    assert_null(roads);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_feature_that_is_not_known_is_named),
        cmocka_unit_test(a_compression_other_than_zlib_is_named),
        cmocka_unit_test(a_file_without_streets_is_refused),
        cmocka_unit_test(what_stands_in_a_file_twice_is_refused),
        cmocka_unit_test(a_file_cut_off_anywhere_is_refused),
        cmocka_unit_test(a_changed_byte_does_no_harm),
        cmocka_unit_test(sizes_beyond_the_limits_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
