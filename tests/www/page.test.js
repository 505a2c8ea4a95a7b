import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, afterEach, before, describe, test } from "node:test";
import { browser, csvRows, drop, host, sample, samplePath, serve } from "./open.js";

const NEWS = "news-english-azerbaijan.txt";
const www = resolve(import.meta.dirname, "../../www");

let chromium;
let server;
let scratch;
const contexts = [];

before(async () => {
  scratch = await mkdtemp(join(tmpdir(), "hamisi-page-"));
  [chromium, server] = await Promise.all([browser(), serve()]);
});
after(async () => {
  await Promise.all([chromium?.close(), server?.end(), scratch && rm(scratch, { recursive: true })]);
});
afterEach(async () => {
  await Promise.all(contexts.splice(0).map((context) => context.close()));
});

/** The page in a browser of its own; whatever goes wrong in it fails the test that looks at `faults`. */
async function open({ address = server.address, offlineCopy = false, ...options } = {}) {
  const context = await chromium.newContext({ viewport: { width: 1280, height: 900 }, serviceWorkers: offlineCopy ? "allow" : "block", ...options });
  contexts.push(context);
  const page = await context.newPage();
  const faults = [];
  const expected = /Service Worker registration blocked by Playwright/;
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && !expected.test(message.text()) && faults.push(message.text()));
  await page.goto(address);
  await page.locator(".specimen").first().waitFor();
  return { page, context, faults };
}

const read = (page) => page.locator("#document").waitFor();
const marks = (page, kind) => page.locator(kind ? `mark[data-kind="${kind}"]` : "mark");

/** Picks a file from the disk and waits until it is shown. */
async function pick(page, ...files) {
  await page.locator("#files").setInputFiles(files);
  await read(page);
}

async function openSample(page, name) {
  const list = JSON.parse(await sample("index.json"));
  await page.locator(".specimen").nth(list.findIndex(({ file }) => file === name)).click();
  await read(page);
}

async function downloaded(page, button) {
  const [download] = await Promise.all([page.waitForEvent("download"), page.locator(button).click()]);
  return { name: download.suggestedFilename(), text: await readFile(await download.path(), "utf8") };
}

