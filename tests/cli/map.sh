#!/bin/sh
# Maps: what a PNG shows, names in an SVG, the same bytes twice, both
# languages, privacy, what is refused.
. "${srcdir:-.}/tests/cli/setup"

command -v python3 > "$scratch/.made" || { echo 'no python3' >&2; exit 77; }
small_city city.gpkg

# A build without cairo and pango draws none.
circlet map city.gpkg -o probe.png > "$scratch/.made" 2> "$scratch/.err" || {
    grep -q 'built without maps' "$scratch/.err" && exit 77
    cat "$scratch/.err" >&2
    exit 1
}
[ "$(stat -c %a probe.png)" = 600 ]
grep -q 'in no font here' "$scratch/.err" && exit 77

# Where the fonts have no Chinese, that is said.
latin=/usr/share/fonts/truetype/dejavu
if [ -d $latin ]; then
    echo "<fontconfig><dir>$latin</dir><cachedir>$scratch/fonts</cachedir>" \
        '</fontconfig>' > fonts.conf
    expect 0 'latin.svg written: units 1, facilities 1, actions 0\n' \
        'circlet map: remark: 3 characters of the map are in no font here, '\
'and boxes stand for them; Chinese needs a font such as fonts-noto-cjk\n' \
        env FONTCONFIG_FILE="$scratch/fonts.conf" "$CIRCLET" map city.gpkg \
        -o latin.svg
fi

# png.py FILE WIDTH HEIGHT [COLOUR COUNT]...: the size is right, and each
# colour has at least so many pixels; -COUNT: at most.
cat > png.py << 'END'
import struct, sys, zlib
data = open(sys.argv[1], 'rb').read()
assert data[:8] == b'\x89PNG\r\n\x1a\n', 'no PNG'
at, packed, kinds = 8, b'', []
while at < len(data):
    size, kind = struct.unpack('>I4s', data[at:at + 8])
    body = data[at + 8:at + 8 + size]
    kinds.append(kind)
    if kind == b'IHDR':
        width, height, depth, colours = struct.unpack('>IIBB', body[:10])
    if kind == b'IDAT':
        packed += body
    at += 12 + size
assert (width, height) == (int(sys.argv[2]), int(sys.argv[3])), (width, height)
assert depth == 8 and colours == 2 and b'tIME' not in kinds, kinds
raw, line = zlib.decompress(packed), width * 3 + 1
before, pixels = bytearray(width * 3), {}
for row in range(height):
    filter_type = raw[row * line]
    now = bytearray(raw[row * line + 1:(row + 1) * line])
    for i in range(width * 3):
        left = now[i - 3] if i >= 3 else 0
        up, corner = before[i], before[i - 3] if i >= 3 else 0
        if filter_type == 1:
            add = left
        elif filter_type == 2:
            add = up
        elif filter_type == 3:
            add = (left + up) // 2
        elif filter_type == 4:
            guess = left + up - corner
            a, b, c = abs(guess - left), abs(guess - up), abs(guess - corner)
            add = left if a <= b and a <= c else up if b <= c else corner
        else:
            add = 0
        now[i] = (now[i] + add) & 255
    for x in range(0, width * 3, 3):
        key = '%02x%02x%02x' % tuple(now[x:x + 3])
        pixels[key] = pixels.get(key, 0) + 1
    before = now
assert len(pixels) > 20, 'the map is blank'
for colour, count in zip(sys.argv[4::2], sys.argv[5::2]):
    found, count = pixels.get(colour, 0), int(count)
    assert found >= count if count > 0 else found <= -count, (colour, found)
END

# ---- what is drawn ----------------------------------------------------------

# Two of four persons are covered, where all should be; four are too few to
# say so, so that neither a share nor a cell tells it.
expect 0 'verdict.png written: units 1, facilities 1, actions 0\n' '' \
    circlet map city.gpkg -o verdict.png --policy "$policy" \
    --rule B-CIRCLE-15 --width 400 --height 300
python3 png.py verdict.png 400 300 f9c08a 2000 8fd0bd -100
expect 0 'share.png written: units 1, facilities 1, actions 0\n' '' \
    circlet map city.gpkg -o share.png --policy "$policy" \
    --show coverage --service warm_home --width 400 --height 300
python3 png.py share.png 400 300 e4e2dc 2000 d9ebb4 -100 fff4d6 -100
expect_lines 0 '"persons_outside":0,"persons_hidden":2,' '' \
    circlet map city.gpkg -o share.png --policy "$policy" --force --json \
    --show coverage --width 400 --height 300

# The legend has no circle that is not drawn, and says why there is none.
legend() { # LANGUAGE FILE
    circlet map city.gpkg -o "$2" --policy "$policy" --force --quiet \
        --show coverage --language "$1" > "$scratch/.made"
    sed 's/<[^>]*>//g' "$2"
}
legend en few.svg > words
grep -q 'all in cells of fewer than 5: not shown' words
if grep -q '[0-9]+* persons$' words; then cat words >&2; exit 1; fi
legend zh few.svg > words
grep -q '均在不足5人的格内，未显示' words

# With more of them: a share of 8 in 22, and two cells of seven outside.
cp people.csv few.csv
for i in 1 2 3 4 5 6; do
    for person in a c d; do
        grep "^$person," few.csv | sed "s/^$person/$person$i/"
    done
done >> people.csv
circlet import city.gpkg people people.csv --complete > "$scratch/.made"
expect_lines 0 '"persons_outside":14,"persons_hidden":0,' '' \
    circlet map city.gpkg -o share.png --policy "$policy" --force --json \
    --show coverage --width 400 --height 300
