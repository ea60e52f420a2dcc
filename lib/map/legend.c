/* What the colours, hatches and marks mean, and how many there are. */
#include <math.h>
#include <stdlib.h>

#include "map/map_words.h"
#include "map/picture.h"

#define ENTRY_MAX 64

/* In parts of the height of text: of a line, of what is above a heading, and
 * what a sample takes. */
#define LINE 1.55
#define GAP 0.85
#define SAMPLE 2.0
#define COLUMN 15.5

typedef enum entry_kind {
    ENTRY_HEADING,
    ENTRY_NOTE,
    ENTRY_FILL,
    ENTRY_TARGET,
    ENTRY_TYPE,
    ENTRY_ACTION,
    ENTRY_SITE,
    ENTRY_CROWD,
    ENTRY_BORDER,
    ENTRY_ROAD
} entry_kind;

typedef struct legend_entry {
    entry_kind kind;
    int which; /* fill, action, size, level */
    const char *type;
    char *text; /* owned */
} legend_entry;

typedef struct legend {
    ci_picture *picture;
    legend_entry entries[ENTRY_MAX];
    size_t count;
    bool is_chinese;
} legend;

/* ---- what stands in it -------------------------------------------------- */

/* Adds an entry of a template; the text is copied. */
static void add(legend *into, legend_entry entry, const char *text,
                const char *first, const char *second)
{
    ci_buffer buffer = {0};

    if (into->count == ENTRY_MAX)
        return;
    ci_map_format(&buffer, text, first, second);
    if (buffer.failed || !buffer.text) {
        ci_buffer_free(&buffer);
        into->picture->canvas->failed = true;
        return;
    }
    entry.text = buffer.text;
    into->entries[into->count++] = entry;
}

static void add_counted(legend *into, legend_entry entry, const char *text,
                        size_t count)
{
    ci_buffer number = {0};

    ci_buffer_add_int(&number, (int64_t)count);
    if (number.failed)
        into->picture->canvas->failed = true;
    else
        add(into, entry, into->is_chinese ? "{0}（{1}）" : "{0} ({1})", text,
            number.text);
    ci_buffer_free(&number);
}

static void add_word(legend *into, entry_kind kind, ci_map_word word)
{
    add(into, (legend_entry){.kind = kind},
        ci_map_word_text(word, into->is_chinese), NULL, NULL);
}

static void add_fills(legend *into)
{
    const ci_picture *picture = into->picture;
    bool is_coverage = picture->options->show == CIRCLET_MAP_COVERAGE;

    if (!picture->content->findings)
        return;
    add_word(into, ENTRY_HEADING,
             is_coverage ? CI_WORD_COVERAGE : CI_WORD_VERDICT);
    if (!is_coverage)
        add_word(into, ENTRY_NOTE, CI_WORD_VERDICT_NOTE);
    for (int i = CI_FILL_COUNT - 1; i >= 0; i--)
        if (picture->fill_counts[i] > 0)
            add_counted(into, (legend_entry){.kind = ENTRY_FILL, .which = i},
                        ci_fill_text((ci_fill)i, into->is_chinese),
                        picture->fill_counts[i]);
    if (picture->target_count > 0)
        add_counted(into, (legend_entry){.kind = ENTRY_TARGET},
                    ci_map_word_text(CI_WORD_BELOW_TARGET, into->is_chinese),
                    picture->target_count);
}

/* "20-99 persons", "500+ persons". */
static void add_crowd(legend *into, int size)
{
    ci_buffer range = {0};

    ci_buffer_add_double(&range, ci_crowd_from(size));
    if (size + 1 < CI_CROWD_SIZES) {
        ci_buffer_add(&range, "–");
        ci_buffer_add_double(&range, ci_crowd_from(size + 1) - 1);
    } else
        ci_buffer_add(&range, "+");
    if (range.failed)
        into->picture->canvas->failed = true;
    else
        add(into, (legend_entry){.kind = ENTRY_CROWD, .which = size},
            ci_map_word_text(CI_WORD_PERSONS, into->is_chinese), range.text,
            NULL);
    ci_buffer_free(&range);
}

/* How large cells are of which circles are drawn. */
static void add_cells(legend *into)
{
    double metres = into->picture->outside.cell_m;
    ci_buffer cell = {0};

    ci_buffer_add_double(&cell, metres >= 1000 ? metres / 1000 : metres);
    ci_buffer_add(&cell, metres >= 1000 ? " km" : " m");
    if (cell.failed)
        into->picture->canvas->failed = true;
    else
        add(into, (legend_entry){.kind = ENTRY_NOTE},
            ci_map_word_text(CI_WORD_CELLS, into->is_chinese), cell.text, "5");
    ci_buffer_free(&cell);
}

