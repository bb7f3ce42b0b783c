package io.aplomb.control.layer4;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.base.SourcePosition;
import io.aplomb.base.net.IpAddress;
import io.aplomb.control.layer4.ServerTables.Served;
import io.aplomb.layer4.pool.Pool;
import io.aplomb.layer4.pool.Pool.Target;
import io.aplomb.linux.ipvs.IpvsDestination;
import io.aplomb.linux.ipvs.IpvsService;
import io.aplomb.model.vrrp.GlobalDefinitions.VirtualServerDefaults;
import io.aplomb.model.vrrp.VirtualServer;
import io.aplomb.model.vrrp.VirtualServer.Forwarding;
import io.aplomb.model.vrrp.VirtualServer.Persistence;
import io.aplomb.model.vrrp.VirtualServer.Protocol;
import io.aplomb.model.vrrp.VirtualServer.Quorum;
import io.aplomb.model.vrrp.VirtualServer.Scheduler;
import io.aplomb.model.vrrp.VirtualServer.SchedulerFlags;
import io.aplomb.model.vrrp.VirtualServer.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which commands IPVS gets, in which order; what they are as octets is IpvsCodecTest's. */
class IpvsTablesTest {
    private final FakeTable kernel = new FakeTable();
    private final IpvsTables tables = new IpvsTables(kernel, global(false));

    /** Writes down what it is told. */
    private static final class FakeTable implements IpvsTable {
        private final List<String> told = new ArrayList<>();
        private final List<IpvsService> services = new ArrayList<>();
        private final List<IpvsDestination> destinations = new ArrayList<>();

        private static String name(IpvsService service) {
            return switch (service.key()) {
                case IpvsService.Key.Address address -> address.address() + ":" + address.port();
                case IpvsService.Key.Mark mark -> "mark " + mark.mark();
            };
        }

        private static String name(IpvsDestination destination) {
            return destination.address() + "*" + destination.weight();
        }

        private List<String> take() {
            List<String> all = List.copyOf(told);
            told.clear();
            return all;
        }

        @Override
        public List<IpvsService> services() {
            return services;
        }

        @Override
        public List<IpvsDestination> destinations(IpvsService of) {
            return destinations;
        }

        @Override
        public void add(IpvsService service) {
            told.add("add %s %s".formatted(name(service), service.scheduler()));
        }

        @Override
        public void change(IpvsService service) {
            told.add("change %s %s".formatted(name(service), service.scheduler()));
        }

        @Override
        public void remove(IpvsService service) {
            told.add("remove " + name(service));
        }

        @Override
        public void add(IpvsService to, IpvsDestination destination) {
            told.add("add " + name(destination));
        }

        @Override
        public void change(IpvsService of, IpvsDestination destination) {
            told.add("change " + name(destination));
        }

        @Override
        public void remove(IpvsService from, IpvsDestination destination) {
            told.add("remove " + name(destination));
        }

        @Override
        public void flush() {
            told.add("flush");
        }

        @Override
        public void close() {}
    }

    @Test
    void serve_addsWhatIsNew_changesWeights_andRemovesLast() throws Exception {
        tables.serve(List.of(served(null, target(0, 1), target(1, 2))));
        assertThat(kernel.take())
                .containsExactly("add 10.0.0.1:80 wlc", "add 10.1.0.0*1", "add 10.1.0.1*2");
        tables.serve(List.of(served(null, target(1, 0), target(2, 1))));
        assertThat(kernel.take())
                .containsExactly("change 10.1.0.1*0", "add 10.1.0.2*1", "remove 10.1.0.0*1");
        tables.serve(List.of(served(null, target(1, 0), target(2, 1))));
        assertThat(kernel.take()).isEmpty();
        tables.clear(List.of());
        assertThat(kernel.take()).containsExactly("remove 10.0.0.1:80");
    }

    @Test
    void serve_whatAPredecessorLeft_isTakenOverWithItsConnections() throws Exception {
        Served wanted = served(null, target(0, 1), target(1, 1));
        kernel.services.add(service());
        kernel.destinations.add(destination(0, 1));
        kernel.destinations.add(destination(9, 1));
        tables.serve(List.of(wanted));
        assertThat(kernel.take())
                .containsExactly("change 10.0.0.1:80 wlc", "add 10.1.0.1*1", "remove 10.1.0.9*1");
    }

    @Test
    void flush_atStartAndStop_emptiesTheTable() throws Exception {
        IpvsTables flushing = new IpvsTables(kernel, global(true));
        flushing.serve(List.of(served(null, target(0, 1))));
        assertThat(kernel.take()).startsWith("flush");
        flushing.clear(List.of());
        assertThat(kernel.take()).containsExactly("flush");
    }

    @Test
    void clear_leavesWhatTheSuccessorServes() throws Exception {
        tables.serve(List.of(served(null, target(0, 1))));
        IpvsTables successor = new IpvsTables(kernel, global(false));
        successor.serve(List.of(served(null, target(0, 1))));
        var _ = kernel.take();
        tables.clear(List.of(successor));
        assertThat(kernel.take()).isEmpty();
    }

    @Test
    void service_saysPersistenceAndOptions() throws Exception {
        Persistence persistence = new Persistence(50_000_000_000L, 24);
        tables.serve(List.of(served(persistence, target(0, 1))));
        assertThat(kernel.take()).hasSize(2);
        tables.serve(List.of(served(null, target(0, 1))));
        assertThat(kernel.take()).containsExactly("change 10.0.0.1:80 wlc");
    }

    private static VirtualServerDefaults global(boolean flush) {
        return new VirtualServerDefaults(flush, flush, false, true);
    }

    private static IpvsService service() {
        return new IpvsService(
                new IpvsService.Key.Address(6, address("10.0.0.1"), 80), "rr", 0, 0, 32);
    }

    private static IpvsDestination destination(int number, int weight) {
        return new IpvsDestination(
                address("10.1.0." + number),
                80,
                IpvsDestination.Forwarding.DIRECT_ROUTE,
                weight,
                0,
                0);
    }

    private static Target target(int number, int weight) {
        return new Target(
                number, address("10.1.0." + number), 80, Forwarding.DR, weight, false, 0, 0);
    }

    private static Served served(@Nullable Persistence persistence, Target... targets) {
        IpAddress address = address("10.0.0.1");
        VirtualServer server =
                new VirtualServer(
                        "10.0.0.1:80",
                        List.of(new Service.Addresses(address, address, 80)),
                        Protocol.TCP,
                        Scheduler.WLC,
                        new SchedulerFlags(false, false),
                        Forwarding.DR,
                        false,
                        persistence,
                        null,
                        new Quorum(1, 0, null, null),
                        false,
                        false,
                        false,
                        false,
                        List.of(),
                        new SourcePosition("k.conf", 1, 1));
        return new Served(server, new Pool(List.of(targets)));
    }

    private static IpAddress address(String text) {
        return Objects.requireNonNull(IpAddress.parse(text));
    }
}
