/* Workbooks that are written, opened as a source and removed. */
#ifndef TESTS_XLSX_FIXTURE_H
#define TESTS_XLSX_FIXTURE_H

#include "io/source.h"

#include "scratch.h"
#include "unit.h"
#include "xlsx_writer.h"

#define CELL(text) "<c t='str'><v>" text "</v></c>"

typedef struct opened {
    scratch_folder folder;
    char path[SCRATCH_PATH_SIZE + 64];
    ci_source *source;
} opened;

static inline void write_book(opened *o, const xlsx_text *text)
{
    char path[SCRATCH_PATH_SIZE];

    o->source = NULL;
    assert_true(scratch_make(&o->folder));
    snprintf(o->path, sizeof(o->path), "%s",
             scratch_path(&o->folder, path, "a.xlsx"));
    assert_true(xlsx_write(o->path, text));
}

static inline void close_book(opened *o)
{
    ci_source_close(o->source);
    scratch_remove(&o->folder);
}

static inline void open_book(opened *o, const xlsx_text *text)
{
    write_book(o, text);
    assert_ok(ci_source_open(&o->source, o->path, NULL, error));
}

static inline void open_rows(opened *o, const char *sheet)
{
    xlsx_text text = {.sheet = sheet};

    open_book(o, &text);
}

/* A book that must be refused. */
static inline void refuse_book(const xlsx_text *text, circlet_status status,
                               const char *message)
{
    opened o;

    write_book(&o, text);
    assert_fails(ci_source_open(&o.source, o.path, NULL, error), status,
                 message);
    close_book(&o);
}

static inline void refuse(const char *sheet, const char *message)
{
    xlsx_text text = {.sheet = sheet};

    refuse_book(&text, CIRCLET_E_FORMAT, message);
}

static inline void assert_remark(const opened *o, size_t i, const char *want)
{
    const ci_source_remark_text *remark = ci_source_remark(o->source, i);

    if (!want) {
        assert_null(remark);
        return;
    }
    assert_non_null(remark);
    assert_string_equal(remark->english, want);
}

#endif
