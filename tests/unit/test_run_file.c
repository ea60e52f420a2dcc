#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <circlet/run_file.h>

#include "scratch.h"
#include "unit.h"

static scratch_folder folder;

static int make_folder(void **state)
{
    (void)state;
    return scratch_make(&folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    scratch_remove(&folder);
    return 0;
}

static void put(const char *name, const char *text)
{
    assert_true(scratch_write(&folder, name, text, strlen(text)));
}

static circlet_run_file *read_text(const char *text)
{
    char path[SCRATCH_PATH_SIZE];
    circlet_run_file *file = NULL;

    put("run.yaml", text);
    assert_ok(circlet_read_run_file(
        &file, scratch_path(&folder, path, "run.yaml"), error));
    return file;
}

static void refuse(const char *text, const char *message)
{
    char path[SCRATCH_PATH_SIZE];
    circlet_run_file *file = NULL;

    put("run.yaml", text);
    assert_fails(circlet_read_run_file(
                     &file, scratch_path(&folder, path, "run.yaml"), error),
                 CIRCLET_E_FORMAT, message);
    assert_null(file);
}

/* ---- reading ------------------------------------------------------------ */

static void steps_have_their_values_in_order(void **state)
{
    circlet_run_file *file = read_text("city: 城市.gpkg\n"
                                       "steps:\n"
                                       "  - new\n"
                                       "  - info:\n"
                                       "  - import:\n"
                                       "      source: [a.csv, b.csv]\n"
                                       "      map: {id: 编号, name: x}\n"
                                       "      complete: true\n");
    const circlet_run_step *step = circlet_run_file_step(file, 2);
    (void)state;

    assert_int_equal(circlet_run_file_step_count(file), 3);
    assert_null(circlet_run_file_step(file, 3));
    assert_string_equal(circlet_run_file_step(file, 0)->command, "new");
    assert_int_equal(circlet_run_file_step(file, 1)->value_count, 0);
    assert_int_equal(step->value_count, 5);
    assert_string_equal(step->values[0].text, "a.csv");
    assert_int_equal(step->values[0].shape, CIRCLET_RUN_LIST);
    assert_string_equal(step->values[1].key, "source");
    assert_int_equal(step->values[1].line, 6);
    assert_int_equal(step->values[1].column, 23);
    assert_int_equal(step->values[1].key_column, 7);
    assert_string_equal(step->values[2].field, "id");
    assert_string_equal(step->values[2].text, "编号");
    assert_string_equal(step->values[4].text, "true");
    assert_int_equal(step->values[4].shape, CIRCLET_RUN_ONE);
    assert_string_equal(circlet_run_file_default(file, "city")->text,
                        "城市.gpkg");
    assert_null(circlet_run_file_default(file, "policy"));
    circlet_run_file_free(file);
}

static void what_is_no_run_file_is_refused(void **state)
{
    (void)state;
    refuse("- new\n", ":1:1: a run file is a map with the key 'steps'");
    refuse("city: [a]\nsteps: [new]\n", ":1:7: ");
    refuse("city: ''\nsteps: [new]\n", ":1:7: 'city' must be a text");
    refuse("steps: [new, {a: b}]\n", ":1:18: step 'a' takes a map");
    refuse("steps: [{}]\n", ":1:9: a step is");
    refuse("steps: [[new]]\n", ":1:9: a step is");
    refuse("steps: [{a: {b: {c: [d]}}}]\n", ":1:21: 'b' has lists or maps");
    refuse("steps: [{a: {b: {}}}]\n", ":1:17: 'b' is empty");
    refuse("steps: &x [new]\n", "anchors");
}

/* ---- digests ------------------------------------------------------------ */

static void digest(char out[CIRCLET_DIGEST_SIZE], const char *name)
{
    char path[SCRATCH_PATH_SIZE];

    assert_ok(
        circlet_digest_file(out, scratch_path(&folder, path, name), error));
}

/* Whether the digest of `name` is another once `other` has another text. */
static bool depends(const char *name, const char *other)
{
    char before[CIRCLET_DIGEST_SIZE], after[CIRCLET_DIGEST_SIZE];

    put(other, "one\n");
    digest(before, name);
    put(other, "two\n");
    digest(after, name);
    return strcmp(before, after) != 0;
}

static void a_digest_is_of_all_that_is_read_along(void **state)
{
    (void)state;
    put("a.csv", "id\n");
    put("a.shp", "x");
    put("a.asc", "x");
    put("a.gpkg", "x");

    assert_true(depends("a.csv", "a.csv"));
    assert_true(depends("a.shp", "a.dbf"));
    assert_true(depends("a.shp", "a.SHX"));
    assert_true(depends("a.shp", "a.prj"));
    assert_true(depends("a.asc", "a.prj"));
    assert_true(depends("a.gpkg", "a.gpkg-wal"));
    assert_false(depends("a.csv", "a.prj"));
    assert_false(depends("a.shp", "b.dbf"));
}

static void a_policy_is_with_its_modes_and_words(void **state)
{
    char path[SCRATCH_PATH_SIZE];
    (void)state;

    scratch_path(&folder, path, "modes");
    assert_int_equal(mkdir(path, 0700), 0);
    put("modes/walk.yaml", "x\n");
    put("words.yaml", "x\n");
    put("p.yaml", "modes: modes\nwords_from: words.yaml\n");

    assert_true(depends("p.yaml", "modes/walk.yaml"));
    assert_true(depends("p.yaml", "modes/new.yaml"));
    assert_true(depends("p.yaml", "words.yaml"));
    assert_false(depends("p.yaml", "modes/.hidden"));
    assert_true(depends("modes", "modes/walk.yaml"));
    unlink(scratch_path(&folder, path, "modes/walk.yaml"));
    unlink(scratch_path(&folder, path, "modes/new.yaml"));
    unlink(scratch_path(&folder, path, "modes/.hidden"));
    rmdir(scratch_path(&folder, path, "modes"));
}

static void a_file_that_is_not_there_has_no_digest(void **state)
{
    char path[SCRATCH_PATH_SIZE], out[CIRCLET_DIGEST_SIZE];
    (void)state;

    assert_fails(
        circlet_digest_file(out, scratch_path(&folder, path, "none"), error),
        CIRCLET_E_INPUT, "none");
}

/* FIPS 180-4: of "abc" and its final 0, and never of texts run together. */
static void texts_count_with_their_ends(void **state)
{
    static const char *const one[] = {"abc"}, *const ab[] = {"a", "bc"},
                             *const ba[] = {"ab", "c"};
    char digests[3][CIRCLET_DIGEST_SIZE];
    (void)state;

    circlet_digest_texts(digests[0], one, 1);
    circlet_digest_texts(digests[1], ab, 2);
    circlet_digest_texts(digests[2], ba, 2);
    /* printf 'abc\0' | sha256sum */
    assert_string_equal(
        digests[0],
        "dc1114cd074914bd872cc1f9a23ec910ea2203bc79779ab2e17da25782a624fc");
    assert_string_not_equal(digests[1], digests[2]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(steps_have_their_values_in_order),
        cmocka_unit_test(what_is_no_run_file_is_refused),
        cmocka_unit_test(a_digest_is_of_all_that_is_read_along),
        cmocka_unit_test(a_policy_is_with_its_modes_and_words),
        cmocka_unit_test(a_file_that_is_not_there_has_no_digest),
        cmocka_unit_test(texts_count_with_their_ends),
    };

    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