/* Of sizes of circles those that are drawn; where none is, why. */
static void add_outside(legend *into)
{
    const ci_outside *outside = &into->picture->outside;

    if (outside->rule_count == 0)
        return;
    add_word(into, ENTRY_HEADING, CI_WORD_OUTSIDE);
    if (!(into->picture->persons_drawn > 0)) {
        add(into, (legend_entry){.kind = ENTRY_NOTE},
            ci_map_word_text(outside->hidden > 0 ? CI_WORD_CELLS_HIDDEN
                                                 : CI_WORD_CELLS_NONE,
                             into->is_chinese),
            "5", NULL);
        return;
    }
    add_cells(into);
    for (int size = 0; size < CI_CROWD_SIZES; size++)
        if (into->picture->crowd_counts[size] > 0)
            add_crowd(into, size);
}

static void add_facilities(legend *into)
{
    const ci_picture *picture = into->picture;
    const circlet_policy *policy = picture->content->policy;

    if (picture->type_count > 0)
        add_word(into, ENTRY_HEADING, CI_WORD_FACILITIES);
    for (size_t i = 0; i < picture->type_count; i++) {
        const char *type = picture->types[i].type;
        const char *text =
            ci_map_word_text(CI_WORD_OTHER_TYPES, into->is_chinese);

        if (type && policy)
            text = into->is_chinese ? circlet_policy_word_zh(policy, type)
                                    : circlet_policy_word_en(policy, type);
        else if (type)
            text = type;
        add_counted(into, (legend_entry){.kind = ENTRY_TYPE, .type = type},
                    text, picture->types[i].count);
    }
    if (picture->site_count > 0)
        add_counted(into, (legend_entry){.kind = ENTRY_SITE},
                    ci_map_word_text(picture->content->plan
                                         ? CI_WORD_SITES_LEFT
                                         : CI_WORD_SITES,
                                     into->is_chinese),
                    picture->site_count);
}

static void add_plan(legend *into)
{
    const ci_picture *picture = into->picture;
    size_t count = 0;

    for (int i = 0; i < CI_ACTION_COUNT; i++)
        count += picture->action_counts[i];
    if (!picture->content->plan || count == 0)
        return;
    add(into, (legend_entry){.kind = ENTRY_HEADING},
        ci_map_word_text(CI_WORD_PLAN, into->is_chinese),
        circlet_plan_name(picture->content->plan), NULL);
    for (int i = 0; i < CI_ACTION_COUNT; i++)
        if (picture->action_counts[i] > 0)
            add_counted(into, (legend_entry){.kind = ENTRY_ACTION, .which = i},
                        ci_action_text((ci_action_mark)i, into->is_chinese),
                        picture->action_counts[i]);
}

static void add_lines(legend *into)
{
    const ci_picture *picture = into->picture;
    bool has_any = picture->roads != CI_ROADS_NONE;

    for (int level = 0; level < CIRCLET_LEVEL_COUNT; level++)
        has_any = has_any || picture->has_level[level];
    if (!has_any)
        return;
    add_word(into, ENTRY_HEADING, CI_WORD_BORDERS);
    for (int level = 0; level < CIRCLET_LEVEL_COUNT; level++)
        if (picture->has_level[level])
            add(into, (legend_entry){.kind = ENTRY_BORDER, .which = level},
                ci_level_border_text((circlet_level)level, into->is_chinese),
                NULL, NULL);
    if (picture->roads != CI_ROADS_NONE)
        add_word(into, ENTRY_ROAD,
                 picture->roads == CI_ROADS_ALL ? CI_WORD_ROADS
                                                : CI_WORD_MAIN_ROADS);
}

/* ---- samples ------------------------------------------------------------ */

static void draw_swatch(ci_picture *picture, const legend_entry *entry,
                        circlet_point at, double base)
{
    ci_canvas *canvas = picture->canvas;
    ci_rect rect = {at.lon - 0.8 * base, at.lat - 0.5 * base, 1.6 * base,
                    base};
    ci_hatch hatch;

    ci_canvas_rect(canvas, &rect);
    if (entry->kind == ENTRY_TARGET)
        hatch = ci_target_hatch(base);
    else
        ci_canvas_fill(canvas,
                       (ci_ink){ci_fill_colour((ci_fill)entry->which), 1});
    if (entry->kind == ENTRY_TARGET ||
        ci_fill_hatch(&hatch, (ci_fill)entry->which, base))
        ci_canvas_hatch(canvas, &hatch);
    ci_canvas_stroke(canvas, &(ci_pen){{CI_INK_BORDER, 0.9}, 0.055 * base, 0});
    ci_canvas_drop_path(canvas);
}

