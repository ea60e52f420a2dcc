/*
 * Fails the 1st, 2nd, 3rd ... call by which a job reads or writes a disk,
 * until the job gets by with fewer calls: each failure must be told, and
 * leave the file as it was before or, once it is in place, as it is after.
 *
 * The functions below stand before those of the C library, for SQLite as
 * well as for our own code: a program's own symbols come first.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <circlet.h>

#include "scratch.h"
#include "unit.h"

/* ---- the disk ----------------------------------------------------------- */

typedef enum fault_kind {
    FAULT_NONE,
    FAULT_WRITE, /* also of a file's size or place */
    FAULT_SYNC,
    FAULT_READ,
    FAULT_OPEN
} fault_kind;

static struct {
    bool is_armed;
    char folder[SCRATCH_PATH_SIZE]; /* whose files fail; others are PROJ's */
    bool stays; /* every later call of the kind fails, too */
    long fail_at; /* the call, from 1; 0: none */
    int code; /* errno */
    long calls, positioned; /* seen; of SQLite alone */
    fault_kind struck; /* what failed first */
} disk;

/* Whether this call about a file at a path is to fail; sets errno. */
static bool strikes_path(fault_kind kind, const char *path)
{
    if (!disk.is_armed || strncmp(path, disk.folder, strlen(disk.folder)) != 0)
        return false;
    disk.calls++;
    if (disk.calls != disk.fail_at && !(disk.stays && disk.struck == kind))
        return false;
    if (disk.struck == FAULT_NONE)
        disk.struck = kind;
    errno = kind == FAULT_READ ? EIO : disk.code;
    return true;
}

/* The same about a file that is open. */
static bool strikes(fault_kind kind, int file)
{
    char link_name[64], path[SCRATCH_PATH_SIZE];
    ssize_t size;

    if (!disk.is_armed)
        return false;
    snprintf(link_name, sizeof(link_name), "/proc/self/fd/%d", file);
    size = readlink(link_name, path, sizeof(path) - 1);
    path[size > 0 ? size : 0] = '\0';
    return strikes_path(kind, path);
}

/* POSIX lets the address that dlsym() gives be that of a function. */
#define REAL(name) (__extension__(name##_function *) find_real(#name))

static void *find_real(const char *name)
{
    void *found = dlsym(RTLD_NEXT, name);

    if (!found)
        abort();
    return found;
}

typedef ssize_t write_function(int, const void *, size_t);
typedef ssize_t pwrite_function(int, const void *, size_t, off_t);
typedef pwrite_function pwrite64_function;
typedef ssize_t read_function(int, void *, size_t);
typedef ssize_t pread_function(int, void *, size_t, off_t);
typedef pread_function pread64_function;
typedef int fsync_function(int);
typedef fsync_function fdatasync_function;
typedef int ftruncate_function(int, off_t);
typedef ftruncate_function ftruncate64_function;
typedef int rename_function(const char *, const char *);
typedef rename_function link_function;
typedef int open_function(const char *, int, ...);
typedef open_function open64_function;

ssize_t write(int file, const void *bytes, size_t size)
{
    return strikes(FAULT_WRITE, file) ? -1 : REAL(write)(file, bytes, size);
}

ssize_t pwrite(int file, const void *bytes, size_t size, off_t at)
{
    disk.positioned += disk.is_armed;
    return strikes(FAULT_WRITE, file) ? -1
                                      : REAL(pwrite)(file, bytes, size, at);
}

ssize_t pwrite64(int file, const void *bytes, size_t size, off_t at)
{
    disk.positioned += disk.is_armed;
    return strikes(FAULT_WRITE, file) ? -1
                                      : REAL(pwrite64)(file, bytes, size, at);
}

ssize_t read(int file, void *bytes, size_t size)
{
    return strikes(FAULT_READ, file) ? -1 : REAL(read)(file, bytes, size);
}

ssize_t pread(int file, void *bytes, size_t size, off_t at)
{
    return strikes(FAULT_READ, file) ? -1 : REAL(pread)(file, bytes, size, at);
}

ssize_t pread64(int file, void *bytes, size_t size, off_t at)
{
    return strikes(FAULT_READ, file) ? -1
                                     : REAL(pread64)(file, bytes, size, at);
}

int fsync(int file)
{
    return strikes(FAULT_SYNC, file) ? -1 : REAL(fsync)(file);
}

int fdatasync(int file)
{
    return strikes(FAULT_SYNC, file) ? -1 : REAL(fdatasync)(file);
}

