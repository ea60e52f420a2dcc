#!/bin/sh
# circlet import ... plan: every kind of mistake that a plan made by hand can
# have is refused with file and row, and nothing is stored then.
. "${srcdir:-.}/tests/cli/setup"

small_city city.gpkg
cat > more.csv <<'END'
id,name,type,lon,lat,services
g1,西街养老院,elderly_institution,116.02,40.05,residential:beds=60:occupied=50
z1,旧家园,warm_home,116.03,40.05,day_care:20
END
circlet import city.gpkg facilities more.csv --quiet > out
cat > small.csv <<'END'
id,lon,lat,types,max_area_m2,max_beds
t5,116.02,40.05,warm_home,260,5
END
circlet import city.gpkg sites small.csv --quiet > out
head='id,kind,year,facility,site,lon,lat,type,service,from_service,places,beds,area_m2,cost_cny,fixed'

# A mistake in one row: COLUMN and VALUE as --rejects lists them, the sentence,
# and then the row itself. The row before it is sound and stays.
tried=0
sound=ok,keep,,h1,,,,,,,,,,,
row() {
    rm -f refused.csv
    printf '%s\n%s\n%s\n' "$head" "$sound" "$4" > plan.csv
    circlet import city.gpkg plan plan.csv --plan p --rejects refused.csv \
        --quiet > out 2> err
    sed 1d refused.csv > said
    case $3 in
    *,*) reason="\"$3\"" ;;
    *) reason=$3 ;;
    esac
    printf '%s\n' "plan.csv,3,$1,$2,$reason,refused" | diff - said
    unchanged city.gpkg expect 3 '' "plan.csv:3: $3
circlet import: 1 of 2 rows were refused, the first: plan.csv: row 3: $3\n" \
        circlet import city.gpkg plan plan.csv --plan p --strict
    tried=$((tried + 1))
}
row id '' 'id is empty' ',keep,,h1,,,,,,,,,,,'
row id ok "id 'ok' stands in row 2 already" 'ok,keep,,z1,,,,,,,,,,,'
row kind '' 'kind is empty' 'a,,,h1,,,,,,,,,,,'
row kind paint "kind 'paint' is none of keep, enlarge, add_service, partition, designate, build, move, close" \
    'a,paint,,h1,,,,,,,,,,,'
row year 1899 'year 1899 is outside 1900..2200' 'a,keep,1899,h1,,,,,,,,,,,'
row year 2201 'year 2201 is outside 1900..2200' 'a,keep,2201,h1,,,,,,,,,,,'
row year soon "year 'soon' is no whole number" 'a,keep,soon,h1,,,,,,,,,,,'
row year 2020.5 "year '2020.5' is no whole number" 'a,keep,2020.5,h1,,,,,,,,,,,'
row places -1 'places -1 is outside 0..1000000000' 'a,add_service,,h1,,,,,respite,,-1,,,,'
row beds -5 'beds -5 is outside 0..1000000000' 'a,add_service,,h1,,,,,respite,,,-5,,,'
row beds many "beds 'many' is no whole number" 'a,add_service,,h1,,,,,respite,,,many,,,'
row area_m2 -3 'area_m2 -3 is outside 0..1e+15' 'a,enlarge,,h1,,,,,,,,,-3,,'
row area_m2 wide "area_m2 'wide' is no number" 'a,enlarge,,h1,,,,,,,,,wide,,'
row cost_cny -1 'cost_cny -1 is outside 0..1e+15' 'a,keep,,h1,,,,,,,,,,-1,'
row fixed perhaps "fixed 'perhaps' is neither yes (1) nor no (0)" 'a,keep,,h1,,,,,,,,,,,perhaps'
row facility '' "an action of kind 'keep' needs a value of facility" 'a,keep,,,,,,,,,,,,,'
row facility '' "an action of kind 'enlarge' needs a value of facility" 'a,enlarge,,,,,,,,,,,50,,'
row facility '' "an action of kind 'move' needs a value of facility" 'a,move,,,t1,,,,,,,,,,'
row facility '' "an action of kind 'close' needs a value of facility" 'a,close,,,,,,,,,,,,,'
row area_m2 '' 'it adds no area, no places and no beds' 'a,enlarge,,h1,,,,,,,,,,,'
row service '' "an action of kind 'enlarge' needs a value of service" 'a,enlarge,,h1,,,,,,,5,,,,'
row service '' "an action of kind 'add_service' needs a value of service" 'a,add_service,,h1,,,,,,,,,,,'
row service '' "an action of kind 'designate' needs a value of service" 'a,designate,,h1,,,,,,,,,,,'
row service '' "an action of kind 'partition' needs a value of service" 'a,partition,,g1,,,,,,,,5,,,'
row type '' "an action of kind 'build' needs a value of type" 'a,build,,n1,t1,,,,,,,,,,'
row site '' "an action of kind 'build' needs a site or lon and lat" 'a,build,,n1,,,,warm_home,,,,,,,'
row site '' "an action of kind 'move' needs a site or lon and lat" 'a,move,,h1,,,,,,,,,,,'
row lat '' 'lat is empty' 'a,build,,n1,,116.02,,warm_home,,,,,,,'
row lon 200 'lon 200 is outside -180..180' 'a,build,,n1,,200,40,warm_home,,,,,,,'
row lat 95 'lat 95 is outside -90..90' 'a,build,,n1,,116,95,warm_home,,,,,,,'
head=$head,start_year sound=$sound,
row start_year 2021 'start_year 2021 is after the year 2020' \
    'a,build,2020,n1,t1,,,warm_home,,,,,,,,2021'
