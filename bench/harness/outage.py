"""What is under a run goes away: the disk fills, the database restarts. A clear end or a wait, and nothing lost."""
import csv
import glob
import io
import os
import pathlib
import random
import shutil
import subprocess
import time

import datasets
from clients import ASSAY_STORE, client, judged
from speed import question


@question("assay", samples=(5000, "samples"), concurrency=(20, "at once"), megabytes=(1, "size of the disk"))
def disk(given, mock, results):
    """A disk that fills in the middle (a small tmpfs; needs the right to mount): a clear end, and a resume that loses nothing.

    Bars: no sample that was journalled is lost or wrong; the exit code is not 0 and no stack trace is shown; after room
    was made (remount with more) the resumed run ends right.
    """
    name, place = given.clients[0], given.runs / "small-disk"
    place.mkdir(parents=True, exist_ok=True)
    if subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={given.megabytes}m", "tmpfs", str(place)], capture_output=True).returncode:
        results.verdict("mounting a small disk is permitted here", "no", "skipped", True)
        return
    try:
        one, data, out = client(name, given), datasets.write(given.work / "data", given.samples), place / "run"
        one.logs = given.runs  # what it prints must not go to the full disk
        mock.fresh(latency="1ms")
        run = one.start(data, given.samples, given.port, given.concurrency, out)
        cost, before = run.wait(300), one.rows(out)
        answered, said = mock.stats()["ok"], run.tail(2000)
        subprocess.run(["mount", "-o", f"remount,size={given.megabytes * 100}m", str(place)], check=True)
        again = one.resume(out)
        after = again.wait(300)
        facts, kept = judged(one.outcome(out, given.samples), given.samples), one.rows(out)
        lost = [i for i in before if kept.get(i) != before[i]]
        traced = "\n\tat " in said or "Traceback" in said
        results.add(client=name, full_exit=cost["exit"], journalled=len(before), answered=answered, changed=len(lost), traced=traced,
                    exit=after["exit"], **facts, says=said[-300:])
        results.table(["client", "full_exit", "journalled", "answered", "changed", "traced", "exit", "lost", "wrong"])
        results.verdict("full disk: a clear end without a stack trace", cost["exit"], "not 0", cost["exit"] != 0 and not traced)
        results.verdict("full disk: resumed right", facts["lost"] + facts["wrong"] + len(lost), 0,
                        after["exit"] == 0 and facts["lost"] + facts["wrong"] + len(lost) == 0)
    finally:
        subprocess.run(["umount", "-l", str(place)])


class Cluster:
    """A PostgreSQL server of our own, in a scratch folder, on its own port, for the time of a measurement."""

    def __init__(self, folder, port):
        self.folder, self.port = pathlib.Path(folder), port
        found = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"))
        self.bin = pathlib.Path(found[-1] if found else shutil.which("initdb") or "").parent

    def run(self, program, *arguments, **more):
        command = [str(self.bin / program), *arguments]
        if os.getuid() == 0:  # PostgreSQL refuses to run as root
            command = ["runuser", "-u", "postgres", "--", *command]
        return subprocess.run(command, capture_output=True, text=True, cwd="/", **more)

    def __enter__(self):
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        if os.getuid() == 0:
            shutil.chown(self.folder, "postgres")
        self.run("initdb", "-D", str(self.folder / "data"), "-U", "assay", "-A", "trust", check=True)
        self.control("start")
        return self

    def control(self, what, *more):
        return self.run("pg_ctl", "-D", str(self.folder / "data"), "-w", "-l", str(self.folder / "log"), "-o",
                        f"-p {self.port} -k {self.folder}", what, *more)

    def __exit__(self, *_):
        self.control("stop", "-m", "immediate")
        shutil.rmtree(self.folder, ignore_errors=True)

    def ask(self, text, base="assay"):
        return self.run("psql", "-h", "127.0.0.1", "-p", str(self.port), "-U", "assay", "-d", base, "-v", "ON_ERROR_STOP=1",
                        "--csv", "-t", "-c", text, check=True).stdout

    def rows(self):
        """As Assay.rows, from the server."""
        text = self.ask("select id, errored, scores, checksum from eval_sample order by position, epoch, attempt")
        return {r[0]: (bool(int(r[1])), r[2], (r[3],)) for r in csv.reader(io.StringIO(text))}


@question("assay", restarts=(5, "runs, each with a restart in the middle"), samples=(1000, "samples a run"), concurrency=(20, "at once"),
          latency=("20ms", "of each answer"), database=(22061, "port of PostgreSQL"), seed=(7, "of the moments"))
def postgres(given, mock, results):
    """PostgreSQL restarted under a run, without warning (immediate), at random moments; needs its server's programs.

    Bars: what was journalled is there unchanged; the run ends right by itself, or ends with a clear message and exit
    code, and then ends right when it is resumed.
    """
    name, moments, data = given.clients[0], random.Random(given.seed), datasets.write(given.work / "data", given.samples)
    cluster = Cluster("/tmp/assay-bench-postgres", given.database)
    if not (cluster.bin / "initdb").exists():
        results.verdict("PostgreSQL's programs are installed here", "no", "skipped", True)
        return
    one = client(name, given)
    with cluster:
        for number in range(given.restarts):
            out = given.runs / f"postgres-{number}"
            cluster.ask("drop database if exists assay", "postgres")
            cluster.ask("create database assay", "postgres")
            mock.fresh(latency=given.latency)
            run = one.start(data, given.samples, given.port, given.concurrency, out, more=ASSAY_STORE.format(database=given.database))
            wanted = moments.randrange(20, given.samples - 20)
            while mock.stats()["ok"] < wanted and time.time_ns() < run.begin_ns + 60e9:
                time.sleep(0.004)
            cluster.control("stop", "-m", "immediate")
            time.sleep(moments.uniform(0, 3))
            cluster.control("start")
            before = cluster.rows()
            cost, resumed = run.wait(300), None
            said = run.tail(2000)
            if cost["exit"] != 0:
                resumed = one.resume(out).wait(300)["exit"]
            after = cluster.rows()
            facts = judged({int(i) - 1: one.grade(e, s) for i, (e, s, _) in after.items()}, given.samples)
            changed = [i for i in before if after.get(i) != before[i]]
            traced = "\n\tat " in said or "Traceback" in said
            good = (not changed and not traced and facts["lost"] + facts["wrong"] + facts["errored"] == 0 and (resumed or 0) == 0)
            results.add(client=name, restart=number, after_answers=wanted, journalled=len(before), changed=len(changed), **cost,
                        resumed_exit=resumed, duplicates=mock.stats()["dup_ok"], good=good, **facts, **({} if good else {"says": said[-400:]}))
    results.table(["client", "restart", "after_answers", "journalled", "changed", "duplicates", "exit", "resumed_exit", "lost", "wrong", "good"])
    bad = [r["restart"] for r in results.rows if "restart" in r and not r["good"]]
    results.verdict("restarts after which something was not as it must be", len(bad), 0, not bad)
