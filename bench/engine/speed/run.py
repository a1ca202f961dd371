"""Ours beside transformers and llama.cpp: docs/measurements/engine-speed.csv and a table on the terminal.

    python bench/engine/speed/run.py MODELS NODE_MODULES_PARENT [ROUNDS [CASE,CASE]]

MODELS is what make_models.py wrote, NODE_MODULES_PARENT a folder after `npm install node-llama-cpp`. It needs torch and
transformers in this Python, and a build with room torch (./assay organisms train NAME builds it). Each engine computes in
a process of its own with one thread; the engines take turns within a round, and the best round of each counts. Where cases
are named, only they are run, with 32-bit floats on s and m, and no file is written.
"""
import csv
import json
import os
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
models, modules = pathlib.Path(sys.argv[1]), sys.argv[2]
rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 2
only = sys.argv[4].split(",") if len(sys.argv) > 4 else []
JAVA = os.environ.get("JAVA_HOME", "/usr") + "/bin/java"
CLASSES = ":".join([f"{ROOT}/{room}/target/classes" for room in ("core", "engine", "torch")] + [f"{ROOT}/torch/target/lib/*", f"{ROOT}/app/target/assay/lib/*"])
FLAGS = ["-XX:+UseSerialGC", "-Xmx3g", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow",
         "--add-modules", "jdk.incubator.vector",
         "-Dorg.bytedeco.javacpp.maxphysicalbytes=0", "-Dorg.bytedeco.javacpp.maxbytes=0",
         "-Dorg.bytedeco.javacpp.nopointergc=true"]
ONE = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
REPEATS = {"s": 6, "m": 2, "l": 1}
CASES = {
    "s": ["prefill-all", "prefill-last", "decode-1", "decode-32", "ragged-32"],
    "m": ["prefill-all", "prefill-last", "decode-1", "decode-32", "ragged-32"],
    "l": ["prefill-last", "decode-1"],
}
JAVA_SIZES = ("s", "m")


def engines(size, dtype, case):
    yield "transformers"
    yield "libtorch"
    if dtype == "float32" and size in JAVA_SIZES:
        yield "java"
    if dtype == "float32" and size != "l" and case == "decode-1":
        yield "llama.cpp"


def command(engine, size, dtype, case):
    folder = str(models / f"{size}-{dtype}")
    repeats = str(REPEATS[size])
    if engine == "transformers":
        return [sys.executable, str(HERE / "peer_transformers.py"), folder, case, repeats]
    if engine == "llama.cpp":
        return ["node", str(HERE / "peer_llama.mjs"), modules, str(models / f"{size}.gguf"), str(3 * REPEATS[size])]
    return [JAVA, *FLAGS, "-cp", CLASSES, str(HERE / "EngineSpeed.java"), folder, engine, case, repeats]


def main():
    rows = []
    for size, cases in CASES.items():
        for dtype in ("float32", "bfloat16"):
            for case in cases:
                if dtype == "bfloat16" and (case.startswith("ragged") or size == "l"):
                    continue
                if only and (case not in only or size == "l" or dtype != "float32"):
                    continue
                best = {}
                for _ in range(rounds):
                    for engine in engines(size, dtype, case):
                        done = subprocess.run(command(engine, size, dtype, case), env=ONE, capture_output=True, text=True)
                        if done.returncode != 0:
                            sys.exit(done.stderr[-2000:])
                        found = json.loads(done.stdout.strip().splitlines()[-1])
                        kept = best.setdefault(engine, found)
                        for figure in ("wall", "cpu"):
                            kept[figure] = max(kept[figure], found[figure])
                peer = best["transformers"]
                for engine, found in best.items():
                    rows.append([size, dtype, case, engine, round(found["wall"]), round(found["cpu"]), found["rss"],
                                 round(found["wall"] / peer["wall"], 2), round(found["cpu"] / peer["cpu"], 2)])
                    print(*rows[-1], sep="\t", flush=True)
    if only:
        return
    with open(ROOT / "docs/measurements/engine-speed.csv", "w", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["size", "weights", "case", "engine", "tokens_per_second", "tokens_per_cpu_second", "rss_kb",
                         "ratio_to_transformers", "ratio_by_cpu"])
        writer.writerows(rows)


main()
