#include "io/tag_store.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"

bool ci_tag_store_start(ci_tag_store *store, ci_arena *arena)
{
    memset(store, 0, sizeof(*store));
    store->arena = arena;
    store->positions = ci_name_map_new();
    return store->positions != NULL;
}

void ci_tag_store_free(ci_tag_store *store)
{
    ci_name_map_free(store->positions);
    free(store->texts);
    free(store->order);
    memset(store, 0, sizeof(*store));
}

static const char *keep_text(ci_tag_store *store, const char *text)
{
    uint32_t position = ci_name_map_find(store->positions, text);
    const char **texts;
    char *copy;

    if (position != CI_NOWHERE)
        return store->texts[position];
    copy = ci_arena_copy(store->arena, text);
    /* Beyond what positions can count, a text is simply kept again. */
    if (!copy || store->text_count >= CI_NOWHERE)
        return copy;
    texts = ci_array_reserve_one(store->texts, store->text_count,
                                 &store->text_capacity, sizeof(*texts));
    if (!texts)
        return NULL;
    store->texts = texts;
    texts[store->text_count] = copy;
    if (!ci_name_map_add(store->positions, copy, (uint32_t)store->text_count))
        return NULL;
    store->text_count++;
    return copy;
}

/* By key, then as they were given: they stand in one array. */
static int compare_tags(const void *a, const void *b)
{
    const circlet_tag *x = ((const ci_tag_place *)a)->tag;
    const circlet_tag *y = ((const ci_tag_place *)b)->tag;
    int order = strcmp(x->key, y->key);

    return order ? order : (x > y) - (x < y);
}

static bool sort_tags(ci_tag_store *store, const circlet_tag *tags,
                      size_t count)
{
    for (size_t i = 0; i < count; i++) {
        ci_tag_place *order = ci_array_reserve_one(
            store->order, i, &store->order_capacity, sizeof(*order));

        if (!order)
            return false;
        store->order = order;
        order[i].tag = &tags[i];
    }
    qsort(store->order, count, sizeof(*store->order), compare_tags);
    return true;
}

bool ci_tag_store_keep(ci_tag_store *store, const circlet_tag *tags,
                       size_t count, const circlet_tag **out,
                       size_t *out_count)
{
    circlet_tag *kept;
    size_t kept_count = 0;

    *out = NULL;
    *out_count = 0;
    if (count == 0)
        return true;
    kept = ci_arena_take(store->arena, count * sizeof(*kept));
    if (!kept || !sort_tags(store, tags, count))
        return false;
    for (size_t i = 0; i < count; i++) {
        const circlet_tag *tag = store->order[i].tag;
        circlet_tag *place = &kept[kept_count];

        if (i > 0 && strcmp(tag->key, store->order[i - 1].tag->key) == 0)
            continue;
        place->key = keep_text(store, tag->key);
        place->value = keep_text(store, tag->value);
        if (!place->key || !place->value)
            return false;
        kept_count++;
    }
    *out = kept;
    *out_count = kept_count;
    return true;
}
