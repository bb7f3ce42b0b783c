"""Machines made of namespaces: a LAN with a client and three machines that boot and die. Root's, for Linux."""

import ctypes
import fcntl
import os
import signal
import socket
import struct
import subprocess
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
CLONE_NEWNET = 0x40000000
SIOCGIFFLAGS, SIOCSIFFLAGS, IFF_UP = 0x8913, 0x8914, 1
RTMGRP_IPV4_IFADDR = 0x10
PATIENCE_S = 120  # only what failed takes so long


def command(*words):
    subprocess.run(words, check=True)


def wait_for(what, holds):
    """Asks until something holds."""
    end = time.monotonic() + PATIENCE_S
    while not holds():
        if time.monotonic() > end:
            raise TimeoutError(f"never: {what}")
        time.sleep(0.1)


def socket_in(namespace, *kind):
    """A socket that belongs to a network namespace; the calling process stays where it is."""
    libc = ctypes.CDLL(None, use_errno=True)
    with open("/proc/self/ns/net") as home, open(f"/run/netns/{namespace}") as there:
        for step in (there, None, home):
            if step is None:
                made = socket.socket(*kind)
            elif libc.setns(step.fileno(), CLONE_NEWNET) != 0:
                raise OSError(ctypes.get_errno(), f"setns {namespace}")
    return made


class Lan:
    """A bridge in a namespace of its own, a client and machines n1 to nN with 192.168.1.11 and so on."""

    def __init__(self, name, machines, folder):
        self.namespaces = []
        self.bridge = f"{name}-lan"
        self.client = f"{name}-client"
        self._namespace(self.bridge)
        command("ip", "-n", self.bridge, "link", "add", "br0", "type", "bridge", "forward_delay", "0", "mcast_snooping", "0")
        command("ip", "-n", self.bridge, "link", "set", "br0", "up")
        self._connect(self.client, "client", "192.168.1.10")
        self.ports = socket_in(self.bridge, socket.AF_INET, socket.SOCK_DGRAM)
        self.machines = [Machine(self, f"{name}-{i}", i, folder) for i in range(1, machines + 1)]

    def _namespace(self, name):
        command("ip", "netns", "add", name)
        self.namespaces.append(name)
        command("ip", "-n", name, "link", "set", "lo", "up")

    def _connect(self, namespace, port, address):
        self._namespace(namespace)
        command("ip", "-n", namespace, "link", "add", "eth0", "type", "veth", "peer", "name", port, "netns", self.bridge)
        command("ip", "-n", self.bridge, "link", "set", port, "master", "br0", "up")
        command("ip", "-n", namespace, "address", "add", f"{address}/24", "dev", "eth0")
        command("ip", "-n", namespace, "link", "set", "eth0", "up")

    def port(self, name, up):
        """Plugs a cable in or out."""
        flags = struct.unpack("16sH14x", fcntl.ioctl(self.ports, SIOCGIFFLAGS, struct.pack("16sH14x", name.encode(), 0)))[1]
        wanted = flags | IFF_UP if up else flags & ~IFF_UP
        fcntl.ioctl(self.ports, SIOCSIFFLAGS, struct.pack("16sH14x", name.encode(), wanted))

    def remove(self):
        for machine in self.machines:
            machine.die()
        for name in self.namespaces:
            subprocess.run(["ip", "netns", "del", name], check=False)


class Machine:
    """One machine: its processes have a process namespace of their own, so that they die together."""

    def __init__(self, lan, namespace, number, folder):
        self.lan, self.namespace = lan, namespace
        self.name = f"n{number}"
        self.address = f"192.168.1.{10 + number}"
        self.disk = folder / self.name
        self.disk.mkdir(parents=True)
        lan._connect(namespace, self.name, self.address)
        self.events = socket_in(namespace, socket.AF_NETLINK, socket.SOCK_RAW, socket.NETLINK_ROUTE)
        self.events.bind((0, RTMGRP_IPV4_IFADDR))
        self.holder = None

    def boot(self):
        """Starts it, without the addresses it had beside its own."""
        command("ip", "-n", self.namespace, "address", "flush", "dev", "eth0", "scope", "global")
        command("ip", "-n", self.namespace, "address", "add", f"{self.address}/24", "dev", "eth0")
        words = ["ip", "netns", "exec", self.namespace, "unshare", "--mount", "--uts", "--ipc", "--pid", "--fork"]
        words += ["--kill-child", "--mount-proc", str(HERE / "boot"), self.name, str(self.disk)]
        with open(self.disk / "boot.log", "a") as log:
            self.holder = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=log, text=True)
        if self.holder.stdout.readline() != "ready\n":
            raise RuntimeError(f"{self.name} does not boot")
        self.init = int(Path(f"/proc/{self.holder.pid}/task/{self.holder.pid}/children").read_text())
        self.lan.port(self.name, up=True)

    def power_off(self):
        """As by a power cut: nothing is sent any more, then kill -9 of all processes."""
        self.lan.port(self.name, up=False)
        os.kill(self.init, signal.SIGKILL)

    def die(self):
        """Ends all that runs on it, if anything does."""
        if self.holder is not None:
            self.holder.kill()
            self.holder.wait()
            self.holder = None

    def inside(self, *words):
        return ["nsenter", "--target", str(self.init), "--net", "--mount", "--uts", "--ipc", "--pid", "--", *words]

    def start(self, log, *words, **more):
        """Starts a program that stays."""
        with open(self.disk / log, "a") as output:
            return subprocess.Popen(self.inside(*words), stdin=subprocess.DEVNULL, stdout=output, stderr=output, **more)

    def ask(self, *words, **more):
        """Runs a program to its end: its exit status and what it printed."""
        done = subprocess.run(self.inside(*words), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, check=False, **more)
        return done.returncode, done.stdout

    def do(self, *words, **more):
        """Runs a program that must succeed."""
        status, printed = self.ask(*words, **more)
        if status != 0:
            raise RuntimeError(f"{self.name}: {' '.join(words)}: {status}: {printed}")
        return printed

    def processes(self):
        """What runs on it: ids as this machine's kernel counts them, and command lines."""
        where = os.stat(f"/proc/{self.init}/ns/pid").st_ino
        found = []
        for folder in Path("/proc").iterdir():
            try:
                if folder.name.isdigit() and os.stat(folder / "ns/pid").st_ino == where:
                    words = (folder / "cmdline").read_bytes().split(b"\0")
                    found.append((int(folder.name), [word.decode() for word in words]))
            except (FileNotFoundError, ProcessLookupError, PermissionError):
                pass  # it has just ended
        return found

    def holds(self, address):
        shown = subprocess.run(["ip", "-n", self.namespace, "-4", "address", "show", "dev", "eth0"], check=True,
                               stdout=subprocess.PIPE, text=True).stdout
        return f" {address}/" in shown
