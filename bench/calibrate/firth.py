"""Values of Firth's penalised logistic regression, by Newton steps on the modified score (not by the search that Assay
uses), with intervals of the profile penalised likelihood. Needs numpy and scipy.

  python bench/calibrate/firth.py > calibrate/src/test/resources/dev/assay/calibrate/firth.json
"""
import json

import numpy as np
from scipy.optimize import brentq, minimize_scalar


def penalised(x, y, beta):
    eta = beta[0] + beta[1] * x
    w = np.exp(-np.logaddexp(0, eta) - np.logaddexp(0, -eta))
    design = np.stack([np.ones_like(x), x], 1)
    information = (design * w[:, None]).T @ design
    sign, logdet = np.linalg.slogdet(information)
    return float(-np.sum(np.logaddexp(0, np.where(y, -eta, eta))) + 0.5 * logdet) if sign > 0 else -np.inf


def fit(x, y):
    design = np.stack([np.ones_like(x), x], 1)
    beta = np.zeros(2)
    for _ in range(500):
        p = 1 / (1 + np.exp(-design @ beta))
        w = p * (1 - p)
        information = (design * w[:, None]).T @ design
        inverse = np.linalg.inv(information)
        hat = np.einsum("ij,jk,ik->i", design * np.sqrt(w)[:, None], inverse, design * np.sqrt(w)[:, None])
        step = inverse @ (design.T @ (y - p + hat * (0.5 - p)))
        size = np.max(np.abs(step))
        beta = beta + step * min(1, 1 / size if size > 0 else 1)
        if size < 1e-12:
            break
    return beta


def through(x, y, at, logit):
    value = lambda slope: -penalised(x, y, (logit - slope * at, slope))
    grid = np.linspace(-40, 40, 1601)
    start = grid[np.argmin([value(s) for s in grid])]
    return -minimize_scalar(value, bounds=(start - 0.1, start + 0.1), method="bounded", options={"xatol": 1e-12}).fun


def edges(function, centre, reach, floor):
    out = []
    for sign in (-1, 1):
        end = centre + sign * reach
        if function(end) >= floor:
            out.append(None)
        else:
            out.append(brentq(lambda v: function(v) - floor, centre, end, xtol=1e-10))
    return out


def case(name, doses, found):
    x, y = np.log(np.array(doses, float)), np.array(found, float)
    beta = fit(x, y)
    best = penalised(x, y, beta)
    floor = best - 3.841458820694124 / 2
    result = {"name": name, "doses": doses, "found": found, "intercept": beta[0], "slope": beta[1]}
    for power in (0.5, 0.9):
        logit = np.log(power / (1 - power))
        centre = (logit - beta[0]) / beta[1]
        if abs(centre) > 20:  # power hardly depends on the dose
            continue
        low, high = edges(lambda at: through(x, y, at, logit), centre, 12, floor)
        key = f"dose{int(100 * power)}"
        result[key] = float(np.exp(centre))
        result[key + "Low"] = None if low is None else float(np.exp(low))
        result[key + "High"] = None if high is None else float(np.exp(high))
    at = np.log(0.1)
    low, high = edges(lambda logit: through(x, y, at, logit), beta[0] + beta[1] * at, 30, floor)
    result["powerAtTenth"] = float(1 / (1 + np.exp(-(beta[0] + beta[1] * at))))
    result["powerAtTenthLow"] = None if low is None else float(1 / (1 + np.exp(-low)))
    result["powerAtTenthHigh"] = None if high is None else float(1 / (1 + np.exp(-high)))
    return result


cases = [
    case("separated", [0.01, 0.02, 0.05, 0.1, 0.2, 0.5], [0, 0, 0, 1, 1, 1]),
    case("overlapping", [0.01, 0.02, 0.03, 0.05, 0.05, 0.1, 0.1, 0.2, 0.3, 0.5], [0, 0, 1, 0, 1, 0, 1, 1, 1, 1]),
    case("all found", [0.1, 0.2, 0.5, 1.0], [1, 1, 1, 1]),
    case("repeated", [0.02] * 6 + [0.08] * 6 + [0.3] * 6, [0] * 5 + [1] + [0] * 3 + [1] * 3 + [1] * 6),
]
print(json.dumps({
    "what": "Firth logistic regression of found on ln(dose); null: no limit on that side",
    "source": "Firth 1993; Heinze and Schemper 2002; bench/calibrate/firth.py",
    "tolerance": 1e-4,
    "cases": cases}, indent=1))