describe("intake", () => {
  test("reads a file dropped from the disk", async () => {
    const { page, faults } = await open();
    await drop(page, samplePath(NEWS));
    await read(page);
    assert.equal(await page.locator("#card h1").textContent(), "Caspian ports agree on shared timetable for cargo trains");
    assert.match(await page.locator("#live").textContent(), /^news-english-azerbaijan\.txt: English · \d+ mentions · \d+ names$/);
    assert.deepEqual(faults, []);
  });

  test("reads a file dropped by a script", async () => {
    const { page } = await open();
    await page.evaluate(() => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File(["Write to desk@ports.example today."], "note.txt", { type: "text/plain" }));
      document.body.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
    });
    await read(page);
    assert.deepEqual(await marks(page, "email").allTextContents(), ["desk@ports.example"]);
  });

  test("reads a dropped folder with the folders inside it, without hidden files", async () => {
    const folder = join(scratch, "letters");
    await mkdir(join(folder, "deep"), { recursive: true });
    await writeFile(join(folder, "a.txt"), "Salam, dünya!");
    await writeFile(join(folder, ".hidden"), "secret");
    await writeFile(join(folder, "deep", "b.txt"), "Привіт, світе!");
    const { page } = await open();
    await drop(page, folder);
    await read(page);
    await page.locator(".file.ready").nth(1).waitFor();
    assert.deepEqual(await page.locator(".file-name").allTextContents(), ["letters/a.txt", "letters/deep/b.txt"]);
  });

  test("reads a folder that was picked", async () => {
    const folder = join(scratch, "picked");
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, "a.txt"), "Salam, dünya!");
    await writeFile(join(folder, "b.txt"), "გამარჯობა");
    const { page } = await open();
    await page.locator("#folder").setInputFiles(folder);
    await page.locator(".file.ready").nth(1).waitFor();
    assert.deepEqual((await page.locator(".file-name").allTextContents()).sort(), ["picked/a.txt", "picked/b.txt"]);
  });

  test("keeps several documents to switch among, each with a summary", async () => {
    const { page } = await open();
    await pick(page, samplePath(NEWS), samplePath("news-arabic.txt"), samplePath("news-thai.txt"));
    await page.locator(".file.ready").nth(2).waitFor();
    assert.match(await page.locator(".file-note").nth(1).textContent(), /^Arabic · \d+ mentions/);
    await page.locator(".file").nth(2).click();
    assert.equal(await page.locator(".file[aria-current]").textContent(), await page.locator(".file").nth(2).textContent());
    assert.match(await page.locator("#text").textContent(), /แนวปะการัง/);
  });

  test("reads what is pasted anywhere, and what is written", async () => {
    const { page } = await open();
    await page.evaluate(() => {
      const clipboardData = new DataTransfer();
      clipboardData.setData("text/plain", "Ünvan: muzey@ipek.example");
      document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
    });
    await read(page);
    assert.deepEqual(await marks(page, "email").allTextContents(), ["muzey@ipek.example"]);
    await page.locator("#add").click();
    await page.locator("#paste").fill("See https://ports.example/timetable");
    await page.locator("#sheet button[type=submit]").click();
    await page.locator(".file.ready").nth(1).waitFor();
    assert.deepEqual(await marks(page, "url").allTextContents(), ["https://ports.example/timetable"]);
  });

  test("says why a binary file cannot be read and what to do, and reads the others", async () => {
    const binary = join(scratch, "scan.pdf");
    await writeFile(binary, Buffer.from([0x25, 0x50, 0x44, 0x46, 0, 1, 2, 3, 0, 0xff]));
    const { page } = await open();
    await page.locator("#files").setInputFiles([binary, samplePath("news-hindi.txt")]);
    await page.locator("[role=alert]").waitFor();
    assert.match(await page.locator("#status").textContent(), /scan\.pdf.*Could not be read.*binary.*Open the PDF, select all of it, copy, and paste it here\./s);
    await page.locator(".file.ready").click();
    await read(page);
    assert.match(await page.locator(".file.ready .file-note").textContent(), /Hindi/);
  });

  test("stops when it is told to, and reads the next document all the same", async () => {
    const long = join(scratch, "long.txt");
    await writeFile(long, `${await sample(NEWS)}\n\n`.repeat(6000));
    const { page } = await open();
    await page.locator("#files").setInputFiles(long);
    await page.locator("#cancel").waitFor();
    assert.equal(await page.locator("progress").count(), 1);
    await page.locator("#cancel").click();
    await page.getByText("Stopped before the end").waitFor();
    await page.locator("#add").click();
    await openSample(page, "news-japanese.txt");
    assert.match(await page.locator("#text").textContent(), /北岬町/);
  });

  test("shows an empty document as empty", async () => {
    const empty = join(scratch, "empty.txt");
    await writeFile(empty, "");
    const { page, faults } = await open();
    await pick(page, empty);
    assert.match(await page.locator("#text").textContent(), /no text/);
    assert.deepEqual(faults, []);
  });
});

