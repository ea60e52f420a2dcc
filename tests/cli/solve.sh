#!/bin/sh
# circlet solve: location problems from files, their limits and proofs.
. "${srcdir:-.}/tests/cli/setup"

command -v jq > /dev/null 2>&1 || { echo 'jq is not installed' >&2; exit 77; }
hint="Try 'circlet solve --help' for more information.\\n"

# Five demand points, three sites; e is out of reach of all.
printf '%s\n' origin,destination,seconds \
    a,s1,60 a,s2,200 b,s1,100 b,s2,90.5 c,s2,80 c,s3,300 d,s3,10 > times.csv
printf '%s\n' id,weight,class,backup \
    a,1.5,old,1 b,2,young,1 c,1,old,1 d,4,young,1 e,0.25,old,1 > demand.csv
printf '%s\n' id,cost,state,group,capacity,x,y \
    s1,10,free,west,2.5,0,0 s2,12.5,free,west,3,100,0 \
    s3,20,free,east,9,500,0 > sites.csv
files='--demand demand.csv --sites sites.csv'

# value WANT ARGUMENT...: objective, bound, proof and sites of the answer.
value() {
    want=$1
    shift
    circlet solve "$@" --json > .json
    jq -c '[.objective, .bound, .proof, (.sites | sort | join(" "))]' \
        .json > .got
    printf '%s\n' "$want" | diff -u - .got || {
        echo "of: circlet solve $*" >&2
        exit 1
    }
}

# ---- models and limits, each worked out by hand -----------------------------

value '[7,7,"optimal","s2 s3"]' mclp times.csv $files --p 2 --cutoff 90.5
value '[6,6,"optimal","s2 s3"]' mclp times.csv $files --p 2 --cutoff 90.5 \
    --cutoff old=79
value '[4,4,"optimal","s3"]' mclp times.csv $files --p 1 \
    --bands 60=1,200=0.5
value '[5,5,"optimal","s3"]' mclp times.csv $files --budget 22.5
value '[7.5,7.5,"optimal","s1 s3"]' mclp times.csv $files --budget 30 \
    --cutoff 100
value '[30,30,"optimal","s1 s3"]' lscp times.csv $files
value '[12.5,12.5,"optimal","s2"]' lscp times.csv $files --target 50%
value '[2,2,"optimal","s2 s3"]' lscp times.csv --forbid s1
value '[1390,1390,"optimal","s3"]' p-median times.csv $files --p 1
value '[391,391,"optimal","s2 s3"]' p-median times.csv $files --p 2 \
    --existing s1
value '[490,490,"optimal","s3"]' p-median times.csv $files --p 1 \
    --unserved 100
value '[433.5,433.5,"optimal","s1 s2 s3"]' facility-location times.csv $files
value '[1390,1390,"optimal","s3"]' p-median times.csv $files --p 2 \
    --group-max west=0
value '[630,630,"optimal","s1 s3"]' p-median times.csv $files --p 2 \
    --spacing 450
value '[351,351,"optimal","s1 s2"]' p-median times.csv $files --p 2 \
    --fix s1 --forbid s3
value '[300,300,"optimal","s1 s3"]' p-center times.csv --p 2 --forbid s2
value '[3,3,"optimal","s2"]' mclp times.csv $files --p 1 --backup 1 \
    --fix s2 --cutoff 90.5

# A budget that is a hair too small does not buy it; one that is enough does.
value '[4.5,4.5,"optimal","s2"]' mclp times.csv $files --budget 19.9 \
    --group-min west=1

# The answer is the same for any number of threads and from the same seed.
circlet solve mclp times.csv $files --p 2 --json > one
circlet solve mclp times.csv $files --p 2 --json --threads 4 > four
jq 'del(.report.seconds)' one > one.json
jq 'del(.report.seconds)' four > four.json
cmp one.json four.json

# What is out of reach is said, not dropped.
jq -e '.report.unreachable == 1 and .report.unreachable_weight == 0.25 and
    .report.unserved == 1 and .p == 2 and .gap == 0 and
    (.assignment | length) == 4 and .gains == [5, 3.5] and
    .assignment[0] == {"demand":"a","site":"s1","time":60,"weight":1.5}' \
    one > said
expect_lines 0 '^model  *mclp
^objective  *8.5
^proof  *proved best
^out of reach  *1 point, weight 0.25
^s3  *5' '' circlet solve mclp times.csv $files --p 2

