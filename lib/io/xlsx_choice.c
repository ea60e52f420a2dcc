#include "io/xlsx_choice.h"

#ifdef HAVE_XLSX

#include <stdlib.h>

#include "base/error.h"
#include "base/id_map.h"
#include "base/text.h"
#include "io/xlsx_layout.h"

/* Whether a sheet may be meant by a file's name alone: all (NULL), or those
 * that are filled. */
static circlet_status list_sheets(ci_buffer *out, const ci_xlsx_book *book,
                                  const bool *is_wanted, circlet_error *error)
{
    for (size_t i = 0; i < book->sheet_count; i++) {
        if (is_wanted && !is_wanted[i])
            continue;
        ci_buffer_add(out, out->size > 0 ? ", " : "");
        ci_buffer_add(out, book->sheets[i].name);
    }
    return out->failed ? ci_fail_nomem(error) : CIRCLET_OK;
}

static circlet_status find_named(size_t *out, const ci_xlsx_book *book,
                                 const char *name, circlet_error *error)
{
    uint32_t found = ci_xlsx_book_find(book, name);
    ci_buffer names = {0};
    circlet_status status;

    if (found != CI_NOWHERE) {
        *out = found;
        return CIRCLET_OK;
    }
    status = list_sheets(&names, book, NULL, error);
    if (status == CIRCLET_OK)
        status = ci_fail(error, CIRCLET_E_INPUT,
                         "%s: there is no sheet '%s' (sheets: %s)",
                         ci_xlsx_zip_path(book->zip), name, names.text);
    ci_buffer_free(&names);
    return status;
}

static circlet_status fail_choice(const ci_xlsx_book *book,
                                  const bool *is_wanted, size_t count,
                                  circlet_error *error)
{
    const char *path = ci_xlsx_zip_path(book->zip);
    ci_buffer names = {0};
    circlet_status status =
        list_sheets(&names, book, count > 0 ? is_wanted : NULL, error);

    if (status == CIRCLET_OK && count == 0)
        status = ci_fail(error, CIRCLET_E_INPUT,
                         "%s: no sheet that is shown has a filled cell "
                         "(sheets: %s)",
                         path, names.text);
    else if (status == CIRCLET_OK)
        status = ci_fail(error, CIRCLET_E_INPUT,
                         "%s: %zu sheets have cells: name one as %s:SHEET "
                         "(sheets: %s)",
                         path, count, path, names.text);
    ci_buffer_free(&names);
    return status;
}

/* Sets which sheets are shown and filled. */
static circlet_status find_filled(bool *is_wanted, size_t *count,
                                  size_t *place, const ci_xlsx_book *book,
                                  circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    *count = 0;
    for (size_t i = 0; i < book->sheet_count && status == CIRCLET_OK; i++) {
        is_wanted[i] = false;
        if (book->sheets[i].is_hidden)
            continue;
        status = ci_xlsx_sheet_is_filled(&is_wanted[i], book, i, error);
        if (status == CIRCLET_OK && is_wanted[i]) {
            *place = i;
            ++*count;
        }
    }
    return status;
}

circlet_status ci_xlsx_choose_sheet(size_t *out, const ci_xlsx_book *book,
                                    const char *name, ci_source *remarks,
                                    circlet_error *error)
{
    bool *is_wanted;
    size_t count = 0, place = 0;
    circlet_status status;

    if (name)
        return find_named(out, book, name, error);
    is_wanted = calloc(book->sheet_count, sizeof(*is_wanted));
    if (!is_wanted)
        return ci_fail_nomem(error);
    status = find_filled(is_wanted, &count, &place, book, error);
    if (status == CIRCLET_OK && count != 1)
        status = fail_choice(book, is_wanted, count, error);
    free(is_wanted);
    if (status != CIRCLET_OK)
        return status;
    *out = place;
    if (book->sheet_count > 1 &&
        !ci_source_add_remark(remarks,
                              "of the %zu sheets '%s' is read: it is the "
                              "only one shown that has cells",
                              book->sheet_count, book->sheets[place].name))
        return ci_fail_nomem(error);
    return CIRCLET_OK;
}

#endif
