package io.aplomb.app.cluster.daemon;

import io.aplomb.app.cluster.monitor.Starts;
import io.aplomb.app.cluster.pcs.Machines;
import io.aplomb.app.cluster.pcs.Waiting;
import io.aplomb.app.cluster.tool.CommandFailure;
import io.aplomb.app.cluster.tool.LiveCluster;
import io.aplomb.app.cluster.tool.StateDirectory;
import io.aplomb.app.cluster.tool.Tool;
import io.aplomb.app.cluster.tool.ToolCall;
import io.aplomb.cluster.live.Command;
import io.aplomb.cluster.live.Member;
import io.aplomb.cluster.live.Membership;
import io.aplomb.cluster.live.MembershipCodec;
import io.aplomb.cluster.live.Reply;
import io.aplomb.control.enrol.EnrolChannel;
import io.aplomb.control.enrol.EnrolReply;
import io.aplomb.control.enrol.EnrolRequest;
import io.aplomb.control.node.ClusterNode;
import io.aplomb.control.node.NodeFiles;
import io.aplomb.control.pki.CertificateRequest;
import io.aplomb.control.pki.ClusterAuthority;
import io.aplomb.control.pki.NodeSubject;
import io.aplomb.formats.pcs.ClusterOrder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/** Sets clusters up, lets machines in and out, starts and stops nodes, here and elsewhere. */
final class ClusterMachines implements Machines {
    /** More than these decide nothing better, and only make each decision slower. */
    private static final int MAX_VOTERS = 5;

    /** As Corosync's; the store's is the next. */
    static final int LINK_PORT = 5405;

    private final LocalMachine machine;
    private final OtherMachines others;
    private final StateDirectory state;
    private final NodeKeeper keeper;
    private final MachineWords words;
    private final InstantSource clock;
    private final ReentrantLock admitting = new ReentrantLock();

    ClusterMachines(
            LocalMachine machine,
            OtherMachines others,
            StateDirectory state,
            NodeKeeper keeper,
            MachineWords words,
            InstantSource clock) {
        this.machine = machine;
        this.others = others;
        this.state = state;
        this.keeper = keeper;
        this.words = words;
        this.clock = clock;
    }

    @Override
    public Map<String, Tool> words() {
        return words.words();
    }

    @Override
    public Starts starts() {
        boolean daemon = UnitLinks.areThere(UnitLinks.SYSTEM);
        return new Starts(daemon, daemon && keeper.isEnabled());
    }

    @Override
    public int carryOut(ClusterOrder order, ToolCall call)
            throws CommandFailure, InterruptedException {
        switch (order) {
            case ClusterOrder.Authenticate auth -> authenticate(auth, call);
            case ClusterOrder.Deauthenticate deauth -> deauthenticate(deauth);
            case ClusterOrder.Setup setup -> setup(setup, call);
            case ClusterOrder.Nodes nodes -> nodes(nodes, call);
            case ClusterOrder.AddNode add -> add(add, call);
            case ClusterOrder.AddWitness add -> admit(add.host(), Member.Kind.WITNESS, true, call);
            case ClusterOrder.RemoveNodes remove -> {
                for (String node : remove.nodes()) {
                    remove(node, remove.skipOffline(), call);
                }
            }
            case ClusterOrder.RemoveWitness remove -> remove(witness(remove.name()), true, call);
            case ClusterOrder.ClearNode clear -> remove(clear.node(), true, call);
            case ClusterOrder.AddLink add ->
                    become(Networks.added(running().state().membership(), add.addresses()));
            case ClusterOrder.RemoveLinks remove ->
                    become(Networks.removed(running().state().membership(), remove.links()));
            case ClusterOrder.UpdateLink update ->
                    become(
                            Networks.updated(
                                    running().state().membership(),
                                    update.link(),
                                    update.addresses()));
            default ->
                    throw CommandFailure.because(
                            "this is not done by a daemon of this version: "
                                    + order.getClass().getSimpleName());
        }
        return 0;
    }

    /** The same nodes, with other addresses; all of them take them over at once. */
    private void become(Membership changed) throws CommandFailure, InterruptedException {
        LiveCluster.submit(running(), new Command.ChangeMembership(changed));
    }

    private void authenticate(ClusterOrder.Authenticate auth, ToolCall call) throws CommandFailure {
        Optional<String> given =
                auth.password().isEmpty() ? Optional.empty() : Optional.of(auth.password());
        if (!auth.tokenFile().isEmpty()) {
            given =
                    Optional.of(
                            io.aplomb.app.cluster.tool.FileCluster.readText(
                                            call.caller(), auth.tokenFile())
                                    .strip());
        }
        for (ClusterOrder.Host host : auth.hosts()) {
            if (!host.name().equals(machine.name())) {
                others.authenticate(host.name(), host.addresses(), given, call);
            }
            call.print(host.name() + ": Authorized\n");
        }
    }