# ---- the frontier -----------------------------------------------------------

circlet solve mclp times.csv $files --frontier 0:3 --json > out
jq -ce '[.frontier[] | [.p, .objective, .bound]]' out > got
echo '[[0,0,0],[1,5,5],[2,8.5,8.5],[3,8.5,8.5]]' | diff -u - got
circlet solve mclp times.csv $files --frontier 10:30:20 --budget 0 --json > out
jq -ce '[.frontier[] | [.budget, .objective, .bound]]' out > got
echo '[[10,3.5,3.5],[30,8.5,8.5]]' | diff -u - got

# ---- proofs -----------------------------------------------------------------

circlet solve lscp times.csv $files --certificate proof.json > said
jq -e '.circlet_certificate == 1 and .model == "lscp" and
    .objective == 300 and .bound == 300 and .sites == [0, 2]' proof.json > said
expect 0 'the certificate holds: objective 30, bound 30\n' '' \
    circlet solve lscp times.csv $files --verify proof.json
# Of a cheaper problem it is no proof, and a better bound is none either.
sed 's/"bound":300/"bound":301/' proof.json > wrong.json
expect_lines 1 '^the certificate does not hold: ' '' \
    circlet solve lscp times.csv $files --verify wrong.json
sed 's/^s3,20/s3,19/' sites.csv > cheaper.csv
expect_lines 1 '^the certificate does not hold: ' '' circlet solve lscp \
    times.csv --demand demand.csv --sites cheaper.csv --verify proof.json
head -c 60 proof.json > cut.json
expect 3 '' 'circlet solve: cut.json: byte 57: the certificate breaks off\n' \
    circlet solve lscp times.csv $files --verify cut.json
expect 2 '' "circlet solve: 'proof.json' exists; --force replaces it\\n" \
    circlet solve lscp times.csv $files --certificate proof.json
expect 2 '' "circlet solve: the certificate is of lscp, not of mclp\\n$hint" \
    circlet solve mclp times.csv $files --p 1 --verify proof.json

# ---- files ------------------------------------------------------------------

circlet solve mclp times.csv $files --p 2 --sites-out s.csv \
    --assignment a.csv > said
printf '%s\n' id,gain s3,5 s1,3.5 | diff -u - s.csv
printf '%s\n' demand,site,seconds,weight a,s1,60,1.5 b,s1,100,2 c,s3,300,1 \
    d,s3,10,4 | diff -u - a.csv
expect 0 'm.mps: 4 rows, 6 columns, 11 entries; the objective is 0 - the program'"'"'s, in units of 10^-2\n' \
    '' circlet solve mclp times.csv $files --p 2 --mps m.mps
grep -q '^NAME circlet FREE$' m.mps

# ---- published formats ------------------------------------------------------

# An edge that stands twice counts as the last; 1-3 is shorter through 2.
printf '%s\n' '3 4 1' '1 2 9' '2 3 4' '1 3 8' '2 1 2' > g.txt
value '[6,6,"optimal","2"]' p-median g.txt --format orlib-pmed
value '[2,2,"optimal","1 3"]' p-median g.txt --format orlib-pmed --p 2 \
    --forbid 2

printf '%s\n' '2 3' '2 3 4' '2' '1 3' '2' '2 3' > c.txt
value '[4,4,"optimal","3"]' lscp c.txt --format orlib-scp
printf '%s\n' '2 1 1' '3 1 2' '4 2 1 2' > r.txt
value '[4,4,"optimal","3"]' lscp r.txt --format orlib-scp
value '[4,4,"optimal","3"]' lscp r.txt --format orlib-rail

printf '%s\n' '2 2' '10 7.5' 'capacity 3.' '4' '6.25 8.00001' '3' '1 2' > u.txt
value '[13.00001,13.00001,"optimal","2"]' facility-location u.txt \
    --format orlib-uflp
printf '%s\n' 'NAME : t' 'TYPE: TSP' 'DIMENSION : 3' \
    'EDGE_WEIGHT_TYPE : EUC_2D' NODE_COORD_SECTION '1 0 0' '2 1.0e0 1' \
    '3 10 0' EOF > t.tsp
value '[9,9,"optimal","2"]' p-center t.tsp --format tsplib --p 1
value '[10.469,10.469,"optimal","2"]' p-median t.tsp --format tsplib --p 1
value '[10,10,"optimal","2"]' p-median t.tsp --format tsplib --p 1 \
    --distances floor