describe("results", () => {
  test("mark every entity with its exact text, in order", async () => {
    const { page } = await open();
    await openSample(page, NEWS);
    const analysis = JSON.parse((await downloaded(page, "#download-json")).text);
    assert.ok(analysis.entities.length > 20, `${analysis.entities.length} entities`);
    assert.deepEqual(await marks(page).allTextContents(), analysis.entities.map(({ text }) => text));
    assert.deepEqual(await page.locator("#text .body").allTextContents(), analysis.blocks.map(({ start, end }) => analysis.text.slice(start, end)));
  });

  test("keep offsets right behind emoji and combining marks", async () => {
    const { page } = await open();
    await page.locator("#paste").fill("👩🏽‍🎤 é́ 🎶 नि: desk@ports.example");
    await page.locator("#sheet button[type=submit]").click();
    await read(page);
    assert.deepEqual(await marks(page).allTextContents(), ["desk@ports.example"]);
  });

  test("are filtered by kind", async () => {
    const { page } = await open();
    await openSample(page, NEWS);
    const line = (kind) => marks(page, kind).first().evaluate((mark) => getComputedStyle(mark).textDecorationLine);
    await page.locator('.chip[data-kind="location"]').click();
    assert.equal(await line("location"), "underline");
    assert.equal(await line("date"), "none");
    assert.deepEqual(await page.locator("#index-list > section:visible").evaluateAll((groups) => groups.map(({ dataset }) => dataset.kind)), ["location"]);
    assert.equal(await page.locator('.chip[data-kind="location"]').getAttribute("aria-pressed"), "true");
    await page.getByRole("button", { name: "Show all" }).click();
    assert.equal(await line("date"), "underline");
  });

  test("list names with counts, whose entries step through their mentions", async () => {
    const { page } = await open();
    await openSample(page, NEWS);
    const name = page.locator(".row-name", { hasText: /^Azerbaijan$/ });
    const entry = page.locator('#index-list section[data-kind="location"] .row', { has: name });
    const count = Number(await entry.locator(".row-count").textContent());
    assert.ok(count > 1);
    const seen = new Set();
    for (let step = 0; step < count; step += 1) {
      await entry.press("Enter");
      const current = page.locator("mark[aria-current]");
      assert.equal(await current.textContent(), "Azerbaijan");
      await page.waitForFunction(() => {
        const box = document.querySelector("mark[aria-current]").getBoundingClientRect();
        return box.top >= 0 && box.bottom <= innerHeight;
      });
      seen.add(await current.getAttribute("data-i"));
      assert.match(await page.locator("#live").textContent(), new RegExp(`^Azerbaijan, mention ${step + 1} of ${count}: .*Azerbaijan`));
    }
    assert.equal(seen.size, count);
  });

  test("tell a mention's value in the details", async () => {
    const { page } = await open();
    await openSample(page, NEWS);
    await marks(page, "money").filter({ hasText: "$2 million" }).click();
    assert.match(await page.locator("#detail").textContent(), /money.*\$2 million.*Value\s*USD 2000000/s);
    await marks(page).filter({ hasText: "11:00 04.02.2024" }).click();
    assert.match(await page.locator("#detail").textContent(), /2024-02-04T11:00/);
  });

  test("show the languages with their shares, and never a wrong one for the last word", async () => {
    const { page } = await open();
    await openSample(page, NEWS);
    assert.deepEqual((await page.locator(".key").evaluateAll((keys) => keys.map(({ dataset }) => dataset.language))).slice(0, 1), ["eng"]);
    const last = page.locator("#text .body").last();
    assert.equal(await last.textContent(), "Hamısı");
    // Unknown rather than wrong, where one word says too little.
    assert.ok(["az", null].includes(await last.getAttribute("lang")));
  });

  test("mark words of other languages, and jump to them from the ribbon", async () => {
    const { page } = await open({ viewport: { width: 1280, height: 500 } });
    await openSample(page, "mixed-letters.txt");
    assert.match((await page.locator('#text [lang="el"]').allTextContents()).join(" "), /χορωδία της Θεσσαλονίκης/);
    await page.locator('.key[data-language="ron"]').click();
    await page.waitForFunction(() => {
      const box = document.querySelector('#text [lang="ro"]').getBoundingClientRect();
      return box.top >= 0 && box.bottom <= innerHeight;
    });
  });

  test("tell content from what surrounds it", async () => {
    const { page } = await open();
    await openSample(page, NEWS);
    const headline = page.locator("#text .block.related_headline").first();
    assert.ok(await headline.isVisible());
    await page.locator("#content-only").click();
    assert.ok(!(await headline.isVisible()));
    assert.ok(await page.locator("#text .block.paragraph").first().isVisible());
  });

  test("are downloaded as JSON and CSV that agree", async () => {
    const { page } = await open();
    await openSample(page, NEWS);
    const json = await downloaded(page, "#download-json");
    const csv = await downloaded(page, "#download-csv");
    assert.deepEqual([json.name, csv.name], ["news-english-azerbaijan.hamisi.json", "news-english-azerbaijan.hamisi.csv"]);
    const analysis = JSON.parse(json.text);
    assert.equal(analysis.schema, "hamisi/1");
    assert.equal(analysis.offsets, "utf16");
    assert.equal(analysis.text, String(await sample(NEWS)));
    for (const { start, end, text } of analysis.entities) assert.equal(analysis.text.slice(start, end), text);
    const [header, ...rows] = csvRows(csv.text);
    const texts = rows.map((row) => row[header.indexOf("text")]);
    assert.deepEqual(texts, analysis.entities.map(({ text }) => text));
  });

  test("go in as text only, whatever it looks like", async () => {
    const { page, faults } = await open();
    const text = '<img src=x onerror="document.title=1"> <script>document.title=2</script> &amp; ünvan';
    await page.locator("#paste").fill(text);
    await page.locator("#sheet button[type=submit]").click();
    await read(page);
    assert.equal(await page.locator("#text .body").textContent(), text);
    assert.equal(await page.locator("#text :is(img, script)").count(), 0);
    assert.deepEqual(faults, []);
  });

  test("of a long document are drawn where the reader is", async () => {
    const long = join(scratch, "book.txt");
    await writeFile(long, `${`${await sample("news-azerbaijani.txt")}\n\n`.repeat(800)}Son: axır@ipek.example, son@ipek.example`);
    const { page } = await open();
    await page.locator("#files").setInputFiles(long);
    await page.locator("#document").waitFor({ timeout: 60_000 });
    const text = await readFile(long, "utf8");
    const [drawn, raw] = [await page.locator(".chunk:not(.raw)").count(), await page.locator(".chunk.raw").count()];
    assert.ok(drawn > 0 && raw > drawn, `${drawn} drawn, ${raw} raw`);
    assert.ok((await page.locator("#text").evaluate((element) => element.textContent.length)) > text.length * 0.9);
    await page.locator('#index-list section[data-kind="email"] .row', { hasText: "son@ipek.example" }).click();
    await page.locator("mark[aria-current]", { hasText: "son@ipek.example" }).waitFor();
  });

  test("of one endless line are drawn too, with every character", async () => {
    const line = join(scratch, "line.txt");
    const text = "Bakı 🎶 desk@ports.example ".repeat(4000).trim();
    await writeFile(line, text);
    const { page } = await open();
    await page.locator("#files").setInputFiles(line);
    await page.locator("#document").waitFor({ timeout: 60_000 });
    assert.equal(await page.locator("#text").evaluate((element) => [...element.querySelectorAll(".body, .raw")].map((part) => part.textContent).join("")), text);
  });
});

