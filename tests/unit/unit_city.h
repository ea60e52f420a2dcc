/* A city that is being changed by an import of units, and units of rectangles
 * in it. */
#ifndef TESTS_UNIT_CITY_H
#define TESTS_UNIT_CITY_H

#include <circlet/io.h>

#include <stdio.h>

#include "geo/geodesic.h"
#include "io/city_file.h"
#include "io/container.h"
#include "io/import_units.h"
#include "scratch.h"
#include "unit.h"

#define NOTE_MAX 64

/* A city that is being changed by an import of units, and what it said. */
typedef struct unit_city {
    scratch_folder folder;
    ci_city_change change;
    ci_import import;
    int64_t source; /* of the import */
    char notes[NOTE_MAX][CIRCLET_MESSAGE_SIZE]; /* "kind row: reason" */
    size_t note_count;
    char remarks[16][CIRCLET_MESSAGE_SIZE];
    size_t remark_count;
} unit_city;

static inline void keep_note(const circlet_row_note *note, void *user)
{
    unit_city *city = user;

    assert_int_equal(note->outcome, CIRCLET_ROW_DOUBTFUL);
    assert_string_equal(note->source, "here/units.csv");
    assert_true(city->note_count < NOTE_MAX);
    snprintf(city->notes[city->note_count++], CIRCLET_MESSAGE_SIZE,
             "%s %u: %s", note->kind, (unsigned)note->row, note->reason);
}

static inline void keep_remark(const char *remark, void *user)
{
    unit_city *city = user;

    assert_true(city->remark_count < 16);
    snprintf(city->remarks[city->remark_count++], CIRCLET_MESSAGE_SIZE, "%s",
             remark);
}

static inline int64_t add_source(unit_city *city, int64_t run,
                                 const char *file)
{
    ci_statement *insert = NULL;
    int64_t fid;

    assert_ok(ci_db_prepare(
        &insert, city->change.db,
        "INSERT INTO source (run, layer, file, sha256, size, rows, imported, "
        "rejected, repaired, doubtful, is_complete) "
        "VALUES (?, 'units', ?, '', 0, 0, 0, 0, 0, 0, 0)",
        error));
    assert_ok(ci_bind_int(insert, 1, run, error));
    assert_ok(ci_bind_text(insert, 2, file, error));
    assert_ok(ci_statement_step(insert, NULL, error));
    fid = ci_db_last_fid(city->change.db);
    ci_statement_free(insert);
    return fid;
}

static inline int make_city(void **state)
{
    unit_city *city = calloc(1, sizeof(*city));
    const ci_run_record run = {
        .command = "import", .layer = "units", .year = -1};
    char path[SCRATCH_PATH_SIZE];

    assert_non_null(city);
    assert_true(scratch_make(&city->folder));
    scratch_path(&city->folder, path, "city.gpkg");
    assert_ok(circlet_write_new_city(path, error));
    assert_ok(ci_city_change_begin(&city->change, path, error));
    city->import.db = city->change.db;
    city->import.layer = CIRCLET_LAYER_UNITS;
    city->import.options.noted = keep_note;
    city->import.options.remarked = keep_remark;
    city->import.options.user = city;
    assert_ok(
        ci_city_file_add_run(&city->import.run, city->change.db, &run, error));
    city->source = add_source(city, city->import.run, "units.csv");
    *state = city;
    return 0;
}

static inline int remove_city(void **state)
{
    unit_city *city = *state;

    ci_city_change_end(&city->change);
    scratch_remove(&city->folder);
    free(city);
    return 0;
}

/* ---- units of rectangles ------------------------------------------------ */

/* In thousandths of a degree east and north of 116, 40. */
typedef struct box {
    double west, south, east, north;
} box;

static inline void add_box(ci_geometry *out, box b)
{
    const circlet_point corners[] = {{b.west, b.south},
                                     {b.east, b.south},
                                     {b.east, b.north},
                                     {b.west, b.north}};

    out->type = CI_GEOMETRY_AREA;
    for (size_t i = 0; i < 4; i++)
        assert_true(ci_geometry_add_point(
            out, (circlet_point){116 + corners[i].lon / 1000,
                                 40 + corners[i].lat / 1000}));
    assert_true(ci_geometry_end_ring(out, false));
}

typedef struct unit_row {
    const char *code, *level, *parent;
    box boxes[3];
    size_t box_count; /* 0: no area */
    bool is_earlier; /* not of this import */
} unit_row;

static inline void insert_unit(unit_city *city, const unit_row *row,
                               int64_t source, int64_t number)
{
    ci_statement *insert = NULL;
    ci_geometry geometry = {0};
    ci_buffer blob = {0};
    circlet_area area;
    char name[64];

    snprintf(name, sizeof(name), "N%s", row->code);
    for (size_t i = 0; i < row->box_count; i++)
        add_box(&geometry, row->boxes[i]);
    area = ci_geometry_area(&geometry);
    ci_container_write_area(city->change.db, &blob, &area);
    assert_ok(ci_db_prepare(
        &insert, city->change.db,
        "INSERT INTO unit (geom, code, name, level, parent_code, source, "
        "source_row) VALUES (?, ?, ?, ?, ?, ?, ?)",
        error));
    if (row->box_count > 0)
        assert_ok(ci_bind_blob(insert, 1, blob.text, blob.size, error));
    assert_ok(ci_bind_text(insert, 2, row->code, error));
    assert_ok(ci_bind_text(insert, 3, name, error));
    assert_ok(ci_bind_text(insert, 4, row->level, error));
    assert_ok(ci_bind_text(insert, 5, row->parent, error));
    assert_ok(ci_bind_int(insert, 6, source, error));
    assert_ok(ci_bind_int(insert, 7, number, error));
    assert_ok(ci_statement_step(insert, NULL, error));
    ci_statement_free(insert);
    ci_buffer_free(&blob);
    ci_geometry_free(&geometry);
}

/* Puts units in, as rows 2, 3 ... of the import. */
static inline void insert_units(unit_city *city, const unit_row *rows,
                                size_t count)
{
    int64_t earlier = 0;

    for (size_t i = 0; i < count; i++) {
        if (rows[i].is_earlier && earlier == 0)
            earlier = add_source(city, 0, "earlier.csv");
        insert_unit(city, &rows[i],
                    rows[i].is_earlier ? earlier : city->source,
                    (int64_t)i + 2);
    }
}

static inline double box_m2(box b)
{
    ci_geometry geometry = {0};
    circlet_area area;
    double area_m2;

    add_box(&geometry, b);
    area = ci_geometry_area(&geometry);
    area_m2 = ci_geodesic_area_m2(&area);
    ci_geometry_free(&geometry);
    return area_m2;
}

#define city_test(name)                                                       \
    cmocka_unit_test_setup_teardown(name, make_city, remove_city)

#endif
