// What both pipelines promise: the one in this thread and the one in a worker.

import assert from "node:assert/strict";
import { on } from "node:events";
import { readFile } from "node:fs/promises";
import { after, before, describe, test } from "node:test";
import { Worker } from "node:worker_threads";
import { load, loadSync, remote } from "../../pkg/node.js";
import { everything } from "./texts.js";

const allStages = ["blocks", "sentences", "words", "languages", "entities"];
const file = (name) => new URL(`../../pkg/${name}`, import.meta.url);
const worker = () => new Worker(file("worker-node.js"));

const faces = {
  "in this thread": () => load(),
  "in a worker": () => remote(worker),
};

for (const [where, make] of Object.entries(faces)) {
  describe(where, () => {
    let hamisi;
    before(async () => (hamisi = await make()));
    after(() => hamisi.close?.());

    test("cuts every span out of the text", async () => {
      const analysis = await hamisi.analyze(everything, { stages: allStages });
      assert.equal(analysis.text, everything);
      assert.equal(analysis.length, everything.length);
      const lists = [analysis.blocks, analysis.sentences, analysis.runs, analysis.entities];
      for (const { start, end } of lists.flat()) {
        const cut = everything.slice(start, end);
        assert.ok(cut.length > 0 && cut.isWellFormed() && cut === cut.trim(), JSON.stringify(cut));
      }
      for (const { start, end, text } of analysis.entities) {
        assert.equal(text, everything.slice(start, end));
      }
      const words = analysis.words.map(([start, end]) => everything.slice(start, end));
      assert.ok(words.includes("e\u0301") && words.includes("Hamısı"));
      assert.equal(analysis.blocks.at(-1).start, everything.lastIndexOf("Hamısı"));
    });

    test("gives names and values of the caller's dictionary", async () => {
      const text = "👩‍👩‍👧 Nərgiz and Nərgiz.";
      const dictionary = [{ text: "Nərgiz", kind: "person", id: "n1" }];
      const { entities, names } = await hamisi.analyze(text, { dictionary });
      assert.deepEqual(entities.map(({ kind, text, name }) => [kind, text, name]), [
        ["person", "Nərgiz", 0],
        ["person", "Nərgiz", 0],
      ]);
      assert.deepEqual(names[0].mentions, [0, 1]);
      assert.equal(names[0].links.id, "n1");
    });

    test("has the keys of the schema, and the text where it is asked for", async () => {
      const keys = "schema id offsets length source document language languages blocks sentences words runs entities names warnings";
      const without = (await hamisi.analyze("Salam")).toJSON();
      assert.deepEqual(Object.keys(without), keys.split(" "));
      assert.equal((await hamisi.analyze("Salam", { text: true })).toJSON().text, "Salam");
    });

    test("leaves out what was not asked for", async () => {
      const analysis = await hamisi.analyze(everything, { stages: ["sentences"] });
      const { blocks, sentences, words, runs, entities } = analysis;
      assert.ok(sentences.length > 3);
      assert.deepEqual([blocks, words, runs, entities], [[], [], [], []]);
    });

    test("takes bytes of any kind of view", async () => {
      const bytes = new TextEncoder().encode("..Salam, dünya!..");
      const views = [
        bytes.subarray(2, -2),
        new DataView(bytes.buffer, 2, bytes.length - 4),
        Buffer.from("Salam, dünya!"),
        bytes.buffer.slice(2, -2),
      ];
      for (const view of views) {
        const analysis = await hamisi.analyzeBytes(view, { name: "a.txt" });
        assert.equal(analysis.text, "Salam, dünya!");
        assert.equal(analysis.source.name, "a.txt");
      }
    });

    test("answers only the candidates, and tells why", async () => {
      const options = { stages: ["languages"], candidates: ["aze", "tur"], explain: true };
      const analysis = await hamisi.analyze("Hamısı", options);
      const [run] = analysis.runs;
      assert.equal(analysis.language.code, "aze");
      assert.equal(run.explanation.runner_up, "tur");
      assert.ok(run.explanation.features.length > 0 && run.explanation.features.length <= 8);
      assert.deepEqual(analysis.toJSON().runs[0].explanation, run.explanation);
      const plain = await hamisi.analyze("Hamısı", { languages: ["tur"] });
      assert.equal(plain.language.code, "tur");
      assert.ok(!("explanation" in plain.runs[0]));
    });

    test("tells where sentences might have ended", async () => {
      const text = "Dr. Ayla Weber 𝄞 kam. Sie bleibt.";
      const analysis = await hamisi.analyze(text, { stages: ["sentences"], explain: true });
      const [first, last] = analysis.sentences;
      assert.deepEqual(
        first.explanation.bounds.map(({ at, ends }) => [text.slice(0, at), ends]),
        [
          ["Dr.", false],
          ["Dr. Ayla Weber 𝄞 kam.", true],
        ],
      );
      assert.ok(first.explanation.bounds[0].features[0].weight < 0);
      assert.ok(!("explanation" in last));
      assert.deepEqual(analysis.toJSON().sentences, analysis.sentences);
    });

    test("names what is wrong with a call, and goes on", async () => {
      const wrong = [
        [() => hamisi.analyze("text", { stages: ["verbs"] }), "option", /verbs/],
        [() => hamisi.analyze("text", { langauges: ["aze"] }), "option", /langauges/],
        [() => hamisi.analyze("text", { languages: ["Azerbaijani"] }), "option", /Azerbaijani/],
        [() => hamisi.analyze("text", { candidates: ["zzz"] }), "option", /"zzz".*LANGUAGE\.md/],
        [() => hamisi.analyze("text", { candidates: ["aze"], languages: ["aze"] }), "option", /languages/],
        [() => hamisi.analyze("text", { referenceDate: "today" }), "option", /today/],
        [() => hamisi.analyze(7), "input", /number/],
        [() => hamisi.analyzeBytes(null), "input", /null/],
        [() => hamisi.analyzeBytes(new Uint8Array(64)), "input", /binary/],
        [() => hamisi.export("text", "docx"), "option", /docx/],
      ];
      for (const [call, code, message] of wrong) {
        await assert.rejects(async () => call(), (error) => {
          assert.ok(error instanceof Error);
          assert.equal(error.code, code);
          assert.match(error.message, message);
          return true;
        });
      }
      assert.equal((await hamisi.analyze("Salam")).length, 5);
    });

    test("tells the stages that begin", async () => {
      const stages = [];
      await hamisi.analyze("One. Two.", { onProgress: (stage) => stages.push(stage) });
      assert.deepEqual(stages, ["blocks", "sentences", "languages", "entities"]);
    });

    test("does not begin for a signal that was given before", async () => {
      const options = { signal: AbortSignal.abort() };
      await assert.rejects(async () => hamisi.analyze("text", options), { name: "AbortError" });
      await assert.rejects(async () => hamisi.export("text", "csv", options), { name: "AbortError" });
    });

    test("breaks off between stages", async () => {
      const ending = new AbortController();
      const options = { signal: ending.signal, onProgress: () => ending.abort(new RangeError("enough")) };
      await assert.rejects(async () => hamisi.analyze(everything.repeat(200), options), { message: "enough" });
      assert.equal((await hamisi.analyze("Salam")).length, 5);
    });

    test("writes every format", async () => {
      for (const format of ["json", "jsonl", "csv", "conll", "brat", "webannotation", "html"]) {
        assert.notEqual(await hamisi.export(everything, format, { stages: allStages }), "", format);
      }
      const json = JSON.parse(await hamisi.export(everything, "json", { stages: allStages, text: true }));
      const analysis = await hamisi.analyze(everything, { stages: allStages, text: true });
      assert.deepEqual(json, JSON.parse(JSON.stringify(analysis)));
    });

    test("analyses a long text in stretches that give the whole back", async () => {
      const whole = everything.repeat(600);
      for (const size of [1000, 3001, 1 << 20]) {
        const bytes = new TextEncoder().encode(whole);
        const parts = function* () {
          for (let at = 0; at < bytes.length; at += size) {
            yield bytes.subarray(at, at + size);
          }
        };
        let joined = "";
        for await (const part of hamisi.stream(ReadableStream.from(parts()), { stages: ["blocks"] })) {
          assert.equal(part.offset, joined.length);
          assert.ok(part.length <= 1 << 18);
          joined += part.text;
          assert.ok(joined === whole || joined.endsWith("\n\n"));
        }
        assert.ok(joined === whole);
      }
    });

    test("cuts a text without paragraphs, and never a character", async () => {
      let joined = "";
      for await (const part of hamisi.stream([`a${"😀".repeat(300_000)}`], { stages: ["blocks"] })) {
        assert.ok(part.text.isWellFormed() && part.length <= 1 << 18);
        joined += part.text;
      }
      assert.equal(joined.length, 600_001);
    });

    test("decodes streams of other encodings", async () => {
      const texts = async (parts, options) => {
        const found = [];
        for await (const { text, warnings } of hamisi.stream(parts, { ...options, stages: ["blocks"] })) {
          found.push(text, ...warnings);
        }
        return found;
      };
      assert.deepEqual(await texts([Uint8Array.of(0xfe, 0xfe, 0xfd)], { encoding: "windows-1254" }), ["şşı"]);
      assert.deepEqual(await texts([Uint8Array.of(0xff, 0xfe, 0x31), Uint8Array.of(0x01)]), ["ı"]);
      const [text, warning] = await texts([Uint8Array.of(0x61, 0xff)]);
      assert.equal(text, "a\uFFFD");
      assert.match(warning, /utf-8/);
    });

    test("ends a stream whose source hangs, and tells the source", async () => {
      const ending = new AbortController();
      const cancelled = new Promise((done) => {
        const readable = new ReadableStream({ start: (sink) => sink.enqueue("one"), cancel: done });
        const read = async () => {
          for await (const part of hamisi.stream(readable, { signal: ending.signal })) {
            assert.fail(part.text);
          }
        };
        assert.rejects(read, { name: "AbortError" });
      });
      setTimeout(() => ending.abort(), 20);
      await cancelled;
    });
  });
}

