"""How fast, how cheap, how large: the questions of run.py that time a client."""
import re
import shutil
import subprocess
import time

import datasets
from clients import client, judged
from measure import HERE

FASTER = "at least this many times lm-eval"


def question(clients, **options):
    """Marks a function as a question: the clients it usually measures and the options it has of its own."""
    def mark(function):
        function.clients, function.options = clients, options
        return function
    return mark


def measured(given, mock, results, name, count, concurrency, label, timeout=1800, last=None, keep=False, **faults):
    """One whole run of one client over `count` samples: cost, rates by the mock's arrivals, and whether it was right."""
    one, data, out = client(name, given), datasets.write(given.work / "data", count), given.runs / f"{label}-{name}"
    shutil.rmtree(out, ignore_errors=True)
    mock.fresh(**faults)
    results.quiet()
    more = f" {given.more}" if given.more and not one.peer else ""
    run = one.start(data, count, given.port, concurrency, out, more=more)
    cost = run.wait(timeout)
    sent, all_sent = mock.rate(last), mock.rate()
    stats, facts = mock.stats(), judged(one.outcome(out, count), count)
    journal, log = one.sizes(out)
    row = {"client": name, "samples": count, "concurrency": concurrency, **cost, "first_request_s": run.first_request_s(mock),
           "whole_rate": count / cost["wall_s"], "sending_rate": sent.get("rate"), "counted": sent.get("counted"),
           "sending_rate_all": all_sent.get("rate"), "requests": stats["requests"], "duplicates": stats["dup_ok"],
           "most_in_flight": stats["max_inflight"], "connections": stats["connections"],
           "journal_mb_per_1000": journal / count * 1000, "log_mb_per_1000": log / count * 1000,
           **{k: facts[k] for k in ("scored", "errored", "lost", "wrong", "accuracy", "truth_of_scored")}}
    if cost["exit"] != 0:
        row["says"] = run.tail()
    results.add(**row)
    if not (keep or given.keep):
        shutil.rmtree(out, ignore_errors=True)
    return row


def best(rows, name, what, pick=min):
    values = [r[what] for r in rows if r["client"] == name and r.get(what) is not None]
    return pick(values) if values else None


def warm_lm_eval(given, mock, *counts):
    """lm-eval's first load of a data file fills the cache of `datasets`; that is not what is compared."""
    if "lm-eval" in given.clients:
        for count in counts:
            one, out = client("lm-eval", given), given.runs / "warm"
            mock.fresh()
            one.start(datasets.write(given.work / "data", count), count, given.port, 100, out).wait(60 if count > 1 else 120)


@question("assay,lm-eval", samples=(5000, "samples"), concurrency=(100, "at once"), repeats=(3, "runs of each, in turn"))
def cold(given, mock, results):
    """5,000 samples from a cold start: the whole wall, from the command to its end.

    Bar: at most 1/4 of lm-eval's. The best of the repeats counts for each side; all are kept.
    """
    warm_lm_eval(given, mock, 1)
    rows = [measured(given, mock, results, name, given.samples, given.concurrency, f"cold-{i}")
            for i in range(given.repeats) for name in given.clients]
    results.table(["client", "wall_s", "first_request_s", "cpu_s", "rss_mb", "whole_rate", "sending_rate", "lost", "wrong", "exit"])
    ours, theirs = best(rows, given.clients[0], "wall_s"), best(rows, "lm-eval", "wall_s")
    if theirs and given.clients[0] != "lm-eval":
        results.verdict(f"whole wall of {given.samples}, of lm-eval's", ours / theirs, 0.25, ours / theirs <= 0.25)


@question("assay,lm-eval", samples=(55000, "samples"), last=(50000, "arrivals that the rate is over"), small=(5000, "the run that the marginal cost is counted from"),
          concurrency=(100, "at once"), repeats=(1, "runs of each, in turn"))
