package io.aplomb.app.cluster.daemon;

import io.aplomb.app.cluster.tool.CommandFailure;
import io.aplomb.cluster.live.Member;
import io.aplomb.cluster.live.Membership;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The networks between the nodes: one more, one less, other addresses in one. The first network is
 * the store's, too, whose addresses are part of what a voter is: it stays.
 */
final class Networks {
    private static final int MOST = 8;

    private Networks() {}

    /** One network more; every node has to have an address in it. */
    static Membership added(Membership membership, Map<String, String> addresses)
            throws CommandFailure {
        known(membership, addresses);
        Set<String> without = new TreeSet<>();
        for (Member member : membership.members()) {
            if (!addresses.containsKey(member.name())) {
                without.add(member.name());
            }
        }
        if (!without.isEmpty()) {
            throw CommandFailure.because(
                    "no address is given for %s: every node has to be in the new network"
                            .formatted(String.join(", ", without)));
        }
        if (count(membership) >= MOST) {
            throw CommandFailure.because("there may be %d networks, and are".formatted(MOST));
        }
        List<Member> members = new ArrayList<>();
        for (Member member : membership.members()) {
            List<String> all = new ArrayList<>(member.addresses());
            all.add(checked(addresses.getOrDefault(member.name(), "")));
            members.add(with(member, all));
        }
        return unambiguous(membership, members);
    }

    /** Networks less; those behind them move up. */
    static Membership removed(Membership membership, List<Integer> links) throws CommandFailure {
        List<Integer> highestFirst = new ArrayList<>(links);
        highestFirst.sort(Collections.reverseOrder());
        for (int link : links) {
            exists(membership, link);
        }
        List<Member> members = new ArrayList<>();
        for (Member member : membership.members()) {
            List<String> rest = new ArrayList<>(member.addresses());
            highestFirst.forEach(link -> rest.remove(link.intValue()));
            members.add(with(member, rest));
        }
        return unambiguous(membership, members);
    }

    /** Other addresses of some nodes in a network. */
    static Membership updated(Membership membership, int link, Map<String, String> addresses)
            throws CommandFailure {
        known(membership, addresses);
        exists(membership, link);
        List<Member> members = new ArrayList<>();
        for (Member member : membership.members()) {
            List<String> all = new ArrayList<>(member.addresses());
            String other = addresses.get(member.name());
            if (other != null) {
                all.set(link, checked(other));
            }
            members.add(with(member, all));
        }
        return unambiguous(membership, members);
    }

    private static int count(Membership membership) {
        return membership.members().stream()
                .mapToInt(member -> member.addresses().size())
                .max()
                .orElse(0);
    }

    private static void known(Membership membership, Map<String, String> addresses)
            throws CommandFailure {
        for (String name : addresses.keySet()) {
            if (membership.find(name).isEmpty()) {
                throw CommandFailure.because(
                        "node '%s' does not belong to this cluster".formatted(name));
            }
        }
    }

    private static void exists(Membership membership, int link) throws CommandFailure {
        if (link == 0) {
            throw CommandFailure.because(
                    "network 0 carries what the cluster agrees on, and stays",
                    "  for another one there take each node out and in again: aplomb cluster node"
                            + " remove NAME, then aplomb cluster node add NAME addr=ADDRESS...");
        }
        if (link >= count(membership)) {
            throw CommandFailure.because(
                    "there is no network %d: they are 0 to %d"
                            .formatted(link, count(membership) - 1));
        }
    }

    private static String checked(String address) throws CommandFailure {
        try {
            return InetAddress.getByName(address).getHostAddress();
        } catch (UnknownHostException unknown) {
            throw OtherMachines.failure(address, unknown);
        }
    }

    private static Member with(Member member, List<String> addresses) {
        return new Member(
                member.name(),
                member.number(),
                member.identity(),
                member.kind(),
                addresses,
                member.linkPort(),
                member.storePort());
    }

    private static Membership unambiguous(Membership of, List<Member> members)
            throws CommandFailure {
        Set<String> seen = new HashSet<>();
        for (Member member : members) {
            for (String address : member.addresses()) {
                if (!seen.add(address + ' ' + member.linkPort())) {
                    throw CommandFailure.because(
                            "the address %s is there twice".formatted(address));
                }
            }
        }
        return new Membership(of.cluster(), of.id(), of.generation(), members);
    }
}
