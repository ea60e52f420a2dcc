#include "io/xlsx_zip.h"

#ifdef HAVE_XLSX

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

#include "base/error.h"
#include "base/text.h"

/*
 * A sheet of a million rows and thirty columns has about 2 GiB; what
 * spreadsheet programs write shrinks 5- to 100-fold. Deflate itself reaches
 * 1,032-fold, with which a bomb is made.
 */
#define INFLATED_MAX (UINT64_C(4) * 1024 * 1024 * 1024)
#define INFLATED_FREE (UINT64_C(64) * 1024 * 1024)
#define RATIO_MAX UINT64_C(250)

struct ci_xlsx_zip {
    zip_t *archive;
    char *path;
};

struct ci_xlsx_part {
    zip_file_t *file;
    const ci_xlsx_zip *zip; /* borrowed */
    char *name;
    uint64_t inflated, max; /* bytes */
};

typedef enum file_kind {
    KIND_EMPTY,
    KIND_ZIP,
    KIND_OLE,
    KIND_OTHER
} file_kind;

static circlet_status look_at_start(file_kind *out, const char *path,
                                    circlet_error *error)
{
    static const unsigned char ole[] = {0xD0, 0xCF, 0x11, 0xE0,
                                        0xA1, 0xB1, 0x1A, 0xE1};
    unsigned char start[sizeof(ole)];
    FILE *file = fopen(path, "rb");
    size_t size;
    int code;

    if (!file)
        return ci_fail(error, CIRCLET_E_INPUT, "%s: %s", path,
                       strerror(errno));
    errno = 0;
    size = fread(start, 1, sizeof(start), file);
    code = ferror(file) ? errno : 0;
    fclose(file);
    if (code)
        return ci_fail(error, CIRCLET_E_IO, "%s: %s", path, strerror(code));
    if (size == 0)
        *out = KIND_EMPTY;
    else if (size == sizeof(ole) && memcmp(start, ole, sizeof(ole)) == 0)
        *out = KIND_OLE;
    else if (size >= 2 && memcmp(start, "PK", 2) == 0)
        *out = KIND_ZIP;
    else
        *out = KIND_OTHER;
    return CIRCLET_OK;
}

static circlet_status check_kind(const char *path, circlet_error *error)
{
    file_kind kind = KIND_OTHER;
    circlet_status status = look_at_start(&kind, path, error);

    if (status != CIRCLET_OK)
        return status;
    if (kind == KIND_EMPTY)
        return ci_fail(error, CIRCLET_E_FORMAT, "%s: file is empty", path);
    if (kind == KIND_OLE)
        return ci_fail(error, CIRCLET_E_UNSUPPORTED,
                       "%s: an old Excel file (.xls) or one with a password: "
                       "save it as .xlsx without a password, or as CSV",
                       path);
    if (kind == KIND_OTHER)
        return ci_fail(error, CIRCLET_E_FORMAT,
                       "%s: not an .xlsx file, whatever its name: save it as "
                       ".xlsx or CSV",
                       path);
    return CIRCLET_OK;
}

static circlet_status open_archive(ci_xlsx_zip *zip, circlet_error *error)
{
    int code = ZIP_ER_OK;
    circlet_status status = CIRCLET_OK;
    zip_error_t reason;

    zip->archive = zip_open(zip->path, ZIP_RDONLY, &code);
    if (zip->archive)
        return CIRCLET_OK;
    if (code == ZIP_ER_MEMORY)
        return ci_fail_nomem(error);
    zip_error_init_with_code(&reason, code);
    status = ci_fail(error, CIRCLET_E_FORMAT,
                     "%s: the .xlsx file is cut short or damaged (%s)",
                     zip->path, zip_error_strerror(&reason));
    zip_error_fini(&reason);
    return status;
}

circlet_status ci_xlsx_zip_open(ci_xlsx_zip **out, const char *path,
                                circlet_error *error)
{
    ci_xlsx_zip *zip = calloc(1, sizeof(*zip));
    circlet_status status = CIRCLET_OK;

    if (!zip || !(zip->path = ci_text_copy(path)))
        status = ci_fail_nomem(error);
    if (status == CIRCLET_OK)
        status = check_kind(path, error);
    if (status == CIRCLET_OK)
        status = open_archive(zip, error);
    if (status != CIRCLET_OK) {
        ci_xlsx_zip_close(zip);
        return status;
    }
    *out = zip;
    return CIRCLET_OK;
}

