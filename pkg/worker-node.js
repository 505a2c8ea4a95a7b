// The worker's script in Node: `remote(() => new Worker(new URL(import.meta.resolve("hamisi/worker"))))`.

import { parentPort } from "node:worker_threads";
import { load } from "./node.js";
import { serve } from "./serve.js";

serve(parentPort, load);
