package io.aplomb.lab.demo;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What happens to two machines with one virtual address, as a client sees it.
 *
 * @param first the better one
 */
record TakeoverPlay(Story story, VipNode first, VipNode second, VipClient client, String address) {

    private static final int CALM_MS = 500;
    private static final long REACTION_LIMIT_MS = 30_000;

    /** Plays; whether each takeover was seen by the client. */
    boolean play() throws IOException, InterruptedException {
        first.powerOn();
        second.powerOn();
        client.start();
        boolean good =
                client.awaitAnswerOf("lb1", System.nanoTime(), REACTION_LIMIT_MS).isPresent();
        story.event(
                good
                        ? "lb1, the better one, has the address " + address + " and answers."
                        : "WRONG: lb1 never answered at " + address + ".");
        TimeUnit.MILLISECONDS.sleep(CALM_MS);

        story.event("lb1 loses its power: kill -9, and its cable is dead.");
        long cutNs = System.nanoTime();
        first.powerOff();
        good &= await("lb2", cutNs, "has taken the address over");
        TimeUnit.MILLISECONDS.sleep(CALM_MS);

        story.event("lb1 is switched on again.");
        long onNs = System.nanoTime();
        first.powerOn();
        good &= await("lb1", onNs, "has the address again, being the better one");
        TimeUnit.MILLISECONDS.sleep(CALM_MS);

        story.event("lb1's process is asked to end, as for an update.");
        long endNs = System.nanoTime();
        first.shutDown();
        good &= await("lb2", endNs, "was told, and has it");
        return good;
    }

    private boolean await(String server, long sinceNs, String what) throws InterruptedException {
        Optional<VipClient.Change> change =
                client.awaitAnswerOf(server, sinceNs, REACTION_LIMIT_MS);
        change.ifPresentOrElse(
                seen ->
                        story.event(
                                "%s %s. The client waited %d ms for its answer."
                                        .formatted(
                                                server,
                                                what,
                                                TimeUnit.NANOSECONDS.toMillis(seen.gapNs()))),
                () ->
                        story.note(
                                "WRONG: %s did not answer within %d s."
                                        .formatted(server, REACTION_LIMIT_MS / 1000)));
        return change.isPresent();
    }
}
