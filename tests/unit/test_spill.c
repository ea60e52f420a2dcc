/* A nameless file gives back what was written, and tells a full disk. */
#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/parallel.h"
#include "base/spill.h"
#include "unit.h"

#define PARTS 200
#define PART_WORDS 501

static void fill_part(uint32_t words[PART_WORDS], size_t part)
{
    for (size_t i = 0; i < PART_WORDS; i++)
        words[i] = (uint32_t)(part * PART_WORDS + i);
}

typedef struct part_writer {
    ci_spill *spill;
    uint64_t offsets[PARTS];
} part_writer;

static bool write_part(void *user, uint32_t worker, size_t part)
{
    part_writer *writer = user;
    uint32_t words[PART_WORDS];

    (void)worker;
    fill_part(words, part);
    return !ci_spill_write(writer->spill, words, sizeof(words),
                           &writer->offsets[part], NULL);
}

static void what_threads_write_is_read_and_mapped(void **state)
{
    part_writer writer = {NULL, {0}};
    ci_parallel parallel = {4, write_part, NULL, &writer};
    const void *map = NULL;

    (void)state;
    assert_ok(ci_spill_new(&writer.spill, error));
    assert_true(ci_parallel_run(&parallel, PARTS));

    assert_ok(ci_spill_map(&map, writer.spill, error));
    for (size_t part = 0; part < PARTS; part++) {
        uint32_t want[PART_WORDS], found[PART_WORDS];

        fill_part(want, part);
        assert_ok(ci_spill_read(writer.spill, found, sizeof(found),
                                writer.offsets[part], error));
        assert_memory_equal(want, found, sizeof(want));
        assert_memory_equal(want, (const char *)map + writer.offsets[part],
                            sizeof(want));
    }
    ci_spill_free(writer.spill);
    ci_spill_free(NULL);
}

static size_t count_files(const char *folder)
{
    DIR *list = opendir(folder);
    size_t count = 0;

    assert_non_null(list);
    while (readdir(list))
        count++;
    closedir(list);
    return count;
}

/* Gives TMPDIR its value back. */
static void reset_folder(char *kept)
{
    if (kept)
        setenv("TMPDIR", kept, 1);
    else
        unsetenv("TMPDIR");
    free(kept);
}

static char *keep_folder(void)
{
    const char *folder = getenv("TMPDIR");

    return folder ? strdup(folder) : NULL;
}

static void it_lies_in_the_folder_for_temporary_files_without_a_name(
    void **state)
{
    char folder[] = "/tmp/test_spill-XXXXXX";
    char *kept = keep_folder();
    ci_spill *spill = NULL, *none = NULL;
    uint64_t offset;
    size_t before;

    (void)state;
    assert_non_null(mkdtemp(folder));
    before = count_files(folder);
    setenv("TMPDIR", folder, 1);

    assert_ok(ci_spill_new(&spill, error));
    assert_ok(ci_spill_write(spill, "abc", 3, &offset, error));
    assert_int_equal(count_files(folder), before);
    ci_spill_free(spill);
    assert_int_equal(rmdir(folder), 0);
    assert_fails(ci_spill_new(&none, error), CIRCLET_E_IO,
                 "temporary file in '/tmp/test_spill-");
    assert_null(none);

    reset_folder(kept);
}

/* A limit on the size of files stands for a full disk. */
static void a_full_disk_is_told(void **state)
{
    static char bytes[5000];
    struct rlimit kept, low;
    ci_spill *spill = NULL;
    uint64_t offset = 0;

    (void)state;
    assert_ok(ci_spill_new(&spill, error));
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &kept), 0);
    low = kept;
    low.rlim_cur = 8000;
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &low), 0);

    assert_ok(ci_spill_write(spill, bytes, sizeof(bytes), &offset, error));
    assert_fails(ci_spill_write(spill, bytes, sizeof(bytes), &offset, error),
                 CIRCLET_E_IO, "temporary file in '");

    assert_int_equal(setrlimit(RLIMIT_FSIZE, &kept), 0);
    signal(SIGXFSZ, SIG_DFL);
    ci_spill_free(spill);
}

static void what_was_not_written_cannot_be_read(void **state)
{
    ci_spill *spill = NULL;
    const void *map = NULL;
    char bytes[4];

    (void)state;
    assert_ok(ci_spill_new(&spill, error));

    assert_fails(ci_spill_read(spill, bytes, 4, 0, error), CIRCLET_E_IO,
                 "temporary file in '");
    assert_fails(ci_spill_map(&map, spill, error), CIRCLET_E_IO,
                 "temporary file in '");

    assert_null(map);
    ci_spill_free(spill);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_threads_write_is_read_and_mapped),
        cmocka_unit_test(
            it_lies_in_the_folder_for_temporary_files_without_a_name),
        cmocka_unit_test(a_full_disk_is_told),
        cmocka_unit_test(what_was_not_written_cannot_be_read),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
