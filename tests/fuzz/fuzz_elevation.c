/* Any bytes as a grid of heights. The first byte says as which format: 'h'
 * a tile of SRTM, of which the rest is repeated until it has the size of
 * one; 'z' one in a zip archive, 'g' in gzip; else an ASCII grid. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "fuzz_file.h"
#include "io/elevation_file.h"

#define TILE_SIZE ((size_t)1201 * 1201 * 2)

/* Whatever a grid gives must be a height on land, and what it does not know
 * no number. */
static void check_grid(const ci_height_grid *grid)
{
    uint64_t voids = 0;

    for (uint32_t row = 0; row < grid->rows; row++)
        for (uint32_t column = 0; column < grid->columns; column++) {
            double height = ci_height_grid_at(grid, column, row);

            voids += isnan(height);
            if (height < CI_HEIGHT_LEAST_M || height > CI_HEIGHT_GREATEST_M)
                abort();
        }
    if (voids != grid->void_count || grid->odd_count > voids)
        abort();
    for (int i = 0; i < 64; i++) {
        circlet_point place = {grid->west + grid->dx * (i % 8 - 0.4),
                               grid->north - grid->dy * (i / 8 - 0.4)};
        double height = 0.0;

        if (ci_height_grid_find(&height, grid, place, CI_HEIGHT_SMOOTH) ==
                CI_HEIGHT_KNOWN &&
            !(height >= CI_HEIGHT_LEAST_M && height <= CI_HEIGHT_GREATEST_M))
            abort();
    }
}

static void write_grid(char path[FUZZ_PATH_SIZE + 16], const uint8_t *bytes,
                       size_t size, size_t repeated)
{
    FILE *file = fopen(path, "wb");

    if (!file)
        abort();
    if (repeated == 0)
        fwrite(bytes, 1, size, file);
    for (size_t done = 0; done < repeated && size > 0; done += size)
        fwrite(bytes, 1, size < repeated - done ? size : repeated - done,
               file);
    fclose(file);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    ci_height_grid grid = {0};
    ci_source remarks = {.state = NULL};
    char folder[FUZZ_PATH_SIZE], path[FUZZ_PATH_SIZE + 16];
    const char *name = "g.asc";

    if (size == 0)
        return 0;
    if (bytes[0] == 'h')
        name = "N42E001.hgt";
    else if (bytes[0] == 'z')
        name = "N42E001.hgt.zip";
    else if (bytes[0] == 'g')
        name = "N42E001.hgt.gz";
    snprintf(folder, sizeof(folder), "/tmp/circlet-fuzz-XXXXXX");
    if (!mkdtemp(folder))
        abort();
    snprintf(path, sizeof(path), "%s/%s", folder, name);
    write_grid(path, bytes + 1, size - 1, bytes[0] == 'h' ? TILE_SIZE : 0);
    if (ci_elevation_read(&grid, &remarks, path, NULL, NULL) == CIRCLET_OK)
        check_grid(&grid);
    ci_height_grid_free(&grid);
    ci_source_free_parts(&remarks);
    unlink(path);
    rmdir(folder);
    return 0;
}
