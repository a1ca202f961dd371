"""Whether a client can be trusted: faults and kill -9. Nothing lost, nothing silently wrong."""
import pathlib
import random
import shutil
import time

import datasets
from clients import client, judged
from speed import question

MIX = {"p429": 5, "p500": 2, "preset": 1, "ptrunc": 1}
ALONE = ("429", "500", "503", "reset", "trunc", "drop", "html", "errbody", "empty", "nochoice")
ODD = ("hang", "late", "endless", "drip")


def cases(share):
    """Name, faults, and what may be asked: "plain": every sample scored in the end; "odd": a client may give up on a
    sample that waits too long, if it says so; "hopeless": no retry helps, and the very samples struck must be errored.
    """
    yield "mix", MIX, "plain"
    yield "mix, Retry-After as a date", {**MIX, "retry_after": "date"}, "plain"
    yield "mix, Retry-After rubbish", {**MIX, "retry_after": "soon"}, "plain"
    for name in ALONE:
        yield f"{name} alone, {share:g} %", {f"p{name}": share}, "plain"
    for name in ODD:
        yield f"{name}, {share:g} %", {f"p{name}": share, "late": "30s"}, "odd"
    for name in ("500", "trunc", "html", "errbody", "nochoice"):
        yield f"{name} always for {share:g} % of the prompts", {f"p{name}": share, "sticky": 1}, "hopeless"
    yield "late by 2 s, all", {"plate": 100, "late": "2s"}, "plain"


@question("assay", samples=(1000, "samples a case"), few=(300, "samples of the odd and hopeless cases"),
          share=(30.0, "per cent, each fault alone"), concurrency=(100, "at once"), only=("", "cases whose name has this in it"),
          timeout=(300.0, "seconds a case"))
def faults(given, mock, results):
    """The fault mix of the peers' comparison, each fault alone at 30 %, and servers that hang, are late, never end.

    Bars, for each case: nothing lost (scored + excluded + errored = all), nothing wrong, accuracy over what is scored
    equal to the truth of it, what it says of itself equal to what it kept, and exit code 0 exactly when nothing errored.
    Where samples errored, the faults are then taken away and the errors retried: that must end with all scored, right,
    and none of the scored ones asked again.
    """
    for case, what, kind in cases(given.share):
        if given.only and given.only not in case:
            continue
        count = given.samples if kind == "plain" else given.few
        for name in given.clients:
            one, data, out = client(name, given), datasets.write(given.work / "data", count), given.runs / "faults"
            shutil.rmtree(out, ignore_errors=True)
            mock.fresh(**what)
            patience = {"plain": "long", "odd": "short", "hopeless": "little"}[kind] if case != "mix" else None
            more = f" {given.more}" if given.more and not one.peer else ""
            run = one.start(data, count, given.port, given.concurrency, out, patience, more)
            cost, stats = run.wait(given.timeout), mock.stats()
            found, said = one.outcome(out, count), one.result(out)
            facts, unanswered = judged(found, count), never_answered(mock, count)
            counts = {k: v for k, v in said.items() if k.rpartition(".")[2] in ("scored", "errored", "excluded")}
            agrees = all(facts[k.rpartition(".")[2]] == v for k, v in counts.items() if isinstance(v, int))
            good = (facts["lost"] == 0 and facts["wrong"] == 0 and not cost["timed_out"] and agrees
                    and (cost["exit"] == 0) == (facts["errored"] == 0))
            if kind == "plain":
                good = good and facts["errored"] == 0
            if kind == "hopeless":
                good = good and [i for i, v in sorted(found.items()) if v == "errored"] == unanswered != []
            repaired = repair(one, mock, out, count, found) if facts["errored"] and not one.peer else None
            good = good and repaired in (None, "all right")
            results.add(client=name, case=case, **facts, says=counts, agrees=agrees, **cost, requests=stats["requests"],
                        struck=sum(v for k, v in stats.items() if k[0] == "f" and k[1:] in (*ALONE, *ODD)), repaired=repaired,
                        duplicates=stats["dup_ok"], good=good, **({} if good else {"tail": run.tail()}))
            mock.settle(2)
    results.table(["client", "case", "scored", "excluded", "errored", "lost", "wrong", "accuracy", "truth_of_scored", "duplicates", "wall_s", "exit", "repaired", "good"])
    for name in given.clients:
        bad = [r["case"] for r in results.rows if r.get("client") == name and not r.get("good", True)]
        results.verdict(f"{name}: cases that are not as they must be", ", ".join(bad) or "none", "none", not bad)


