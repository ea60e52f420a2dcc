/* The command line: one table of options for all commands. */
#ifndef TOOLS_OPTION_H
#define TOOLS_OPTION_H

#include <stdbool.h>
#include <stddef.h>

/* The same option has the same name and letter in every command. */
typedef enum option_id {
    OPTION_ACTION,
    OPTION_AGAIN,
    OPTION_AGE,
    OPTION_AGES,
    OPTION_AID,
    OPTION_ALLOW,
    OPTION_ALLOW_LOSS,
    OPTION_AS_KNOWN,
    OPTION_ASSIGNMENT,
    OPTION_AT,
    OPTION_BACKUP,
    OPTION_BANDS,
    OPTION_BANDWIDTH,
    OPTION_BOUND,
    OPTION_BUDGET,
    OPTION_BY,
    OPTION_CAUTIOUS,
    OPTION_CELL,
    OPTION_CERTIFICATE,
    OPTION_CLOSURES,
    OPTION_COMPLETE,
    OPTION_COUNT,
    OPTION_CRS,
    OPTION_CSV,
    OPTION_CUTOFF,
    OPTION_CUTOFF_SECONDS,
    OPTION_DATE,
    OPTION_DATUM,
    OPTION_DEMAND,
    OPTION_DISTANCES,
    OPTION_DRAWS,
    OPTION_DRY_RUN,
    OPTION_EACH,
    OPTION_ENCODING,
    OPTION_EXISTING,
    OPTION_EXACT,
    OPTION_EXTENT,
    OPTION_FACILITY,
    OPTION_FIX,
    OPTION_FIX_SITE,
    OPTION_FORBID,
    OPTION_FORCE,
    OPTION_FORMAT,
    OPTION_FROM,
    OPTION_FROM_LAYER,
    OPTION_FROM_PLAN,
    OPTION_FRONTIER,
    OPTION_GAP,
    OPTION_GRADE,
    OPTION_GRID,
    OPTION_GROUP,
    OPTION_GROUP_MAX,
    OPTION_GROUP_MIN,
    OPTION_GROWTH,
    OPTION_HEIGHT,
    OPTION_HELP,
    OPTION_HOLD_SHARE,
    OPTION_ID_KEY,
    OPTION_INDIVIDUALS,
    OPTION_JSON,
    OPTION_KEEP,
    OPTION_KERNEL,
    OPTION_KIND,
    OPTION_LANGUAGE,
    OPTION_LAT,
    OPTION_LAYER,
    OPTION_LEVEL,
    OPTION_LON,
    OPTION_MAP,
    OPTION_MAX_COST_PER_PERSON,
    OPTION_MEMORY,
    OPTION_MODE,
    OPTION_MOVES,
    OPTION_MPS,
    OPTION_NEAREST,
    OPTION_NEED,
    OPTION_NOTE,
    OPTION_ORIGIN,
    OPTION_OUTPUT,
    OPTION_OUTWARD,
    OPTION_P,
    OPTION_PERSON,
    OPTION_PLAN,
    OPTION_POLICY,
    OPTION_POLICY_B,
    OPTION_PROJECT,
    OPTION_PROPOSE,
    OPTION_QUIET,
    OPTION_REJECTS,
    OPTION_RESULTS,
    OPTION_ROADS,
    OPTION_RULE,
    OPTION_SAVE,
    OPTION_SEED,
    OPTION_SERVICE,
    OPTION_SERVICES,
    OPTION_SET,
    OPTION_SHARE,
    OPTION_SHOW,
    OPTION_SITES,
    OPTION_SITES_OUT,
    OPTION_SMALL,
    OPTION_SPACING,
    OPTION_SPEED,
    OPTION_SPLIT_CROSSINGS,
    OPTION_SPREAD,
    OPTION_STRICT,
    OPTION_SURVEY,
    OPTION_TARGET,
    OPTION_THREADS,
    OPTION_THRESHOLD,
    OPTION_TIME_LIMIT,
    OPTION_TITLE,
    OPTION_TO,
    OPTION_TO_CRS,
    OPTION_TO_DATUM,
    OPTION_TO_LAYER,
    OPTION_TO_POINT,
    OPTION_TYPE,
    OPTION_UNCOVERED,
    OPTION_UNIT,
    OPTION_UNSERVED,
    OPTION_VERDICT,
    OPTION_VERIFY,
    OPTION_WHOLE,
    OPTION_WIDTH,
    OPTION_WITH,
    OPTION_WITHIN,
    OPTION_WORK_LIMIT,
    OPTION_YEAR,
    OPTION_YEAR_A,
    OPTION_YEAR_B,
    OPTION_YEARS,
    OPTION_END
} option_id;

/* An option that a command takes. --json, --quiet, --help go without
 * saying. */
typedef struct option_use {
    option_id id;
    bool is_needed;
    const char *help; /* what it does here; NULL: what it does elsewhere */
} option_use;

/* What a command calls an option's value where it takes less than others:
 * "ID" instead of "ID[,ID...]". */
typedef struct option_label {
    option_id id;
    const char *argument;
} option_label;

struct arguments;

typedef struct command {
    const char *name;
    const char *summary; /* a few words */
    const char *operands; /* "CITY LAYER SOURCE..." */
    size_t operand_min, operand_max;
    const char *text; /* paragraphs of --help */
    const char *examples; /* lines of --help */
    const option_use *options;
    size_t option_count;
    const option_label *labels; /* may be NULL */
    size_t label_count;
    int (*run)(const struct arguments *arguments);
} command;

/* What stands on the command line. */
typedef struct arguments {
    const command *command;
    const char **values[OPTION_END]; /* one for each time it was given */
    size_t counts[OPTION_END]; /* how often it was given */
    char **operands;
    size_t operand_count;
} arguments;

/* What arguments_read() returns when the command is to be run. */
#define ARGUMENTS_ARE_READ (-1)

/*
 * Reads the command line; argv[0] is the command's name. Prints --help or
 * what is wrong, and then returns an exit status. arguments_free() in any
 * case.
 */
int arguments_read(arguments *out, const command *from, int argc, char **argv);
void arguments_free(arguments *read);

bool option_given(const arguments *read, option_id id);

/* Its name, without the dashes. */
const char *option_name(option_id id);

/* Its value, or NULL. */
const char *option_value(const arguments *read, option_id id);

/* Reads the value as a whole number into `out`, which stays as it is if the
 * option was not given; else says what is wrong and returns EXIT_USAGE. */
int option_whole(long *out, const arguments *read, option_id id, long min,
                 long max);

/* Says what is wrong and returns EXIT_USAGE unless every value of the option
 * is of the form COLUMN=... */
int option_check_columns(const arguments *read, option_id id);

/* Whether `word` is an item of a list divided by commas. */
bool list_has(const char *list, const char *word);

#endif
