#!/usr/bin/env python3
"""What telemetry costs: on the class path and off, and on.

    ./assay --version                                   # builds
    (cd bench/harness/mock && go build -o /tmp/mock .)
    python3 bench/telemetry/cost.py --mock /tmp/mock --work /tmp/telemetry

`off`: one sample, by the program as it is and by a copy without OpenTelemetry's libraries, each with its own start-up
cache, in turn. `on`: many samples by the same program without and with --otel, to a collector that takes everything and
reads nothing. Processor seconds are of the program alone (wait4). Standard library only; Linux.
"""
import argparse
import http.server
import json
import os
import shutil
import statistics
import subprocess
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FLAGS = ("--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -XX:+UseSerialGC -XX:-UsePerfData"
         " -Dslf4j.provider=org.slf4j.nop.NOPServiceProvider -Dslf4j.internal.verbosity=ERROR").split()


class Sink(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    bytes_taken = 0

    def do_POST(self):
        length = int(self.headers["Content-Length"])
        self.rfile.read(length)
        Sink.bytes_taken += length
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


def prepare(java, work, name, stripped):
    """A copy of the built program with a start-up cache of its own, made as the launcher makes it."""
    dist = work / name
    shutil.rmtree(dist, ignore_errors=True)
    shutil.copytree(ROOT / "app/target/assay", dist)
    for old in ("assay.aot", "native", "prepared"):
        path = dist / old
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    if stripped:
        shutil.rmtree(dist / "lib/telemetry")
    rehearsal = work / "rehearsal"
    shutil.rmtree(rehearsal, ignore_errors=True)
    rehearsal.mkdir()
    subprocess.run([java, *FLAGS, "-Xms256m", f"-Dorg.sqlite.lib.path={dist}/native", f"-Dassay.prepared={dist}/prepared",
                    f"-XX:AOTCacheOutput={dist}/assay.aot", "-Xlog:aot=off", "-Xlog:cds=off", "-jar",
                    f"{dist}/assay.jar", "rehearse", str(rehearsal)], check=True, stdout=subprocess.DEVNULL)
    return dist


def run(java, dist, work, data, address, extra, environment):
    out = work / "run"
    shutil.rmtree(out, ignore_errors=True)
    # As the launcher has it.
    program = (["-cp", f"{dist}/assay.jar:{dist}/lib/telemetry/*", "dev.assay.app.Main"] if "--otel" in extra
               else ["-jar", f"{dist}/assay.jar"])
    command = [java, f"-XX:AOTCache={dist}/assay.aot", "-Xlog:aot=off", "-Xlog:cds=off", *FLAGS, "-Xms64m", "-Xmn40m",
               f"-Dorg.sqlite.lib.path={dist}/native", f"-Dassay.prepared={dist}/prepared", *program, "eval", "--data", str(data), "--model", f"http://{address}/v1#m", "--out", str(out), *extra]
    started = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment)
    text = process.stdout.read().decode()
    _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status) != 0:
        raise SystemExit(text)
    return {"wall": time.monotonic() - started, "cpu": usage.ru_utime + usage.ru_stime,
            "rss_mb": usage.ru_maxrss / 1024, "note": [line for line in text.splitlines() if "note:" in line]}


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--mock", required=True)
    options.add_argument("--work", type=Path, required=True)
    options.add_argument("--java", default=os.path.join(os.environ.get("JAVA_HOME", "/usr"), "bin/java"))
    options.add_argument("--port", type=int, default=21110)
    options.add_argument("--off-runs", type=int, default=15)
    options.add_argument("--on-runs", type=int, default=3)
    options.add_argument("--samples", type=int, default=20_000)
    given = options.parse_args()
    given.work.mkdir(parents=True, exist_ok=True)
    rows = given.work / "telemetry.jsonl"
    data = {}
    for number in (1, given.samples):
        data[number] = given.work / f"{number}.jsonl"
        data[number].write_text("".join(
            json.dumps({"id": str(i), "input": f"Question {i}?", "target": "yes"}) + "\n" for i in range(number)))
    sink = http.server.ThreadingHTTPServer(("127.0.0.1", given.port + 1), Sink)
    threading.Thread(target=sink.serve_forever, daemon=True).start()
    address = f"127.0.0.1:{given.port}"
    mock = subprocess.Popen([given.mock, "-addr", address, "-track=false"])
    environment = dict(os.environ, OTEL_EXPORTER_OTLP_ENDPOINT=f"http://127.0.0.1:{given.port + 1}")
    environment.pop("ASSAY_OTEL", None)
    try:
        whole = prepare(given.java, given.work, "whole", False)
        bare = prepare(given.java, given.work, "bare", True)
        results = {}

        def measured(question, variant, number, dist, extra):
            load = os.getloadavg()[0]
            row = run(given.java, dist, given.work, data[number], address, extra, environment)
            row |= {"question": question, "variant": variant, "samples": number, "load_before": load}
            results.setdefault((question, variant), []).append(row)
            with rows.open("a") as file:
                file.write(json.dumps(row) + "\n")

        for _ in range(given.off_runs):
            measured("off", "with the libraries", 1, whole, [])
            measured("off", "without them", 1, bare, [])
        for _ in range(given.on_runs):
            measured("on", "without --otel", given.samples, whole, [])
            measured("on", "with --otel", given.samples, whole, ["--otel"])
        for (question, variant), runs in results.items():
            cpu = [row["cpu"] for row in runs]
            print(f"{question:4} {variant:20} runs {len(runs):3}  cpu s median {statistics.median(cpu):.3f}"
                  f"  ({min(cpu):.3f} to {max(cpu):.3f})  wall median"
                  f" {statistics.median(row['wall'] for row in runs):.2f}  rss MB"
                  f" {statistics.median(row['rss_mb'] for row in runs):.0f}  notes {sum(len(r['note']) for r in runs)}")
        print("bytes taken by the collector:", Sink.bytes_taken)
    finally:
        mock.terminate()
        mock.wait()


if __name__ == "__main__":
    main()
