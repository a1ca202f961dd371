"""The decision tables, clean calls and exact operating characteristics of the rate rule at another error bound, as
core/src/test/resources/fixtures/eprocess_rate_claims.json has them for alpha 0.05 (same formulas, same dynamic
programming over draws and hits, in double precision with scipy).

    python bench/claims/make_fixture.py ALPHA OUT.json          (numpy, scipy)
    python bench/claims/make_fixture.py check FIXTURE.json      recomputes an existing one and prints the differences
"""
import json
import math
import sys

import numpy as np
from scipy.special import betainc, betaln

BETA = 0.05
RATES = {0.01: [0, .0005, .001, .002, .003, .005, .01, .02, .03, .05, .1, .2],
         0.05: [0, .0025, .005, .01, .015, .02, .025, .05, .1, .15, .25, .5, 1],
         0.1: [0, .005, .01, .02, .03, .04, .05, .1, .2, .3, .5, .75, 1]}


def log_pass(n, k, p0):
    a, b = 1, 10 / p0
    return (betaln(a + k, b + n - k) - betaln(a, b) + np.log(betainc(a + k, b + n - k, p0)) - np.log(betainc(a, b, p0))
            - k * math.log(p0) - (n - k) * math.log1p(-p0))


def log_fail(n, k, p0):
    a, b = .75, 3
    with np.errstate(divide="ignore"):
        tail = np.log(betainc(b + n - k, a + k, 1 - p0))
    return (betaln(a + k, b + n - k) - betaln(a, b) + tail - np.log(betainc(b, a, 1 - p0))
            - k * math.log(p0) - (n - k) * math.log1p(-p0))


def lr(n, k, p0, q):
    if q >= 1:
        return np.full_like(np.asarray(k, float), -np.inf)
    return k * math.log(p0 / q) + (n - k) * (math.log1p(-p0) - math.log1p(-q))


def claim(p0, alpha, rates):
    cap = math.ceil(20 / p0 - 1e-9)
    need, give_up = math.log(1 / alpha), math.log(1 / BETA)
    rates = np.array(rates)
    mass = np.zeros((len(rates), cap + 2))
    mass[:, 0] = 1
    passed, failed, futile, capped = (np.zeros(len(rates)) for _ in range(4))
    calls, squares = np.zeros(len(rates)), np.zeros(len(rates))
    fail_largest, low_largest, high_smallest = {}, {}, {}
    for n in range(1, cap + 1):
        k = np.arange(n + 1)
        here = np.zeros_like(mass)
        here[:, :n + 1] = mass[:, :n + 1] * (1 - rates[:, None])
        here[:, 1:n + 1] += mass[:, :n] * rates[:, None]
        passes = log_pass(n, k, p0) >= need
        fails = log_fail(n, k, p0) >= need
        low = lr(n, k, p0, .2 * p0) >= give_up
        high = lr(n, k, p0, 3 * p0) >= give_up
        for hit in k[fails][:40]:
            fail_largest[int(hit)] = n
        for hit in k[low][:40]:
            low_largest[int(hit)] = n
        for hit in k[high]:
            high_smallest.setdefault(int(hit), n)
        ends_fail = fails & ~passes
        ends_futile = low & high & ~passes & ~fails
        ends_cap = np.full(n + 1, n == cap) & ~passes & ~fails & ~ends_futile
        for into, mask in ((passed, passes), (failed, ends_fail), (futile, ends_futile), (capped, ends_cap)):
            part = here[:, :n + 1][:, mask].sum(1)
            into += part
            calls += part * n
            squares += part * n * n
            here[:, :n + 1][:, mask] = 0
        mass = here
    points = [dict(p=float(p), **{"pass": passed[i], "fail": failed[i], "inconclusive_futility": futile[i],
                                  "inconclusive_cap": capped[i], "expected_calls": calls[i],
                                  "sd_calls": math.sqrt(max(0, squares[i] - calls[i] ** 2))})
              for i, p in enumerate(rates)]
    return dict(points=points, fail=fail_largest, low=low_largest, high=high_smallest)


def smallest(p0, alpha, claims, hits):
    need, n = math.log(claims / alpha), max(1, hits)
    while log_pass(n, hits, p0) < need:
        n += 1
    return n


def make(alpha):
    claims = {}
    for p0, rates in RATES.items():
        found = claim(p0, alpha, rates)
        by_m = {str(m): [smallest(p0, alpha, m, k) for k in range(6)] for m in (1, 10, 50)}
        claims[str(p0)] = {
            "cap": math.ceil(20 / p0 - 1e-9),
            "pass_smallest_n_for_k_failures_0..5_by_m": by_m,
            "fail_[k,largest n at which k hits fail]": [[k, n] for k, n in sorted(found["fail"].items())[:15]],
            "dp_recommended_two_sided_futility": found["points"]}
    return {"what": "The rate rule of eprocess_rate_claims.json at another alpha.", "alpha": alpha, "beta": BETA,
            "source": "bench/claims/make_fixture.py", "claims": claims}


def check(path):
    fixture = json.load(open(path))
    worst = 0.0
    for bar, want in fixture["claims"].items():
        rates = [row["p"] for row in want["dp_recommended_two_sided_futility"]]
        got = claim(float(bar), fixture["alpha"], rates)["points"]
        for a, b in zip(got, want["dp_recommended_two_sided_futility"]):
            for key in ("pass", "fail", "inconclusive_futility", "inconclusive_cap"):
                worst = max(worst, abs(a[key] - b[key]))
            worst = max(worst, abs(a["expected_calls"] - b["expected_calls"]) / b["expected_calls"])
    print(f"largest difference {worst:.2e}")


if sys.argv[1] == "check":
    check(sys.argv[2])
else:
    with open(sys.argv[2], "w") as out:
        json.dump(make(float(sys.argv[1])), out, indent=0)
        out.write("\n")
