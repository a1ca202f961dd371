// One measurement of llama.cpp through node-llama-cpp: node peer_llama.mjs MODULES FILE.gguf REPEATS prints a line of JSON.
import {createRequire} from "node:module";
import {pathToFileURL} from "node:url";
import path from "node:path";

const [modules, file, repeats] = process.argv.slice(2);
const {getLlama} = await import(pathToFileURL(path.join(modules, "node_modules/node-llama-cpp/dist/index.js")));
const llama = await getLlama({gpu: false, maxThreads: 1, logLevel: "error", build: "never"});
const model = await llama.loadModel({modelPath: file});
const context = await model.createContext({contextSize: 512, threads: 1, sequences: 1, batchSize: 512});
const sequence = context.getSequence();
const prompt = Array.from({length: 32}, (_, i) => 3 + (13 * i) % 4000);

async function run() {
    await sequence.clearHistory();
    let count = 0;
    for await (const _ of sequence.evaluate(prompt, {temperature: 0, yieldEogToken: true})) {
        if (++count === 64) break;
    }
    return count;
}

await run();
let wall = 0, cpu = 0;
for (let i = 0; i < Number(repeats); i++) {
    const began = performance.now(), used = process.cpuUsage();
    const count = await run();
    const now = process.cpuUsage(used);
    wall = Math.max(wall, count / (performance.now() - began) * 1e3);
    cpu = Math.max(cpu, count / (now.user + now.system) * 1e6);
}
console.log(JSON.stringify({engine: "llama.cpp", case: "decode-1", wall, cpu, rss: process.resourceUsage().maxRSS}));
process.exit(0);
