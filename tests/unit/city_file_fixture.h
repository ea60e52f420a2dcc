/* A folder with a new city file and small sources to import. */
#ifndef TESTS_CITY_FILE_FIXTURE_H
#define TESTS_CITY_FILE_FIXTURE_H

#include <circlet/io.h>

#include "io/city_file.h"
#include "scratch.h"
#include "unit.h"

/* A copy of what was said about a row; "" for what was not said. */
typedef struct kept_note {
    circlet_row_outcome outcome;
    char kind[32], field[64], value[64], reason[512];
    uint64_t row;
} kept_note;

typedef struct city_folder {
    scratch_folder folder;
    char city[SCRATCH_PATH_SIZE];
    char last_reason[512]; /* of a row that was refused */
    uint64_t last_row;
    kept_note last; /* of any row */
    size_t note_count;
    size_t remarks;
    char last_remark[512];
} city_folder;

static const char units_geojson[] =
    "{\"type\":\"FeatureCollection\",\"features\":["
    "{\"type\":\"Feature\",\"properties\":{\"code\":\"D\",\"name\":\"Dee\","
    "\"level\":\"district\",\"setting\":\"urban\",\"residents\":9000},"
    "\"geometry\":{\"type\":\"Polygon\",\"coordinates\":"
    "[[[116,40],[116.02,40],[116.02,40.01],[116,40.01],[116,40]]]}},"
    "{\"type\":\"Feature\",\"properties\":{\"code\":\"D1\",\"name\":\"One\","
    "\"level\":\"street\",\"parent_code\":\"D\",\"mayor\":\"x\\\"y\"},"
    "\"geometry\":{\"type\":\"Polygon\",\"coordinates\":"
    "[[[116,40],[116.01,40],[116.01,40.01],[116,40.01],[116,40]]]}},"
    "{\"type\":\"Feature\",\"properties\":{\"code\":\"D2\",\"name\":\"Two\","
    "\"level\":\"street\",\"parent_code\":\"D\",\"residents\":4000},"
    "\"geometry\":{\"type\":\"Polygon\",\"coordinates\":"
    "[[[116.01,40],[116.02,40],[116.02,40.01],[116.01,40.01],"
    "[116.01,40]]]}}]}";

static const char people_csv[] =
    "id,lon,lat,weight,kind,grade,aid,certified,hobby\n"
    "p2,116.015,40.005,1.125,visual;mental,2,stick,1,chess\n"
    "p1,116.005,40.005,0,physical,1,,,\n"
    "p3,116.5,40.5,2,visual,,none,0,\n";

static const char facilities_csv[] =
    "id,name,type,lon,lat,status,services,opened,area_m2,is_pilot\n"
    "f1,One,warm_home,116.004,40.004,open,"
    "day_care:30:12;residential:beds=100,2019-05,300.5,1\n"
    "f2,Two,warm_home,116.014,40.004,planned,,2020/01/31,,\n";

static const char sites_csv[] = "id,lon,lat,types,cost_cny\n"
                                "s1,116.006,40.006,warm_home;clinic,5000\n";

static const char nodes_csv[] = "node_id,x_coord,y_coord,kerb\n"
                                "1,116.00,40.005,lowered\n"
                                "2,116.01,40.005,\n"
                                "3,116.02,40.005,\n";

static const char links_csv[] =
    "link_id,from_node_id,to_node_id,length,facility_type,name\n"
    "10,1,2,852,footway,\"\xe8\xb7\xaf \"\"a\"\"\"\n"
    "11,2,3,853,residential,\n";

static inline void write_source(const city_folder *f, const char *name,
                                const char *text)
{
    assert_true(scratch_write(&f->folder, name, text, strlen(text)));
}

static inline int make_city_folder(void **state)
{
    city_folder *f = calloc(1, sizeof(*f));

    assert_non_null(f);
    assert_true(scratch_make(&f->folder));
    scratch_path(&f->folder, f->city, "city.gpkg");
    assert_ok(circlet_write_new_city(f->city, error));
    write_source(f, "units.geojson", units_geojson);
    write_source(f, "people.csv", people_csv);
    write_source(f, "facilities.csv", facilities_csv);
    write_source(f, "sites.csv", sites_csv);
    write_source(f, "node.csv", nodes_csv);
    write_source(f, "link.csv", links_csv);
    *state = f;
    return 0;
}

static inline int remove_city_folder(void **state)
{
    city_folder *f = *state;

    scratch_remove(&f->folder);
    free(f);
    return 0;
}

