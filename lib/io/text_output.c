#include "io/text_output.h"

#include <errno.h>
#include <string.h>

#include "base/error.h"

circlet_status ci_text_output_open(ci_text_output *out, const char *path,
                                   circlet_error *error)
{
    circlet_status status =
        ci_replacement_begin(&out->place, path, CI_REPLACEMENT_ANY, error);

    if (status)
        return status;
    out->path = path;
    out->file = fopen(out->place.temporary, "wb");
    if (!out->file)
        return ci_fail(error, CIRCLET_E_IO, "%s: %s", path, strerror(errno));
    return CIRCLET_OK;
}

circlet_status ci_text_output_commit(ci_text_output *output,
                                     circlet_error *error)
{
    bool has_failed = ferror(output->file) != 0;
    FILE *file = output->file;

    output->file = NULL;
    if (fclose(file) != 0 || has_failed)
        return ci_fail(error, CIRCLET_E_IO, "%s: not all could be written",
                       output->path);
    return ci_replacement_commit(&output->place, error);
}

void ci_text_output_end(ci_text_output *output)
{
    if (output->file)
        fclose(output->file);
    output->file = NULL;
    ci_replacement_end(&output->place);
}
