/* The map of a report that can be moved and zoomed, drawn by Leaflet without
 * tiles: nothing is loaded. */
(function () {
    'use strict';

    var holder = document.getElementById('places');
    var moving = document.getElementById('moving');

    if (!holder || !moving || !window.L)
        return;

    var places = JSON.parse(holder.textContent);
    var form = moving.querySelector('form');
    var told = document.getElementById('told');
    var L = window.L;

    /* ---- shapes, as lib/map/marks.c has them --------------------------- */

    function polygon(corners, turn, inner, size) {
        var points = [];

        for (var i = 0; i < corners; i++) {
            var angle = 2 * Math.PI * (i / corners + turn) - Math.PI / 2;
            var radius = size * (inner && i % 2 ? inner : 1);

            points.push([Math.cos(angle) * radius, Math.sin(angle) * radius]);
        }
        return points;
    }

    var cross = [[-1, -3], [1, -3], [1, -1], [3, -1], [3, 1], [1, 1], [1, 3],
        [-1, 3], [-1, 1], [-3, 1], [-3, -1], [-1, -1]].map(function (p) {
        return [p[0] * 0.4, p[1] * 0.4];
    });
    var shapes = [null, polygon(4, 0.125, 0, 1.25), polygon(3, 0, 0, 1.4),
        polygon(4, 0, 0, 1.3), polygon(3, 0.5, 0, 1.4), polygon(5, 0, 0, 1.2),
        cross, polygon(10, 0, 0.45, 1.6)];

    L.Canvas.include({
        _updateMark: function (mark) {
            var shape = shapes[mark.options.shape];
            var at = mark._point, radius = mark._radius, ctx = this._ctx;

            if (!shape)
                return this._updateCircle(mark);
            if (!this._drawing || mark._empty())
                return;
            ctx.beginPath();
            shape.forEach(function (point, i) {
                ctx[i ? 'lineTo' : 'moveTo'](at.x + point[0] * radius,
                    at.y + point[1] * radius);
            });
            ctx.closePath();
            this._fillStroke(ctx, mark);
        }
    });

    var Mark = L.CircleMarker.extend({
        _updatePath: function () { this._renderer._updateMark(this); }
    });

    /* ---- places --------------------------------------------------------- */

    function at(lon, lat) {
        return [lat / 1e5, lon / 1e5];
    }

    function rings(list) {
        return list.map(function (ring) {
            var lon = 0, lat = 0, points = [];

            for (var i = 0; i < ring.length; i += 2) {
                lon += ring[i];
                lat += ring[i + 1];
                points.push(at(lon, lat));
            }
            return points;
        });
    }

    function hex(number) {
        return '#' + ('00000' + number.toString(16)).slice(-6);
    }

    function tongue(pair) {
        return pair[document.getElementById('zh').checked ? 0 : 1];
    }

    /* ---- fills: a hatch tells what colour alone would not ---------------- */

    function pattern(fill) {
        var step = Math.max(4, Math.round(fill.step));
        var tile = document.createElement('canvas');
        var ctx = tile.getContext('2d');

        tile.width = tile.height = step;
        ctx.fillStyle = hex(fill.colour);
        ctx.fillRect(0, 0, step, step);
        if (fill.step > 0) {
            ctx.strokeStyle = hex(fill.ink);
            ctx.globalAlpha = 0.45;
            for (var shift = -1; shift < 2; shift++) {
                ctx.beginPath();
                ctx.moveTo(shift * step, step);
                ctx.lineTo((shift + 1) * step, 0);
                if (fill.crossed) {
                    ctx.moveTo(shift * step, 0);
                    ctx.lineTo((shift + 1) * step, step);
                }
                ctx.stroke();
            }
        }
        return ctx.createPattern(tile, 'repeat');
    }

    var fills = places.fills.map(pattern);

    /* ---- layers ---------------------------------------------------------- */

    moving.hidden = false;
    document.documentElement.classList.add('moves');

    var renderer = L.canvas({padding: 0.3});
    var map = L.map('canvas', {preferCanvas: true, renderer: renderer,
        zoomSnap: 0.25, attributionControl: false, fadeAnimation: false,
        zoomAnimation: false, markerZoomAnimation: false});
    var bounds = [at(places.box[0], places.box[1]),
        at(places.box[2], places.box[3])];
    var layers = {};

    function chosen(name) {
        return Number(form.elements[name].value || 0);
    }

    function unitText(unit) {
        var state = unit.states[Math.min(chosen('state'),
            unit.states.length - 1)];
        var isChinese = document.getElementById('zh').checked;
        var text = unit.name + ' · ' + tongue(places.fills[state[
            chosen('fill')]].text);

        if (state[3] !== null)
            text += isChinese ? ' · 圈外' + state[3] + '人次'
                : ' · ' + state[3] + ' persons outside';
        return text;
    }

    function tip(layer, say) {
        layer.bindTooltip(function () {
            var element = document.createElement('span');

            element.textContent = say();
            return element;
        }, {sticky: true});
    }

    layers.units = L.layerGroup(places.units.map(function (unit) {
        var layer = L.polygon(rings(unit.rings), {renderer: renderer,
            color: '#5c6670', weight: 0.8, fillOpacity: 1});

        tip(layer, function () { return unitText(unit); });
        layer.on('click', function () {
            told.textContent = unitText(unit);
            document.dispatchEvent(new CustomEvent('unit',
                {detail: unit.u}));
        });
        layer.unit = unit;
        return layer;
    }));
    layers.borders = L.layerGroup(places.borders.map(function (border) {
        return L.polygon(rings(border), {renderer: renderer, fill: false,
            color: '#3f4a54', weight: 1.8, interactive: false});
    }));
    layers.facilities = L.layerGroup(places.facilities.map(function (one) {
        var ink = '#1d3557';
        var mark = new Mark(at(one[0], one[1]), {renderer: renderer,
            shape: one[2],
            color: one[3] ? ink : '#ffffff', weight: 1, fillOpacity: 1,
            fillColor: one[3] ? '#ffffff' : ink});

        tip(mark, function () {
            return one[5] + ' · ' + tongue(places.types[one[4]]);
        });
        return mark;
    }));
    layers.actions = L.layerGroup(places.actions.map(function (one) {
        var mark = new Mark(at(one[0], one[1]), {renderer: renderer,
            shape: one[2] === 0 ? 7 : one[2] === 6 ? 1 : 0,
            color: '#ffffff', weight: 1, fillColor: '#0047d6',
            fillOpacity: 1});

        tip(mark, function () {
            return (one[3] + 1) + ' · ' + tongue(one[4]);
        });
        return mark;
    }));

    function peopleOf(state) {
        return L.layerGroup((places.people[state] || []).map(function (cell) {
            var mark = L.circleMarker(at(cell[0], cell[1]), {
                renderer: renderer, radius: [2.5, 4, 6, 8.5][cell[3]],
                color: '#ffffff', weight: 0.8, fillColor: '#5b1760',
                fillOpacity: 0.72});

            tip(mark, function () {
                return document.getElementById('zh').checked
                    ? '圈外' + cell[2] + '人次'
                    : cell[2] + ' persons outside';
            });
            return mark;
        }));
    }

    var people = [peopleOf(0), peopleOf(1)];

    function legend(used) {
        var list = document.getElementById('fills');

        list.textContent = '';
        used.forEach(function (isUsed, i) {
            var item, swatch, ctx;

            if (!isUsed)
                return;
            item = document.createElement('li');
            swatch = document.createElement('canvas');
            swatch.width = 22;
            swatch.height = 16;
            ctx = swatch.getContext('2d');
            ctx.fillStyle = fills[i];
            ctx.fillRect(0, 0, 22, 16);
            swatch.setAttribute('aria-hidden', 'true');
            item.appendChild(swatch);
            item.appendChild(document.createTextNode(
                tongue(places.fills[i].text)));
            list.appendChild(item);
        });
    }

    function isOn(name) {
        var box = form.querySelector('[value="' + name + '"]');

        return box !== null && box.checked;
    }

    /* In this order, so that what is small lies above. */
    function draw() {
        var state = chosen('state'), used = [];

        [layers.units, layers.borders, people[0], people[1],
            layers.facilities, layers.actions].forEach(function (group) {
            map.removeLayer(group);
        });
        layers.units.eachLayer(function (layer) {
            var fill = layer.unit.states[Math.min(state,
                layer.unit.states.length - 1)][chosen('fill')];

            used[fill] = true;
            layer.setStyle({fillColor: fills[fill]});
        });
        map.addLayer(layers.units);
        map.addLayer(layers.borders);
        if (isOn('people'))
            map.addLayer(people[state]);
        if (isOn('facilities'))
            map.addLayer(layers.facilities);
        if (isOn('actions') && state === 1)
            map.addLayer(layers.actions);
        legend(used);
    }

    /* Marks of a whole city would hide it; they grow with the zoom. */
    function resize() {
        var grown = Math.pow(1.35, map.getZoom() - start);

        [[layers.facilities, places.facilities.length],
            [layers.actions, places.actions.length]].forEach(function (one) {
            var least = one[1] > 300 ? 1.5 : 4;

            one[0].eachLayer(function (mark) {
                var radius = Math.min(least * grown, Math.max(least, 6));

                mark.setStyle({radius: radius, weight: radius < 3 ? 0.3 : 1});
            });
        });
    }

    map.fitBounds(bounds);
    var start = map.getZoom();
    resize();
    map.on('zoomend', resize);
    map.setMaxBounds(L.latLngBounds(bounds).pad(0.5));
    map.setMinZoom(map.getZoom() - 1);
    L.control.scale({imperial: false}).addTo(map);
    form.addEventListener('change', draw);
    form.addEventListener('submit', function (event) {
        event.preventDefault();
    });
    document.addEventListener('tongue', draw);
    draw();
    document.getElementById('canvas').setAttribute('data-drawn',
        String(places.units.length));
})();
