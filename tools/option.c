#include "option.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fold.h"
#include "locale.h"
#include "message.h"

/* Beyond every character, so that long options have codes of their own. */
#define LONG_CODE 1000

/* The column of --help where descriptions start, and how wide they are. */
#define HELP_COLUMN 26
#define HELP_WIDTH 53
#define USAGE_INDENT 7

static const struct {
    const char *name;
    const char *argument; /* NULL: none */
    const char *help;
    char letter; /* 0: none */
    bool is_list; /* may be given several times */
} table[OPTION_END] = {
    [OPTION_AGES] = {"ages", "YEARS[,...]",
                     N_("the ages at which bands begin; default: 7,16,18,60"),
                     0, false},
    [OPTION_AGE] = {"age", "YEARS[-YEARS]",
                    N_("people of these ages only, such as 60-79 or 80-"), 0,
                    false},
    [OPTION_AID] = {"aid", "AID",
                    N_("people with this aid only, such as stick"), 0, false},
    [OPTION_AT] = {"at", "LON,LAT", N_("a point (may be repeated)"), 0, true},
    [OPTION_BANDWIDTH] = {"bandwidth", "METRES",
                          N_("how far a kernel reaches; of a gaussian its "
                             "standard deviation; default: by a rule of "
                             "thumb"),
                          0, false},
    [OPTION_BOUND] = {"bound", "BOUND",
                      N_("what is taken for true where the map is silent: "
                         "nominal, min (the least time) or max; default: "
                         "nominal"),
                      0, false},
    [OPTION_CELL] = {"cell", "METRES",
                     N_("how finely borders are drawn; default: 25"), 0,
                     false},
    [OPTION_COMPLETE] = {"complete", NULL,
                         N_("the source lists all there is: what is not in "
                            "it does not exist"),
                         0, false},
    [OPTION_COUNT] = {"count", "N", N_("how many to build at most"), 0, false},
    [OPTION_CRS] = {"crs", "CRS",
                    N_("coordinate system of the source, such as EPSG:4490"),
                    0, false},
    [OPTION_CSV] = {"csv", NULL, N_("print CSV for spreadsheets"), 0, false},
    [OPTION_CUTOFF] = {"cutoff", "MINUTES[,...]",
                       N_("travel times in minutes, such as 5,10,15"), 0,
                       false},
    [OPTION_DATUM] = {"datum", "DATUM",
                      N_("what the source's degrees are shifted by: gcj02 "
                         "(Amap, Tencent), bd09 (Baidu) or none"),
                      0, false},
    [OPTION_EACH] = {"each", NULL,
                     N_("areas of each place, instead of all together"), 0,
                     false},
    [OPTION_ENCODING] = {"encoding", "NAME",
                         N_("encoding of the source's text, such as GB18030; "
                            "default: what it says or shows"),
                         0, false},
    [OPTION_EXTENT] = {"extent", "AREA",
                       N_("where the roads are complete: W,S,E,N in degrees "
                          "or a file of polygons"),
                       0, false},
    [OPTION_FACILITY] = {"facility", "ID[,ID...]",
                         N_("facilities by their ids (may be repeated)"), 0,
                         true},
    [OPTION_FIX] = {"fix", NULL,
                    N_("say how each failure is mended for the least, where "
                       "that can be said of its place alone"),
                    0, false},
    [OPTION_FORCE] = {"force", NULL, N_("replace a file that exists"), 0,
                      false},
    [OPTION_FROM] = {"from", "LON,LAT", N_("where the way starts"), 0, false},
    [OPTION_FROM_LAYER] = {"from", "LAYER",
                           N_("people, facilities or sites (may be repeated); "
                              "default: people"),
                           0, true},
    [OPTION_GRADE] = {"grade", "GRADE[-GRADE]",
                      N_("people of these grades only, such as 1-2"), 0,
                      false},
    [OPTION_GRID] = {"grid", "SHAPE",
                     N_("cells are of this shape: square or hexagon; "
                        "default: square"),
                     0, false},
    [OPTION_GROUP] = {"group", "NAME",
                      N_("people of this group of the policy only"), 0, false},
    [OPTION_HELP] = {"help", NULL, N_("show this help"), 'h', false},
    [OPTION_ID_KEY] = {"id-key", "FILE",
                       N_("ids are certificate numbers: keep them as hashes "
                          "with the key in FILE, never themselves"),
                       0, false},
    [OPTION_INDIVIDUALS] = {"individuals", NULL,
                            N_("name people by their ids, not by numbers"), 0,
                            false},
    [OPTION_JSON] = {"json", NULL, N_("print JSON for programs"), 'j', false},
    [OPTION_KERNEL] = {"kernel", "KERNEL",
                       N_("how people are spread: quartic, gaussian or none; "
                          "default: quartic"),
                       0, false},
    [OPTION_KIND] = {"kind", "KIND",
                     N_("people with this kind of disability only, such as "
                        "visual"),
                     0, false},
    [OPTION_LAT] = {"lat", "COLUMN",
                    N_("the column of latitudes, or of y; default: lat"), 0,
                    false},
    [OPTION_LEVEL] = {"level", "LEVEL",
                      N_("list findings of this level only: city, district, "
                         "street or community"),
                      0, false},
    [OPTION_LON] = {"lon", "COLUMN",
                    N_("the column of longitudes, or of x; default: lon"), 0,
                    false},
    [OPTION_MAP] = {"map", "COLUMN=FIELD",
                    N_("where a column comes from; FIELD+FIELD joins with / "
                       "(may be repeated)"),
                    0, true},
    [OPTION_MEMORY] = {"memory", "SIZE",
                       N_("what pairs of travel times may take in memory, "
                          "such as 2GiB; beyond that they go to temporary "
                          "files; default: half of the machine's"),
                       0, false},
    [OPTION_MODE] = {"mode", "MODE[,MODE...]",
                     N_("travel modes to judge by, instead of each rule's "
                        "own"),
                     0, false},
    [OPTION_NEAREST] = {"nearest", "K",
                        N_("the K nearest destinations of each origin only"),
                        0, false},
    [OPTION_NEED] = {"need", "SERVICE",
                     N_("the service that is needed, such as day_care, or a "
                        "type of facility"),
                     0, false},
    [OPTION_ORIGIN] = {"origin", "LON,LAT",
                       N_("whole degrees that cells are aligned to; default: "
                          "those next to the middle of the units"),
                       0, false},
    [OPTION_OUTPUT] = {"output", "FILE",
                       N_("the file to write; default: stdout"), 'o', false},
    [OPTION_OUTWARD] = {"outward", NULL,
                        N_("times from the places; default: to them"), 0,
                        false},
    [OPTION_PERSON] = {"person", "ID",
                       N_("a person by id, who travels in their own mode"), 0,
                       false},
    [OPTION_PLAN] = {"plan", "NAME", N_("the name of a plan"), 0, false},
    [OPTION_POLICY] = {"policy", "FILE", N_("the rules (YAML)"), 0, false},
    [OPTION_POLICY_B] = {"policy-b", "FILE",
                         N_("the rules for the second city, where they are "
                            "others"),
                         0, false},
    [OPTION_QUIET] = {"quiet", NULL,
                      N_("no progress and no remarks on stderr"), 'q', false},
    [OPTION_REJECTS] = {"rejects", "FILE",
                        N_("write all that is said about rows to FILE: "
                           "source, row, field, value, reason, outcome "
                           "(CSV)"),
                        0, false},
    [OPTION_RULE] = {"rule", "ID", N_("judge this rule alone"), 0, false},
    [OPTION_SAVE] = {"save", NULL, N_("store all findings in the city file"),
                     0, false},
    [OPTION_SEED] = {"seed", "N",
                     N_("another draw of what is drawn at random"), 0, false},
    [OPTION_SERVICE] = {"service", "SERVICE",
                        N_("all open facilities that offer it, such as "
                           "day_care"),
                        0, false},
    [OPTION_SERVICES] = {"services", "LIST",
                         N_("what to build, such as warm_home"), 0, false},
    [OPTION_SET] = {"set", "COLUMN=VALUE",
                    N_("the value of a column that the source lacks (may be "
                       "repeated)"),
                    0, true},
    [OPTION_SHARE] = {"share", "PERCENT",
                      N_("how many per cent are drawn; default: what the "
                         "policy asks for"),
                      0, false},
    [OPTION_SMALL] = {"small", "PERSONS",
                      N_("fewer persons are marked as internal; default: 5"),
                      0, false},
    [OPTION_SPLIT_CROSSINGS] = {"split-crossings", NULL,
                                N_("join lines of streets where they cross, "
                                   "not at shared ends alone"),
                                0, false},
    [OPTION_SPREAD] = {"spread", "by=PLACES",
                       N_("put the people of totals at places in their unit: "
                          "buildings, grid, communities or roads"),
                       0, false},
    [OPTION_STRICT] = {"strict", NULL,
                       N_("a refused row fails the import and leaves the "
                          "city as it was"),
                       0, false},
    [OPTION_THREADS] = {"threads", "N",
                        N_("how many threads search; default: one for each "
                           "processor"),
                        0, false},
    [OPTION_THRESHOLD] = {"threshold", "PERSONS",
                          N_("fewer persons than that are marked internal; "
                             "default: 10"),
                          0, false},
    [OPTION_TO] = {"to", "FILE", N_("the file to write"), 0, false},
    [OPTION_TO_CRS] = {"to-crs", "CRS",
                       N_("coordinate system of the result; default: WGS 84 "
                          "degrees"),
                       0, false},
    [OPTION_TO_DATUM] = {"to-datum", "DATUM",
                         N_("what degrees of the result are shifted by: "
                            "gcj02 or bd09"),
                         0, false},
    [OPTION_TO_LAYER] = {"to", "LAYER",
                         N_("people, facilities or sites (may be repeated); "
                            "default: facilities"),
                         0, true},
    [OPTION_TO_POINT] = {"to", "LON,LAT", N_("where the way ends"), 0, false},
    [OPTION_TYPE] = {"type", "TYPE",
                     N_("all open facilities of this type, such as "
                        "warm_home"),
                     0, false},
    [OPTION_UNCOVERED] = {"uncovered", "RULE",
                          N_("people whom this circle rule leaves uncovered "
                             "only"),
                          0, false},
    [OPTION_UNIT] = {"unit", "CODE", N_("judge this unit alone"), 0, false},
    [OPTION_VERDICT] = {"verdict", "VERDICT[,...]",
                        N_("list findings with these verdicts only: pass, "
                           "fail, advice, undecided, no_data"),
                        0, false},
    [OPTION_WITHIN] = {"within", "MINUTES",
                       N_("no farther than so many minutes; default: 60"), 0,
                       false},
    [OPTION_YEAR] = {"year", "YEAR",
                     N_("judge on 31 December of YEAR; default: the "
                        "policy's year"),
                     0, false},
    [OPTION_YEAR_A] = {"year-a", "YEAR",
                       N_("the year of the first city; default: --year"), 0,
                       false},
    [OPTION_YEAR_B] = {"year-b", "YEAR",
                       N_("the year of the second city; default: --year"), 0,
                       false},
};