static void draw_line(ci_picture *picture, const legend_entry *entry,
                      circlet_point at, double base)
{
    ci_pen pen = {{CI_INK_ROAD, 0.9}, 0.1 * base, 0};

    if (entry->kind == ENTRY_BORDER) {
        bool is_filled = entry->which == (int)picture->fills.level;

        pen = (ci_pen){{is_filled ? CI_INK_BORDER : CI_INK_TEXT, 0.9},
                       (is_filled                            ? 0.07
                        : entry->which == CIRCLET_LEVEL_CITY ? 0.2
                                                             : 0.14) *
                           base,
                       0};
    }
    ci_canvas_move(picture->canvas, at.lon - 0.8 * base, at.lat);
    ci_canvas_line(picture->canvas, at.lon + 0.8 * base, at.lat);
    ci_canvas_stroke(picture->canvas, &pen);
    ci_canvas_drop_path(picture->canvas);
}

static void draw_sample(ci_picture *picture, const legend_entry *entry,
                        circlet_point at, double base)
{
    switch (entry->kind) {
    case ENTRY_FILL:
    case ENTRY_TARGET:
        draw_swatch(picture, entry, at, base);
        break;
    case ENTRY_TYPE:
        ci_mark_draw(picture->canvas,
                     ci_mark_of_type(entry->type ? entry->type : ""), at,
                     0.38 * base, (ci_ink){CI_INK_FACILITY, 1});
        break;
    case ENTRY_ACTION:
        ci_action_mark_draw(picture->canvas, (ci_action_mark)entry->which, at,
                            0.48 * base, 1);
        break;
    case ENTRY_SITE:
        ci_site_mark_draw(picture->canvas, at, 0.34 * base);
        break;
    case ENTRY_CROWD: /* as large as on the map, where that is `base` */
        ci_crowd_draw(picture->canvas, at,
                      ci_crowd_radius(entry->which, picture->base));
        break;
    default:
        draw_line(picture, entry, at, base);
    }
}

/* ---- layout ------------------------------------------------------------- */

static double height_of(const legend_entry *entry, bool is_first)
{
    if (entry->kind == ENTRY_HEADING)
        return LINE + (is_first ? 0 : GAP);
    return entry->kind == ENTRY_NOTE ? 0.8 * LINE : LINE;
}

/* The size of text at which all entries have room in columns; at most that of
 * the map. `column` gets how wide one is. */
static double fit(double *column, const legend *from, const ci_rect *room)
{
    double size = from->picture->base;

    for (;; size *= 0.96) {
        size_t columns = (size_t)fmax(1, floor(room->width / (COLUMN * size)));
        double height = 0, used = 1;

        *column = room->width / (double)columns;
        for (size_t i = 0; i < from->count; i++) {
            double line = size * height_of(&from->entries[i], height <= 0);

            if (height + line > room->height) {
                used++;
                height = 0;
            }
            height += line;
        }
        if (used <= (double)columns || size < 0.2 * from->picture->base)
            return size;
    }
}

static void write_entry(legend *from, const legend_entry *entry,
                        circlet_point at, double size, double width)
{
    ci_canvas *canvas = from->picture->canvas;
    bool is_heading = entry->kind == ENTRY_HEADING;
    bool has_sample = !is_heading && entry->kind != ENTRY_NOTE;
    ci_lettering lettering = {
        size * (is_heading                  ? 0.98
                : entry->kind == ENTRY_NOTE ? 0.72
                                            : 0.88),
        is_heading,
        {entry->kind == ENTRY_NOTE ? CI_INK_QUIET : CI_INK_TEXT, 1},
        0,
        CI_ANCHOR_START};
    double indent = has_sample ? SAMPLE * size : 0;
    ci_text_size text = ci_canvas_measure(canvas, entry->text, &lettering);

    if (text.width > width - indent - 0.4 * size) /* a long name */
        lettering.size *= (width - indent - 0.4 * size) / text.width;
    if (has_sample)
        draw_sample(from->picture, entry,
                    (circlet_point){at.lon + 0.85 * size, at.lat}, size);
    ci_canvas_text(canvas, at.lon + indent, at.lat + 0.36 * lettering.size,
                   entry->text, &lettering);
}

static void write_all(legend *from, const ci_rect *room)
{
    double column, size = fit(&column, from, room);
    double left = room->left, height = 0;

    for (size_t i = 0; i < from->count; i++) {
        const legend_entry *entry = &from->entries[i];
        double line = size * height_of(entry, height <= 0);

        if (height + line > room->height) {
            left += column;
            line = size * height_of(entry, true);
            height = 0;
        }
        height += line;
        write_entry(
            from, entry,
            (circlet_point){left, room->top + height - 0.5 * LINE * size},
            size, column);
    }
}

void ci_draw_legend(ci_picture *picture, const ci_rect *room)
{
    legend all = {.picture = picture,
                  .is_chinese = picture->options->is_chinese};

    add_fills(&all);
    add_outside(&all);
    add_plan(&all);
    add_facilities(&all);
    add_lines(&all);
    ci_canvas_open_group(picture->canvas, "legend", NULL);
    write_all(&all, room);
    ci_canvas_close_group(picture->canvas);
    for (size_t i = 0; i < all.count; i++)
        free(all.entries[i].text);
}