row start_year soon "start_year 'soon' is no whole number" \
    'a,build,2020,n1,t1,,,warm_home,,,,,,,,soon'
row year '' 'start_year 2019 needs the year in which it is done' \
    'a,build,,n1,t1,,,warm_home,,,,,,,,2019'
head=${head%,*} sound=${sound%,}

# What contradicts the city or another action: the rows, then the sentence.
whole() {
    printf '%s\n%b\n' "$head" "$2" > plan.csv
    unchanged city.gpkg expect 3 '' "circlet import: plan.csv: row $1\n" \
        circlet import city.gpkg plan plan.csv --plan p
    tried=$((tried + 1))
}
whole "2: action 'a' is about the facility 'h9', which is not there" \
    'a,keep,,h9,,,,,,,,,,,'
whole "2: action 'a' names the site 't9', which is not there" \
    'a,build,,n1,t9,,,warm_home,,,,,,,'
whole "2: action 'a' builds the facility 'h1', which is there already" \
    'a,build,,h1,t1,,,warm_home,,,,,,,'
whole "2: action 'a' is about the facility 'n1', which is built only after it, by action 'b'" \
    'a,enlarge,2019,n1,,,,,,,,,50,,\nb,build,2020,n1,t1,,,warm_home,,,,,,,'
whole "2: action 'a' is about the facility 'h1', which action 'b' closes before" \
    'a,keep,2021,h1,,,,,,,,,,,\nb,close,2020,h1,,,,,,,,,,,'
whole "3: action 'b' closes the facility 'h1', which action 'a' keeps" \
    'a,keep,,h1,,,,,,,,,,,\nb,close,2020,h1,,,,,,,,,,,'
whole "3: action 'b' closes the facility 'h1', which action 'a' moves in the same year" \
    'a,move,2020,h1,t1,,,,,,,,,,\nb,close,2020,h1,,,,,,,,,,,'
whole "3: action 'b' moves the facility 'h1', which action 'a' moves in the same year" \
    'a,move,2020,h1,t1,,,,,,,,,,\nb,move,2020,h1,,116.02,40.05,,,,,,,,'
whole "2: action 'a' adds the service 'day_care', which the facility 'z1' offers already" \
    'a,add_service,,z1,,,,,day_care,,,,,,'
whole "2: action 'a' enlarges the service 'respite', which the facility 'z1' does not offer" \
    'a,enlarge,,z1,,,,,respite,,5,,,,'
whole "2: action 'a' takes 70 beds, and no other service of the facility 'g1' is known to have so many" \
    'a,partition,,g1,,,,,respite,,,70,,,'
whole "2: action 'a' takes 20 beds of the service 'residential' of the facility 'g1', where 50 of 60 are occupied" \
    'a,partition,,g1,,,,,respite,,,20,,,'
whole "2: action 'a' takes 5 beds of the service 'nursing', which the facility 'g1' is not known to have" \
    'a,partition,,g1,,,,,respite,nursing,,5,,,'
whole "3: action 'b' puts the facility 'n2' on the site 't1', where action 'a' puts 'n1'" \
    'a,build,,n1,t1,,,warm_home,,,,,,,\nb,build,,n2,t1,,,warm_home,,,,,,,'
whole "3: action 'b' builds the facility 'n1', which is there already" \
    'a,build,,n1,t1,,,warm_home,,,,,,,\nb,build,,n1,t5,,,warm_home,,,,,,,'
whole "2: action 'a' puts a 'rehabilitation_hospital' on the site 't5', which is for warm_home" \
    'a,build,,n1,t5,,,rehabilitation_hospital,,,,,,,'
whole "2: action 'a' gives the facility 'n1' 300 m2, and its site 't5' has room for 260" \
    'a,build,,n1,t5,,,warm_home,,,,,300,,'
whole "3: action 'b' gives the facility 'n1' 300 m2, and its site 't5' has room for 260" \
    'a,build,,n1,t5,,,warm_home,,,,,200,,\nb,enlarge,,n1,,,,,,,,,100,,'
whole "2: action 'a' gives the facility 'n1' 8 beds, and its site 't5' has room for 5" \
    'a,build,,n1,t5,,,warm_home,respite,,,8,,,'
[ "$tried" -eq 52 ]
[ "$(sqlite3 city.gpkg "SELECT count(*) FROM plan_action WHERE plan = 'p'")" -eq 1 ]

# What only a policy knows is refused where the plan meets one.
printf 'id,kind,facility,site,type\na,build,n1,t1,tea_house\n' > tea.csv
circlet import city.gpkg plan tea.csv --quiet > out
for command in check site; do
    set -- --plan tea
    [ $command = site ] && set -- --plan new --from tea
    unchanged city.gpkg expect 3 '' "circlet $command: plan 'tea': action 'a' builds a 'tea_house', which policy 'beijing-2018' has not in its catalogue\n" \
        circlet $command city.gpkg --policy "$policy" "$@" --quiet
done
printf 'id,kind,facility,service\na,add_service,h1,mental_cair\n' > slip.csv
circlet import city.gpkg plan slip.csv --quiet > out
expect 3 '' "circlet check: plan 'slip': action 'a' names the service 'mental_cair', which neither policy 'beijing-2018' nor a facility of the city has; is 'mental_care' meant?\n" \
    circlet check city.gpkg --policy "$policy" --plan slip --quiet
circlet verify city.gpkg --policy "$policy" --plan slip > out || [ $? -eq 1 ]
grep -q 'about a service that is misspelt' out