static const option_use standard_options[] = {
    {OPTION_JSON, false, NULL},
    {OPTION_QUIET, false, NULL},
    {OPTION_HELP, false, NULL},
};

#define STANDARD_COUNT (sizeof(standard_options) / sizeof(standard_options[0]))

const char *option_name(option_id id)
{
    return table[id].name;
}

/* The i-th option of a command, the standard ones last. */
static const option_use *use_at(const command *from, size_t i)
{
    return i < from->option_count ? &from->options[i]
                                  : &standard_options[i - from->option_count];
}

/* What its value is called; NULL: it takes none. */
static const char *argument_of(const command *from, option_id id)
{
    for (size_t i = 0; i < from->label_count; i++)
        if (from->labels[i].id == id)
            return from->labels[i].argument;
    return table[id].argument;
}

/* ---- --help ------------------------------------------------------------- */

/* Text in lines of at most `room`, which start at `column` but the first. */
static void print_folded(const char *text, size_t room, int column)
{
    char *folded = text_fold(text, room);

    for (const char *c = folded ? folded : text; *c; c++) {
        putchar(*c);
        if (*c == '\n')
            printf("%*s", column, "");
    }
    putchar('\n');
    free(folded);
}

static void print_option(const command *from, const option_use *use)
{
    char left[64], letter[8] = "    ";
    const char *help = use->help ? use->help : table[use->id].help;
    const char *argument = argument_of(from, use->id);

    if (table[use->id].letter)
        snprintf(letter, sizeof(letter), "-%c, ", table[use->id].letter);
    snprintf(left, sizeof(left), "  %s--%s%s%s", letter, table[use->id].name,
             argument ? " " : "", argument ? argument : "");
    if (strlen(left) > HELP_COLUMN - 2)
        printf("%s\n%*s", left, HELP_COLUMN, "");
    else
        printf("%-*s", HELP_COLUMN, left);
    print_folded(_(help), HELP_WIDTH, HELP_COLUMN);
}

