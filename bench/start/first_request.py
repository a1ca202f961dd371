#!/usr/bin/env python3
"""Measures an audit as a user starts it: command to first request, to the first line on the terminal, and to the end.

    python3 bench/start/first_request.py --runs 5

The first request is timed by a small local server that answers like a chat endpoint. On a machine that others use too,
the processor seconds up to that moment (user and system, of the launcher, what it called and the program; Linux only) say
more than the wall. The embedded demonstration is timed to its end.
"""
import argparse
import http.server
import json
import os
import statistics
import subprocess
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class FirstRequest(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    at = None
    spent = None
    process = None

    def do_POST(self):
        if FirstRequest.at is None:
            FirstRequest.at = time.monotonic()
            FirstRequest.spent = processor_seconds(FirstRequest.process)
        self.rfile.read(int(self.headers["Content-Length"]))
        body = json.dumps({"choices": [{"message": {"role": "assistant", "content": "I cannot help with that."},
                                        "finish_reason": "stop"}]}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def processor_seconds(pid):
    """User and system seconds of a process and of the children that it waited for; None where there is no /proc."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return sum(int(field) for field in fields[11:15]) / os.sysconf("SC_CLK_TCK")


def run(arguments):
    """Seconds to the first byte of output, seconds to the end, the first line, the exit code, when it started."""
    started = time.monotonic()
    process = subprocess.Popen([str(ROOT / "assay"), "audit", *arguments], stdout=subprocess.PIPE,
                               stderr=subprocess.STDOUT, cwd=ROOT)
    FirstRequest.process = process.pid
    first_line = process.stdout.readline()
    first = time.monotonic() - started
    process.stdout.read()
    process.wait()
    return first, time.monotonic() - started, first_line.decode().strip(), process.returncode, started


def middle(values):
    return f"median {statistics.median(values):.2f} s (min {min(values):.2f}, max {max(values):.2f})"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--request-only", action="store_true", help="leave the embedded demonstration out")
    given = parser.parse_args()
    http.server.ThreadingHTTPServer.handle_error = lambda *_: None  # a client that ends resets its connections
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), FirstRequest)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/v1#test"
    with tempfile.TemporaryDirectory() as scratch:
        requests, spent = [], []
        for number in range(given.runs + 1):
            FirstRequest.at = None
            *_, started = run([address, "--budget", "20calls", "--out", f"{scratch}/endpoint-{number}"])
            if number > 0:
                requests.append(FirstRequest.at - started)
                spent.append(FirstRequest.spent)
        print("command to first request:   ", middle(requests))
        if None not in spent:
            print("  processor seconds till then:", middle(spent))
        if given.request_only:
            return
        first_lines, wholes = [], []
        for number in range(given.runs + 1):
            first, whole, line, code, _ = run(["--out", f"{scratch}/demonstration-{number}"])
            if number > 0:
                first_lines.append(first)
                wholes.append(whole)
        print("command to first line:      ", middle(first_lines), "|", line)
        print("embedded audit, whole:      ", middle(wholes), "| exit code", code)


if __name__ == "__main__":
    main()
