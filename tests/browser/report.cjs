/* Opens a report from disk with the network off and uses it as people do:
 * report.cjs FILE FOLDER; prints what was seen, exits 1 at the first fault. */
'use strict';

const assert = require('assert');
const fs = require('fs');
const path = require('path');
const { chromium } = require('playwright-core');
const axe = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

const [, , file, folder] = process.argv;
const chrome = process.env.CHROMIUM || '/usr/bin/chromium';

async function open(browser, options) {
    const context = await browser.newContext(Object.assign(
        { offline: true, viewport: { width: 1280, height: 900 } }, options));
    const page = await context.newPage();

    page.faults = [];
    page.on('console', (message) => {
        if (['error', 'warning'].includes(message.type()))
            page.faults.push(message.text());
    });
    page.on('pageerror', (error) => page.faults.push(error.message));
    page.on('request', (request) => {
        if (!/^(file|data):/.test(request.url()))
            page.faults.push('asks for ' + request.url());
    });
    await page.goto('file://' + path.resolve(file));
    return page;
}

/* How many colours the canvas of the map has. */
function coloursOfMap(page) {
    return page.evaluate(() => {
        const canvas = document.querySelector('#canvas canvas');
        const bytes = canvas.getContext('2d').getImageData(0, 0,
            canvas.width, canvas.height).data;
        const seen = new Set();

        for (let i = 0; i < bytes.length; i += 4)
            if (bytes[i + 3] === 255)
                seen.add(bytes[i] << 16 | bytes[i + 1] << 8 | bytes[i + 2]);
        return seen.size;
    });
}

function column(page, n) {
    return page.$$eval('#streets-table tbody tr:first-child > :nth-child(' +
        n + ')', (cells) => cells.map((cell) =>
        cell.dataset.v === undefined ? cell.textContent
            : Number(cell.dataset.v)));
}

async function checkMap(page) {
    await page.waitForSelector('#canvas[data-drawn]');
    assert(Number(await page.getAttribute('#canvas', 'data-drawn')) > 0);
    assert(await coloursOfMap(page) > 8, 'the map is blank');
    const before = await page.textContent('#fills');
    await page.check('input[name="fill"][value="1"]');
    assert.notStrictEqual(await page.textContent('#fills'), before,
        'the legend stays as it was');
    await page.uncheck('input[value="facilities"]');
    await page.check('input[value="facilities"]');
    await page.click('#canvas', { position: { x: 540, y: 250 } });
    assert.notStrictEqual(await page.textContent('#told'), '');
}

async function checkTable(page) {
    const button = page.locator('#streets-table thead th').nth(2)
        .locator('button');
    await button.click();
    const down = await column(page, 3);
    assert(down.every((v, i) => i === 0 || down[i - 1] >= v), 'not sorted');
    await button.press('Enter');
    const up = await column(page, 3);
    assert(up.every((v, i) => i === 0 || up[i - 1] <= v), 'not sorted up');

    const name = (await column(page, 1))[2];
    await page.fill('#find', name);
    const shown = await page.$$eval('#streets-table tbody',
        (bodies) => bodies.filter((body) => !body.hidden).length);
    assert(shown >= 1 && shown < up.length, 'search shows ' + shown);
    await page.fill('#find', '');

    const more = page.locator('#streets-table .more').first();
    await more.press('Enter');
    assert.strictEqual(await more.getAttribute('aria-expanded'), 'true');
    assert(await page.locator('#streets-table .detail.open li').first()
        .isVisible());
    await more.press('Enter');
}

async function checkTongues(page) {
    await page.click('label[for=zh]');
    assert.strictEqual(await page.getAttribute('html', 'lang'), 'zh-CN');
    assert(await page.getByRole('heading', { name: '地图' }).isVisible());
    assert.strictEqual(await page.locator('h2 [lang=en]:visible').count(), 0);
    const title = await page.title();
    await page.focus('#zh');
    await page.keyboard.press('ArrowRight');
    assert.strictEqual(await page.getAttribute('html', 'lang'), 'en');
    assert.notStrictEqual(await page.title(), title);
}

async function checkReaders(page, tongue) {
    await page.click('label[for=' + tongue + ']');
    await page.evaluate(axe);
    const found = await page.evaluate(() => window.axe.run());
    const bad = found.violations.filter((fault) =>
        fault.id === 'region' ||
        ['serious', 'critical'].includes(fault.impact));
    assert.deepStrictEqual(bad.map((fault) => fault.id + ' ' +
        fault.nodes[0].html), []);
}

/* Sections below what is seen must be drawn for it to be looked at. */
async function checkWidths(page) {
    for (const width of [390, 768, 1280]) {
        await page.setViewportSize({ width, height: 900 });
        const over = await page.evaluate(() =>
            document.documentElement.scrollWidth - window.innerWidth);
        assert(over <= 0, 'wider than a screen of ' + width + ' by ' + over);
        const bar = await page.locator('header.bar').boundingBox();
        assert(bar.height <= 90, 'the head takes ' + bar.height + ' of ' +
            width);
        await page.screenshot({ path: path.join(folder, width + '.png') });
    }
}

async function checkWithoutScripts(browser) {
    const page = await open(browser, { javaScriptEnabled: false });

    assert(await page.locator('#pictures svg').first().isVisible());
    assert(await page.locator('#streets-table').isVisible());
    await page.click('label[for=zh]');
    assert(await page.getByRole('heading', { name: '地图' }).isVisible());
    assert.deepStrictEqual(page.faults, []);
    await page.context().close();
}

async function main() {
    const browser = await chromium.launch({ executablePath: chrome,
        args: ['--no-sandbox', '--disable-gpu', '--disable-quic',
            '--no-first-run', '--disable-background-networking',
            '--disable-component-update', '--disable-sync'] });

    try {
        const page = await open(browser);

        if (await page.locator('#places').count() > 0)
            await checkMap(page);
        await checkTable(page);
        await checkTongues(page);
        await checkReaders(page, 'zh');
        await checkReaders(page, 'en');
        await checkWidths(page);
        await page.pdf({ path: path.join(folder, 'report.pdf'),
            preferCSSPageSize: true });
        assert.deepStrictEqual(page.faults, []);
        await checkWithoutScripts(browser);
    } finally {
        await browser.close();
    }
}

main().catch((error) => {
    console.error(error);
    process.exit(1);
});