/* The synopsis, with the options that are needed. */
static void print_usage(const command *from)
{
    char line[512];
    size_t used;

    snprintf(line, sizeof(line), _("Usage: circlet %s %s"), from->name,
             from->operands);
    for (size_t i = 0; i < from->option_count; i++) {
        option_id id = from->options[i].id;

        used = strlen(line);
        if (from->options[i].is_needed)
            snprintf(line + used, sizeof(line) - used, " --%s %s",
                     table[id].name, argument_of(from, id));
    }
    used = strlen(line);
    snprintf(line + used, sizeof(line) - used, "%s", _(" [OPTION]..."));
    print_folded(line, HELP_COLUMN + HELP_WIDTH - USAGE_INDENT, USAGE_INDENT);
}

static void print_help(const command *from)
{
    print_usage(from);
    printf("\n%s\n", _(from->text));
    printf("\n%s\n", _("Options:"));
    for (size_t i = 0; i < from->option_count + STANDARD_COUNT; i++)
        print_option(from, use_at(from, i));
    printf("\n%s\n%s", _("Examples:"), from->examples);
}

/* ---- reading ------------------------------------------------------------ */

/* Room for every option, the end, and each letter with a colon. */
#define OPTION_ROOM (OPTION_END + 1)

/* The command's options as getopt_long() wants them. */
static void fill_options(struct option longs[OPTION_ROOM],
                         char letters[OPTION_ROOM + 1], const command *from)
{
    size_t count = 0;

    *letters++ = ':'; /* tell a missing argument from an unknown option */
    for (; count < from->option_count + STANDARD_COUNT; count++) {
        option_id id = use_at(from, count)->id;

        longs[count] = (struct option){table[id].name,
                                       table[id].argument ? required_argument
                                                          : no_argument,
                                       NULL, LONG_CODE + (int)id};
        if (table[id].letter)
            *letters++ = table[id].letter;
        if (table[id].letter && table[id].argument)
            *letters++ = ':';
    }
    longs[count] = (struct option){NULL, 0, NULL, 0};
    *letters = '\0';
}

