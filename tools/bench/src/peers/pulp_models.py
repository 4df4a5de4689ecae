"""PuLP's side of the benchmark: builds, lowers to an MPS file, writes the numbers for the fingerprint, solves if asked.

Usage: pulp_models.py PROBLEM DATA.json OUT_PREFIX solve|build. Writes OUT_PREFIX.json and OUT_PREFIX.bin.
"""

import json
import sys
import time
from array import array

start = time.perf_counter()
import pulp  # noqa: E402

imported = time.perf_counter()


def basic(d):
    n = d["n"]
    prob = pulp.LpProblem("basic", pulp.LpMinimize)
    pairs = [(i, j) for i in range(n) for j in range(n)]
    x = pulp.LpVariable.dicts("x", pairs, lowBound=0)
    y = pulp.LpVariable.dicts("y", pairs, lowBound=0)
    prob += pulp.lpSum(2 * x[p] + y[p] for p in pairs)
    for i, j in pairs:
        prob += x[i, j] - y[i, j] >= i
        prob += x[i, j] + y[i, j] >= 0
    return prob


def knapsack(d):
    n, value, weight = d["n"], d["value"], d["weight"]
    prob = pulp.LpProblem("knapsack", pulp.LpMaximize)
    take = pulp.LpVariable.dicts("take", range(n), cat="Binary")
    prob += pulp.lpSum(value[k] * take[k] for k in range(n))
    prob += pulp.lpSum(weight[k] * take[k] for k in range(n)) <= d["capacity"]
    return prob


def facility(d):
    n, service, opening = d["n"], d["service"], d["opening"]
    prob = pulp.LpProblem("facility", pulp.LpMinimize)
    pairs = [(c, s) for c in range(n) for s in range(n)]
    serve = pulp.LpVariable.dicts("serve", pairs, lowBound=0)
    opened = pulp.LpVariable.dicts("open", range(n), cat="Binary")
    prob += pulp.lpSum(service[c * n + s] * serve[c, s] for c, s in pairs) + pulp.lpSum(
        opening[s] * opened[s] for s in range(n)
    )
    for c in range(n):
        prob += pulp.lpSum(serve[c, s] for s in range(n)) == 1
    for c, s in pairs:
        prob += serve[c, s] - opened[s] <= 0
    return prob


def ijklm(d):
    prob = pulp.LpProblem("ijklm", pulp.LpMinimize)
    by_jk, by_kl = {}, {}
    for j, k, l in d["jkl"]:
        by_jk.setdefault((j, k), []).append(l)
    for k, l, m in d["klm"]:
        by_kl.setdefault((k, l), []).append(m)
    rows = {}
    for i, j, k in d["ijk"]:
        for l in by_jk.get((j, k), ()):
            for m in by_kl.get((k, l), ()):
                rows.setdefault(i, []).append(pulp.LpVariable("x_%s_%s_%s_%s_%s" % (i, j, k, l, m), lowBound=0))
    prob += pulp.lpSum(x for row in rows.values() for x in row)
    for i, need in enumerate(d["demand"]):
        row = rows.get("i%d" % i)
        if row:
            prob += pulp.lpSum(row) >= need
    return prob


def nodal(d):
    nodes, hours, links = range(d["nodes"]), range(d["hours"]), range(len(d["from"]))
    prob = pulp.LpProblem("nodal", pulp.LpMinimize)
    gen = {(n, h): pulp.LpVariable("gen_%d_%d" % (n, h), 0, d["capacity"][n]) for n in nodes for h in hours}
    shed = {(n, h): pulp.LpVariable("shed_%d_%d" % (n, h), 0) for n in nodes for h in hours}
    flow = {(a, h): pulp.LpVariable("flow_%d_%d" % (a, h), 0, d["limit"][a]) for a in links for h in hours}
    out, into = {}, {}
    for a in links:
        out.setdefault(d["from"][a], []).append(a)
        into.setdefault(d["to"][a], []).append(a)
    prob += (
        pulp.lpSum(d["genCost"][n] * gen[n, h] for n in nodes for h in hours)
        + pulp.lpSum(500 * shed[n, h] for n in nodes for h in hours)
        + pulp.lpSum(d["flowCost"][a] * flow[a, h] for a in links for h in hours)
    )
    for n in nodes:
        for h in hours:
            inflow = pulp.lpSum(flow[a, h] for a in into.get(n, ()))
            outflow = pulp.lpSum(flow[a, h] for a in out.get(n, ()))
            prob += gen[n, h] + shed[n, h] + inflow - outflow == d["demand"][n * d["hours"] + h]
        for h in range(d["hours"] - 1):
            change = gen[n, h + 1] - gen[n, h]
            prob += change <= d["ramp"][n]
            prob += change >= -d["ramp"][n]
    return prob


def memory(field):
    """Kilobytes of this process since it began to run Python."""
    with open("/proc/self/status") as status:
        for line in status:
            if line.startswith(field):
                return int(line.split()[1])
    return 0


def numbers(prob, name):
    """The problem as PuLP holds it, one array of doubles after the other."""
    inf = float("inf")
    variables = prob.variables()
    ordinal = {id(v): k for k, v in enumerate(variables)}
    cost = array("d", bytes(8 * len(variables)))
    for v, c in prob.objective.items():
        cost[ordinal[id(v)]] = c
    lower = array("d", (-inf if v.lowBound is None else v.lowBound for v in variables))
    upper = array("d", (inf if v.upBound is None else v.upBound for v in variables))
    integer = array("d", (1.0 if v.cat == pulp.LpInteger else 0.0 for v in variables))
    row_lower, row_upper, starts = array("d"), array("d"), array("d", [0])
    index, values = array("d"), array("d")
    for row in prob.constraints.values():
        rhs = -row.constant
        row_lower.append(-inf if row.sense == pulp.LpConstraintLE else rhs)
        row_upper.append(inf if row.sense == pulp.LpConstraintGE else rhs)
        for v, c in row.items():
            index.append(ordinal[id(v)])
            values.append(c)
        starts.append(len(index))
    with open(name, "wb") as file:
        for part in (cost, lower, upper, integer, row_lower, row_upper, starts, index, values):
            part.tofile(file)
    return len(variables), len(row_lower), len(index)


problem, data_file, prefix, what = sys.argv[1:5]
with open(data_file) as file:
    data = json.load(file)
base = memory("VmRSS")
began = time.perf_counter()
prob = globals()[problem](data)
built = time.perf_counter()
prob.writeMPS(prefix + ".mps")
lowered = time.perf_counter()
peak = memory("VmHWM")
columns, rows, nonzeros = numbers(prob, prefix + ".bin")
result = {
    "version": pulp.__version__,
    "sense": "minimize" if prob.sense == pulp.LpMinimize else "maximize",
    "columns": columns,
    "rows": rows,
    "nonzeros": nonzeros,
    "base": base,
    "peak": peak,
    "import": 1000 * (imported - start),
    "build": 1000 * (built - began),
    "lower": 1000 * (lowered - built),
}
if what == "solve":
    status = prob.solve(pulp.GLPK_CMD(msg=0))
    if pulp.LpStatus[status] != "Optimal":
        raise SystemExit("PuLP with glpsol ends with " + pulp.LpStatus[status])
    result["objective"] = pulp.value(prob.objective)
with open(prefix + ".json", "w") as file:
    json.dump(result, file)