def repair(one, mock, out, count, found):
    """Takes the faults away and lets the client retry what errored; says what is not right then."""
    mock.fresh()
    cost = one.retry_errors(out).wait(120)
    asked, facts = set(mock.ask("/_given")), judged(one.outcome(out, count), count)
    again = [i for i, v in found.items() if v != "errored" and datasets.key(datasets.prompt(i)) in asked]
    if cost["exit"] == 0 and facts["scored"] == count and facts["wrong"] == 0 and not again:
        return "all right"
    return f"exit {cost['exit']}, {facts['scored']} scored, {facts['wrong']} wrong, {len(again)} asked again"


def never_answered(mock, count):
    """Indices of the prompts that never got a right answer."""
    answered = set(mock.ask("/_given"))
    return [i for i in range(count) if datasets.key(datasets.prompt(i)) not in answered]


@question("assay", kills=(50, "kills"), samples=(1000, "samples a run"), concurrency=(20, "at once"), latency=("10ms", "of each answer"),
          seed=(7, "of the moments"))
def kill(given, mock, results):
    """kill -9 at 50 random moments over runs of 1,000, each resumed to its end.

    Bars: everything journalled before the kill is there afterwards, unchanged, and was not asked again; answers given
    twice are at most what was in flight (asked and not yet journalled: under twice the concurrency, as many may wait
    for the journal as may run); the resumed run loses nothing, is right and exits 0.
    """
    name, moments, data = given.clients[0], random.Random(given.seed), datasets.write(given.work / "data", given.samples)
    one, out = client(name, given), given.runs / "kill"
    mock.fresh(latency=given.latency)
    run = one.start(data, given.samples, given.port, given.concurrency, out)
    whole = run.wait(300)["wall_s"]
    start = run.first_request_s(mock) or whole
    results.add(client=name, kill="none", wall_s=whole, first_request_s=start)
    for number in range(given.kills):
        shutil.rmtree(out, ignore_errors=True)
        mock.fresh(latency=given.latency)
        run = one.start(data, given.samples, given.port, given.concurrency, out)
        moment = wait_for_moment(number, moments, given.samples, start, mock, run)
        flying = mock.stats()["inflight"]
        run.send(9)
        ended = run.wait(60)["exit"]
        mock.settle()
        before, answered = one.rows(out), mock.stats()["ok"]
        if ended == -9 and pathlib.Path(out).exists():
            run = one.resume(out)
            cost = run.wait(300)
            if not before and cost["exit"] == 2:  # killed before there was a run to go on with
                run = one.start(data, given.samples, given.port, given.concurrency, out)
                cost = run.wait(300)
        else:
            cost = {"exit": ended if ended != -9 else None}
            if ended == -9:
                cost = one.start(data, given.samples, given.port, given.concurrency, out).wait(300)
        after, stats = one.rows(out), mock.stats()
        facts = judged(one.outcome(out, given.samples), given.samples)
        twice = set(mock.ask("/_given", min=2))
        again = [i for i in before if datasets.key(datasets.prompt(int(i) - 1)) in twice]
        changed = [i for i in before if after.get(i) != before[i]]
        good = (not again and not changed and facts["lost"] == 0 and facts["wrong"] == 0 and facts["errored"] == 0
                and cost["exit"] == 0 and stats["dup_ok"] < 2 * given.concurrency)
        results.add(client=name, kill=number, moment=moment, exit_when_killed=ended, in_flight=flying, answered=answered,
                    journalled=len(before), changed=len(changed), asked_again=len(again), duplicates=stats["dup_ok"],
                    exit=cost["exit"], good=good, **{k: facts[k] for k in ("scored", "errored", "lost", "wrong", "accuracy", "truth_of_scored")},
                    **({} if good else {"tail": run.tail()}))
    results.table(["kill", "moment", "in_flight", "answered", "journalled", "changed", "asked_again", "duplicates", "lost", "wrong", "exit", "good"])
    kills = [r for r in results.rows if isinstance(r.get("kill"), int)]
    results.verdict("kills in the middle of the work", sum(0 < r["answered"] < given.samples for r in kills), "told", True)
    results.verdict("answered and not journalled, at most", max((r["answered"] - r["journalled"] for r in kills), default=0), 2 * given.concurrency,
                    all(r["answered"] - r["journalled"] < 2 * given.concurrency for r in kills))
    bad = [r["kill"] for r in kills if not r["good"]]
    results.verdict("kills after which something was not as it must be", len(bad), 0, not bad)


def wait_for_moment(number, moments, samples, start, mock, run):
    """Of ten kills one falls in the start, one about the end, eight after a random count of answers; says which."""
    if number % 10 == 0:
        time.sleep(moments.uniform(0, start * 1.1))
        return "start"
    wanted, more = (samples, moments.uniform(0, 0.4)) if number % 10 == 9 else (moments.randrange(samples), moments.uniform(0, 0.02))
    while mock.stats()["ok"] < wanted and time.time_ns() < run.begin_ns + 120e9:
        time.sleep(0.004)
    time.sleep(more)
    return f"{wanted} answers + {more * 1000:.0f} ms"