/* The option that getopt_long() returned or complained about. */
static option_id option_of(int code)
{
    if (code >= LONG_CODE)
        return (option_id)(code - LONG_CODE);
    for (int id = 0; id < OPTION_END; id++)
        if (table[id].letter && table[id].letter == code)
            return (option_id)id;
    return OPTION_END;
}

/* How many long options start with `text`, up to its '='. */
static size_t count_prefixed(const struct option *longs, const char *text)
{
    size_t count = 0, size = strcspn(text, "=");

    for (; longs->name; longs++)
        if (strncmp(longs->name, text, size) == 0)
            count++;
    return count;
}

/* Says what getopt_long() found wrong. */
static int bad_option(const command *from, const struct option *longs,
                      int code, const char *given)
{
    option_id id = option_of(optopt);

    if (code == ':')
        return usage_error(from->name, _("option '--%s' needs a value: %s"),
                           table[id].name, argument_of(from, id));
    if (id != OPTION_END && optopt >= LONG_CODE)
        return usage_error(from->name, _("option '--%s' takes no value"),
                           table[id].name);
    if (optopt)
        return usage_error(from->name, _("unknown option '-%c'"), optopt);
    if (count_prefixed(longs, given + 2) > 1)
        return usage_error(from->name, _("option '%s' is ambiguous"), given);
    return usage_error(from->name, _("unknown option '%s'"), given);
}