void ci_xlsx_zip_close(ci_xlsx_zip *zip)
{
    if (!zip)
        return;
    if (zip->archive)
        zip_discard(zip->archive);
    free(zip->path);
    free(zip);
}

const char *ci_xlsx_zip_path(const ci_xlsx_zip *zip)
{
    return zip->path;
}

bool ci_xlsx_zip_has(const ci_xlsx_zip *zip, const char *part)
{
    return zip_name_locate(zip->archive, part, ZIP_FL_NOCASE) >= 0;
}

static circlet_status fail_part(const ci_xlsx_part *part, zip_error_t *reason,
                                circlet_error *error)
{
    if (zip_error_code_zip(reason) == ZIP_ER_MEMORY)
        return ci_fail_nomem(error);
    return ci_fail(error, CIRCLET_E_FORMAT,
                   "%s: its part %s cannot be read (%s)", part->zip->path,
                   part->name, zip_error_strerror(reason));
}

static circlet_status find_part(ci_xlsx_part *part, circlet_error *error)
{
    zip_t *archive = part->zip->archive;
    zip_int64_t position = zip_name_locate(archive, part->name, ZIP_FL_NOCASE);
    zip_stat_t facts;

    if (position < 0)
        return ci_fail(error, CIRCLET_E_FORMAT, "%s: its part %s is missing",
                       part->zip->path, part->name);
    if (zip_stat_index(archive, (zip_uint64_t)position, 0, &facts) != 0)
        return fail_part(part, zip_get_error(archive), error);
    if ((facts.valid & ZIP_STAT_ENCRYPTION_METHOD) &&
        facts.encryption_method != ZIP_EM_NONE)
        return ci_fail(error, CIRCLET_E_UNSUPPORTED,
                       "%s: the file has a password: save it without one",
                       part->zip->path);
    part->max = INFLATED_MAX;
    if ((facts.valid & ZIP_STAT_COMP_SIZE) &&
        facts.comp_size < (INFLATED_MAX - INFLATED_FREE) / RATIO_MAX)
        part->max = INFLATED_FREE + RATIO_MAX * facts.comp_size;
    part->file = zip_fopen_index(archive, (zip_uint64_t)position, 0);
    return part->file ? CIRCLET_OK
                      : fail_part(part, zip_get_error(archive), error);
}

circlet_status ci_xlsx_part_open(ci_xlsx_part **out, ci_xlsx_zip *zip,
                                 const char *name, circlet_error *error)
{
    ci_xlsx_part *part = calloc(1, sizeof(*part));
    circlet_status status;

    if (!part || !(part->name = ci_text_copy(name))) {
        free(part);
        return ci_fail_nomem(error);
    }
    part->zip = zip;
    status = find_part(part, error);
    if (status != CIRCLET_OK) {
        ci_xlsx_part_close(part);
        return status;
    }
    *out = part;
    return CIRCLET_OK;
}

void ci_xlsx_part_close(ci_xlsx_part *part)
{
    if (!part)
        return;
    if (part->file)
        zip_fclose(part->file);
    free(part->name);
    free(part);
}

circlet_status ci_xlsx_part_read(size_t *out_size, ci_xlsx_part *part,
                                 void *bytes, size_t size,
                                 circlet_error *error)
{
    zip_int64_t got = zip_fread(part->file, bytes, size);

    if (got < 0)
        return fail_part(part, zip_file_get_error(part->file), error);
    part->inflated += (uint64_t)got;
    if (part->inflated > part->max)
        return ci_fail(error, CIRCLET_E_FORMAT,
                       "%s: its part %s inflates to more than %" PRIu64
                       " bytes, which no spreadsheet does",
                       part->zip->path, part->name, part->max);
    *out_size = (size_t)got;
    return CIRCLET_OK;
}

#endif
