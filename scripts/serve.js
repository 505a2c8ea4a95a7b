// Serves the page on this machine: www/ at the root, the package at /pkg/.

import { join } from "node:path";
import { fileServer } from "./files.js";

const root = join(import.meta.dirname, "..");
const port = Number(process.env.PORT || 8080);
const server = fileServer({ "/": join(root, "www"), "/pkg/": join(root, "pkg") });
server.on("error", (error) => {
  console.error(
    error.code === "EADDRINUSE"
      ? `Port ${port} is taken. End what uses it, or choose another: PORT=${port + 1} make start`
      : `The page cannot be served: ${error.message}`,
  );
  process.exit(1);
});
server.listen(port, "localhost", () => {
  console.log(`\nhamisi is at http://localhost:${server.address().port}  (Ctrl-C ends it)`);
});
