package io.aplomb.control.layer4;

import io.aplomb.base.net.IpAddress;
import io.aplomb.control.layer4.ServerTables.Served;
import io.aplomb.control.vip.ScriptRunner;
import io.aplomb.layer4.plan.Engine;
import io.aplomb.layer4.pool.PoolEffect;
import io.aplomb.layer4.pool.VirtualServerState;
import io.aplomb.linux.SystemCallException;
import io.aplomb.linux.ipvs.Ipvs;
import io.aplomb.linux.nftables.NfTables;
import io.aplomb.model.vrrp.Checker;
import io.aplomb.model.vrrp.GlobalDefinitions;
import io.aplomb.model.vrrp.RealServer;
import io.aplomb.model.vrrp.VirtualServer;
import io.aplomb.model.vrrp.VirtualServer.Service;
import io.aplomb.model.vrrp.VrrpConfig;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The virtual servers of one configuration. Checks run on virtual threads and report to one more,
 * which alone knows who is alive, changes the kernel's tables and has scripts told.
 */
final class Layer4Servers implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(Layer4Servers.class);

    private static final long RETRY_S = 1;
    private static final long STOP_PATIENCE_S = 5;
    private static final String TABLE = "aplomb_layer4";
    private static final Path FORWARD_V4 = Path.of("/proc/sys/net/ipv4/ip_forward");
    private static final Path FORWARD_V6 = Path.of("/proc/sys/net/ipv6/conf/all/forwarding");

    private final List<Group> groups = new ArrayList<>();
    private final List<Thread> checks = new ArrayList<>();
    private final ScriptRunner runner;
    private final ServerNotifier notifier;
    private final GlobalDefinitions global;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("layer4").factory());

    /** The virtual servers of one part of the kernel. */
    private record Group(String engine, ServerTables tables, List<VirtualServerState> states) {
        List<Served> served() {
            return states.stream().map(state -> new Served(state.config(), state.pool())).toList();
        }
    }

    private Layer4Servers(GlobalDefinitions global) {
        this.global = global;
        this.runner = new ScriptRunner(global.scriptUser(), global.scriptSecurity());
        this.notifier = new ServerNotifier(runner, global);
    }

    /**
     * Starts: fills the kernel's tables, in place of what a predecessor left, then checks.
     *
     * @param plan without refusals
     * @param proxy serves what the kernel cannot
     * @param dead of {@link #dead}: real servers that must prove themselves first
     * @throws IOException when the kernel refuses it: EPERM without CAP_NET_ADMIN
     */
    static Layer4Servers start(
            VrrpConfig config, Layer4Plan plan, ServerTables proxy, Set<String> dead)
            throws IOException {
        Layer4Servers node = new Layer4Servers(config.global());
        try {
            for (Engine engine : plan.inKernel().keySet()) {
                List<VirtualServer> servers = plan.inKernel().getOrDefault(engine, List.of());
                node.add(engine.name(), node.open(engine), waiting(servers, dead));
            }
            if (!plan.byProxy().isEmpty()) {
                node.add("the TCP proxy", proxy, waiting(plan.byProxy(), dead));
            }
        } catch (IOException refused) {
            node.close();
            throw refused;
        }
        node.checks.forEach(Thread::start);
        return node;
    }

    private static List<VirtualServer> waiting(List<VirtualServer> servers, Set<String> dead) {
        return servers.stream()
                .map(server -> server.waitingFor(real -> dead.contains(key(server, real))))
                .toList();
    }

    private void add(String who, ServerTables tables, List<VirtualServer> servers)
            throws IOException {
        List<VirtualServerState> states = servers.stream().map(VirtualServerState::new).toList();
        Group group = new Group(who, tables, states);
        groups.add(group);
        List<List<PoolEffect>> first = new ArrayList<>();
        for (VirtualServerState state : states) {
            first.add(state.start(global.virtualServers().notifyAtStart()));
            LOG.info("{}: balanced by {}", ServerNames.of(state.config()), who);
            warnOfForwarding(state.config());
            watch(group, state);
        }
        group.tables().serve(group.served());
        for (int i = 0; i < first.size(); i++) {
            tell(states.get(i), first.get(i));
        }
    }

    private ServerTables open(Engine engine) throws SystemCallException {
        return switch (engine) {
            case NFTABLES -> {
                String instance = global.instanceName();
                String table = instance == null ? TABLE : TABLE + "_" + instance;
                yield new NftablesTables(NfTables.open(), table);
            }
            case IPVS -> {
                Ipvs ipvs =
                        Ipvs.open()
                                .orElseThrow(
                                        () ->
                                                new SystemCallException(
                                                        "IPVS", SystemCallException.ENOENT));
                yield new IpvsTables(new IpvsTable.OfKernel(ipvs), global.virtualServers());
            }
        };
    }

    /** A machine that does not forward balances nothing, and nothing else says so. */
    private static void warnOfForwarding(VirtualServer server) {
        boolean v6 = server.realServers().stream().anyMatch(real -> real.address().v6());
        Path setting = v6 ? FORWARD_V6 : FORWARD_V4;
        try {
            boolean nat =
                    server.realServers().stream()
                            .anyMatch(r -> r.forwarding() == VirtualServer.Forwarding.NAT);
            if (nat && Files.readString(setting).strip().equals("0")) {
                LOG.warn(
                        "{}: this machine does not forward packets: sysctl -w {}=1",
                        ServerNames.of(server),
                        v6 ? "net.ipv6.conf.all.forwarding" : "net.ipv4.ip_forward");
            }
        } catch (IOException unreadable) {
            LOG.debug("{}: {}", setting, unreadable.getMessage());
        }
    }

    private void watch(Group group, VirtualServerState state) {
        VirtualServer server = state.config();
        for (int i = 0; i < server.realServers().size(); i++) {
            RealServer real = server.realServers().get(i);
            String name = ServerNames.of(real, server) + " of " + ServerNames.of(server);
            for (int j = 0; j < real.checkers().size(); j++) {
                Checker checker = real.checkers().get(j);
                int slot = i;
                int number = j;
                CheckLoop loop =
                        new CheckLoop(
                                name,
                                checker,
                                real,
                                check(checker),
                                () -> server.suspendWithoutAddress() && !isHere(server),
                                (up, weightChange) ->
                                        report(
                                                () ->
                                                        follow(
                                                                group,
                                                                state,
                                                                state.checked(
                                                                        slot,
                                                                        number,
                                                                        up,
                                                                        weightChange))));
                checks.add(Thread.ofVirtual().name("check-" + name).unstarted(loop));
            }
        }
    }

    private void report(Runnable news) {
        try {
            thread.execute(news);
        } catch (RejectedExecutionException stopped) {
            LOG.debug("news after the end: {}", stopped.getMessage());
        }
    }

    private Check check(Checker checker) {
        return switch (checker) {
            case Checker.Tcp tcp -> new TcpCheck(tcp);
            case Checker.Http http -> new HttpCheck(http);
            case Checker.Dns dns -> new DnsCheck(dns);
            case Checker.Misc misc -> new MiscCheck(misc, runner);
        };
    }

    /** Whether this machine has an address of the service; marks are everywhere. */
    private static boolean isHere(VirtualServer server) {
        for (Service service : server.services()) {
            switch (service) {
                case Service.Mark _ -> {
                    return true;
                }
                case Service.Addresses addresses -> {
                    if (isHere(addresses.first())) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private static boolean isHere(IpAddress address) {
        try {
            InetAddress wanted = InetAddress.getByAddress(address.toBytes());
            return NetworkInterface.getByInetAddress(wanted) != null;
        } catch (IOException unreadable) {
            LOG.debug("{}: {}", address, unreadable.getMessage());
            return true;
        }
    }

    private void follow(Group group, VirtualServerState state, List<PoolEffect> effects) {
        if (effects.contains(new PoolEffect.PoolChanged())) {
            change(group);
        }
        tell(state, effects);
    }

    /** What the kernel refuses is asked for again: the tables follow in the end. */
    private void change(Group group) {
        try {
            group.tables().serve(group.served());
        } catch (IOException refused) {
            LOG.error("the kernel's tables could not be changed: {}", refused.getMessage());
            var _ = thread.schedule(() -> change(group), RETRY_S, TimeUnit.SECONDS);
        }
    }

    private void tell(VirtualServerState state, List<PoolEffect> effects) {
        VirtualServer server = state.config();
        String name = ServerNames.of(server);
        for (PoolEffect effect : effects) {
            switch (effect) {
                case PoolEffect.PoolChanged _ -> {}
                case PoolEffect.ServerUp(int slot) -> {
                    RealServer real = server.realServers().get(slot);
                    LOG.info("{} serves {}", ServerNames.of(real, server), name);
                    notifier.server(server, real, true);
                }
                case PoolEffect.ServerDown(int slot) -> {
                    RealServer real = server.realServers().get(slot);
                    LOG.warn("{} no longer serves {}", ServerNames.of(real, server), name);
                    notifier.server(server, real, false);
                }
                case PoolEffect.QuorumGained(long weight) -> {
                    LOG.info("{} has its quorum: weight {}", name, weight);
                    notifier.quorum(server, true);
                }
                case PoolEffect.QuorumLost(long weight) -> {
                    LOG.warn("{} has lost its quorum: weight {}", name, weight);
                    notifier.quorum(server, false);
                }
            }
        }
    }

    /** How all stands; from any thread. */
    List<Layer4Report.Service> report() {
        try {
            return thread.submit(this::snapshot).get();
        } catch (RejectedExecutionException halted) {
            return snapshot();
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
            return List.of();
        } catch (ExecutionException defect) {
            throw new IllegalStateException("a report failed", defect);
        }
    }

    private List<Layer4Report.Service> snapshot() {
        return groups.stream()
                .flatMap(group -> group.states().stream().map(state -> service(group, state)))
                .toList();
    }

    private static Layer4Report.Service service(Group group, VirtualServerState state) {
        List<RealServer> reals = state.config().realServers();
        List<Layer4Report.Server> servers = new ArrayList<>();
        for (int i = 0; i < reals.size(); i++) {
            servers.add(new Layer4Report.Server(reals.get(i), state.isAlive(i), state.weight(i)));
        }
        return new Layer4Report.Service(
                state.config(), group.engine(), state.hasQuorum(), state.liveWeight(), servers);
    }

    /** The real servers that are dead, by names that a reload finds again. */
    Set<String> dead() {
        Set<String> dead = new TreeSet<>();
        for (Group group : groups) {
            for (VirtualServerState state : group.states()) {
                VirtualServer server = state.config();
                for (int i = 0; i < server.realServers().size(); i++) {
                    if (!state.isAlive(i)) {
                        dead.add(key(server, server.realServers().get(i)));
                    }
                }
            }
        }
        return dead;
    }

    private static String key(VirtualServer server, RealServer real) {
        return ServerNames.of(server) + " " + ServerNames.of(real, server);
    }

    /** Ends the checks; nobody changes anything afterwards. */
    void halt() {
        checks.forEach(Thread::interrupt);
        List<Runnable> _ = thread.shutdownNow();
        try {
            boolean _ = thread.awaitTermination(STOP_PATIENCE_S, TimeUnit.SECONDS);
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
        }
    }

    /** After {@link #halt}: removes from the kernel what the successor does not serve. */
    void retire(Layer4Servers successor) {
        for (Group group : groups) {
            clear(group, successor.groups.stream().map(Group::tables).toList());
        }
        notifier.close();
    }

    private static void clear(Group group, List<ServerTables> successors) {
        try {
            group.tables().clear(successors);
        } catch (IOException refused) {
            LOG.error("the kernel's tables keep what they have: {}", refused.getMessage());
        }
        group.tables().close();
    }

    /** Ends the checks and removes everything from the kernel's tables. */
    @Override
    public void close() {
        halt();
        for (Group group : groups) {
            clear(group, List.of());
            group.states().forEach(state -> tell(state, state.stop()));
        }
        notifier.close();
    }
}