    private void deauthenticate(ClusterOrder.Deauthenticate deauth) throws CommandFailure {
        for (String host : deauth.hosts().isEmpty() ? others.names() : deauth.hosts()) {
            others.forget(host);
        }
    }

    private void setup(ClusterOrder.Setup setup, ToolCall call)
            throws CommandFailure, InterruptedException {
        List<ClusterOrder.Host> hosts = resolved(setup.hosts());
        if (hosts.stream().noneMatch(host -> host.name().equals(machine.name()))) {
            throw CommandFailure.because(
                    "this machine is called '%s', and is none of the nodes of the new cluster"
                            .formatted(machine.name()),
                    "  name it so, or start its daemon with --name");
        }
        Membership membership = membership(setup.cluster(), hosts);
        for (ClusterOrder.Host host : hosts) {
            free(host, setup.force(), call);
        }
        try {
            ClusterAuthority authority = ClusterAuthority.create(setup.cluster(), clock.instant());
            for (Member member : membership.members()) {
                prepare(member, membership, authority);
                call.print(member.name() + ": the cluster is set up\n");
            }
        } catch (GeneralSecurityException failed) {
            throw CommandFailure.because(String.valueOf(failed.getMessage()));
        }
        for (Member member : membership.members()) {
            if (setup.enable()) {
                tell(member, new EnrolRequest.Enable(true));
            }
        }
        if (setup.start()) {
            startAll(membership.members(), setup.waitSeconds(), call);
        } else {
            call.print("Cluster has been successfully set up.\n");
        }
    }

    private static List<ClusterOrder.Host> resolved(List<ClusterOrder.Host> hosts)
            throws CommandFailure {
        List<ClusterOrder.Host> all = new ArrayList<>();
        for (ClusterOrder.Host host : hosts) {
            try {
                all.add(
                        host.addresses().isEmpty()
                                ? new ClusterOrder.Host(
                                        host.name(),
                                        List.of(
                                                InetAddress.getByName(host.name())
                                                        .getHostAddress()))
                                : host);
            } catch (UnknownHostException unknown) {
                throw OtherMachines.failure(host.name(), unknown);
            }
        }
        return all;
    }

    private static Membership membership(String cluster, List<ClusterOrder.Host> hosts) {
        List<Member> members = new ArrayList<>();
        for (ClusterOrder.Host host : hosts) {
            members.add(
                    member(
                            host,
                            members.size() + 1,
                            members.size() < MAX_VOTERS
                                    ? Member.Kind.VOTER
                                    : Member.Kind.LISTENER));
        }
        return new Membership(cluster, UUID.randomUUID().toString(), 1, members);
    }

    private static Member member(ClusterOrder.Host host, int number, Member.Kind kind) {
        return new Member(
                host.name(),
                number,
                UUID.randomUUID().toString(),
                kind,
                host.addresses(),
                LINK_PORT,
                LINK_PORT + 1);
    }

    /** A machine that belongs to a cluster already is taken only by force. */
    private void free(ClusterOrder.Host host, boolean force, ToolCall call) throws CommandFailure {
        boolean here = host.name().equals(machine.name());
        if (!here) {
            others.authenticate(host.name(), host.addresses(), Optional.empty(), call);
        }
        EnrolReply.Status status = status(host.name(), host.addresses());
        if (status.cluster().isEmpty()) {
            return;
        }
        if (!force) {
            throw CommandFailure.because(
                    "%s: it belongs to the cluster '%s' already"
                            .formatted(host.name(), status.cluster()),
                    "  take it out there: aplomb cluster destroy, or use --force");
        }
        EnrolReply _ = ask(host.name(), host.addresses(), new EnrolRequest.Destroy());
    }

    private EnrolReply.Status status(String host, List<String> addresses) throws CommandFailure {
        return ask(host, addresses, new EnrolRequest.Status()) instanceof EnrolReply.Status status
                ? status
                : new EnrolReply.Status(host, "", "", false, false);
    }

    /** The same whether it is this machine or another. */
    private EnrolReply ask(String host, List<String> addresses, EnrolRequest request)
            throws CommandFailure {
        if (!host.equals(machine.name())) {
            return others.ask(host, addresses, request);
        }
        EnrolReply reply = machine.answer(request, machine.name());
        if (reply instanceof EnrolReply.Refused refused) {
            throw CommandFailure.because(refused.reason());
        }
        return reply;
    }

