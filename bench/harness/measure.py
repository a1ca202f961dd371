"""What every measurement of this folder needs: the mock server, a process with its cost, rows and tables."""
import contextlib
import json
import os
import pathlib
import platform
import resource
import signal
import socket
import subprocess
import threading
import time
import urllib.parse
import urllib.request

HERE = pathlib.Path(__file__).absolute().parent
ROOT = HERE.parents[1]


class Mock:
    """The mock server, built from mock/ and started on its own port; use as a context manager."""

    def __init__(self, port, work):
        self.port, self.binary = port, pathlib.Path(work, "mock")
        subprocess.run(["go", "build", "-o", str(self.binary), "."], cwd=HERE / "mock", check=True)

    def __enter__(self):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                raise SystemExit(f"port {self.port} is in use: give another with --port")
        self.process = subprocess.Popen([str(self.binary), "-addr", f"127.0.0.1:{self.port}"],
                                        stderr=subprocess.DEVNULL)
        for _ in range(200):
            with contextlib.suppress(OSError):
                self.ask("/_stats")
                return self
            time.sleep(0.02)
        raise SystemExit("the mock server did not start")

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()

    def ask(self, path, **query):
        url = f"http://127.0.0.1:{self.port}{path}?{urllib.parse.urlencode(query)}"
        with urllib.request.urlopen(url, timeout=60) as answer:
            text = answer.read()
        return json.loads(text) if text[:1] in b"{[" else text.decode()

    def fresh(self, limit=None, **faults):
        """Forgets every count and sets what goes wrong from here on."""
        self.ask("/_faults", **faults)
        self.ask("/_limit", **(limit or {}))
        self.settle()
        self.ask("/_reset")

    def settle(self, seconds=10):
        """Waits until no request is in flight any more."""
        until = time.time() + seconds
        while time.time() < until and self.stats()["inflight"]:
            time.sleep(0.02)

    def stats(self):
        return self.ask("/_stats")

    def rate(self, last=None, of="ok"):
        return self.ask("/_rate", of=of, **({"last": last} if last else {}))


def tree_rss(session):
    """Resident bytes of all processes of a session together, and how many they are."""
    total, count, page = 0, 0, os.sysconf("SC_PAGE_SIZE")
    for name in os.listdir("/proc"):
        if name.isdigit():
            with contextlib.suppress(OSError, IndexError, ValueError):
                with open(f"/proc/{name}/stat") as stat:
                    fields = stat.read().rpartition(")")[2].split()
                if int(fields[3]) == session:
                    total += int(fields[21]) * page
                    count += 1
    return total, count


class Run:
    """A started command: its wall time, CPU seconds and peak memory (by wait4; and of its whole process tree)."""

    def __init__(self, command, cwd, env=None, output=None):
        self.output = pathlib.Path(output or os.devnull)
        self.begin_ns = time.time_ns()
        with open(self.output, "wb") as out:
            self.process = subprocess.Popen(command, cwd=cwd, env={**os.environ, **(env or {})}, stdout=out,
                                            stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, start_new_session=True)
        self.pid, self.tree_peak, self.most_processes, self.ended = self.process.pid, 0, 0, False
        self.watcher = threading.Thread(target=self._watch, daemon=True)
        self.watcher.start()

    def _watch(self):
        while not self.ended:
            rss, count = tree_rss(self.pid)
            self.tree_peak, self.most_processes = max(self.tree_peak, rss), max(self.most_processes, count)
            time.sleep(0.25)

    def send(self, number):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, number)

    def wait(self, timeout):
        """The cost, once it has ended; past `timeout` seconds it is killed and timed_out is true."""
        deadline, late = time.time() + timeout, False
        while True:
            pid, status, used = os.wait4(self.pid, os.WNOHANG)
            if pid:
                break
            if time.time() > deadline and not late:
                late = True
                self.send(signal.SIGKILL)
            time.sleep(0.005)
        wall, self.ended = (time.time_ns() - self.begin_ns) / 1e9, True
        self.process.returncode = os.waitstatus_to_exitcode(status)
        return {"exit": self.process.returncode, "timed_out": late, "wall_s": round(wall, 3),
                "cpu_s": round(used.ru_utime + used.ru_stime, 3), "rss_mb": round(used.ru_maxrss / 1024, 1),
                "tree_rss_mb": round(self.tree_peak / 2**20, 1), "processes": self.most_processes}

    def first_request_s(self, mock):
        at = mock.stats().get("first_ns")
        return round((at - self.begin_ns) / 1e9, 3) if at else None

    def tail(self, size=400):
        text = self.output.read_text(errors="replace") if self.output.is_file() else ""
        return text[-size:]


class Results:
    """Rows as JSON lines in one file, and a Markdown table of them at the end."""

    def __init__(self, question, work, path=None, hide=()):
        folder = pathlib.Path(work, "results")
        folder.mkdir(parents=True, exist_ok=True)
        self.path = pathlib.Path(path) if path else folder / f"{question}-{time.strftime('%Y%m%dT%H%M%S')}.jsonl"
        self.question, self.rows, self.hide = question, [], [(str(a), b) for a, b in hide]

    def add(self, **row):
        row = {"question": self.question, "at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
               "cores": os.cpu_count(), "load_before": self.__dict__.pop("load", None), **row}
        text = json.dumps(row)
        for path, name in self.hide:  # a published row holds no path of this machine
            text = text.replace(path, name)
        self.rows.append(json.loads(text))
        with open(self.path, "a") as out:
            out.write(text + "\n")
        short = {k: v for k, v in row.items() if k not in ("question", "at", "cores", "command", "load_before")}
        print("  " + json.dumps(short)[:400], flush=True)

    def quiet(self):
        """Notes the load before a measurement, so that a reader sees whether the machine was quiet."""
        self.load = round(os.getloadavg()[0], 2)

    def table(self, columns):
        print(f"\n{platform.system()} {platform.machine()}, {os.cpu_count()} cores; rows in {self.path.name}\n")
        print("| " + " | ".join(columns) + " |\n|" + "---|" * len(columns))
        for row in self.rows:
            print("| " + " | ".join(shown(row.get(c)) for c in columns) + " |")
        print()

    def verdict(self, what, value, bar, holds):
        """One line a bar: what was asked, what came, whether it holds."""
        row = {"bar": what, "value": value, "limit": bar, "holds": bool(holds)}
        self.add(**row)
        print(f"  {'HOLDS' if holds else 'FAILS'}: {what}: {shown(value)} (bar {bar})", flush=True)


def shown(value):
    if value is None:
        return "-"
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}" if abs(value) < 1 else f"{value:.2f}"
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    return str(value)


def raise_file_limit(wanted=65536):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(max(soft, wanted), hard), hard))
