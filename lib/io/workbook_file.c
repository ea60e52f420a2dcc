/* The archive that a workbook is, made in memory. */
#include "io/workbook.h"

#include "base/error.h"

#ifdef HAVE_XLSX
#include <zip.h>

/* 1 January 1980, midnight: the first time that an archive can say. */
#define FIRST_DAY 33

static bool add_part(zip_t *zip, const ci_workbook_part *part)
{
    zip_source_t *source =
        zip_source_buffer(zip, part->text.text, part->text.size, 0);
    zip_int64_t place = -1;

    if (source)
        place = zip_file_add(zip, part->name, source, ZIP_FL_ENC_UTF_8);
    if (source && place < 0)
        zip_source_free(source);
    return place >= 0 && zip_file_set_dostime(zip, (zip_uint64_t)place, 0,
                                              FIRST_DAY, 0) == 0;
}

static bool pack(zip_source_t *archive, const ci_workbook_part *parts,
                 size_t count)
{
    zip_t *zip = zip_open_from_source(archive, ZIP_TRUNCATE, NULL);
    bool is_good = zip != NULL;

    if (!zip)
        return false;
    zip_source_keep(archive); /* closing lets go of it */
    for (size_t i = 0; is_good && i < count; i++)
        is_good = add_part(zip, &parts[i]);
    if (is_good && zip_close(zip) == 0)
        return true;
    zip_discard(zip);
    return false;
}

static bool hand_over(zip_source_t *archive, circlet_write_fn write,
                      void *user)
{
    char bytes[16384];
    zip_int64_t size = 0;
    bool is_good = zip_source_open(archive) == 0;

    if (!is_good)
        return false;
    while (is_good &&
           (size = zip_source_read(archive, bytes, sizeof(bytes))) > 0)
        is_good = write(bytes, (size_t)size, user);
    zip_source_close(archive);
    return is_good && size == 0;
}

circlet_status ci_workbook_pack(const ci_workbook_part *parts, size_t count,
                                circlet_write_fn write, void *user,
                                circlet_error *error)
{
    zip_source_t *archive = zip_source_buffer_create(NULL, 0, 0, NULL);
    circlet_status status = CIRCLET_OK;

    if (!archive || !pack(archive, parts, count))
        status = ci_fail_nomem(error);
    else if (!hand_over(archive, write, user))
        status =
            ci_fail(error, CIRCLET_E_IO, "the workbook could not be written");
    zip_source_free(archive);
    return status;
}

#else

circlet_status ci_workbook_pack(const ci_workbook_part *parts, size_t count,
                                circlet_write_fn write, void *user,
                                circlet_error *error)
{
    (void)parts;
    (void)count;
    (void)write;
    (void)user;
    return ci_fail(error, CIRCLET_E_UNSUPPORTED,
                   "this circlet was built without .xlsx files: they need "
                   "libzip and expat");
}

#endif
