/* Files of GeoJSON: their text, in whatever encoding. */
#include "io/geojson.h"

#include "base/error.h"
#include "io/text_file.h"

#define FILE_SIZE_MAX ((size_t)1 << 31)

/* Its sample is from the names of fields: the first line of the file, which
 * a table has as its heading, may be all of it. */
static bool add_encoding_remark(ci_source *source, const ci_text_file *file)
{
    ci_encoding_choice choice = *ci_text_file_choice(file);
    ci_buffer names = {0};
    bool is_good;

    choice.sample[0] = '\0';
    choice.has_no_heading = true;
    ci_source_list_fields(&names, source);
    is_good = !names.failed;
    if (is_good)
        ci_encoding_set_sample(&choice, names.text, names.size);
    ci_buffer_free(&names);
    return is_good && ci_encoding_add_remark(source, &choice);
}

/* The whole text of a file as UTF-8. */
static circlet_status read_text(ci_buffer *out, ci_text_file *file,
                                const char *path, circlet_error *error)
{
    const char *text = NULL;
    size_t size = 1;
    circlet_status status = CIRCLET_OK;

    while (status == CIRCLET_OK && size > 0) {
        status = ci_text_file_next(file, &text, &size, error);
        if (status != CIRCLET_OK)
            return status == CIRCLET_E_NOMEM
                       ? status
                       : ci_fail_within(error, status, path);
        if (out->size + size > FILE_SIZE_MAX)
            return ci_fail(error, CIRCLET_E_UNSUPPORTED,
                           "%s: file has more than %zu bytes", path,
                           FILE_SIZE_MAX);
        ci_buffer_add_n(out, text, size);
        if (out->failed)
            return ci_fail_nomem(error);
    }
    return CIRCLET_OK;
}

circlet_status ci_geojson_open(ci_source *out, const char *path,
                               const ci_source_options *options,
                               circlet_error *error)
{
    ci_buffer bytes = {0};
    ci_text_file *file = NULL;
    circlet_status status =
        ci_text_file_open(&file, path, options->encoding, 0, error);

    if (status == CIRCLET_OK)
        status = read_text(&bytes, file, path, error);
    if (status == CIRCLET_OK)
        status = ci_geojson_parse(out, path, bytes.text, bytes.size, options,
                                  error);
    if (status == CIRCLET_OK && !add_encoding_remark(out, file)) {
        ci_source_free_parts(out);
        status = ci_fail_nomem(error);
    }
    ci_text_file_close(file);
    ci_buffer_free(&bytes);
    return status;
}
