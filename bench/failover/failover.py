"""Measures failures of clusters by turns: failover.py FOLDER TAG WAY:TIMES... -- PEER...; see run."""

import signal
import statistics
import sys
import time
from pathlib import Path

from client import Client
from machines import Lan
from peers import ADDRESS, PEERS, kill

MACHINES = 3
SETTLE_S = 2
MONITOR_S = 10
TAKEOVER_LIMIT_S = 60
OLD_OWNER_LIMIT_S = 30  # after the death of the daemons an old owner may stay for ever
LEAD_S, TAIL_S = 0.3, 0.5


class Event:
    """One failure of one cluster, while a client watches."""

    def __init__(self, cluster, way):
        self.cluster = cluster
        self.holder = cluster.holder()
        self.others = [each for each in cluster.lan.machines if each is not self.holder]
        self.leader = cluster.leader()
        self.process = cluster.process(self.holder)
        self.client = Client(cluster.lan, ADDRESS, service=way == "crash")
        self.client.run(LEAD_S)
        if len(self.client.replies) < LEAD_S * 1000 / 2:
            raise RuntimeError(f"{ADDRESS} does not answer")
        self.start_ns = time.monotonic_ns()
        getattr(self, way)()
        self.client.run(TAIL_S)
        self.outage_ms = self.client.longest_gap_ms(self.start_ns)
        self.client.close()

    def _answers_again(self):
        self.client.run(0.01)  # what was under way
        if not self.client.until(self.client.answered(), TAKEOVER_LIMIT_S):
            raise RuntimeError("nobody took over")

    def _taken(self):
        return any(each.name in self.client.taken_ns for each in self.others)

    def _lost(self):
        return self.holder.name in self.client.lost_ns

    def power(self):
        self.holder.power_off()
        self._answers_again()

    def link(self):
        self.cluster.lan.port(self.holder.name, up=False)
        self._answers_again()
        self.client.until(self._lost, OLD_OWNER_LIMIT_S)

    def daemons(self):
        self.cluster.end_daemons(self.holder)
        self.client.until(self._taken, TAKEOVER_LIMIT_S)
        self.client.until(self._lost, OLD_OWNER_LIMIT_S)

    def crash(self):
        kill([self.process])
        self._answers_again()

    def move(self):
        mover = self.cluster.move(self.holder, self.others[0])
        if not self.client.until(lambda: self._taken() and self._lost(), TAKEOVER_LIMIT_S):
            raise RuntimeError("not moved")
        self.client.until(lambda: mover.poll() is not None, TAKEOVER_LIMIT_S)

    def repair(self, way):
        """Brings the cluster back to all its machines."""
        if way in ("power", "daemons"):
            self.cluster.reboot(self.holder)
        elif way == "link":
            self.cluster.lan.port(self.holder.name, up=True)
        elif way == "move":
            self.cluster.after_move(self.holder)
        self.cluster.wait_settled()

    def figures(self, way):
        """Milliseconds of: the outage; taken elsewhere; gone from the old machine; on two machines at once."""
        taken = min((self.client.taken_ns[each.name] for each in self.others if each.name in self.client.taken_ns), default=None)
        lost = self.client.lost_ns.get(self.holder.name)
        after = [None if each is None else (each - self.start_ns) / 1e6 for each in (taken, lost)]
        twice = None
        if way != "power" and taken is not None:
            twice = float("inf") if lost is None else max(0.0, (lost - taken) / 1e6)
        return [self.outage_ms, *after, twice]


def shown(milliseconds):
    return "-" if milliseconds is None else "ever" if milliseconds == float("inf") else f"{milliseconds:.1f}"


def rounds(clusters, way, times, raw):
    figures = {name: [] for name in clusters}
    for turn in range(times):
        for name, cluster in clusters.items():
            # Spread evenly over the time between two monitors, which nothing else here is periodic with.
            time.sleep(SETTLE_S + (turn + 0.5) / times * (MONITOR_S if way == "crash" else 1))
            event = Event(cluster, way)
            row = event.figures(way)
            figures[name].append(row)
            role = "leader" if event.leader == event.holder.name else "member"
            line = " ".join([way, name, role, *map(shown, row)])
            print(line, file=sys.stderr, flush=True)
            print(line, file=raw, flush=True)
            event.repair(way)
    return figures


def middle(rows, column):
    values = [row[column] for row in rows if row[column] is not None]
    return statistics.median(values) if values else None


def report(way, figures):
    base = next((rows for name, rows in figures.items() if name == "pacemaker"), None)
    for name, rows in figures.items():
        outages = [row[0] for row in rows]
        cells = [way, name, str(len(rows)), shown(middle(rows, 0)), shown(min(outages)), shown(max(outages))]
        cells += [shown(middle(rows, column)) for column in (1, 2, 3)]
        cells.append(f"{middle(rows, 0) / middle(base, 0):.3f}" if base and name != "pacemaker" else "-")
        yield cells


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended"))  # and removes what it made
    folder, tag, *rest = sys.argv[1:]
    separator = rest.index("--")
    plans, names = rest[:separator], rest[separator + 1 :]
    folder = Path(folder)
    clusters = {}
    try:
        for number, name in enumerate(names):
            lan = Lan(f"{tag}{number}", MACHINES, folder / name)
            clusters[name] = PEERS[name](lan)
            clusters[name].set_up()
        header = ["way", "peer", "n", "outage ms", "min", "max", "taken", "gone", "twice", "ratio"]
        table = [header]
        with open(folder / "raw.txt", "w") as raw:
            print("way peer role outage_ms taken_ms gone_ms twice_ms", file=raw)
            for plan in plans:
                way, times = plan.split(":")
                table += report(way, rounds(clusters, way, int(times), raw))
        widths = [max(len(row[column]) for row in table) for column in range(len(header))]
        text = "\n".join("  ".join(cell.rjust(width) for cell, width in zip(row, widths)) for row in table)
        (folder / "summary.txt").write_text(text + "\n")
        print(text)
    finally:
        for cluster in clusters.values():
            cluster.lan.remove()


if __name__ == "__main__":
    main()