def rate(given, mock, results):
    """55,000 samples at 0 ms: the rate over the last 50,000 arrivals, marginal CPU per 1,000, peak memory.

    Bars: sending at least 1.5 times lm-eval's (aim 3), CPU at most 0.25 s per 1,000, at most 300 MB.
    Marginal CPU: the difference to a run of 5,000, divided by the difference in samples.
    """
    rows, marginal = [], {}
    for i in range(given.repeats):
        for name in given.clients:
            small = measured(given, mock, results, name, given.small, given.concurrency, f"small-{i}")
            large = measured(given, mock, results, name, given.samples, given.concurrency, f"rate-{i}", last=given.last)
            each = (large["cpu_s"] - small["cpu_s"]) / (given.samples - given.small) * 1000
            marginal.setdefault(name, []).append(each)
            results.add(client=name, samples="marginal", cpu_s_per_1000=each)
            rows.append(large)
    results.table(["client", "samples", "wall_s", "cpu_s", "cpu_s_per_1000", "rss_mb", "tree_rss_mb", "whole_rate", "sending_rate", "lost", "wrong", "exit"])
    us = given.clients[0]
    results.verdict("CPU s per 1,000, marginal", min(marginal[us]), 0.25, min(marginal[us]) <= 0.25)
    memory = best(rows, us, "rss_mb", max)
    results.verdict(f"peak memory at {given.samples}, MB", memory, 300, memory <= 300)
    ours, theirs = best(rows, us, "sending_rate", max), best(rows, "lm-eval", "sending_rate", max)
    if ours and theirs and us != "lm-eval":
        results.verdict(f"sending rate, {FASTER}'s", ours / theirs, 1.5, ours >= 1.5 * theirs)


