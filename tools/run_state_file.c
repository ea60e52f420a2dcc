/* The state of a run as lines of words divided by tabs, the name of a file
 * last. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "locale.h"
#include "message.h"
#include "output_file.h"
#include "run_state.h"

#define FIRST_LINE "circlet run 1"
#define WORDS_MAX 5

/* ---- writing ------------------------------------------------------------ */

static void put_seen(FILE *out, const char *kind, const run_seen *seen,
                     size_t count)
{
    for (size_t i = 0; i < count; i++)
        fprintf(out, "%s\t%s\t%s\n", kind, seen[i].digest, seen[i].named);
}

static void put_record(FILE *out, const run_record *record)
{
    fprintf(out, "step\t%s\t%s\t%s\t%d\n", record->key, record->words,
            record->level, record->status);
    put_seen(out, "in", record->inputs, record->input_count);
    put_seen(out, "out", record->outputs, record->output_count);
}

static void put_history(FILE *out, const run_history *history)
{
    fprintf(out, "city\t%s\t%s\t%s\n", history->digest, history->base,
            history->named);
    for (size_t i = 0; i < history->level_count; i++)
        fprintf(out, "level\t%s\n", history->levels[i]);
    fprintf(out, "kept\t%s\t%s\n", history->kept_level, history->kept_digest);
}

circlet_status run_state_write(const run_state *state, const char *path,
                               circlet_error *error)
{
    output_file file = {0};
    circlet_status status = output_file_open(&file, path, true, error);

    if (status)
        return status;
    fprintf(file.file, "%s\n", FIRST_LINE);
    for (size_t i = 0; i < state->record_count; i++)
        put_record(file.file, &state->records[i]);
    for (size_t i = 0; i < state->history_count; i++)
        put_history(file.file, &state->histories[i]);
    fprintf(file.file, "begun\t%s\n", state->begun);
    status = output_file_commit(&file, error);
    output_file_end(&file);
    return status;
}

/* ---- reading ------------------------------------------------------------ */

/* What a line means. */
typedef struct state_line {
    char *words[WORDS_MAX];
    size_t count;
} state_line;

static state_line split_line(char *text)
{
    state_line line = {.count = 0};

    text[strcspn(text, "\n")] = '\0';
    while (line.count + 1 < WORDS_MAX && text) {
        line.words[line.count++] = text;
        text = strchr(text, '\t');
        if (text)
            *text++ = '\0';
    }
    if (text)
        line.words[line.count++] = text;
    return line;
}

static bool copy_digest(run_digest out, const char *text)
{
    size_t size = strlen(text);

    if (size >= CIRCLET_DIGEST_SIZE)
        return false;
    memcpy(out, text, size + 1);
    return true;
}

static bool take_step(run_state *state, const state_line *line)
{
    run_record *record = run_state_add_record(state);

    if (!record)
        return false;
    record->status = strcmp(line->words[4], "0") == 0 ? 0 : 1;
    return copy_digest(record->key, line->words[1]) &&
           copy_digest(record->words, line->words[2]) &&
           copy_digest(record->level, line->words[3]);
}

static bool take_city(run_state *state, const state_line *line)
{
    run_history *history = run_state_add_city(state, line->words[3]);

    return history && copy_digest(history->digest, line->words[1]) &&
           copy_digest(history->base, line->words[2]);
}

/* A line about the city, or the step, that was last read. */
static bool take_part(run_state *state, const state_line *line)
{
    run_record *record =
        state->record_count ? &state->records[state->record_count - 1] : NULL;
    run_history *history = state->history_count
                               ? &state->histories[state->history_count - 1]
                               : NULL;
    const char *kind = line->words[0];

    if (record && line->count == 3 && strcmp(kind, "in") == 0)
        return run_record_add(&record->inputs, &record->input_count,
                              line->words[2], line->words[1]);
    if (record && line->count == 3 && strcmp(kind, "out") == 0)
        return run_record_add(&record->outputs, &record->output_count,
                              line->words[2], line->words[1]);
    if (history && line->count == 2 && strcmp(kind, "level") == 0) {
        run_digest level;

        return copy_digest(level, line->words[1]) &&
               run_history_add(history, level);
    }
    if (history && line->count == 3 && strcmp(kind, "kept") == 0)
        return copy_digest(history->kept_level, line->words[1]) &&
               copy_digest(history->kept_digest, line->words[2]);
    return line->count == 2 && strcmp(kind, "begun") == 0 &&
           copy_digest(state->begun, line->words[1]);
}

static bool take_line(run_state *state, char *text)
{
    state_line line = split_line(text);

    if (line.count == 5 && strcmp(line.words[0], "step") == 0)
        return take_step(state, &line);
    if (line.count == 4 && strcmp(line.words[0], "city") == 0)
        return take_city(state, &line);
    return take_part(state, &line);
}

static bool take_lines(run_state *state, FILE *file)
{
    char *text = NULL;
    size_t room = 0;
    bool is_good =
        getline(&text, &room, file) >= 0 && strcmp(text, FIRST_LINE "\n") == 0;

    while (is_good && getline(&text, &room, file) >= 0)
        is_good = take_line(state, text);
    free(text);
    return is_good && !ferror(file);
}

circlet_status run_state_read(run_state *out, const char *path,
                              circlet_error *error)
{
    FILE *file = fopen(path, "r");
    bool is_good;

    *out = (run_state){.begun = "-"};
    if (!file && errno == ENOENT)
        return CIRCLET_OK;
    if (!file) {
        error->status = CIRCLET_E_INPUT;
        snprintf(error->message, sizeof(error->message),
                 _("cannot open '%s': %s"), path, strerror(errno));
        return error->status;
    }
    is_good = take_lines(out, file);
    fclose(file);
    if (is_good)
        return CIRCLET_OK;
    error->status = CIRCLET_E_FORMAT;
    snprintf(error->message, sizeof(error->message),
             _("%s: no record of a run; delete it and run again"), path);
    return error->status;
}