int ftruncate(int file, off_t size)
{
    return strikes(FAULT_WRITE, file) ? -1 : REAL(ftruncate)(file, size);
}

int ftruncate64(int file, off_t size)
{
    return strikes(FAULT_WRITE, file) ? -1 : REAL(ftruncate64)(file, size);
}

int rename(const char *from, const char *to)
{
    return strikes_path(FAULT_WRITE, from) ? -1 : REAL(rename)(from, to);
}

int link(const char *from, const char *to)
{
    return strikes_path(FAULT_WRITE, from) ? -1 : REAL(link)(from, to);
}

static mode_t mode_of(int flags, va_list arguments)
{
    return flags & O_CREAT ? (mode_t)va_arg(arguments, int) : 0;
}

int open(const char *path, int flags, ...)
{
    va_list arguments;
    mode_t mode;

    va_start(arguments, flags);
    mode = mode_of(flags, arguments);
    va_end(arguments);
    return strikes_path(FAULT_OPEN, path) ? -1 : REAL(open)(path, flags, mode);
}

int open64(const char *path, int flags, ...)
{
    va_list arguments;
    mode_t mode;

    va_start(arguments, flags);
    mode = mode_of(flags, arguments);
    va_end(arguments);
    return strikes_path(FAULT_OPEN, path) ? -1
                                          : REAL(open64)(path, flags, mode);
}

/* ---- files in memory ---------------------------------------------------- */

typedef struct contents {
    char *bytes; /* NULL: no file */
    size_t size;
} contents;

static contents load(const char *path)
{
    contents out = {0};
    FILE *file = fopen(path, "rb");
    struct stat facts;

    if (!file)
        return out;
    assert_int_equal(fstat(fileno(file), &facts), 0);
    out.size = (size_t)facts.st_size;
    out.bytes = malloc(out.size + 1);
    assert_non_null(out.bytes);
    assert_int_equal(fread(out.bytes, 1, out.size, file), out.size);
    fclose(file);
    return out;
}

static bool is_same(contents a, contents b)
{
    return !a.bytes == !b.bytes && a.size == b.size &&
           (!a.bytes || memcmp(a.bytes, b.bytes, a.size) == 0);
}

/* ---- the jobs ----------------------------------------------------------- */

typedef struct bench {
    scratch_folder folder;
    char city[SCRATCH_PATH_SIZE]; /* what a job reads or changes */
    char changed[SCRATCH_PATH_SIZE]; /* what it writes */
    char people[SCRATCH_PATH_SIZE];
} bench;

typedef circlet_status (*job_function)(const bench *b, circlet_error *error);

static circlet_status new_job(const bench *b, circlet_error *error)
{
    return circlet_write_new_city(b->changed, error);
}

static circlet_status import_job(const bench *b, circlet_error *error)
{
    const char *sources[] = {b->people};
    circlet_import_counts counts;

    return circlet_import(&counts, b->changed, CIRCLET_LAYER_PEOPLE, sources,
                          1, NULL, error);
}

static circlet_status export_job(const bench *b, circlet_error *error)
{
    circlet_export_options options = CIRCLET_EXPORT_OPTIONS_INIT;

    options.overwrite = true;
    return circlet_export(b->city, b->changed, &options, NULL, error);
}

static void write_people(const bench *b, int first, int count)
{
    FILE *file = fopen(b->people, "w");

    assert_non_null(file);
    fprintf(file, "id,lon,lat,kind,aid\n");
    for (int i = first; i < first + count; i++)
        fprintf(file, "p%d,116.%06d,39.9,visual,none\n", i, i * 10);
    assert_int_equal(fclose(file), 0);
}

static void set_up(bench *b, const char *suffix)
{
    char name[64];

    assert_true(scratch_make(&b->folder));
    snprintf(name, sizeof(name), "city%s", suffix);
    scratch_path(&b->folder, b->city, name);
    snprintf(name, sizeof(name), "changed%s", suffix);
    scratch_path(&b->folder, b->changed, name);
    scratch_path(&b->folder, b->people, "people.csv");
}

/* ---- the run ------------------------------------------------------------ */

static void put(const char *path, contents file)
{
    FILE *out;

    if (!file.bytes) {
        unlink(path);
        return;
    }
    out = fopen(path, "wb");
    assert_non_null(out);
    assert_int_equal(fwrite(file.bytes, 1, file.size, out), file.size);
    assert_int_equal(fclose(out), 0);
}