# ---- what is refused --------------------------------------------------------

expect 2 '' "circlet solve: unknown model 'pmedian' (lscp, mclp, p-median, \
p-center, facility-location, capacitated-mclp, capacitated-p-median)\\n$hint" \
    circlet solve pmedian times.csv
expect 2 '' "circlet solve: mclp needs '--p' or '--budget'\\n$hint" \
    circlet solve mclp times.csv
expect 2 '' "circlet solve: '--bands' says nothing to p-median\\n$hint" \
    circlet solve p-median times.csv --p 1 --bands 1=1
expect 2 '' "circlet solve: option '--fix': there is no site 's9'\\n$hint" \
    circlet solve mclp times.csv --p 1 --fix s9
expect 2 '' "circlet solve: option '--group-min': there is no group 'x'\\n$hint" \
    circlet solve mclp times.csv $files --p 1 --group-min x=1
expect 2 '' "circlet solve: option '--cutoff': there is no class 'x' of demand\\n$hint" \
    circlet solve mclp times.csv $files --p 1 --cutoff x=5
expect 2 '' "circlet solve: option '--gap' takes a share, such as 0.01 or 1%, not '2'\\n$hint" \
    circlet solve mclp times.csv --p 1 --gap 2
expect 2 '' "circlet solve: option '--frontier' takes FIRST:LAST[:STEP], not '3:1'\\n$hint" \
    circlet solve mclp times.csv --frontier 3:1
expect 2 '' "circlet solve: option '--with' takes cbc, glpsol, not 'magic'\\n$hint" \
    circlet solve mclp times.csv --p 1 --with magic
expect 4 '' 'circlet solve: times.csv: 1 sites are fixed, but p is 0\n' \
    circlet solve mclp times.csv --p 0 --fix s1
expect 3 '' 'circlet solve: none.csv: No such file or directory\n' \
    circlet solve mclp none.csv --p 1

# A file that is wrong is named with line and value.
refused() {
    printf '%b' "$2" > bad
    expect 3 '' "circlet solve: bad: $1\\n" circlet solve mclp bad --p 1 \
        --format "$3"
}
refused 'line 3: seconds are a number from 0 to 1073741, not '"'-1'" \
    'origin,destination,seconds\na,b,1\na,c,-1\n' od-csv
refused "origin 'a' and destination 'b' stand together twice" \
    'origin,destination,seconds\na,b,1\nc,b,1\na,b,2\n' od-csv
refused 'the columns are origin, destination and seconds, not from, to' \
    'from,to\n1,2\n' od-csv
refused "line 2: an end of an edge is from 1 to 2, not 3" \
    '2 1 1\n1 3 5\n' orlib-pmed
refused "line 1: p is from 1 to 2, not 9" '2 1 9\n1 2 5\n' orlib-pmed
refused "line 2: the cost of a column is a whole number, not 'x'" \
    '1 1\nx\n1 1\n' orlib-scp
refused 'the file ends before how many columns cover a row' '1 1\n5\n' \
    orlib-scp
refused "line 5: '7' stands after the end of the problem" \
    '1 1\n1\n1\n1\n7\n' orlib-scp
refused 'after the first line stand 4 or 5 numbers for each of 2 points, not 3 in all' \
    '2 1\n1 2 3\n' cpmp
printf '%s\n' id,weight a,1 > few.csv
expect 3 '' "circlet solve: times.csv: line 4: 'b' is not in few.csv\\n" \
    circlet solve mclp times.csv --p 1 --demand few.csv
printf '%s\n' id,weight a,-1 > bad
expect 3 '' "circlet solve: bad: line 2: weight is a number of 0 or \
more with at most 18 digits, 9 of them after the point, not '-1'\\n" \
    circlet solve mclp times.csv --p 1 --demand bad

# A solver that is not there is said to be missing; nothing else is.
if command -v cbc > /dev/null; then
    circlet solve lscp times.csv $files --with cbc --json > out
    jq -e '.second_opinion.objective == 30 and
        .second_opinion.claim == "optimal"' out > said
fi
empty=$scratch/empty
mkdir "$empty"
expect 3 '' "circlet solve: the program 'glpsol' is not installed\\n" \
    env PATH="$empty" "$CIRCLET" solve lscp times.csv $files --with glpsol

# A full disk is an error.
circlet solve mclp times.csv $files --p 2 > /dev/full 2> err && exit 1
grep -q 'cannot write the output' err
