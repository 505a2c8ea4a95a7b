// An empty project with the packed package installed, as a user has it.

import { execFile } from "node:child_process";
import { copyFile, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";

export const run = promisify(execFile);
export const root = resolve(import.meta.dirname, "../..");

/** The path of a command that the tests themselves have installed. */
export const command = (name) => join(import.meta.dirname, "node_modules/.bin", name);

/** Packs the package into `folder`, as `npm publish` would, and gives the tarball's path. */
export async function pack(folder) {
  const { stdout } = await run("npm", ["pack", join(root, "pkg"), "--json", "--pack-destination", folder], {
    cwd: folder,
  });
  return join(folder, JSON.parse(stdout)[0].filename);
}

/** Makes a project with `files` of fixtures/ and gives its folder; it goes when the test `t` ends. */
export async function project(t, ...files) {
  const folder = await mkdtemp(join(tmpdir(), "hamisi-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, "package.json"), JSON.stringify({ private: true, type: "module" }));
  await run("npm", ["install", "--offline", "--no-audit", "--no-fund", "--loglevel=error", await pack(folder)], {
    cwd: folder,
  });
  const fixtures = join(import.meta.dirname, "fixtures");
  const wanted = (await readdir(fixtures)).filter((name) => files.includes(name));
  await Promise.all(wanted.map((name) => copyFile(join(fixtures, name), join(folder, name))));
  return folder;
}