static int add_value(arguments *read, option_id id, const char *value,
                     int argc)
{
    const char *name = read->command->name;

    if (read->counts[id] > 0 && table[id].argument && !table[id].is_list)
        return usage_error(name, _("option '--%s' is given twice"),
                           table[id].name);
    if (!read->values[id])
        read->values[id] = calloc((size_t)argc, sizeof(*read->values[id]));
    if (!read->values[id])
        return machine_error(name, _("out of memory"));
    read->values[id][read->counts[id]++] = value;
    return ARGUMENTS_ARE_READ;
}

static int read_options(arguments *read, int argc, char **argv)
{
    struct option longs[OPTION_ROOM];
    char letters[OPTION_ROOM + 1];
    int result = ARGUMENTS_ARE_READ;
    int code;

    fill_options(longs, letters, read->command);
    opterr = 0;
    optind = 1;
    while (result == ARGUMENTS_ARE_READ &&
           (code = getopt_long(argc, argv, letters, longs, NULL)) != -1) {
        if (code == '?' || code == ':')
            result = bad_option(read->command, longs, code, argv[optind - 1]);
        else
            result = add_value(read, option_of(code), optarg, argc);
    }
    read->operands = argv + optind;
    read->operand_count = (size_t)(argc - optind);
    return result;
}

static int check_presence(const arguments *read)
{
    const command *from = read->command;

    if (read->operand_count < from->operand_min)
        return usage_error(from->name, _("too few arguments: %s"),
                           from->operands);
    if (read->operand_count > from->operand_max)
        return usage_error(from->name, _("argument '%s' is too many: %s"),
                           read->operands[from->operand_max], from->operands);
    for (size_t i = 0; i < from->option_count; i++)
        if (from->options[i].is_needed &&
            !option_given(read, from->options[i].id))
            return usage_error(from->name, _("option '--%s' is missing"),
                               table[from->options[i].id].name);
    return ARGUMENTS_ARE_READ;
}

int arguments_read(arguments *out, const command *from, int argc, char **argv)
{
    int result;

    *out = (arguments){.command = from};
    result = read_options(out, argc, argv);
    if (result != ARGUMENTS_ARE_READ)
        return result;
    if (option_given(out, OPTION_HELP)) {
        print_help(from);
        return EXIT_DONE;
    }
    return check_presence(out);
}

void arguments_free(arguments *read)
{
    for (int id = 0; id < OPTION_END; id++)
        free(read->values[id]);
}

bool option_given(const arguments *read, option_id id)
{
    return read->counts[id] > 0;
}

const char *option_value(const arguments *read, option_id id)
{
    return option_given(read, id) ? read->values[id][0] : NULL;
}

int option_whole(long *out, const arguments *read, option_id id, long min,
                 long max)
{
    const char *text = option_value(read, id);
    char *end;
    long value;

    if (!text)
        return ARGUMENTS_ARE_READ;
    errno = 0;
    value = strtol(text, &end, 10);
    if (errno || end == text || *end || value < min || value > max)
        return usage_error(
            read->command->name,
            _("option '--%s' takes a whole number from %ld to %ld, not '%s'"),
            table[id].name, min, max, text);
    *out = value;
    return ARGUMENTS_ARE_READ;
}

int option_check_columns(const arguments *read, option_id id)
{
    for (size_t i = 0; i < read->counts[id]; i++) {
        const char *value = read->values[id][i];
        const char *equals = strchr(value, '=');

        if (!equals || equals == value)
            return usage_error(read->command->name,
                               _("option '--%s' takes %s, not '%s'"),
                               table[id].name, table[id].argument, value);
    }
    return ARGUMENTS_ARE_READ;
}

bool list_has(const char *list, const char *word)
{
    size_t size = strlen(word);

    while (list) {
        if (strncmp(list, word, size) == 0 &&
            (list[size] == ',' || list[size] == '\0'))
            return true;
        list = strchr(list, ',');
        list = list ? list + 1 : NULL;
    }
    return false;
}