describe("loading", () => {
  test("takes bytes, addresses, paths, responses and modules", async () => {
    const bytes = await readFile(file("wasm/hamisi_bg.wasm"));
    const script = (wasm) => `
      import { load, loadSync } from ${JSON.stringify(file("node.js").href)};
      import { readFileSync } from "node:fs";
      import { parentPort, workerData } from "node:worker_threads";
      const bytes = workerData;
      const hamisi = await ${wasm};
      parentPort.postMessage(hamisi.analyze("Salam").length);`;
    const path = JSON.stringify(file("wasm/hamisi_bg.wasm").pathname);
    const forms = [
      "load({ wasm: bytes })",
      `load({ wasm: ${path} })`,
      `load({ wasm: new URL("file://" + ${path}) })`,
      'load({ wasm: new Response(bytes, { headers: { "content-type": "application/wasm" } }) })',
      "load({ wasm: new WebAssembly.Module(bytes) })",
      "loadSync()",
      "loadSync({ wasm: bytes })",
      `loadSync({ wasm: ${path}, packs: { segment: false, language: false, locale: false, gazetteer: false, entity: false } })`,
    ];
    for (const form of forms) {
      // Each in a worker of its own: a thread has one instance of the module.
      const thread = new Worker(new URL(`data:text/javascript,${encodeURIComponent(script(form))}`), { workerData: bytes });
      const length = await new Promise((done, failed) => thread.once("message", done).once("error", failed));
      assert.equal(length, 5, form);
      await thread.terminate();
    }
  });

  test("reads only the packs that the stages need", async () => {
    const heard = [];
    await load({ stages: ["languages"], onProgress: ({ file }) => heard.push(file) });
    assert.deepEqual(heard.splice(0).filter((name) => name.endsWith(".pack")), ["language.pack"]);
    await load({ stages: ["blocks", "words"], onProgress: ({ file }) => heard.push(file) });
    assert.deepEqual(heard.splice(0).filter((name) => name.endsWith(".pack")), ["segment.pack"]);
    await load({ onProgress: ({ file, loaded, total }) => heard.push(file) && assert.equal(loaded, total) });
    assert.deepEqual(heard.filter((name) => name.endsWith(".pack")).sort(), ["entity.pack", "gazetteer.pack", "language.pack", "locale.pack", "segment.pack"]);
  });

  test("reads the second wasm file once, and not for text in UTF-8", async () => {
    const script = `
      import { load } from ${JSON.stringify(file("node.js").href)};
      import { parentPort } from "node:worker_threads";
      let heard = [];
      const hamisi = await load({ onProgress: ({ file }) => heard.push(file) });
      const bytes = (text) => new TextEncoder().encode(text);
      for (const input of [bytes("Bakı"), bytes("\\uFEFFBakı"), bytes("a,b"), bytes("<!doctype html><p>Bakı"), Uint8Array.of(0xff, 0xfe, 0x31, 1)]) {
        heard = [];
        const { text } = await hamisi.analyzeBytes(input);
        parentPort.postMessage([text, ...heard]);
      }
      parentPort.postMessage("done");`;
    const thread = new Worker(new URL(`data:text/javascript,${encodeURIComponent(script)}`));
    const answers = [];
    for await (const [answer] of on(thread, "message")) {
      if (answer === "done") {
        break;
      }
      answers.push(answer);
    }
    assert.deepEqual(answers, [["Bakı"], ["Bakı"], ["a,b"], ["Bakı", "source_bg.wasm"], ["ı"]]);
    await thread.terminate();
  });

  test("says which packs were left out", async () => {
    const hamisi = await load({ packs: { segment: false, language: false, locale: false, gazetteer: false, entity: false } });
    const { warnings } = hamisi.analyze("On 4 February 2024.");
    assert.match(warnings.join(), /segment/);
    assert.match(warnings.join(), /language/);
    assert.match(warnings.join(), /locale/);
    assert.match(warnings.join(), /gazetteer/);
    assert.deepEqual((await load()).analyze("On 4 February 2024.").warnings, []);
  });

  test("tells what cannot be loaded", async () => {
    const missing = file("packs/missing.pack");
    await assert.rejects(load({ packs: { locale: missing } }), { code: "load", message: /locale pack.*missing\.pack/ });
    assert.throws(() => loadSync({ packs: { locale: missing.pathname } }), { code: "load", message: /missing\.pack/ });
    await assert.rejects(load({ packs: { locale: new Uint8Array(100) } }), { code: "pack" });
    await assert.rejects(load({ packs: { locale: 7 } }), { code: "input", message: /locale pack.*number/ });
    await assert.rejects(load({ packs: { locale: new Response("", { status: 404 }) } }), { code: "load", message: /404/ });
    await assert.rejects(load({ stages: ["verbs"] }), { code: "option", message: /verbs/ });
    await assert.rejects(load({ signal: AbortSignal.abort() }), { name: "AbortError" });
    await assert.rejects(remote(worker, { packs: { locale: missing } }), { code: "load", message: /missing\.pack/ });
  });
});