    private void tell(Member member, EnrolRequest request) throws CommandFailure {
        EnrolReply _ = ask(member.name(), member.addresses(), request);
    }

    private void prepare(Member member, Membership membership, ClusterAuthority authority)
            throws CommandFailure, GeneralSecurityException {
        if (member.name().equals(machine.name())) {
            try {
                machine.become(
                        authority.identity(
                                subject(member, membership), addresses(member), clock.instant()),
                        membership);
                authority.save(state.path());
                return;
            } catch (IOException failed) {
                throw CommandFailure.because(String.valueOf(failed.getMessage()));
            }
        }
        try (EnrolChannel channel = others.connect(member.name(), member.addresses())) {
            prepare(channel, member, membership, authority);
        } catch (IOException failed) {
            throw OtherMachines.failure(member.name(), failed);
        }
    }

    private void prepare(
            EnrolChannel channel, Member member, Membership membership, ClusterAuthority authority)
            throws CommandFailure, GeneralSecurityException {
        EnrolReply key = OtherMachines.ask(channel, new EnrolRequest.NewKey(member.name()));
        if (!(key instanceof EnrolReply.Key made)) {
            throw CommandFailure.because(member.name() + " made no key");
        }
        X509Certificate certificate =
                authority.issue(
                        subject(member, membership),
                        CertificateRequest.verified(made.request()),
                        addresses(member),
                        clock.instant());
        EnrolReply _ =
                OtherMachines.ask(
                        channel,
                        new EnrolRequest.Prepare(
                                certificate.getEncoded(),
                                authority.certificate().getEncoded(),
                                Optional.of(authority.encoded()),
                                MembershipCodec.encode(membership)));
    }

    private static NodeSubject subject(Member member, Membership membership) {
        return new NodeSubject(
                membership.cluster(), member.name(), UUID.fromString(member.certificateId()));
    }

    private static List<InetAddress> addresses(Member member) throws CommandFailure {
        List<InetAddress> addresses = new ArrayList<>();
        for (String address : member.addresses()) {
            try {
                addresses.add(InetAddress.getByName(address));
            } catch (UnknownHostException unknown) {
                throw OtherMachines.failure(address, unknown);
            }
        }
        return addresses;
    }

    private Membership known() throws CommandFailure {
        Optional<ClusterNode> running = keeper.node();
        if (running.isPresent()) {
            return running.get().state().membership();
        }
        try {
            return new NodeFiles(state.path())
                    .membership()
                    .orElseThrow(
                            () ->
                                    CommandFailure.because(
                                            "no cluster is set up here",
                                            "  set one up: aplomb cluster setup NAME NODE...",
                                            "  or join one: aplomb cluster join MEMBER -p TOKEN"));
        } catch (IOException damaged) {
            throw CommandFailure.because(String.valueOf(damaged.getMessage()));
        }
    }

    private void nodes(ClusterOrder.Nodes order, ToolCall call)
            throws CommandFailure, InterruptedException {
        List<Member> chosen = chosen(order.scope());
        switch (order.action()) {
            case START -> startAll(chosen, order.waitSeconds(), call);
            case STOP, KILL -> {
                warnOfQuorum(order, chosen);
                // the one that leads last: each change of office costs a moment
                each(
                        chosen.reversed(),
                        new EnrolRequest.Stop(),
                        "Stopping Cluster...",
                        "Cluster Stopped",
                        call);
            }
            case ENABLE -> each(chosen, new EnrolRequest.Enable(true), "", "Cluster Enabled", call);
            case DISABLE ->
                    each(chosen, new EnrolRequest.Enable(false), "", "Cluster Disabled", call);
            case DESTROY ->
                    each(
                            chosen.reversed(),
                            new EnrolRequest.Destroy(),
                            "Destroying Cluster...",
                            "Successfully destroyed cluster",
                            call);
        }
    }

    private List<Member> chosen(ClusterOrder.Scope scope) throws CommandFailure {
        Membership membership = known();
        if (scope.all()) {
            return membership.members();
        }
        List<Member> chosen = new ArrayList<>();
        for (String name : scope.nodes().isEmpty() ? List.of(machine.name()) : scope.nodes()) {
            chosen.add(
                    membership
                            .find(name)
                            .orElseThrow(
                                    () ->
                                            CommandFailure.because(
                                                    "node '%s' does not belong to this cluster"
                                                            .formatted(name))));
        }
        return chosen;
    }

