/* Whether what a step reads is what it read before: a hash of a file and of
 * all that is read along with it. */
#include <circlet/run_file.h>

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "base/array.h"
#include "base/error.h"
#include "base/sha256.h"
#include "base/text.h"
#include "io/yaml_tree.h"

/* Folders in folders beyond that are not looked into. */
#define MAX_DEPTH 8

typedef struct digester {
    ci_sha256 hash;
    int depth;
    circlet_error *error;
} digester;

static circlet_status add_path(digester *d, const char *path);

static void add_text(digester *d, const char *text)
{
    ci_sha256_add(&d->hash, text, strlen(text) + 1);
}

/* FOLDER/NAME, or what `name` is if that is a path from the root. */
static char *join(const char *folder, size_t folder_size, const char *name)
{
    ci_buffer path = {0};

    if (name[0] != '/')
        ci_buffer_add_n(&path, folder, folder_size);
    ci_buffer_add(&path, name);
    if (path.failed)
        ci_buffer_free(&path);
    return path.text;
}

static bool ends_in(const char *path, const char *suffix)
{
    size_t size = strlen(path), end = strlen(suffix);

    return size > end && strcasecmp(path + size - end, suffix) == 0;
}

/* ---- folders ------------------------------------------------------------ */

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

typedef struct name_list {
    char **names;
    size_t count, capacity;
} name_list;

static circlet_status keep_name(name_list *list, const char *name,
                                circlet_error *error)
{
    char **names = ci_array_reserve_one((void *)list->names, list->count,
                                        &list->capacity, sizeof(char *));

    if (!names)
        return ci_fail_nomem(error);
    list->names = names;
    names[list->count] = ci_text_copy(name);
    if (!names[list->count])
        return ci_fail_nomem(error);
    list->count++;
    return CIRCLET_OK;
}

/* The names in a folder that are not hidden, sorted. */
static circlet_status list_names(name_list *out, DIR *folder,
                                 circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    for (const struct dirent *entry;
         !status && (entry = readdir(folder)) != NULL;)
        if (entry->d_name[0] != '.')
            status = keep_name(out, entry->d_name, error);
    if (out->count > 0)
        qsort((void *)out->names, out->count, sizeof(char *), compare_names);
    return status;
}

/* The file FOLDER/NAME, with its name. */
static circlet_status add_inside(digester *d, const char *path,
                                 const char *name)
{
    ci_buffer inside = {0};
    circlet_status status;

    ci_buffer_add(&inside, path);
    ci_buffer_add(&inside, "/");
    ci_buffer_add(&inside, name);
    add_text(d, name);
    status =
        inside.failed ? ci_fail_nomem(d->error) : add_path(d, inside.text);
    ci_buffer_free(&inside);
    return status;
}

static circlet_status add_folder(digester *d, const char *path)
{
    DIR *folder = d->depth < MAX_DEPTH ? opendir(path) : NULL;
    name_list list = {0};
    circlet_status status;

    if (!folder)
        return ci_fail(d->error, CIRCLET_E_INPUT,
                       "the folder '%s' cannot be read", path);
    status = list_names(&list, folder, d->error);
    closedir(folder);
    d->depth++;
    for (size_t i = 0; !status && i < list.count; i++)
        status = add_inside(d, path, list.names[i]);
    d->depth--;
    for (size_t i = 0; i < list.count; i++)
        free(list.names[i]);
    free((void *)list.names);
    return status;
}

/* ---- what is read along ------------------------------------------------- */

/* Adds the file of that name if it is there. */
static circlet_status add_if_there(digester *d, const char *path, size_t kept,
                                   const char *end)
{
    char digest[CI_SHA256_TEXT_SIZE];
    char *name = join(path, kept, end);
    struct stat facts;
    circlet_status status = CIRCLET_OK;

    if (!name)
        return ci_fail_nomem(d->error);
    if (stat(name, &facts) == 0 && S_ISREG(facts.st_mode) &&
        facts.st_size > 0) {
        status = ci_sha256_file(digest, name, d->error);
        add_text(d, end);
        if (!status)
            add_text(d, digest);
    }
    free(name);
    return status;
}

