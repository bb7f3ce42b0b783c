"""The clusters that are compared, each on machines of its own, set up with the same words of the pcs grammar."""

import os
import re
import signal
import subprocess
from pathlib import Path

from machines import HERE, wait_for

ADDRESS = "192.168.1.100"
SERVICE = str(HERE / "service")
MONITOR = ["op", "monitor", "interval=10s"]
VIP = [f"ip={ADDRESS}", "cidr_netmask=24", *MONITOR]


class Cluster:
    """What both have: one address, and behind it, in one group, a process."""

    def __init__(self, lan):
        self.lan = lan

    def set_up(self):
        self.prepare()
        for machine in self.lan.machines:
            machine.boot()
            self.start(machine)
        self.assemble()
        wait_for("all nodes online", self.is_complete)
        for words in self.configuration():
            self.words(self.lan.machines[0], *words)
        self.wait_settled()

    def configuration(self):
        return [
            ["property", "set", "stonith-enabled=false"],
            ["resource", "defaults", "update", "resource-stickiness=100"],
            ["resource", "create", "vip", "ocf:heartbeat:IPaddr2", *VIP, "--group", "web"],
            ["resource", "create", "echo", "ocf:heartbeat:anything", f"binfile={SERVICE}", *MONITOR, "--group", "web"],
        ]

    def holder(self):
        """The machine that has the address."""
        holders = [each for each in self.lan.machines if each.holds(ADDRESS)]
        if len(holders) != 1:
            raise RuntimeError(f"the address is on {[each.name for each in holders]}")
        return holders[0]

    def process(self, machine):
        """The id of the process that the cluster looks after."""
        found = [pid for pid, words in machine.processes() if SERVICE in words]
        return found[0] if len(found) == 1 else None

    def is_settled(self):
        holders = [each for each in self.lan.machines if each.holds(ADDRESS)]
        running = [each for each in self.lan.machines if self.process(each)]
        return len(holders) == 1 and running == holders and self.is_complete()

    def wait_settled(self):
        wait_for("all nodes online, address and process on one of them", self.is_settled)

    def reboot(self, machine):
        """Brings a machine back that has died."""
        machine.die()
        machine.boot()
        self.start(machine)


class Pacemaker(Cluster):
    """Pacemaker on Corosync as Debian has them, without systemd."""

    daemons = ("corosync", "pacemaker")

    def __init__(self, lan, token_ms=None):
        super().__init__(lan)
        self.token_ms = token_ms

    def prepare(self):
        text = (HERE / "corosync.conf").read_text()
        token = f"  token: {self.token_ms}\n" if self.token_ms else ""
        nodes = "".join(f"  node {{\n    name: {each.name}\n    nodeid: {number}\n    ring0_addr: {each.address}\n  }}\n"
                        for number, each in enumerate(self.lan.machines, 1))
        for machine in self.lan.machines:
            folder = machine.disk / "etc/corosync"
            folder.mkdir(parents=True)
            (folder / "corosync.conf").write_text(text.replace("@TOKEN@\n", token).replace("@NODES@\n", nodes))

    def start(self, machine):
        machine.start("corosync.log", "corosync", "-f")
        wait_for("corosync answers", lambda: machine.ask("corosync-cfgtool", "-s")[0] == 0)
        machine.start("pacemaker.log", "pacemakerd", env=os.environ | {"PCMK_logfile": "/var/log/pacemaker/pacemaker.log"})

    def assemble(self):
        pass

    def words(self, machine, *words):
        return machine.do("pcs", *words)

    def is_complete(self):
        wanted = " ".join(each.name for each in self.lan.machines)
        status, printed = self.lan.machines[0].ask("crm_mon", "-1")
        leader = self.leader()
        if status != 0 or f"Online: [ {wanted} ]" not in printed or leader is None:
            return False
        return "S_IDLE" in self.lan.machines[0].ask("crmadmin", "--status", leader, "--timeout", "3s")[1]

    def leader(self):
        for machine in self.lan.machines:
            named = re.search(r"Current DC: (\w+) \(version", machine.ask("crm_mon", "-1")[1])
            if named:
                return named[1]
        return None

    def move(self, machine, to):
        return machine.start("move.log", "crm_resource", "--resource", "web", "--move", "--node", to.name)

    def after_move(self, machine):
        machine.do("crm_resource", "--resource", "web", "--clear")

    def end_daemons(self, machine):
        kill([pid for pid, words in machine.processes() if Path(words[0]).name.startswith(self.daemons)])


class Aplomb(Cluster):
    """One daemon a machine."""

    program = str(HERE.parent.parent / "aplomb")

    def __init__(self, lan, address="ocf:heartbeat:IPaddr2", process=("ocf:heartbeat:anything", f"binfile={SERVICE}")):
        super().__init__(lan)
        self.address_agent, self.process_agent = address, process

    def prepare(self):
        subprocess.run([self.program, "--version"], check=True, stdout=subprocess.DEVNULL)  # the jar is built

    def start(self, machine):
        machine.start("daemon.log", self.program, "daemon", env=self._environment(machine))
        wait_for("the daemon answers", (machine.disk / "state/admin.sock").exists)

    def _environment(self, machine):
        return os.environ | {"APLOMB_STATE": str(machine.disk / "state"), "APLOMB_TOKEN": "bench"}

    def assemble(self):
        first = self.lan.machines[0]
        self.words(first, "cluster", "setup", "bench", *sum(([each.name, f"addr={each.address}"] for each in self.lan.machines), []))
        self.words(first, "cluster", "start", "--all")
        self.words(first, "cluster", "enable", "--all")

    def configuration(self):
        replaced = {"ocf:heartbeat:IPaddr2": [self.address_agent], "ocf:heartbeat:anything": list(self.process_agent)}
        for words in super().configuration():
            yield sum((replaced.get(word, [] if word.startswith("binfile=") else [word]) for word in words), [])

    def words(self, machine, *words):
        return machine.do(self.program, *words, env=self._environment(machine))

    def is_complete(self):
        wanted = " ".join(each.name for each in self.lan.machines)
        status, printed = self.status(self.lan.machines[0])
        return status == 0 and f"Online: [ {wanted} ]" in printed and self.leader() is not None

    def status(self, machine):
        return machine.ask(self.program, "status", env=self._environment(machine))

    def leader(self):
        for machine in self.lan.machines:
            named = re.search(r"Current DC: (\w+)", self.status(machine)[1])
            if named and named[1] != "NONE":
                return named[1]
        return None

    def move(self, machine, to):
        return machine.start("move.log", self.program, "resource", "move", "web", to.name, env=self._environment(machine))

    def after_move(self, machine):
        pass

    def end_daemons(self, machine):
        kill([pid for pid, words in machine.processes() if any(word.endswith("/aplomb.jar") for word in words)])


def kill(pids):
    for pid in pids:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            pass  # it was the child of one before it and is gone already


PEERS = {
    "pacemaker": lambda lan: Pacemaker(lan),
    "pacemaker-1s": lambda lan: Pacemaker(lan, token_ms=1000),
    "aplomb": Aplomb,
    "aplomb-builtin": lambda lan: Aplomb(lan, "aplomb:IPaddr2", ("aplomb:Process", f"command={SERVICE}")),
}
