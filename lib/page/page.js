/* Searching, sorting and opening the tables of a report; without it they are
 * plain tables. */
(function () {
    'use strict';

    var root = document.documentElement;
    var zh = document.getElementById('zh');
    var en = document.getElementById('en');
    var heading = document.querySelector('h1');

    root.classList.add('js');

    /* ---- the language ------------------------------------------------- */

    function textOf(element) {
        var own = element.querySelector('[lang="' +
            (zh.checked ? 'zh' : 'en') + '"]');

        return (own || element).textContent;
    }

    function speak() {
        root.lang = zh.checked ? 'zh-CN' : 'en';
        document.title = textOf(heading);
        document.dispatchEvent(new CustomEvent('tongue'));
    }

    zh.addEventListener('change', speak);
    en.addEventListener('change', speak);

    /* ---- sorting ------------------------------------------------------ */

    function keyOf(cell) {
        var value = cell.getAttribute('data-v');

        return value === null ? cell.textContent : Number(value);
    }

    function compare(a, b) {
        if (typeof a === 'number' && typeof b === 'number')
            return a - b;
        return String(a).localeCompare(String(b), root.lang);
    }

    /* The rows of a table that belong together: bodies, else rows. */
    function groupsOf(table) {
        return table.tBodies.length > 1 ? Array.from(table.tBodies)
            : Array.from(table.tBodies[0].rows);
    }

    function cellOf(group, column) {
        return (group.rows ? group.rows[0] : group).cells[column];
    }

    function sortBy(table, column, isDown) {
        var groups = groupsOf(table);
        var keys = new Map();

        groups.forEach(function (group, position) {
            keys.set(group, [keyOf(cellOf(group, column)), position]);
        });
        groups.sort(function (a, b) {
            var order = compare(keys.get(a)[0], keys.get(b)[0]);

            return (isDown ? -order : order) || keys.get(a)[1] -
                keys.get(b)[1];
        });
        var parent = groups.length ? groups[0].parentNode : null;
        groups.forEach(function (group) { parent.appendChild(group); });
    }

    function makeSortable(table) {
        var heads = Array.from(table.tHead.rows[0].cells);

        heads.forEach(function (head, column) {
            var button = document.createElement('button');

            button.type = 'button';
            while (head.firstChild)
                button.appendChild(head.firstChild);
            head.appendChild(button);
            button.addEventListener('click', function () {
                var isDown = head.getAttribute('aria-sort') !== 'descending';

                if (!head.hasAttribute('aria-sort') &&
                    !head.classList.contains('n'))
                    isDown = false;
                heads.forEach(function (other) {
                    other.removeAttribute('aria-sort');
                });
                head.setAttribute('aria-sort',
                    isDown ? 'descending' : 'ascending');
                sortBy(table, column, isDown);
            });
        });
    }

    ['streets', 'districts', 'rules', 'actions'].forEach(function (name) {
        var table = document.getElementById(name + '-table');

        if (table && table.tHead && table.tBodies.length)
            makeSortable(table);
    });

    /* ---- what is broken in a unit ------------------------------------- */

    function open(body, isOpen) {
        var detail = body.rows[1];

        if (!detail)
            return;
        detail.classList.toggle('open', isOpen);
        detail.querySelector('details').open = isOpen;
        body.querySelector('button').setAttribute('aria-expanded',
            String(isOpen));
    }

    Array.from(document.querySelectorAll('tbody[data-u]')).forEach(
        function (body) {
            var name = body.rows[0].cells[0];
            var button;

            if (!body.rows[1])
                return;
            button = document.createElement('button');
            button.type = 'button';
            button.className = 'more';
            button.textContent = name.textContent;
            button.setAttribute('aria-expanded', 'false');
            name.textContent = '';
            name.appendChild(button);
            button.addEventListener('click', function () {
                open(body, button.getAttribute('aria-expanded') !== 'true');
            });
        });

    document.addEventListener('unit', function (event) {
        var body = document.querySelector('#streets-table tbody[data-u="' +
            event.detail + '"]');

        if (!body)
            return;
        body.hidden = false;
        open(body, true);
        body.scrollIntoView({block: 'center'});
        body.querySelector('button, th').focus();
    });

    /* ---- searching ---------------------------------------------------- */

    var find = document.getElementById('find');

    function search() {
        var wanted = find.value.trim().toLowerCase();
        var shown = 0, all = 0;

        Array.from(document.querySelectorAll('#streets-table tbody')).forEach(
            function (body) {
                body.hidden = wanted !== '' &&
                    body.textContent.toLowerCase().indexOf(wanted) < 0;
                all++;
                shown += body.hidden ? 0 : 1;
            });
        document.getElementById('found').textContent =
            wanted === '' ? '' : shown + ' / ' + all;
    }

    if (find) {
        find.parentNode.hidden = false;
        find.addEventListener('input', search);
    }
    /* ---- paper: lists are open on it ------------------------------------ */

    var lists = Array.from(document.querySelectorAll('#left details'));

    window.addEventListener('beforeprint', function () {
        lists = lists.filter(function (list) { return !list.open; });
        lists.forEach(function (list) { list.open = true; });
    });
    window.addEventListener('afterprint', function () {
        lists.forEach(function (list) { list.open = false; });
    });
    speak();
})();