    /** As pcs: who would take the rest's majority away says so with --force. */
    private void warnOfQuorum(ClusterOrder.Nodes order, List<Member> chosen) throws CommandFailure {
        Optional<ClusterNode> running = keeper.node();
        if (running.isEmpty() || order.force() || order.scope().all()) {
            return;
        }
        Membership membership = running.get().state().membership();
        long left =
                membership.members().stream()
                        .filter(Member::votes)
                        .filter(member -> running.get().state().isUp(member.name()))
                        .filter(member -> !chosen.contains(member))
                        .count();
        boolean only = chosen.size() == 1 && chosen.getFirst().name().equals(machine.name());
        if (left < membership.quorum() && !(only && left == 0)) {
            throw CommandFailure.because(
                    "Stopping the node(s) will cause a loss of the quorum, use --force to"
                            + " override");
        }
    }

    private void each(
            List<Member> members, EnrolRequest request, String before, String after, ToolCall call)
            throws CommandFailure {
        List<String> failures = new ArrayList<>();
        for (Member member : members) {
            if (!before.isEmpty()) {
                call.print(member.name() + ": " + before + "\n");
            }
            try {
                tell(member, request);
                call.print(member.name() + ": " + after + "\n");
            } catch (CommandFailure failure) {
                failures.addAll(failure.lines());
            }
        }
        if (!failures.isEmpty()) {
            throw new CommandFailure(1, failures);
        }
    }

    private void startAll(List<Member> members, Optional<Long> waitSeconds, ToolCall call)
            throws CommandFailure, InterruptedException {
        each(members, new EnrolRequest.Start(), "Starting Cluster...", "Cluster Started", call);
        if (waitSeconds.isPresent() && keeper.node().isPresent()) {
            Waiting.untilIdle(keeper.node().get(), waitSeconds.get());
        }
    }

    private ClusterNode running() throws CommandFailure {
        return keeper.node()
                .orElseThrow(
                        () ->
                                CommandFailure.because(
                                        "cluster is not currently running on this node",
                                        "  start it: aplomb cluster start"));
    }

    private void add(ClusterOrder.AddNode add, ToolCall call)
            throws CommandFailure, InterruptedException {
        Membership membership = running().state().membership();
        Member.Kind kind =
                membership.voters() < MAX_VOTERS ? Member.Kind.VOTER : Member.Kind.LISTENER;
        Member member = admit(add.host(), kind, add.start(), call);
        if (add.enable()) {
            tell(member, new EnrolRequest.Enable(true));
        }
        if (add.start() && add.waitSeconds().isPresent()) {
            Waiting.untilIdle(running(), add.waitSeconds().get());
        }
    }

    /** Has a machine become a member. Its node has to run before the others count on it. */
    private Member admit(ClusterOrder.Host wanted, Member.Kind kind, boolean start, ToolCall call)
            throws CommandFailure, InterruptedException {
        ClusterNode node = running();
        ClusterOrder.Host host = resolved(List.of(wanted)).getFirst();
        Membership membership = node.state().membership();
        if (membership.find(host.name()).isPresent()) {
            throw CommandFailure.because(
                    "node '%s' belongs to this cluster already".formatted(host.name()));
        }
        free(host, false, call);
        Member member;
        try (EnrolChannel channel = others.connect(host.name(), host.addresses())) {
            member =
                    admit(
                            channel,
                            now ->
                                    new Member(
                                            host.name(),
                                            nextNumber(now),
                                            UUID.randomUUID().toString(),
                                            kind,
                                            host.addresses(),
                                            LINK_PORT,
                                            LINK_PORT + 1));
        } catch (IOException failed) {
            throw OtherMachines.failure(host.name(), failed);
        }
        call.print(
                "%s: it belongs to the cluster now%s%n"
                        .formatted(
                                member.name(),
                                kind == Member.Kind.WITNESS ? ", as a witness" : ""));
        if (!start) {
            call.print(member.name() + ": its node runs already, for it has a vote\n");
        }
        return member;
    }

    /** One after the other: each is added to the membership that the one before left. */
    private Member admit(EnrolChannel channel, Function<Membership, Member> wanted)
            throws CommandFailure, InterruptedException {
        admitting.lockInterruptibly();
        try {
            ClusterNode node = running();
            Membership now = node.state().membership();
            Member member = wanted.apply(now).begunWith(now.generation());
            Membership grown = grown(now, member);
            prepare(channel, member, grown, authority());
            EnrolReply _ = OtherMachines.ask(channel, new EnrolRequest.Start());
            if (LiveCluster.await(node.changeMembership(grown)) instanceof Reply.Refused refused) {
                EnrolReply _ = OtherMachines.ask(channel, new EnrolRequest.Destroy());
                throw CommandFailure.because(refused.why());
            }
            return member;
        } catch (GeneralSecurityException failed) {
            throw CommandFailure.because(String.valueOf(failed.getMessage()));
        } finally {
            admitting.unlock();
        }
    }