@question("assay", samples=(50000, "samples"), concurrency=(1000, "connections"), latency=("200ms", "of each answer"))
def latency(given, mock, results):
    """200 ms, 1,000 connections, 50,000 samples: the sending rate beside that of wrk on the same mock.

    Bar: at least 90 % of wrk's. Both by the mock's arrivals, over as many arrivals.
    """
    mock.fresh(latency=given.latency)
    results.quiet()
    command = ["wrk", "-t1", f"-c{given.concurrency}", f"-d{max(3, given.samples // given.concurrency // 5 + 3)}s", "-s",
               str(HERE / "wrk.lua"), f"http://127.0.0.1:{given.port}/v1/chat/completions"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    first = mock.rate(of="all")  # what wrk sent first, as many as we shall send
    counts = mock.ask("/_rate", of="all", first=given.samples)
    results.add(client="wrk", samples=first["arrivals"], concurrency=given.concurrency, sending_rate=counts["rate"],
                says_rate=float(re.search(r"Requests/sec:\s*([\d.]+)", said).group(1)))
    rows = [measured(given, mock, results, name, given.samples, given.concurrency, "latency", latency=given.latency)
            for name in given.clients]
    results.table(["client", "samples", "concurrency", "sending_rate", "wall_s", "cpu_s", "rss_mb", "most_in_flight", "connections", "lost", "wrong"])
    share = (rows[0]["sending_rate"] or 0) / counts["rate"]
    results.verdict("sending rate, of wrk's", share, 0.9, share >= 0.9)


@question("assay", samples=(1000000, "samples"), small=(20000, "the run whose memory it is compared with"), concurrency=(100, "at once"),
          stop=(0, "seconds after which the resumed run is stopped; 0 lets it end"))
def million(given, mock, results):
    """1,000,000 samples at 0 ms: completes, memory, sizes of journal and log; killed in the middle, how soon it goes on.

    Bars: peak memory at most 1.3 times that at 20,000; the resumed run sends its first request within 5 s; journal at
    most 0.5 MB and .eval log with events at most 0.9 MB per 1,000.
    """
    us = given.clients[0]
    small = measured(given, mock, results, us, given.small, given.concurrency, "small")
    large = measured(given, mock, results, us, given.samples, given.concurrency, "million", timeout=3000, keep=True)
    one = client(us, given)
    if one.sizes(given.runs / f"million-{us}")[1] == 0 and us == "assay":
        cost = one.export(given.runs / f"million-{us}").wait(1800)
        large["log_mb_per_1000"] = one.sizes(given.runs / f"million-{us}")[1] / given.samples * 1000
        results.add(client=us, samples="export", **cost, log_mb_per_1000=large["log_mb_per_1000"])
    shutil.rmtree(given.runs / f"million-{us}", ignore_errors=True)
    out, data = given.runs / f"halved-{us}", datasets.write(given.work / "data", given.samples)
    mock.fresh()
    run = one.start(data, given.samples, given.port, given.concurrency, out)
    while mock.stats()["ok"] < given.samples // 2 and run.process.returncode is None and time.time_ns() < run.begin_ns + 3000e9:
        time.sleep(0.5)
    run.send(9)
    run.wait(60)
    given_before = mock.stats()["unique_ok_prompts"]
    mock.settle()
    mock.ask("/_reset")
    results.quiet()
    run = one.resume(out)
    while not mock.stats()["requests"] and time.time_ns() < run.begin_ns + 300e9:
        time.sleep(0.05)
    first = run.first_request_s(mock)
    if given.stop:
        time.sleep(given.stop)
        run.send(2)
    cost = run.wait(3000)
    facts = {} if given.stop else judged(one.outcome(out, given.samples), given.samples)
    results.add(client=us, samples="resumed", answered_before=given_before, first_request_s=first, asked_again=mock.stats()["requests"],
                **cost, **facts)
    shutil.rmtree(out, ignore_errors=True)
    results.table(["client", "samples", "wall_s", "cpu_s", "rss_mb", "sending_rate", "first_request_s", "journal_mb_per_1000", "log_mb_per_1000", "lost", "wrong", "exit"])
    growth = large["rss_mb"] / small["rss_mb"]
    results.verdict("completes, nothing lost or wrong", large["lost"] + large["wrong"], 0, large["exit"] == 0 and large["lost"] + large["wrong"] == 0)
    results.verdict(f"peak memory, of that at {given.small}", growth, 1.3, growth <= 1.3)
    results.verdict("resume to its first request, s", first, 5, first is not None and first <= 5)
    results.verdict("journal, MB per 1,000", large["journal_mb_per_1000"], 0.5, 0 < large["journal_mb_per_1000"] <= 0.5)
    results.verdict(".eval log, MB per 1,000", large["log_mb_per_1000"], 0.9, 0 < large["log_mb_per_1000"] <= 0.9)


@question("assay", repeats=(5, "runs"), concurrency=(100, "at once"), samples=(5000, "samples; 1 is a single request"))
def first(given, mock, results):
    """From the command to the first request. Bar: at most 1.0 s (the median of the repeats)."""
    warm_lm_eval(given, mock, 1)
    rows = [measured(given, mock, results, name, given.samples, given.concurrency, f"first-{i}")
            for i in range(given.repeats) for name in given.clients]
    results.table(["client", "samples", "first_request_s", "wall_s", "cpu_s", "rss_mb"])
    mine = sorted(r["first_request_s"] or 1e9 for r in rows if r["client"] == given.clients[0])
    results.verdict("command to first request, s, median", mine[len(mine) // 2], 1.0, mine[len(mine) // 2] <= 1.0)


@question("assay", samples=(5000, "samples"), rps=(500.0, "requests a second that the server allows"), burst=(50.0, "bucket"),
          concurrency=(200, "at most at once"))
def limit(given, mock, results):
    """A server with a real limit (token bucket, headers, 429): how close to it the client gets, and how many calls it wastes.

    No bar is set; a good client comes near 100 % of the allowed rate with few requests refused.
    """
    for name in given.clients:
        one, data, out = client(name, given), datasets.write(given.work / "data", given.samples), given.runs / f"limit-{name}"
        mock.fresh(limit={"rps": given.rps, "burst": given.burst}, latency="20ms")
        run = one.start(data, given.samples, given.port, given.concurrency, out, "long")
        cost, stats, sent = run.wait(600), mock.stats(), mock.rate()
        facts = judged(one.outcome(out, given.samples), given.samples)
        results.add(client=name, **cost, answered_rate=sent.get("rate"), allowed=given.rps, refused=stats["limited"],
                    refused_share=stats["limited"] / max(1, stats["requests"]), most_in_flight=stats["max_inflight"], **facts)
    results.table(["client", "wall_s", "answered_rate", "allowed", "refused", "refused_share", "most_in_flight", "errored", "lost", "wrong", "exit"])
