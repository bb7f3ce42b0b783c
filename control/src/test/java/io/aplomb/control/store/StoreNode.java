package io.aplomb.control.store;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A node of a {@link StoreCluster}: its place on the disk outlives its store. */
final class StoreNode {
    private final Member member;
    private final Path directory;
    private final StoreCluster cluster;
    private volatile @Nullable Store store;
    private volatile RegisterMachine machine = new RegisterMachine();
    private final List<String> told = new ArrayList<>(); // guarded by itself

    StoreNode(Member member, Path directory, StoreCluster cluster) {
        this.member = member;
        this.directory = directory;
        this.cluster = cluster;
    }

    Member member() {
        return member;
    }

    MemberId id() {
        return member.id();
    }

    String name() {
        return member.name();
    }

    Path directory() {
        return directory;
    }

    RegisterMachine machine() {
        return machine;
    }

    Store store() {
        Store running = store;
        if (running == null) {
            throw new IllegalStateException(member.id() + " does not run");
        }
        return running;
    }

    boolean runs() {
        return store != null;
    }

    int port() {
        Store running = store;
        return running == null ? 0 : running.port();
    }

    StoreSettings settings(Map<MemberId, InetSocketAddress> routes) {
        return new StoreSettings(
                directory,
                "test",
                member,
                new InetSocketAddress("127.0.0.1", 0),
                cluster.tls(),
                cluster.timings(),
                routes);
    }

    private interface Opening {
        Store with(StoreSettings settings, ReplicatedMachine machine, StoreListener listener)
                throws IOException;
    }

    private void start(Opening opening) throws IOException {
        machine = new RegisterMachine();
        store = opening.with(settings(cluster.routes(this)), machine, new Listener());
    }

    void found(Members members) throws IOException {
        start((settings, machine, listener) -> Store.found(settings, members, machine, listener));
    }

    void join(long generation) throws IOException {
        start((settings, machine, listener) -> Store.join(settings, generation, machine, listener));
    }

    void open() throws IOException {
        start(Store::open);
    }

    void close() {
        Store running = store;
        store = null;
        if (running != null) {
            running.close();
        }
    }

    CompletableFuture<String> submit(String command) {
        return store().submit(command.getBytes(StandardCharsets.UTF_8))
                .thenApply(reply -> new String(reply, StandardCharsets.UTF_8));
    }

    boolean leads() {
        Store running = store;
        return running != null && running.status().role() == StoreStatus.Role.LEADER;
    }

    /** What the listener was told, in words, without what was applied. */
    List<String> told() {
        synchronized (told) {
            return List.copyOf(told);
        }
    }

    private final class Listener implements StoreListener {
        private void note(String what) {
            synchronized (told) {
                told.add(what);
            }
            cluster.happened();
        }

        @Override
        public void applied(long term, long index, byte[] command, byte[] reply) {
            cluster.happened();
        }

        @Override
        public void restored(long term, long index) {
            note("restored");
        }

        @Override
        public void leads(long term) {
            note("leads " + term);
        }

        @Override
        public void follows(Optional<MemberId> leader, long term) {
            note("follows " + leader.map(MemberId::name).orElse("nobody") + " " + term);
        }

        @Override
        public void removed() {
            note("removed");
        }

        @Override
        public void superseded(long generation) {
            note("superseded " + generation);
        }

        @Override
        public void broken(String reason) {
            note("broken " + reason);
        }
    }
}