describe("the accurate tagger", () => {
  const text = "Dün Ankara'da 👩‍👩‍👧 Mehmet Demir konuştu. Anna Petrova met Jean-Luc Moreau in Lisbon on Tuesday.\n\n".repeat(20);
  const people = ["Mehmet Demir", "Anna Petrova", "Jean-Luc Moreau"];

  for (const [where, make] of Object.entries({
    "in this thread": (options) => load(options),
    "in a worker": (options) => remote(worker, options),
    "at once": (options) => loadSync(options),
  })) {
    test(`finds names, tells how far it is, and leaves values and dictionaries as they are, ${where}`, async (t) => {
      const hamisi = await make({ tagger: "accurate" });
      t.after(() => hamisi.close?.());
      const shares = [];
      const onProgress = (stage, share) => stage === "entities" && share !== undefined && shares.push(share);
      const dictionary = [{ text: "Lisbon", kind: "misc" }];
      const { entities, names, warnings } = await hamisi.analyze(text, { onProgress, dictionary });
      assert.deepEqual(warnings, []);
      const found = entities.filter(({ kind }) => kind === "person");
      assert.deepEqual(found.slice(0, 3).map((entity) => entity.text), people);
      found.forEach((entity) => assert.equal(text.slice(entity.start, entity.end), entity.text));
      assert.ok(names.some(({ name, mentions }) => name === "Anna Petrova" && mentions.length === 20));
      assert.ok(entities.some((entity) => entity.text === "Lisbon" && entity.kind === "misc"));
      assert.ok(entities.some((entity) => entity.text === "Tuesday" && entity.kind === "date"));
      assert.ok(shares.length > 1 && shares.at(-1) === 1);
      assert.deepEqual(shares, shares.toSorted((a, b) => a - b));

      const fast = await load();
      assert.deepEqual((await hamisi.analyze(text, { tagger: "fast" })).toJSON(), fast.analyze(text).toJSON());
      assert.notDeepEqual((await hamisi.analyze(text)).toJSON(), fast.analyze(text).toJSON());
      assert.match(await hamisi.export(text, "csv"), /Jean-Luc Moreau/);
    });
  }

  test("reads HTML", async () => {
    const hamisi = await load({ tagger: "accurate" });
    const html = new TextEncoder().encode("<!doctype html><p>Anna Petrova &amp; Jean-Luc Moreau met in Lisbon.</p>");
    const { entities } = await hamisi.analyzeBytes(html);
    assert.deepEqual(entities.map((entity) => entity.text), ["Anna Petrova", "Jean-Luc Moreau", "Lisbon"]);
  });

  test("tells what names hang on, and counts only the text", async () => {
    const hamisi = await load({ tagger: "accurate" });
    const shares = [];
    const onProgress = (stage, share) => share !== undefined && shares.push(share);
    const { entities } = hamisi.analyze("Anna Petrova met Jean-Luc Moreau in Lisbon.", { onProgress, explain: true });
    const { by, features } = entities.find(({ kind }) => kind === "person").explanation;
    assert.equal(by, "tagger");
    assert.ok(features.some(({ weight }) => weight > 0));
    assert.deepEqual(new Set(shares), new Set([1]));
  });

  test("is broken off between sentences", async () => {
    const hamisi = await load({ tagger: "accurate" });
    const ending = new AbortController();
    const onProgress = (stage, share) => share > 0 && ending.abort();
    assert.throws(() => hamisi.analyze(text, { onProgress, signal: ending.signal }), { name: "AbortError" });
    assert.ok(hamisi.analyze(text).entities.length > 0);
  });

  test("has to be loaded, from whole files", async () => {
    const hamisi = await load();
    assert.throws(() => hamisi.analyze("Salam", { tagger: "accurate" }), { code: "option", message: /load\(/ });
    assert.throws(() => hamisi.analyze("Salam", { tagger: "slow" }), { code: "option", message: /fast, accurate/ });
    await assert.rejects(load({ tagger: "slow" }), { code: "option" });
    const accurate = new Uint8Array(await readFile(file("packs/accurate.pack")));
    await assert.rejects(load({ tagger: "accurate", packs: { accurate: accurate.subarray(0, 1e6) } }), { code: "pack" });
    const given = await load({ tagger: "accurate", packs: { accurate }, accurate: await readFile(file("wasm/accurate_bg.wasm")) });
    assert.equal(given.analyze("Anna Petrova met us.").entities[0].text, "Anna Petrova");
  });
});

test("starts afresh after a crash, in all pipelines of the thread", async () => {
  const [first, second] = [await load(), await load()];
  const before = JSON.stringify(first.analyze(everything));
  // More than a 32-bit module can hold; the memory is never touched.
  await assert.rejects(first.analyzeBytes(new Uint8Array(2 ** 31)), { code: "crash" });
  assert.equal(JSON.stringify(first.analyze(everything)), before);
  assert.equal(JSON.stringify(second.analyze(everything)), before);
});

describe("a worker", () => {
  test("is really ended by a signal, and the calls behind are answered by a new one", async () => {
    let made = 0;
    const hamisi = await remote(() => {
      made += 1;
      return worker();
    });
    const ending = new AbortController();
    const long = hamisi.analyze("word ".repeat(3_000_000), { stages: ["words"], signal: ending.signal });
    const behind = hamisi.analyze("Salam");
    const withdrawn = new AbortController();
    const never = hamisi.analyze("never", { signal: withdrawn.signal });
    withdrawn.abort(new RangeError("withdrawn"));
    await assert.rejects(never, { message: "withdrawn" });
    setTimeout(() => ending.abort(), 30);
    await assert.rejects(long, { name: "AbortError" });
    assert.equal((await behind).length, 5);
    assert.equal(made, 2);
    hamisi.close();
  });

  test("answers in order", async () => {
    const hamisi = await remote(worker);
    const order = [];
    const calls = ["x".repeat(200_000), "two", "three"].map((text) =>
      hamisi.analyze(text).then(({ length }) => order.push(length)),
    );
    await Promise.all(calls);
    assert.deepEqual(order, [200_000, 3, 5]);
    hamisi.close();
  });

  test("rejects what was not answered when it is closed", async () => {
    const hamisi = await remote(worker);
    const calls = [hamisi.analyze("one"), hamisi.analyze("two")];
    hamisi.close();
    for (const call of [...calls, hamisi.analyze("three")]) {
      await assert.rejects(call, { code: "closed" });
    }
  });

  test("whose script cannot be run rejects the call", async () => {
    const broken = () => new Worker("throw new Error('no')", { eval: true });
    await assert.rejects(remote(broken), { code: "load" });
  });
});
