# Reads an exported event log as a program for process mining does, and prints how many cases, variants and events it found.
import sys

import pm4py

form, path = sys.argv[1], sys.argv[2]
if form == "xes":
    log = pm4py.read_xes(path)
else:
    ocel = pm4py.read_ocel2_json(path)
    assert set(pm4py.ocel_get_object_types(ocel)) == {"dossier", "procedure", "unit"}, "types of objects"
    log = pm4py.ocel_flattening(ocel, "dossier")
print(log["case:concept:name"].nunique(), len(pm4py.get_variants(log)), len(log))
