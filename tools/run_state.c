#include "run_state.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void run_digest_set(run_digest out, const char *text)
{
    snprintf(out, CIRCLET_DIGEST_SIZE, "%s", text);
}

void run_state_free(run_state *state)
{
    while (state->record_count > 0)
        run_state_drop(state, &state->records[state->record_count - 1]);
    for (size_t i = 0; i < state->history_count; i++) {
        free(state->histories[i].named);
        free(state->histories[i].levels);
    }
    free(state->records);
    free(state->histories);
    *state = (run_state){0};
}

run_record *run_state_find(const run_state *state, const char *key)
{
    for (size_t i = 0; i < state->record_count; i++)
        if (strcmp(state->records[i].key, key) == 0)
            return &state->records[i];
    return NULL;
}

run_history *run_state_city(const run_state *state, const char *named)
{
    for (size_t i = 0; i < state->history_count; i++)
        if (strcmp(state->histories[i].named, named) == 0)
            return &state->histories[i];
    return NULL;
}

const run_seen *run_state_written(const run_state *state, const char *named)
{
    for (size_t i = state->record_count; i-- > 0;)
        for (size_t k = 0; k < state->records[i].output_count; k++)
            if (strcmp(state->records[i].outputs[k].named, named) == 0)
                return &state->records[i].outputs[k];
    return NULL;
}

run_record *run_state_add_record(run_state *state)
{
    run_record *records = realloc(state->records, (state->record_count + 1) *
                                                      sizeof(*state->records));

    if (!records)
        return NULL;
    state->records = records;
    records[state->record_count] = (run_record){0};
    return &records[state->record_count++];
}

run_history *run_state_add_city(run_state *state, const char *named)
{
    run_history *histories =
        realloc(state->histories,
                (state->history_count + 1) * sizeof(*state->histories));
    char *copy = strdup(named);

    if (histories)
        state->histories = histories;
    if (!histories || !copy) {
        free(copy);
        return NULL;
    }
    histories[state->history_count] = (run_history){.named = copy,
                                                    .digest = "-",
                                                    .base = "-",
                                                    .kept_level = "-",
                                                    .kept_digest = "-"};
    return &histories[state->history_count++];
}

bool run_record_add(run_seen **seen, size_t *count, const char *named,
                    const char *digest)
{
    run_seen *more = realloc(*seen, (*count + 1) * sizeof(**seen));
    char *copy = strdup(named);

    if (more)
        *seen = more;
    if (!more || !copy) {
        free(copy);
        return false;
    }
    more[*count].named = copy;
    run_digest_set(more[*count].digest, digest);
    (*count)++;
    return true;
}

bool run_history_add(run_history *history, const char *level)
{
    run_digest *levels =
        realloc(history->levels,
                (history->level_count + 1) * sizeof(*history->levels));

    if (!levels)
        return false;
    history->levels = levels;
    memcpy(levels[history->level_count++], level, CIRCLET_DIGEST_SIZE);
    return true;
}

static void free_seen(run_seen *seen, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free(seen[i].named);
    free(seen);
}

void run_state_drop(run_state *state, const run_record *record)
{
    size_t at = (size_t)(record - state->records);

    free_seen(record->inputs, record->input_count);
    free_seen(record->outputs, record->output_count);
    state->record_count--;
    memmove(&state->records[at], &state->records[at + 1],
            (state->record_count - at) * sizeof(*state->records));
}

void run_state_prune(run_state *state)
{
    for (size_t i = state->record_count; i-- > 0;)
        if (!state->records[i].is_current)
            run_state_drop(state, &state->records[i]);
}
