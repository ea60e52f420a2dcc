#!/bin/sh
# Densities against numpy and scipy, which sum the kernels of all people at
# each cell's centre, in a plane that GDAL makes.
. "${srcdir:-.}/tests/cli/setup"
. "$srcdir/tests/peer/setup"
need_python numpy scipy
need_command gdaltransform

"$python" > people.csv <<'END_OF_PROGRAM'
import random
random.seed(11)
print("id,lon,lat,weight")
for i in range(400):
    town = random.choice([(116.4, 39.9, 0.05), (116.65, 40.1, 0.02)])
    print(f"p{i},{random.gauss(town[0], town[2]):.7f},"
          f"{random.gauss(town[1], town[2]):.7f},"
          f"{random.choice([1, 1, 1, 2.5, 0.125])}")
END_OF_PROGRAM
cat > units.geojson <<'END_OF_FILE'
{"type":"FeatureCollection","features":[{"type":"Feature","properties":
{"code":"c","name":"C","level":"city"},"geometry":{"type":"Polygon",
"coordinates":[[[114,38],[118,38],[118,42],[114,42],[114,38]]]}}]}
END_OF_FILE
circlet new city.gpkg
circlet import city.gpkg units units.geojson --quiet > said
circlet import city.gpkg people people.csv --quiet > said
plane='+proj=laea +lat_0=40 +lon_0=116 +datum=WGS84 +units=m +no_defs'
tail -n +2 people.csv | tr ',' ' ' | cut -d ' ' -f 2,3 |
    gdaltransform -s_srs '+proj=longlat +datum=WGS84' -t_srs "$plane" \
        -output_xy > plane.txt

# compare ARGUMENT...
compare() {
    circlet density city.gpkg --json "$@" > cells.json
    jq -r '.cells[] | "\(.lon) \(.lat)"' cells.json |
        gdaltransform -s_srs '+proj=longlat +datum=WGS84' -t_srs "$plane" \
            -output_xy > centres.txt
    "$python" "$srcdir/tests/peer/density.py" cells.json people.csv plane.txt \
        centres.txt
}
need_command jq
for grid in square hexagon; do
    compare --grid $grid --kernel gaussian --cell 200
    compare --grid $grid --kernel gaussian --cell 200 --bandwidth 700
    compare --grid $grid --kernel quartic --cell 150
    compare --grid $grid --kernel quartic --cell 150 --bandwidth 2500
done