static inline void keep_note(const circlet_row_note *note, void *user)
{
    city_folder *f = user;
    kept_note *last = &f->last;

    if (note->outcome == CIRCLET_ROW_REFUSED) {
        snprintf(f->last_reason, sizeof(f->last_reason), "%s", note->reason);
        f->last_row = note->row;
    }
    *last = (kept_note){.outcome = note->outcome, .row = note->row};
    snprintf(last->kind, sizeof(last->kind), "%s", note->kind);
    snprintf(last->reason, sizeof(last->reason), "%s", note->reason);
    snprintf(last->field, sizeof(last->field), "%s",
             note->field ? note->field : "");
    snprintf(last->value, sizeof(last->value), "%s",
             note->value ? note->value : "");
    f->note_count++;
}

static inline void count_remark(const char *remark, void *user)
{
    city_folder *f = user;

    snprintf(f->last_remark, sizeof(f->last_remark), "%s", remark);
    f->remarks++;
}

/* Imports a file of the folder, with options of which NULL are defaults. */
static inline circlet_status import_file(circlet_import_counts *counts,
                                         city_folder *f, circlet_layer layer,
                                         const char *name,
                                         const circlet_import_options *given,
                                         circlet_error *error)
{
    circlet_import_options options = CIRCLET_IMPORT_OPTIONS_INIT;
    char path[SCRATCH_PATH_SIZE];
    const char *source = scratch_path(&f->folder, path, name);

    if (given)
        options = *given;
    options.noted = keep_note;
    options.remarked = count_remark;
    options.user = f;
    f->last_reason[0] = '\0';
    f->last = (kept_note){.row = 0};
    f->note_count = 0;
    return circlet_import(counts, f->city, layer, &source, 1, &options, error);
}

static inline circlet_status import_roads(circlet_import_counts *counts,
                                          const city_folder *f,
                                          const char *extent,
                                          circlet_error *error)
{
    circlet_import_options options = CIRCLET_IMPORT_OPTIONS_INIT;
    char link[SCRATCH_PATH_SIZE], node[SCRATCH_PATH_SIZE];
    const char *const sources[] = {scratch_path(&f->folder, link, "link.csv"),
                                   scratch_path(&f->folder, node, "node.csv")};

    options.extent = extent;
    return circlet_import(counts, f->city, CIRCLET_LAYER_ROADS, sources, 2,
                          &options, error);
}

/* A city with all layers. The people come first: one of them lives outside
 * the units and would else be refused. */
static inline void import_everything(city_folder *f)
{
    circlet_import_counts counts;

    assert_ok(import_file(&counts, f, CIRCLET_LAYER_PEOPLE, "people.csv", NULL,
                          error));
    assert_ok(import_file(&counts, f, CIRCLET_LAYER_UNITS, "units.geojson",
                          NULL, error));
    assert_ok(import_file(&counts, f, CIRCLET_LAYER_FACILITIES,
                          "facilities.csv", NULL, error));
    assert_ok(import_file(&counts, f, CIRCLET_LAYER_SITES, "sites.csv", NULL,
                          error));
    assert_ok(import_roads(&counts, f, NULL, error));
}

/* The first column of the first row of a query of the city. */
static inline int64_t city_query(const city_folder *f, const char *sql)
{
    ci_db *db = NULL;
    int64_t value = -1;

    assert_ok(ci_city_file_open(&db, f->city, error));
    assert_ok(ci_db_query_int(&value, db, sql, error));
    ci_db_close(db);
    return value;
}

/* The bytes of a file, which the caller frees. */
static inline char *file_bytes(const char *path, size_t *size)
{
    FILE *file = fopen(path, "rb");
    char *bytes;
    long end;

    assert_non_null(file);
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    end = ftell(file);
    assert_true(end >= 0);
    rewind(file);
    bytes = malloc((size_t)end + 1);
    assert_non_null(bytes);
    *size = fread(bytes, 1, (size_t)end, file);
    assert_int_equal(*size, end);
    fclose(file);
    return bytes;
}

/* Whether a file's bytes are these. */
static inline int file_is(const char *path, const char *bytes, size_t size)
{
    size_t found_size;
    char *found = file_bytes(path, &found_size);
    int is_same = found_size == size && memcmp(found, bytes, size) == 0;

    free(found);
    return is_same;
}

static inline int file_exists(const city_folder *f, const char *name)
{
    char path[SCRATCH_PATH_SIZE];

    return access(scratch_path(&f->folder, path, name), F_OK) == 0;
}

#endif
