package io.aplomb.control.store;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/**
 * A node by itself in a process that is there to be killed: a cluster of one, which counts as fast
 * as it can and says each number that was acknowledged, after the one it began with.
 */
final class StoreProcess {
    private StoreProcess() {}

    /**
     * @param words the directory
     */
    public static void main(String[] words) throws Exception {
        Member self = new Member(new MemberId("n1", "a"), "127.0.0.1", 1);
        StoreSettings settings =
                new StoreSettings(
                        Path.of(words[0]),
                        "killed",
                        self,
                        new InetSocketAddress("127.0.0.1", 0),
                        null,
                        StoreTimings.STANDARD,
                        Map.of());
        RegisterMachine machine = new RegisterMachine();
        Store store =
                Store.identity(settings.directory()).isPresent()
                        ? Store.open(settings, machine, new Nobody())
                        : Store.found(
                                settings,
                                new Members(List.of(self), List.of()),
                                machine,
                                new Nobody());
        store.barrier().get();
        say("begun " + machine.get("count"));
        while (true) {
            count(store);
        }
    }

    private static void count(Store store) throws InterruptedException, ExecutionException {
        byte[] before = store.submit("count+".getBytes(StandardCharsets.UTF_8)).get();
        say("after " + new String(before, StandardCharsets.UTF_8));
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }

    private static final class Nobody implements StoreListener {
        @Override
        public void applied(long term, long index, byte[] command, byte[] reply) {}

        @Override
        public void leads(long term) {}

        @Override
        public void follows(Optional<MemberId> leader, long term) {}

        @Override
        public void broken(String reason) {
            say("broken " + reason);
        }
    }
}
