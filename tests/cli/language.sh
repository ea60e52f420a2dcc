#!/bin/sh
# English and Chinese: the catalogue is whole, the user's language is found
# where its locale is not installed, JSON and numbers know no language.
. "${srcdir:-.}/tests/cli/setup"

# ---- the catalogue ----------------------------------------------------------

po=$srcdir/po/zh_CN.po
msgfmt --check --statistics --output-file=circlet.mo "$po" 2> said
grep -q '^[0-9]* translated messages\.$' said || { cat said >&2; exit 1; }

# Every string of the sources is in it: the options are those of po/README.
keywords=$(sed -n 's/^ *\(--keyword[^\\]*\).*/\1/p' "$srcdir/po/README")
(cd "$srcdir" && grep -v '^#' po/POTFILES.in | sort) > listed
# shellcheck disable=SC2086 # the options are words
xgettext --directory="$srcdir" --files-from="$srcdir/po/POTFILES.in" \
    --from-code=UTF-8 $keywords --output=circlet.pot
msgcmp "$po" circlet.pot
(cd "$srcdir" && grep -lE \
    'ci_(fail|yaml_fail|yaml_fail_key|reason_add|import_remark|translate)\(|ci_source_add_remark\(|CI_TRANSLATED\(|[^a-z]N?N?_\(|ngettext\(' \
    lib/*/*.c tools/*.c | sort) > speaking
comm -13 listed speaking > unlisted
[ ! -s unlisted ] || { echo 'not in POTFILES.in:' >&2; cat unlisted >&2; exit 1; }

mkdir -p catalogues/zh_CN/LC_MESSAGES
mv circlet.mo catalogues/zh_CN/LC_MESSAGES
CIRCLET_LOCALEDIR=$scratch/catalogues
export CIRCLET_LOCALEDIR

# ---- finding the language ---------------------------------------------------

# speak VARIABLE=VALUE... COMMAND...: runs with these alone.
speak() {
    env -u LC_ALL -u LC_MESSAGES -u LANG -u LANGUAGE -u LOCPATH "$@"
}
english="circlet: unknown command 'x'
Try 'circlet --help' for more information.\n"
chinese='circlet: 未知的命令“x”\n更多信息请运行“circlet --help”。\n'

expect 2 '' "$chinese" speak LANG=zh_CN.UTF-8 "$CIRCLET" x
expect 2 '' "$chinese" speak LANG=zh_CN "$CIRCLET" x
expect 2 '' "$chinese" speak LC_ALL=zh_CN.UTF-8 LANG=en_US.UTF-8 "$CIRCLET" x
expect 2 '' "$chinese" speak LC_MESSAGES=zh_CN.GB18030 "$CIRCLET" x
expect 2 '' "$chinese" speak LANG=C.UTF-8 LANGUAGE=zh_CN "$CIRCLET" x
expect 2 '' "$english" speak "$CIRCLET" x
expect 2 '' "$english" speak LC_ALL=C LANG=zh_CN.UTF-8 "$CIRCLET" x
expect 2 '' "$english" speak LANG=de_DE.UTF-8 "$CIRCLET" x
expect 2 '' "$english" speak LANG=zh_CN.UTF-8 LC_ALL=POSIX "$CIRCLET" x
expect 2 '' "$english" speak CIRCLET_LOCALEDIR=/nowhere LANG=zh_CN.UTF-8 \
    "$CIRCLET" x

# ---- everything speaks it ---------------------------------------------------

small_city city.gpkg
chinese() { speak LANG=zh_CN.UTF-8 "$CIRCLET" "$@"; }
expect_lines 0 '用法：circlet check CITY --policy FILE
只按这些规则判定' '' chinese check --help
expect 3 '' 'circlet new: city.gpkg：已经存在\n' chinese new city.gpkg
expect 0 '4 行中有 4 行导入 people\n替换了先前导入的 4 行\n与之相比，新增 0 行，减少 0 行，变动 0 行\n' '' \
    chinese import city.gpkg people people.csv --complete
expect 1 '北京市残疾人服务圈（2018—2020年），按 2020 年 12 月 31 日判定

规则        行政单元  判定   实测 要求 缺口 说明
B-CIRCLE-15 s1 东街道 不符合  50% 100% 2 人 东街道有4名持证残疾人，其中50%可在15分钟内（本人出行方式）到达温馨家园，2人不能到达，其中1人的住处不邻可通行的道路。

规则        出行方式 符合 不符合 提示 暂不能判定 缺少数据 人数 已覆盖 比例 不邻道路 名称
B-CIRCLE-15 own         0      1    0          0        0    4      2  50%        1 城市15分钟服务圈
' '' chinese check city.gpkg --policy "$policy" --rule B-CIRCLE-15
expect_lines 0 '^方案 p：1 项措施$
^新增覆盖人数：1；已证明：没有更好的选址$
^出行方式：own$
在候选点旧校舍新建温馨家园，新增覆盖1人（本人出行方式）。' '' chinese site city.gpkg --policy "$policy" \
    --services warm_home --count 1 --plan p

# Tags are said in Chinese, with their keys.
printf '%s\n' node_id,x_coord,y_coord,highway,crossing 1,116,40.05,, \
    2,116.005,40.05,crossing, 3,116.01,40.05,, > cross_node.csv
printf '%s\n' link_id,from_node_id,to_node_id,length,facility_type \
    1,1,2,427,footway 2,2,3,427,footway > cross_link.csv
circlet new crossing.gpkg
circlet import crossing.gpkg roads cross_node.csv cross_link.csv \
    --extent 115,39,117,41 > out
expect_lines 0 '(道路类型（highway）=crossing.*，过街方式（crossing）.*或.*)' '' \
    chinese path crossing.gpkg --policy "$policy" --mode manual_wheelchair \
    --from 116,40.05 --to 116.01,40.05

# What modes say: what stands between the tags is translated, no tag is.
modes=$srcdir/geodata/modes
expect_lines 0 '^slope  *5 % 时  *1.25  *总是；假设$
^links  *pass  *no  *自动扶梯（conveying）=forward，逆道路绘制方向通行；OpenStreetMap
^nodes  *delay_s  *15，用于横过道路  *道路类型（highway）
^unknown  *可能为  *从 -20 到 20  *道路类型（highway）=residential或living_street，坡度（incline）未标注，按道路标准修建；假设$' '' \
    chinese modes "$modes/" stick
sed 's/；.*//' .out > clauses
if grep -E ' (or|other than|not|present|absent|missing|above|below)( |$)' \
    clauses; then
    exit 1
fi
if grep -E ', (going|built|also|to) |may be|from ' clauses; then exit 1; fi

# Whom a figure counts is said with the mode that they travel by.
unknown_slopes city.gpkg
expect_lines 0 '^[0-9]* 人中有 [0-9]* 人暂不能判定（出行方式：own、walk）。$' '' \
    chinese gaps city.gpkg --policy "$policy" --mode own,walk
rm city.gpkg
small_city city.gpkg

expect_lines 0 '按 2017 年 12 月 31 日判定' \
    'circlet check: 提示: 政策中没有在 2017 年适用的规则\n' \
    chinese check city.gpkg --policy "$policy" --year 2017
echo 'id,name,type,lon,lat
h2,西街温馨家园,星光之家,116.01,40.05' > odd.csv
cp city.gpkg odd.gpkg
circlet import odd.gpkg facilities odd.csv > out
expect_lines 0 '^规则' \
    'circlet check: 提示: 有 1 个设施的类型在政策中没有列出：星光之家\n' \
    chinese check odd.gpkg --policy "$policy" --rule B-AREA

# Refused rows and remarks are whole sentences, with names and numbers in
# the order of the language.
chinese check city.gpkg --policy "$policy" --save > out || [ $? -eq 1 ]
cat > rows.csv <<'END'
id,lon,lat,age,kind,weight
e,116.01,40.05,7o,,1
f,196.02,40.05,,,1
g,116.01,40.05,,blind,1
,116.01,40.05,,,1
a,116.01,40.05,,,1
h,116.01,40.05,70,,1
END
expect 0 '6 行中有 1 行导入 people
拒绝 5 行
       1  不是数，首例：rows.csv:2: age“7o”不是整数
       1  不可能的数值，首例：rows.csv:3: lon 196.02 超出 -180 至 180 的范围
       1  未知的词，首例：rows.csv:4: kind“blind”不在 visual, hearing, speech, physical, intellectual, mental 之中；有多种的应逐一列出，如 visual;hearing
       1  必填项为空，首例：rows.csv:5: id 为空
       1  重复，首例：rows.csv:6: 其编号已见于 people.csv 第 2 行\n' \
    'rows.csv:2: age“7o”不是整数
rows.csv:3: lon 196.02 超出 -180 至 180 的范围
rows.csv:4: kind“blind”不在 visual, hearing, speech, physical, intellectual, mental 之中；有多种的应逐一列出，如 visual;hearing
rows.csv:5: id 为空
rows.csv:6: 其编号已见于 people.csv 第 2 行
circlet import: 提示: 已删除保存的判定结果：城市数据已变，它们不再有效\n' \
    chinese import city.gpkg people rows.csv
cat > extent.geojson <<'END'
[{"type":"Polygon","coordinates":[[[115,39],[117,39],[117,41],[115,39]]]},
 {"type":"Polygon","coordinates":[[[115,39],[117,40],[115,41],[115,39]]]}]
END
expect 0 '已将 3 个节点和 2 条路段导入 roads，共读取 5 行\n替换了先前导入的 5 行\n' \
    'circlet import: 提示: 范围的多边形相接：两个多边形重叠之处一律视为未知\n' \
    chinese import city.gpkg roads node.csv link.csv --extent extent.geojson
rm city.gpkg
small_city city.gpkg

# ---- programs hear no language ----------------------------------------------

json() {
    "$@" check city.gpkg --policy "$policy" --json > out || [ $? -eq 1 ]
    "$@" info city.gpkg --json >> out
    "$@" modes "$srcdir/geodata/modes" --json >> out
}
json "$CIRCLET"
mv out c.json
json chinese
cmp out c.json

# A locale that writes one half as 0,5, where one can be made.
if localedef -i de_DE -f UTF-8 "$scratch/de_DE.UTF-8" > said 2>&1; then
    [ "$(LOCPATH=$scratch LC_ALL=de_DE.UTF-8 locale decimal_point)" = , ]
    # The C library itself never frees what it made of LOCPATH.
    german() {
        speak LOCPATH="$scratch" LC_ALL=de_DE.UTF-8 \
            ASAN_OPTIONS=detect_leaks=0 "$CIRCLET" "$@"
    }
    json german
    cmp out c.json
    circlet info city.gpkg > c.txt
    german info city.gpkg > de.txt
    cmp c.txt de.txt
else
    echo 'language.sh: no localedef: a decimal comma is not tried'
fi