describe("everybody", () => {
  test("can do all of it from the keyboard", async () => {
    const { page } = await open();
    const focused = () => page.evaluate(() => document.activeElement?.id || document.activeElement?.className || document.activeElement?.tagName);
    const tabTo = async (wanted) => {
      for (let presses = 0; presses < 60; presses += 1) {
        await page.keyboard.press("Tab");
        const at = await focused();
        if (at === wanted || (wanted === "MARK" && at === "MARK")) return;
      }
      assert.fail(`Tab never reaches ${wanted}`);
    };
    await tabTo("files");
    await tabTo("paste");
    await page.keyboard.type("On 4 February 2024 mail desk@ports.example or press@ports.example.");
    await page.keyboard.press("Control+Enter");
    await read(page);
    await tabTo("chip");
    await page.keyboard.press("Space");
    assert.equal(await page.locator(".chip").first().getAttribute("aria-pressed"), "true");
    await page.keyboard.press("Space");
    await tabTo("MARK");
    const first = await page.locator("mark:focus").textContent();
    await page.keyboard.press("ArrowRight");
    const second = await page.locator("mark:focus").textContent();
    assert.notEqual(first, second);
    assert.ok(await page.locator("#detail").isVisible());
    await page.keyboard.press("Escape");
    assert.ok(!(await page.locator("#detail").isVisible()));
    assert.equal(await page.locator("mark:focus").textContent(), second);
    await tabTo("row");
    await page.keyboard.press("Enter");
    assert.ok(await page.locator("#detail").isVisible());
  });

  test("can read it 360 pixels wide without scrolling sideways", async () => {
    const { page } = await open({ viewport: { width: 360, height: 740 } });
    const width = () => page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok((await width()) <= 360, `${await width()} at the start`);
    for (const { file } of JSON.parse(await sample("index.json"))) {
      await openSample(page, file);
      await page.locator("#labels").click();
      if (await marks(page).count()) await marks(page).first().click();
      assert.ok((await width()) <= 360, `${await width()} in ${file}`);
      await page.locator("#labels").click();
      await page.keyboard.press("Escape");
      await page.locator("#home").click();
    }
  });

  test("can read from right to left", async () => {
    const { page } = await open();
    await openSample(page, "news-arabic.txt");
    const body = page.locator("#text .paragraph .body").first();
    assert.equal(await body.evaluate((element) => getComputedStyle(element).direction), "rtl");
    assert.equal(await body.getAttribute("lang"), "ar");
    assert.equal(await page.locator("#card h1").evaluate((element) => getComputedStyle(element).direction), "rtl");
  });

  test("gets the dark scheme they asked for, and can change it", async () => {
    const { page } = await open({ colorScheme: "dark" });
    const lightness = () => page.evaluate(() => Number(/\d+/.exec(getComputedStyle(document.body).backgroundColor)[0]));
    assert.ok((await lightness()) < 60);
    await page.locator("#theme").click();
    assert.ok((await lightness()) > 200);
    await page.reload();
    assert.ok((await lightness()) > 200);
  });

  for (const colorScheme of ["light", "dark"]) {
    test(`finds no barrier that axe knows, ${colorScheme}`, async () => {
      const axe = createRequire(import.meta.url).resolve("axe-core");
      const binary = join(scratch, "picture.bin");
      await writeFile(binary, Buffer.alloc(64));
      const { page } = await open({ colorScheme, bypassCSP: true, reducedMotion: "reduce" });
      await page.addScriptTag({ path: axe });
      const check = async (what) => {
        const { violations } = await page.evaluate(() => globalThis.axe.run());
        assert.deepEqual(violations.map(({ id, nodes }) => `${what}: ${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(" ")}`), []);
      };
      await check("start");
      await openSample(page, NEWS);
      await check("results");
      await marks(page).first().click();
      await page.locator("#labels").click();
      await page.locator(".chip").first().click();
      await check("details");
      await page.locator("#add").click();
      await openSample(page, "mixed-letters.txt");
      await check("several documents");
      await page.locator("#add").click();
      await page.locator("#files").setInputFiles(binary);
      await page.locator("[role=alert]").waitFor();
      await check("error");
    });
  }
});