/* Nothing hidden lies beside the files. */
static void check_folder(const bench *b, long call)
{
    DIR *files = opendir(b->folder.path);
    struct dirent *entry;

    assert_non_null(files);
    while ((entry = readdir(files)) != NULL)
        if (strstr(entry->d_name, "circlet-new") ||
            strstr(entry->d_name, "-journal") || strstr(entry->d_name, "-wal"))
            fail_msg("call %ld left %s", call, entry->d_name);
    closedir(files);
}

static void arm(const bench *b, long call)
{
    static const int codes[] = {ENOSPC, EIO, EDQUOT};

    memset(&disk, 0, sizeof(disk));
    strcpy(disk.folder, b->folder.path);
    disk.fail_at = call;
    disk.code = codes[call % 3];
    disk.stays = call % 2 == 0;
    disk.is_armed = true;
}

/* Fails one call of a job; false: the job has no so many. */
static bool fail_call(const bench *b, job_function job, long call,
                      const contents *before, const contents *after)
{
    circlet_error error = {CIRCLET_OK, ""};
    circlet_status status;
    contents now;

    put(b->changed, *before);
    arm(b, call);
    status = job(b, &error);
    disk.is_armed = false;
    now = load(b->changed);
    if (status == CIRCLET_OK ? !is_same(now, *after)
                             : !is_same(now, *before) && !is_same(now, *after))
        fail_msg("call %ld: between before and after: %s", call,
                 error.message);
    /* Of what was written only the folder's own sync may come too late. */
    if (status != CIRCLET_OK && disk.struck != FAULT_SYNC &&
        !is_same(now, *before))
        fail_msg("call %ld: told as failed, and done: %s", call,
                 error.message);
    free(now.bytes);
    check_folder(b, call);
    if (status != CIRCLET_OK && disk.struck != FAULT_OPEN &&
        status != CIRCLET_E_IO)
        fail_msg("call %ld: status %d: %s", call, (int)status, error.message);
    if (status != CIRCLET_OK && !strstr(error.message, "/changed.") &&
        !strstr(error.message, "/city."))
        fail_msg("call %ld: no file is named: %s", call, error.message);
    return disk.struck != FAULT_NONE;
}

/* Runs a job whole, then with each `step`-th call failing. */
static void fail_all(const bench *b, job_function job, long step)
{
    const contents before = load(b->changed);
    contents after;
    const long ends = unit_tries_all() ? 30 : 8;
    long call = 1, total, failed = 0;

    arm(b, 0);
    assert_ok(job(b, error));
    disk.is_armed = false;
    total = disk.calls;
    /* The functions above are SQLite's as well. */
    assert_true(disk.positioned > 10);
    after = load(b->changed);
    assert_false(is_same(before, after));
    for (; fail_call(b, job, call, &before, &after); failed++)
        /* The first and the last calls are of the most different kinds. */
        call += call < ends || call + ends > total ? 1 : step;
    assert_true(call > total);
    print_message("# %ld of %ld calls failed\n", failed, total);
    put(b->changed, after);
    free(before.bytes);
    free(after.bytes);
}

static void fail_container(const char *suffix, long step)
{
    bench b;

    set_up(&b, suffix);
    fail_all(&b, new_job, step);
    write_people(&b, 0, 300);
    fail_all(&b, import_job, step); /* a new layer */
    write_people(&b, 100, 300);
    fail_all(&b, import_job, step); /* in place of the source's old rows */
    assert_int_equal(rename(b.changed, b.city), 0);
    fail_all(&b, export_job, step); /* a new file */
    assert_int_equal(truncate(b.changed, 100), 0);
    fail_all(&b, export_job, step); /* in place of one */
    scratch_remove(&b.folder);
}

static void a_geopackage_is_as_before_or_as_after(void **state)
{
    (void)state;
    fail_container(".gpkg", unit_tries_all() ? 1 : 5);
}

static void a_spatialite_city_is_as_before_or_as_after(void **state)
{
    bench b;
    circlet_error error;
    circlet_status status;
    (void)state;

    set_up(&b, ".sqlite");
    status = circlet_write_new_city(b.city, &error);
    scratch_remove(&b.folder);
    if (status == CIRCLET_E_UNSUPPORTED) {
        print_message("# %s\n", error.message);
        skip();
    }
    fail_container(".sqlite", unit_tries_all() ? 7 : 35);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_geopackage_is_as_before_or_as_after),
        cmocka_unit_test(a_spatialite_city_is_as_before_or_as_after),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