python3 png.py share.png 400 300 fff4d6 2000 e4e2dc -100
legend en more.svg > words
grep -q '^5–19 persons$' words
[ "$(grep -c '[0-9]+* persons$' words)" -eq 1 ] || { cat words >&2; exit 1; }
expect_lines 0 '"persons_outside":0,"persons_hidden":0,' '' \
    circlet map city.gpkg -o share.png --policy "$policy" --force --json \
    --show coverage --width 400 --height 300 --uncovered ''

# A plan: the site that it builds on is no candidate any more.
printf '%s\n' id,kind,site,type x,build,t1,warm_home > plan.csv
circlet import city.gpkg plan plan.csv --quiet > "$scratch/.made"
expect 0 'plan.png written: units 1, facilities 1, actions 1\n' '' \
    circlet map city.gpkg -o plan.png --policy "$policy" --plan plan \
    --width 400 --height 300
python3 png.py plan.png 400 300 0047d6 5
python3 png.py verdict.png 400 300 0047d6 -0

# ---- names, languages, bytes -------------------------------------------------

xml() { # FILE: its texts, a line each
    python3 -c '
import sys, xml.dom.minidom
page = xml.dom.minidom.parse(sys.argv[1])
for text in page.getElementsByTagName("text"):
    print(text.firstChild.data)' "$1"
}
circlet map city.gpkg -o city.svg --policy "$policy" --quiet > "$scratch/.made"
xml city.svg > names
for name in 东街道 Verdict 'Warm Home (1)' N 'candidate sites (1)'; do
    grep -qx "$name" names || { cat names >&2; exit 1; }
done
grep -q '^Sources: facilities.csv, people.csv, ' names
circlet map city.gpkg -o city.svg --policy "$policy" --language zh --force \
    --quiet --title '<街道>' > "$scratch/.made"
xml city.svg > names
for name in 东街道 判定结果 '温馨家园（1）' 北 '<街道>'; do
    grep -qx "$name" names || { cat names >&2; exit 1; }
done
for ending in png pdf svg; do
    for i in 1 2; do
        circlet map city.gpkg -o "twice$i.$ending" --policy "$policy" \
            --quiet --threads $i > "$scratch/.made"
    done
    cmp "twice1.$ending" "twice2.$ending"
done
[ "$(head -c 5 twice1.pdf)" = '%PDF-' ]
grep -a -q '19700101000000' twice1.pdf

# ---- zooming -----------------------------------------------------------------

circlet map city.gpkg -o zoom.png --extent 116.02,40.02,116.04,40.04 \
    --width 400 --height 300 > "$scratch/.made"
python3 png.py zoom.png 400 300 f5f4ef 50000
expect_lines 0 '"units":1,' '' circlet map city.gpkg -o zoom.png --unit s1 \
    --crs EPSG:4547 --force --json

# ---- what is refused ----------------------------------------------------------

hint="Try 'circlet map --help' for more information.\\n"
refuse() { # MESSAGE ARGUMENT...
    message=$1
    shift
    expect 2 '' "circlet map: $message\\n$hint" circlet map city.gpkg "$@"
}
refuse "'x.gif': a map is written as .png, .pdf or .svg" -o x.gif
refuse "'x': a map is written as .png, .pdf or .svg" -o x
refuse "option '--width' takes pixels from 200 to 16000, not '20'" \
    -o x.png --width 20
refuse "option '--height' takes millimetres from 50 to 3000, not 'a'" \
    -o x.pdf --height a
refuse "option '--extent' takes west,south,east,north in degrees, not \
'116,40,115,41'" -o x.png --extent 116,40,115,41
refuse "option '--show' takes verdicts, coverage, not 'all'" -o x.png \
    --policy "$policy" --show all
refuse "option '--language' takes zh, en, not 'fr'" -o x.png --language fr
refuse '--plan needs --policy' -o x.png --plan p
refuse '--service needs --show coverage' -o x.png --service warm_home
refuse '--unit and --extent both say what is shown: give one of them' \
    -o x.png --unit s1 --extent 116,40,117,41
expect 2 '' "circlet map: 'verdict.png' exists; --force replaces it\\n" \
    circlet map city.gpkg -o verdict.png
expect 3 '' "circlet map: no unit 'x'\\n" circlet map city.gpkg \
    -o x.png --unit x
expect 3 '' "circlet map: policy 'beijing-2018' has no circle rule about \
'x'\\n" circlet map city.gpkg -o x.png --policy "$policy" --show coverage \
    --service x
status=0
circlet map city.gpkg -o x.png --policy "$policy" --rule x 2> said || status=$?
[ "$status" -eq 3 ]
grep -q "^circlet map: policy 'beijing-2018' has no rule 'x' (rules: " said
expect 3 '' "circlet map: policy 'beijing-2018' has no circle rule \
'B-AREA'\\n" circlet map city.gpkg -o x.png --policy "$policy" \
    --rule B-CIRCLE-15 --uncovered B-AREA
expect 3 '' 'circlet map: China Geodetic Coordinate System 2000 is in degrees: a '\
'map needs a projection, such as EPSG:4547\n' \
    circlet map city.gpkg -o x.png --crs EPSG:4490
expect 5 '' "circlet map: cannot write 'none/x.png': No such file or \
directory\\n" circlet map city.gpkg -o none/x.png
[ ! -e x.png ] && [ -z "$(find . -name 'x.*')" ]
