// What all programs that ask peers share: requests come as JSON, one a line, and are answered in the same way.

import { createInterface } from "node:readline";

/** Answers each request by what `requests` has under its `do`. */
export async function serve(requests) {
  for await (const line of createInterface({ input: process.stdin })) {
    const request = JSON.parse(line);
    process.stdout.write(`${JSON.stringify(await requests[request.do](request))}\n`);
  }
}

/** Asks about the texts, from the first again after the last, until the seconds are over. */
export function timed(ask, texts, seconds) {
  const start = performance.now();
  let count = 0;
  let elapsed = 0;
  while (elapsed < seconds) {
    // The clock itself takes as long as a quick answer: it is looked at after every eighth.
    for (let i = 0; i < 8; i += 1) {
      ask(texts[count % texts.length]);
      count += 1;
    }
    elapsed = (performance.now() - start) / 1000;
  }
  return { count, seconds: elapsed };
}
