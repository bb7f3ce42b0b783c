package io.aplomb.lab.demo;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** The virtual IP's part where no network of one's own is allowed: loopback addresses and UDP. */
final class LoopbackTakeover {

    private static final String VIRTUAL = "127.0.5.100";
    private static final int PORT = 8080;
    private static final String FIRST = "127.0.5.111";
    private static final String SECOND = "127.0.5.112";

    private LoopbackTakeover() {}

    /** Plays it; whether each takeover was seen by the client. */
    static boolean play(Program program, Story story) throws IOException, InterruptedException {
        try (VipNode first = node(program, "lb1", 150, FIRST, SECOND);
                VipNode second = node(program, "lb2", 100, SECOND, FIRST);
                VipClient client = new VipClient(LoopbackTakeover::here, VIRTUAL, PORT)) {
            return new TakeoverPlay(story, first, second, client, VIRTUAL).play();
        }
    }

    private static VipNode node(
            Program program, String name, int priority, String own, String peer) {
        return new LoopbackVipNode(
                program.with(
                        List.of(
                                DemoCommands.LOOPBACK_ROUTER,
                                name,
                                Integer.toString(priority),
                                own,
                                peer,
                                VIRTUAL,
                                Integer.toString(PORT))));
    }

    private static Optional<String> here(Callable<Optional<String>> work) throws IOException {
        try {
            return work.call();
        } catch (IOException | RuntimeException failure) {
            throw failure;
        } catch (Exception failure) {
            throw new IOException(failure);
        }
    }
}