describe("the machine", () => {
  test("keeps every text: no request leaves, and the policy is never broken", async () => {
    for (const place of [server, await host()]) {
      const { page, context, faults } = await open({ address: place.address });
      const requests = [];
      context.on("request", (request) => requests.push(request.url()));
      await page.addInitScript(() => addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => console.error(violatedDirective, blockedURI)));
      await page.reload();
      await openSample(page, NEWS);
      await marks(page).first().click();
      await downloaded(page, "#download-csv");
      assert.ok(requests.some((url) => url.endsWith("hamisi_bg.wasm")));
      assert.deepEqual(requests.filter((url) => !url.startsWith(place.address) && !url.startsWith("blob:")), []);
      assert.deepEqual(faults, []);
      if (place !== server) await place.end();
    }
  });

  test("keeps the policy strict where the host sends no headers", async () => {
    const index = await readFile(join(www, "index.html"), "utf8");
    const policy = /Content-Security-Policy" content="([^"]+)"/.exec(index)[1];
    assert.match(policy, /default-src 'none'/);
    assert.match(policy, /script-src 'self' 'wasm-unsafe-eval'(;|$)/);
    assert.doesNotMatch(policy, /unsafe-inline|'unsafe-eval'|https?:|\*/);
    const place = await host();
    const { page } = await open({ address: place.address });
    const ran = await page.evaluate(() => {
      const script = document.createElement("script");
      script.textContent = "globalThis.inlineRan = true";
      document.body.append(script);
      return "inlineRan" in globalThis;
    });
    assert.equal(ran, false);
    await place.end();
  });

  test("refines names when asked to, the next document too, and then without a network", async () => {
    const place = await serve();
    const { page, faults } = await open({ address: place.address, offlineCopy: true });
    await page.locator("#offline").waitFor();
    await page.reload();
    await openSample(page, NEWS);
    const fast = await marks(page).allTextContents();
    assert.match(await page.locator("#accurate").textContent(), /larger model, \d+ MB$/);
    await page.locator("#accurate").click();
    await page.locator("#accurate-note", { hasText: /^Names by the larger model$/ }).waitFor({ timeout: 60_000 });
    assert.equal(await page.locator("#accurate").isVisible(), false);
    const refined = await marks(page, "person").allTextContents();
    assert.ok(refined.length > 0 && fast.length > 0);
    const { text } = await downloaded(page, "#download-json");
    const people = JSON.parse(text).entities.filter(({ kind }) => kind === "person").map((entity) => entity.text);
    assert.deepEqual(refined, people);

    await place.end();
    await page.reload();
    await openSample(page, "news-azerbaijani.txt");
    await page.locator("#accurate").click();
    await page.locator("#accurate-note", { hasText: /^Names by the larger model$/ }).waitFor({ timeout: 60_000 });
    await page.locator("#add").click();
    await page.locator("#paste").fill("Anna Petrova met Jean-Luc Moreau in Lisbon.");
    await page.locator("#sheet button[type=submit]").click();
    await page.locator("#accurate-note", { hasText: /^Names by the larger model$/ }).waitFor({ timeout: 60_000 });
    assert.deepEqual(await marks(page, "person").allTextContents(), ["Anna Petrova", "Jean-Luc Moreau"]);
    assert.deepEqual(faults.filter((fault) => !/ERR_(CONNECTION_REFUSED|INTERNET_DISCONNECTED)|ServiceWorker|sw\.js|HEAD|accurate\.pack/.test(fault)), []);
  });

  test("keeps the names it has where refining is cancelled, and refines when asked again", async () => {
    const { page, faults } = await open();
    await page.locator("#paste").fill("Anna Petrova met Jean-Luc Moreau in Lisbon.\n\n".repeat(600));
    await page.locator("#sheet button[type=submit]").click();
    await read(page);
    const fast = await marks(page, "person").allTextContents();
    assert.ok(fast.length > 0);
    const button = page.locator("#accurate");
    await button.click();
    await button.filter({ hasText: /^Cancel$/ }).click({ timeout: 60_000 });
    const note = page.locator("#accurate-note");
    await note.filter({ hasText: /cancelled$/ }).waitFor();
    assert.deepEqual(await marks(page, "person").allTextContents(), fast);
    await button.filter({ hasText: /larger model/ }).click();
    await note.filter({ hasText: /^Names by the larger model$/ }).waitFor({ timeout: 60_000 });
    assert.equal(await button.isVisible(), false);
    assert.deepEqual(faults, []);
  });

  test("needs no network after the first visit, at any address", async () => {
    for (const place of [await serve(), await host()]) {
      const { page, faults } = await open({ address: place.address, offlineCopy: true });
      await page.locator("#offline").waitFor();
      await place.end();
      await page.reload();
      await page.locator(".specimen").first().waitFor();
      await openSample(page, "page-turkish.html");
      assert.match(await page.locator("#text").textContent(), /Köyceğiz/);
      await page.locator("#add").click();
      await page.locator("#paste").fill("Write to desk@ports.example");
      await page.locator("#sheet button[type=submit]").click();
      await page.locator(".file.ready").nth(1).waitFor();
      assert.deepEqual(await marks(page, "email").allTextContents(), ["desk@ports.example"]);
      assert.deepEqual(faults.filter((fault) => !/ERR_(CONNECTION_REFUSED|INTERNET_DISCONNECTED)|ServiceWorker|sw\.js/.test(fault)), []);
    }
  });
});
