// The worker's script in browsers: `remote(() => new Worker(new URL("hamisi/worker", import.meta.url), { type: "module" }))`.

import { load } from "./index.js";
import { serve } from "./serve.js";

serve(globalThis, load);
