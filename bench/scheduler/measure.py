"""Times crm_simulate and a warm Aplomb by turns: measure.py APLOMB FOLDER ROUNDS."""
import shutil
import statistics
import subprocess
import sys
import time

aplomb, folder, rounds = sys.argv[1], sys.argv[2], int(sys.argv[3])
WARM_UP = {"big": 15, "small": 300}
batch = subprocess.Popen([aplomb, "simulate", "--batch"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def ours(name):
    start = time.monotonic()
    batch.stdin.write(f"{folder}/{name}.xml\t{folder}/{name}.out\t-R\n")
    batch.stdin.flush()
    answer = batch.stdout.readline()
    assert answer.startswith("ok"), answer
    return time.monotonic() - start


def theirs(name):
    start = time.monotonic()
    subprocess.run(["crm_simulate", "-x", f"{folder}/{name}.xml", "-R"], stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL, check=True)
    return time.monotonic() - start


present = shutil.which("crm_simulate") is not None
if not present:
    print("crm_simulate is absent: no ratios")
for name, warm_up in WARM_UP.items():
    first = ours(name)
    for _ in range(warm_up):
        ours(name)
    times = {"aplomb": [], "crm_simulate": []}
    for _ in range(rounds):
        times["aplomb"].append(ours(name))
        if present:
            times["crm_simulate"].append(theirs(name))
    mine = statistics.median(times["aplomb"])
    text = f"{name}: aplomb {mine * 1000:.1f} ms (first {first * 1000:.0f} ms)"
    if present:
        other = statistics.median(times["crm_simulate"])
        text += f", crm_simulate {other * 1000:.1f} ms, ratio {mine / other:.2f}"
    print(text, flush=True)
batch.stdin.close()
batch.wait(10)
