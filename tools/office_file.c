#include "office_file.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "locale.h"
#include "message.h"
#include "solver_process.h"

static bool write_bytes(const char *bytes, size_t size, void *user)
{
    return fwrite(bytes, 1, size, user) == size;
}

static circlet_status fail(circlet_error *error, circlet_status status,
                           const char *text)
{
    error->status = status;
    snprintf(error->message, sizeof(error->message), "%s", text);
    return status;
}

static circlet_status write_plain(circlet_page_facts *facts, const char *path,
                                  const circlet_page_content *content,
                                  const circlet_page_options *options,
                                  circlet_error *error)
{
    circlet_page_options plain = *options;
    FILE *file = fopen(path, "wb");
    circlet_status status;

    if (!file)
        return fail(error, CIRCLET_E_IO,
                    _("a file for pandoc could not be "
                      "made"));
    plain.form = CIRCLET_PAGE_PLAIN;
    status =
        circlet_page_write(facts, content, &plain, write_bytes, file, error);
    if (fclose(file) != 0 && !status)
        status = fail(error, CIRCLET_E_IO,
                      _("a file for pandoc could not be "
                        "written"));
    return status;
}

static circlet_status copy(FILE *out, const char *path, circlet_error *error)
{
    FILE *in = fopen(path, "rb");
    char block[65536];
    size_t size;
    bool is_whole = true;

    if (!in)
        return fail(error, CIRCLET_E_IO, _("pandoc made no document"));
    while (is_whole && (size = fread(block, 1, sizeof(block), in)) > 0)
        is_whole = fwrite(block, 1, size, out) == size;
    is_whole = is_whole && !ferror(in);
    fclose(in);
    return is_whole ? CIRCLET_OK
                    : fail(error, CIRCLET_E_IO,
                           _("the document could not be written"));
}

/* What the document is to look like; without it pandoc has its own. */
static circlet_status write_template(bool *has_template, const char *path,
                                     circlet_error *error)
{
    FILE *file = fopen(path, "wb");
    circlet_error own;
    circlet_status status;

    if (!file)
        return fail(error, CIRCLET_E_IO,
                    _("a file for pandoc could not be "
                      "made"));
    status = circlet_office_template_write(write_bytes, file, &own);
    if (fclose(file) != 0 && !status)
        status = fail(&own, CIRCLET_E_IO,
                      _("a file for pandoc could not be "
                        "written"));
    *has_template = status == CIRCLET_OK;
    if (status && status != CIRCLET_E_UNSUPPORTED)
        *error = own;
    return status == CIRCLET_E_UNSUPPORTED ? CIRCLET_OK : status;
}

/* The same report is the same bytes: the time that pandoc writes into files is
 * that of the environment, else the first that a zip file knows. */
#define ZIP_EPOCH "315532800"

/* `like` is the template of the document, NULL: pandoc's own. A template says
 * which language Chinese characters are in; that of the page would make the
 * Latin words in it Chinese, too. */
static circlet_status run_pandoc(const solver_folder *folder, bool is_odt,
                                 const char *like, circlet_error *error)
{
    char program[] = "pandoc", from[] = "--from=html";
    char docx[] = "--to=docx", odt[] = "--to=odt", output[] = "--output";
    char latin[] = "--metadata=lang:en-GB";
    char answer[SOLVER_PATH_SIZE], problem[SOLVER_PATH_SIZE];
    char reference[SOLVER_PATH_SIZE + 32];
    circlet_error own;
    circlet_status status;

    memcpy(answer, folder->answer, sizeof(answer));
    memcpy(problem, folder->problem, sizeof(problem));
    snprintf(reference, sizeof(reference), "--reference-doc=%s",
             like ? like : "");
    setenv("SOURCE_DATE_EPOCH", ZIP_EPOCH, 0);
    status = solver_run((char *[]){program, from, is_odt ? odt : docx, output,
                                   answer, problem, like ? reference : NULL,
                                   latin, NULL},
                        folder, 0, &own);
    if (status == CIRCLET_E_NOT_FOUND)
        return fail(error, CIRCLET_E_UNSUPPORTED,
                    _("--to needs the program pandoc, which is not installed "
                      "here"));
    if (status)
        *error = own;
    return status;
}

circlet_status office_file_write(circlet_page_facts *facts, FILE *out,
                                 const char *path,
                                 const circlet_page_content *content,
                                 const circlet_page_options *options,
                                 circlet_error *error)
{
    size_t size = strlen(path);
    bool is_odt = size > 4 && strcasecmp(path + size - 4, ".odt") == 0;
    bool has_template = false;
    solver_folder folder = {.path = ""};
    circlet_status status = solver_folder_make(&folder, error);

    if (!status)
        status = write_plain(facts, folder.problem, content, options, error);
    if (!status && !is_odt)
        status = write_template(&has_template, folder.start, error);
    if (!status)
        status = run_pandoc(&folder, is_odt,
                            has_template ? folder.start : NULL, error);
    if (!status)
        status = copy(out, folder.answer, error);
    solver_folder_remove(&folder);
    return status;
}
