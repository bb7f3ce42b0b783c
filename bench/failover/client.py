"""A client that asks each millisecond, and what the kernels of the machines report of an address meanwhile."""

import os
import select
import socket
import struct
import time

from machines import socket_in

STEP_NS = 1_000_000
RTM_NEWADDR, RTM_DELADDR, IFA_LOCAL = 20, 21, 2


def checksum(octets):
    total = sum(struct.unpack(f"!{len(octets) // 2}H", octets))
    total = (total & 0xFFFF) + (total >> 16)
    return ~(total + (total >> 16)) & 0xFFFF


class Client:
    """Asks an address by ICMP echo, or the service behind it by datagrams, and notes when answers came."""

    def __init__(self, lan, address, service):
        self.address = address
        self.service = service
        if service:
            self.socket = socket_in(lan.client, socket.AF_INET, socket.SOCK_DGRAM)
        else:
            self.socket = socket_in(lan.client, socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP)
        self.socket.setblocking(False)
        self.identity = os.getpid() & 0xFFFF
        self.sequence = 0
        self.next_ns = time.monotonic_ns()
        self.replies = []
        self.machines = {each.events: each for each in lan.machines}
        for events in self.machines:
            drain(events)
        self.wanted = socket.inet_aton(address)
        self.taken_ns, self.lost_ns = {}, {}

    def until(self, done, limit_s):
        """Goes on until a condition holds; whether it did within the time."""
        end_ns = time.monotonic_ns() + int(limit_s * 1e9)
        while not done():
            now = time.monotonic_ns()
            if now >= end_ns:
                return False
            if now >= self.next_ns:
                self._ask()
                self.next_ns = max(self.next_ns + STEP_NS, now)
            wait_s = max(0, min(self.next_ns, end_ns) - time.monotonic_ns()) / 1e9
            for ready in select.select([self.socket, *self.machines], [], [], wait_s)[0]:
                try:
                    packet = ready.recv(65536)
                except OSError:
                    continue  # unreachable, or the service's port is closed
                if ready is not self.socket:
                    self._event(self.machines[ready], packet)
                elif self.service or packet[20] == 0 and packet[24:26] == struct.pack("!H", self.identity):
                    self.replies.append(time.monotonic_ns())
        return True

    def run(self, seconds):
        self.until(lambda: False, seconds)

    def answered(self, count=1):
        """A condition: so many answers more than now."""
        goal = len(self.replies) + count
        return lambda: len(self.replies) >= goal

    def longest_gap_ms(self, from_ns):
        """The longest time without an answer since then; to now, if answers have stopped."""
        seen = [each for each in self.replies if each >= from_ns]
        before = [each for each in self.replies if each < from_ns][-1:]
        moments = before + seen + [time.monotonic_ns()]
        return max(b - a for a, b in zip(moments, moments[1:])) / 1e6

    def _event(self, machine, packet):
        kind = names(packet, self.wanted)
        if kind == RTM_NEWADDR:
            self.taken_ns.setdefault(machine.name, time.monotonic_ns())
        elif kind == RTM_DELADDR:
            self.lost_ns.setdefault(machine.name, time.monotonic_ns())

    def _ask(self):
        self.sequence += 1
        try:
            if self.service:
                self.socket.sendto(b"alive?", (self.address, 7))
            else:
                rest = struct.pack("!HH", self.identity, self.sequence & 0xFFFF)
                self.socket.sendto(struct.pack("!BBH", 8, 0, checksum(b"\x08\x00\x00\x00" + rest)) + rest, (self.address, 0))
        except OSError:
            pass  # unreachable just now: no answer, which is what is measured

    def close(self):
        self.socket.close()


def drain(events):
    while select.select([events], [], [], 0)[0]:
        events.recv(65536)


def names(octets, wanted):
    """Whether a report of the kernel is of this address, and then its kind."""
    size, kind = struct.unpack_from("=IH", octets)
    attribute = 16 + 8  # behind struct nlmsghdr and struct ifaddrmsg
    while kind in (RTM_NEWADDR, RTM_DELADDR) and attribute + 4 <= size:
        length, name = struct.unpack_from("=HH", octets, attribute)
        if name == IFA_LOCAL and octets[attribute + 4 : attribute + length] == wanted:
            return kind
        attribute += (max(length, 4) + 3) & ~3
    return None