    /** Why a machine that asks for it is not let in; empty where it is. */
    Optional<String> refusal(EnrolRequest.Join join) {
        try {
            Membership membership = running().state().membership();
            ClusterAuthority _ = authority();
            int networks = membership.members().getFirst().addresses().size();
            if (!NodeSubject.isName(join.node())) {
                return Optional.of("'%s' is no name of a node".formatted(join.node()));
            }
            if (membership.find(join.node()).isPresent()) {
                return Optional.of(
                        ("node '%1$s' belongs to this cluster already; if it was installed anew,"
                                        + " first: aplomb cluster node remove %1$s")
                                .formatted(join.node()));
            }
            if (join.addresses().size() != networks) {
                return Optional.of(
                        "this cluster has %d networks: give as many addr=ADDRESS"
                                .formatted(networks));
            }
            return Optional.empty();
        } catch (CommandFailure failure) {
            return Optional.of(String.join(" ", failure.lines()).replaceFirst("^Error: ", ""));
        }
    }

    /** Lets a machine in that {@link #refusal} had nothing against. */
    void admit(EnrolRequest.Join join, EnrolChannel channel)
            throws CommandFailure, InterruptedException {
        Member _ =
                admit(
                        channel,
                        now ->
                                new Member(
                                        join.node(),
                                        nextNumber(now),
                                        UUID.randomUUID().toString(),
                                        now.voters() < MAX_VOTERS
                                                ? Member.Kind.VOTER
                                                : Member.Kind.LISTENER,
                                        join.addresses(),
                                        join.linkPort(),
                                        join.storePort()));
    }

    private ClusterAuthority authority() throws CommandFailure {
        try {
            return ClusterAuthority.load(state.path())
                    .orElseThrow(
                            () ->
                                    CommandFailure.because(
                                            "the key of the cluster's authority is not on this"
                                                    + " machine: add the node from another one"));
        } catch (IOException damaged) {
            throw CommandFailure.because(String.valueOf(damaged.getMessage()));
        }
    }

    private static int nextNumber(Membership membership) {
        return membership.members().stream().mapToInt(Member::number).max().orElse(0) + 1;
    }

    private static Membership grown(Membership membership, Member member) {
        List<Member> members = new ArrayList<>(membership.members());
        members.add(member);
        return new Membership(
                membership.cluster(), membership.id(), membership.generation(), members);
    }

    private String witness(String name) throws CommandFailure {
        if (!name.isEmpty()) {
            return name;
        }
        return known().members().stream()
                .filter(member -> member.kind() == Member.Kind.WITNESS)
                .map(Member::name)
                .findFirst()
                .orElseThrow(() -> CommandFailure.because("there is no witness"));
    }

    private void remove(String name, boolean evenOffline, ToolCall call)
            throws CommandFailure, InterruptedException {
        ClusterNode node = running();
        Membership membership = node.state().membership();
        Member member =
                membership
                        .find(name)
                        .orElseThrow(
                                () ->
                                        CommandFailure.because(
                                                "node '"
                                                        + name
                                                        + "' does not appear to exist in the"
                                                        + " configuration"));
        if (name.equals(machine.name())) {
            throw CommandFailure.because(
                    "a node is not removed by itself: run this on another node");
        }
        Map<String, CommandFailure> silent = new LinkedHashMap<>();
        try {
            tell(member, new EnrolRequest.Stop());
        } catch (CommandFailure unreachable) {
            if (!evenOffline) {
                throw unreachable;
            }
            silent.put(name, unreachable);
        }
        List<Member> rest = new ArrayList<>(membership.members());
        rest.remove(member);
        Membership shrunk =
                new Membership(
                        membership.cluster(), membership.id(), membership.generation(), rest);
        if (LiveCluster.await(node.changeMembership(shrunk)) instanceof Reply.Refused refused) {
            throw CommandFailure.because(refused.why());
        }
        if (silent.isEmpty()) {
            tell(member, new EnrolRequest.Destroy());
        } else {
            call.warn(
                    List.of(
                            "Warning: %s could not be told; there: aplomb cluster destroy"
                                    .formatted(name)));
        }
        call.print(name + ": it does not belong to the cluster any more\n");
    }
}