/* The other files of a shapefile, a grid or a database that is written to. */
static circlet_status add_companions(digester *d, const char *path)
{
    static const char *const companions[][2] = {
        {".shp", "dbf"}, {".shp", "DBF"}, {".shp", "shx"}, {".shp", "SHX"},
        {".shp", "prj"}, {".shp", "PRJ"}, {".shp", "cpg"}, {".shp", "CPG"},
        {".dbf", "cpg"}, {".dbf", "CPG"}, {".asc", "prj"}, {".asc", "PRJ"}};
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0;
         !status && i < sizeof(companions) / sizeof(companions[0]); i++)
        if (ends_in(path, companions[i][0]))
            status = add_if_there(d, path, strlen(path) - 3, companions[i][1]);
    if (!status && (ends_in(path, ".gpkg") || ends_in(path, ".sqlite")))
        status = add_if_there(d, path, strlen(path), "-wal");
    return status;
}

/* The file or folder that an entry of a policy names, from beside it. */
static circlet_status add_named(digester *d, const char *path,
                                const ci_yaml_node *root, const char *key)
{
    const ci_yaml_node *node = ci_yaml_find(root, key);
    const char *slash = strrchr(path, '/');
    circlet_status status;
    char *named;

    if (!node || node->type != CI_YAML_SCALAR || node->text[0] == '\0')
        return CIRCLET_OK;
    named = join(path, slash ? (size_t)(slash - path) + 1 : 0, node->text);
    if (!named)
        return ci_fail_nomem(d->error);
    d->depth++;
    add_text(d, key);
    status = add_path(d, named);
    d->depth--;
    free(named);
    return status;
}

/* What is wrong in a policy is said by the command that reads it. */
static circlet_status add_policy_parts(digester *d, const char *path)
{
    ci_yaml_tree tree = {0};
    circlet_error ignored;
    circlet_status status = CIRCLET_OK;

    if (d->depth > 0 || !ends_in(path, ".yaml") ||
        ci_yaml_read(&tree, path, &ignored) != CIRCLET_OK)
        return CIRCLET_OK;
    if (tree.root->type == CI_YAML_MAP) {
        status = add_named(d, path, tree.root, "modes");
        if (!status)
            status = add_named(d, path, tree.root, "words_from");
    }
    ci_yaml_tree_free(&tree);
    return status;
}

static circlet_status add_path(digester *d, const char *path)
{
    char digest[CI_SHA256_TEXT_SIZE];
    struct stat facts;
    circlet_status status;

    if (stat(path, &facts) == 0 && S_ISDIR(facts.st_mode))
        return add_folder(d, path);
    status = ci_sha256_file(digest, path, d->error);
    if (!status)
        add_text(d, digest);
    if (!status)
        status = add_companions(d, path);
    return status ? status : add_policy_parts(d, path);
}

/* ---- all ---------------------------------------------------------------- */

circlet_status circlet_digest_file(char out[CIRCLET_DIGEST_SIZE],
                                   const char *path, circlet_error *error)
{
    digester d = {.error = error};
    circlet_status status;

    if (!out || !path)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "the digest of a file needs a path");
    ci_sha256_start(&d.hash);
    status = add_path(&d, path);
    if (!status)
        ci_sha256_finish(out, &d.hash);
    return status;
}

void circlet_digest_texts(char out[CIRCLET_DIGEST_SIZE],
                          const char *const *texts, size_t count)
{
    ci_sha256 hash;

    ci_sha256_start(&hash);
    for (size_t i = 0; i < count; i++)
        ci_sha256_add(&hash, texts[i], strlen(texts[i]) + 1);
    ci_sha256_finish(out, &hash);
}
