# Reads lines "FILE:NUMBER:TEXT" of the sources and prints what breaks the
# house rules; exits 1 if anything does. Reasons stand beside the rules.
BEGIN {
    # module: what it may include, besides itself and base
    allow("base", "")
    allow("geo", "")
    allow("network", "geo")
    allow("reach", "network geo")
    allow("city", "geo")
    allow("access", "reach network city")
    allow("siting", "reach")
    allow("policy", "access reach network city")
    allow("plan", "policy siting access reach network city")
    allow("verify", "policy access network city geo")
    allow("report", "plan policy access city")
    allow("map", "report plan policy access network city geo")
    allow("page", "map report plan policy access network city geo")
    allow("io", "geo network reach city access siting policy plan report")

    # foreign header: the files that may include it (the door)
    door["proj.h"] = "lib/geo/crs.c lib/geo/crs_kind.c lib/geo/crs_kind.h" \
        " lib/geo/crs_text.c"
    door["geodesic.h"] = "lib/geo/geodesic.c"
    door["geos_c.h"] = "lib/geo/geos_area.h"
    door["shapefil.h"] = "lib/io/shapefile.c lib/io/dbf_table.c" \
        " lib/io/export_shapefile.c"
    door["iconv.h"] = "lib/io/encoding.c lib/io/text_converter.c" \
        " lib/io/text_encoder.c"
    door["sqlite3.h"] = "lib/io/sqlite.c lib/io/sqlite_functions.c"
    door["yaml.h"] = "lib/io/yaml_tree.c"
    door["jansson.h"] = "lib/io/geojson.c"
    door["zip.h"] = "lib/io/xlsx_zip.c lib/io/elevation_zip.c " \
        "lib/io/workbook_file.c"
    door["expat.h"] = "lib/io/xlsx_xml.c"
    door["zlib.h"] = "lib/io/osm_pbf_file.c lib/io/elevation_gz.c" \
        " lib/io/deflate.c"
    door["cairo.h"] = "lib/map/letters.h lib/map/canvas_cairo.c"
    door["cairo-pdf.h"] = "lib/map/canvas_cairo.c"
    door["pango/pangocairo.h"] = "lib/map/letters.c"
    door["libintl.h"] = "lib/base/error.c tools/locale.h tools/locale.c"
    door["locale.h"] = "lib/base/text.c tools/json.c tools/locale.c"
    door["libsmartcols/libsmartcols.h"] = "tools/table.c"
}

function allow(module, others,    n, i, list) {
    known[module] = 1
    may[module, module] = may[module, "base"] = 1
    n = split(others, list, " ")
    for (i = 1; i <= n; i++)
        may[module, list[i]] = 1
}

function complain(what) {
    print where ": " what
    bad = 1
}

function check_include(    to, header) {
    if (match(text, /"[a-z_]+\//)) {
        to = substr(text, RSTART + 1, RLENGTH - 2)
        if (folder == "tools")
            complain("tools include the public headers only")
        else if (known[to] && !((module, to) in may))
            complain(module " must not include " to)
    }
    if (match(text, /<[^>]+>/)) {
        header = substr(text, RSTART + 1, RLENGTH - 2)
        if (header in door && index(" " door[header] " ", " " file " ") == 0)
            complain("only " door[header] " may include " header)
    }
}

# A host's locale must not matter: numbers are read and written in one place.
function check_numbers() {
    if (file == "lib/base/text.c" || file == "tools/json.c")
        return
    if (text ~ /(^|[^a-z_])(strtod|strtof|strtold|atof|atol|atoi)[ ]*\(/)
        complain("numbers are read by base/text.c alone")
    if (text ~ /%[-+ #0]*[0-9*]*(\.[0-9*]+)?l?[aefgAEFG]([^a-zA-Z]|$)/ &&
        text ~ /"/)
        complain("numbers with a fraction are written by base/text.c alone")
}

# A library talks through its return values, and never ends its host.
function check_manners() {
    if (folder != "lib")
        return
    if (text ~ /(^|[^a-zA-Z_>.])(exit|_exit|_Exit|quick_exit|abort|raise|printf|vprintf|puts|putchar|perror)[ ]*\(/)
        complain("the library neither prints nor exits")
    if (text ~ /(^|[^a-zA-Z_])(stdout|stderr)([^a-zA-Z_]|$)/)
        complain("the library neither prints nor exits")
    if (text ~ /(^|[^a-zA-Z_])(setlocale|getenv|setenv|localtime|gmtime|time|rand|srand|strtok)[ ]*\(/ &&
        text !~ /getenv\("SOURCE_DATE_EPOCH"\)/ &&
        !(file == "lib/base/spill.c" && text ~ /getenv\("TMPDIR"\)/))
        complain("the library keeps off the process's own state")
    # What does not fit into memory goes to a file without a name, see
    # docs/decisions/0021-memory.md.
    if (module != "io" && file != "lib/base/spill.c" &&
        text ~ /(^|[^a-zA-Z_>.])(mkstemp|mkostemp|mkdtemp|tmpfile|pwrite|mmap)[ ]*\(/)
        complain("files are made by io and base/spill.c alone")
    if (text ~ /^static [^(]*;/ && text !~ /^static const / &&
        text !~ /const [a-z_A-Z]+(\[[^]]*\])*;/)
        complain("the library keeps no globals")
}

{
    split($0, part, ":")
    file = part[1]
    where = part[1] ":" part[2]
    text = substr($0, length(where) + 2)
    split(file, path, "/")
    folder = path[1]
    module = path[2]
    # Comments may say what code may not.
    gsub(/\/\*.*\*\//, "", text)
    if (text ~ /^[ ]*\/?\*/)
        next
    if (text ~ /^[ ]*#[ ]*include/)
        check_include()
    check_numbers()
    check_manners()
}

END { exit bad }
