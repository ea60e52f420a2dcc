/* All options of all commands. */
#include "option_table.h"

#include <stddef.h>

#include "locale.h"

const option_facts option_table[OPTION_END] = {
    [OPTION_ACTION] = {"action", "ID", N_("one action of the plan, by its id"),
                       0, false},
    [OPTION_AGAIN] = {"again", NULL,
                      N_("do every step, also those that are done"), 0, false},
    [OPTION_AGE] = {"age", "YEARS[-YEARS]",
                    N_("people of these ages only, such as 60-79 or 80-"), 0,
                    false},
    [OPTION_AGES] = {"ages", "YEARS[,...]",
                     N_("the ages at which bands begin; default: 7,16,18,60"),
                     0, false},
    [OPTION_AID] = {"aid", "AID",
                    N_("people with this aid only, such as stick"), 0, false},
    [OPTION_ALLOW_LOSS] = {"allow-loss", NULL,
                           N_("move and close though persons lose cover; they "
                              "are listed"),
                           0, false},
    [OPTION_AS_KNOWN] = {"as-known", NULL,
                         N_("what the data do not say stays unknown"), 0,
                         false},
    [OPTION_ASSIGNMENT] =
        {"assignment", "FILE.csv",
         N_("write which demand point is served by which site"), 0, false},
    [OPTION_AT] = {"at", "LON,LAT", N_("a point (may be repeated)"), 0, true},
    [OPTION_BACKUP] = {"backup", "N",
                       N_("every demand point is to be covered by N sites"), 0,
                       false},
    [OPTION_BANDS] = {"bands", "SECONDS=SHARE[,...]",
                      N_("partial cover: demand within SECONDS counts for "
                         "SHARE of its weight, such as 300=1,600=0.5"),
                      0, false},
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
    [OPTION_BUDGET] = {"budget", "COST",
                       N_("what the chosen sites may cost together"), 0,
                       false},
    [OPTION_BY] = {"by", "DIVISION[,...]",
                   N_("divide people by kind, grade, mode, setting, age, "
                      "street; default: all but street"),
                   0, false},
    [OPTION_CAUTIOUS] = {"cautious", NULL,
                         N_("count who surely is covered, and what surely is "
                            "there: with all that is unknown at its worst"),
                         0, false},
    [OPTION_CELL] = {"cell", "METRES",
                     N_("how finely borders are drawn; default: 25"), 0,
                     false},
    [OPTION_CERTIFICATE] =
        {"certificate", "FILE",
         N_("write the proof as JSON, for anybody to check"), 0, false},
    [OPTION_CLOSURES] = {"closures", "SHARE",
                         N_("facilities that are closed, of all; default: "
                            "2%"),
                         0, false},
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
    [OPTION_CUTOFF_SECONDS] =
        {"cutoff", "SECONDS",
         N_("demand is covered within so many seconds (or units of the file); "
            "CLASS=SECONDS for one class of demand (may be repeated); "
            "default: every pair of the file is cover"),
         0, true},
    [OPTION_DATE] = {"date", "YYYY-MM-DD",
                     N_("judge on this day; --year is the last of a year"), 0,
                     false},
    [OPTION_DATUM] = {"datum", "DATUM",
                      N_("what the source's degrees are shifted by: gcj02 "
                         "(Amap, Tencent), bd09 (Baidu) or none"),
                      0, false},
    [OPTION_DEMAND] =
        {"demand", "FILE.csv",
         N_("od-csv: the demand points: id, weight, class, backup"), 0, false},
    [OPTION_DISTANCES] =
        {"distances", "KIND",
         N_("of points in the plane: real (in thousandths), rounded or floor; "
            "default: rounded for p-center, else real"),
         0, false},
    [OPTION_DRAWS] = {"draws", "N", N_("how many draws; default: 100"), 0,
                      false},
    [OPTION_DRY_RUN] = {"dry-run", NULL,
                        N_("say what would be done and why, and do nothing"),
                        'n', false},
    [OPTION_EACH] = {"each", NULL,
                     N_("areas of each place, instead of all together"), 0,
                     false},
    [OPTION_ENCODING] = {"encoding", "NAME",
                         N_("encoding of the source's text, such as GB18030; "
                            "default: what it says or shows"),
                         0, false},
    [OPTION_EXISTING] = {"existing", "ID",
                         N_("a site that is open already: it serves, costs "
                            "nothing and does not count (may be repeated)"),
                         0, true},
    [OPTION_EXACT] = {"exact", NULL,
                      N_("numbers of few persons, too: for yourself alone"), 0,
                      false},
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
    [OPTION_FIX_SITE] =
        {"fix", "ID",
         N_("a site that is chosen in any case (may be repeated)"), 0, true},
    [OPTION_FORBID] = {"forbid", "ID",
                       N_("a site that is never chosen (may be repeated)"), 0,
                       true},
    [OPTION_ALLOW] = {"allow", "KINDS",
                      N_("also move and close facilities that alone cover "
                         "nobody: move, close or move,close"),
                      0, false},
    [OPTION_PROJECT] = {"project", "FILE",
                        N_("also write a QGIS project (.qgz) beside it"), 0,
                        false},
    [OPTION_PROPOSE] = {"propose", NULL,
                        N_("propose sites beside those that CITY has"), 0,
                        false},
    [OPTION_FORCE] = {"force", NULL, N_("replace a file that exists"), 0,
                      false},
    [OPTION_FORMAT] = {"format", "FORMAT",
                       N_("od-csv, orlib-pmed, orlib-scp, orlib-rail, "
                          "orlib-uflp, tsplib or cpmp; default: od-csv"),
                       0, false},
    [OPTION_FROM] = {"from", "LON,LAT", N_("where the way starts"), 0, false},
    [OPTION_FROM_LAYER] = {"from", "LAYER",
                           N_("people, facilities or sites (may be repeated); "
                              "default: people"),
                           0, true},
    [OPTION_FROM_PLAN] = {"from", "PLAN",
                          N_("a stored plan to begin with: what is fixed in "
                             "it stays, the rest where nothing better is "
                             "found"),
                          0, false},
    [OPTION_FRONTIER] = {"frontier", "FIRST:LAST[:STEP]",
                         N_("the best answer for each p from FIRST to LAST "
                            "(with --budget 0: for each budget)"),
                         0, false},
    [OPTION_GAP] = {"gap", "SHARE",
                    N_("stop when bound and objective differ by less, such as "
                       "0.01 or 1%; default: 0, a proof"),
                    0, false},
    [OPTION_GRADE] = {"grade", "GRADE[-GRADE]",
                      N_("people of these grades only, such as 1-2"), 0,
                      false},
    [OPTION_GRID] = {"grid", "SHAPE",
                     N_("cells are of this shape: square or hexagon; "
                        "default: square"),
                     0, false},
    [OPTION_GROWTH] = {"growth", "LOW:HIGH",
                       N_("how many more people a street has; default: "
                          "-5%:10%"),
                       0, false},
    [OPTION_GROUP] = {"group", "NAME",
                      N_("people of this group of the policy only"), 0, false},
    [OPTION_GROUP_MAX] = {"group-max", "N",
                          N_("at most N sites of each group; GROUP=N for one "
                             "group (may be repeated)"),
                          0, true},
    [OPTION_GROUP_MIN] = {"group-min", "N",
                          N_("at least N sites of each group; GROUP=N for one "
                             "group (may be repeated)"),
                          0, true},
    [OPTION_HEIGHT] = {"height", "SIZE",
                       N_("how high: pixels, of a PDF millimetres"), 0, false},
    [OPTION_HELP] = {"help", NULL, N_("show this help"), 'h', false},
    [OPTION_HOLD_SHARE] =
        {
            "hold-share", "SHARE",
            N_("plan so that all that must be holds in this share of draws of "
               "what is in doubt, such as 90%"),
            0, false},
    [OPTION_ID_KEY] = {"id-key", "FILE",
                       N_("ids are certificate numbers: keep them as hashes "
                          "with the key in FILE, never themselves"),
                       0, false},
    [OPTION_INDIVIDUALS] = {"individuals", NULL,
                            N_("name people by their ids, not by numbers"), 0,
                            false},
    [OPTION_JSON] = {"json", NULL, N_("print JSON for programs"), 'j', false},
    [OPTION_KEEP] = {"keep", "ID",
                     N_("a site that is built on (may be repeated)"), 0, true},
    [OPTION_KERNEL] = {"kernel", "KERNEL",
                       N_("how people are spread: quartic, gaussian or none; "
                          "default: quartic"),
                       0, false},
    [OPTION_KIND] = {"kind", "KIND",
                     N_("people with this kind of disability only, such as "
                        "visual"),
                     0, false},
    [OPTION_LANGUAGE] = {"language", "LANGUAGE",
                         N_("zh or en; default: that of the messages"), 0,
                         false},
    [OPTION_LAT] = {"lat", "COLUMN",
                    N_("the column of latitudes, or of y; default: lat"), 0,
                    false},
    [OPTION_LAYER] = {"layer", "LAYER", N_("this layer alone"), 0, false},
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
    [OPTION_MAX_COST_PER_PERSON] =
        {"max-cost-per-person", "YUAN",
         N_("leave uncovered whom it costs more to cover, each"), 0, false},
    [OPTION_MEMORY] = {"memory", "SIZE",
                       N_("what pairs of travel times may take in memory, "
                          "such as 2GiB; beyond that they go to temporary "
                          "files; default: half of the machine's"),
                       0, false},
    [OPTION_MODE] = {"mode", "MODE[,MODE...]",
                     N_("travel modes to judge by, instead of each rule's "
                        "own"),
                     0, false},
    [OPTION_MOVES] = {"moves", "SHARE",
                      N_("households that live elsewhere in the city; "
                         "default: 5%"),
                      0, false},
    [OPTION_MPS] = {"mps", "FILE",
                    N_("write the problem as a mixed integer program in free "
                       "MPS, and solve nothing"),
                    0, false},
    [OPTION_NEAREST] = {"nearest", "K",
                        N_("the K nearest destinations of each origin only"),
                        0, false},
    [OPTION_NEED] = {"need", "SERVICE",
                     N_("the service that is needed, such as day_care, or a "
                        "type of facility"),
                     0, false},
    [OPTION_NOTE] = {"note", "TEXT",
                     N_("what stands below the map; default: the sources"), 0,
                     false},
    [OPTION_ORIGIN] = {"origin", "LON,LAT",
                       N_("whole degrees that cells are aligned to; default: "
                          "those next to the middle of the units"),
                       0, false},
    [OPTION_OUTPUT] = {"output", "FILE",
                       N_("the file to write; default: stdout"), 'o', false},
    [OPTION_OUTWARD] = {"outward", NULL,
                        N_("times from the places; default: to them"), 0,
                        false},
    [OPTION_P] =
        {"p", "N",
         N_("how many sites are chosen at most; default: what the file says"),
         0, false},
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
    [OPTION_RESULTS] = {"results", "FOLDER",
                        N_("where results go; default: what the file says, or "
                           "beside it"),
                        0, false},
    [OPTION_ROADS] = {"roads", NULL, N_("with the streets"), 0, false},
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
    [OPTION_SHOW] = {"show", "WHAT",
                     N_("what units are filled by: verdicts or coverage; "
                        "default: verdicts"),
                     0, false},
    [OPTION_SITES] =
        {"sites", "FILE.csv",
         N_("od-csv: the sites: id, cost, state, group, capacity, x, y"), 0,
         false},
    [OPTION_SITES_OUT] = {"sites-out", "FILE.csv",
                          N_("write the chosen sites"), 0, false},
    [OPTION_SMALL] = {"small", "PERSONS",
                      N_("fewer persons are marked as internal; default: 5"),
                      0, false},
    [OPTION_SPACING] =
        {"spacing", "DISTANCE",
         N_("chosen sites are so far apart at least, by their x and y"), 0,
         false},
    [OPTION_SPEED] = {"speed", "LOW:HIGH",
                      N_("how fast people are, by the speed of their travel "
                         "mode; default: 85%:115%"),
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
    [OPTION_SURVEY] = {"survey", NULL,
                       N_("with the streets and crossings to survey"), 0,
                       false},
    [OPTION_TARGET] =
        {
            "target", "SHARE",
            N_("lscp: the share of the weight in reach to be covered, such as "
               "0.9 or 90%"),
            0, false},
    [OPTION_THREADS] = {"threads", "N",
                        N_("how many threads search; default: one for each "
                           "processor"),
                        0, false},
    [OPTION_THRESHOLD] = {"threshold", "PERSONS",
                          N_("fewer persons than that are marked internal; "
                             "default: 10"),
                          0, false},
    [OPTION_TIME_LIMIT] = {"time-limit", "SECONDS",
                           N_("stop after so many seconds with the best "
                              "answer so far; default: none"),
                           0, false},
    [OPTION_TITLE] = {"title", "TEXT",
                      N_("the heading; default: what is shown, of where"), 0,
                      false},
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
    [OPTION_UNSERVED] = {"unserved", "SECONDS",
                         N_("what a demand point pays at most, served or not; "
                            "default: the longest time of the file"),
                         0, false},
    [OPTION_VERDICT] = {"verdict", "VERDICT[,...]",
                        N_("list findings with these verdicts only: pass, "
                           "fail, advice, undecided, no_data"),
                        0, false},
    [OPTION_VERIFY] =
        {"verify", "FILE",
         N_("check a certificate of this problem, and solve nothing"), 0,
         false},
    [OPTION_WHOLE] =
        {"whole", NULL,
         N_("with capacities: a demand point goes to one site wholly"), 0,
         false},
    [OPTION_WIDTH] = {"width", "SIZE",
                      N_("how wide: pixels, of a PDF millimetres"), 0, false},
    [OPTION_WITH] = {"with", "SOLVER",
                     N_("a second opinion of cbc or glpsol, if installed"), 0,
                     false},
    [OPTION_WITHIN] = {"within", "MINUTES",
                       N_("no farther than so many minutes; default: 60"), 0,
                       false},
    [OPTION_WORK_LIMIT] = {"work-limit", "STEPS",
                           N_("stop after so many elementary steps: the same "
                              "answer on every machine"),
                           0, false},
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
    [OPTION_YEARS] = {"years", "YEAR,...",
                      N_("carry the plan out over these years, such as "
                         "2018,2019,2020"),
                      0, false},
};
