package io.aplomb.lab.demo;

import io.aplomb.lab.demo.Platform.Balancer;
import io.aplomb.lab.demo.Platform.WebServer;
import java.io.IOException;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** The acts of the shipped scenario. */
final class Acts {

    private static final long REACTION_LIMIT_MS = 30_000;

    private Acts() {}

    /** Traffic over a healthy platform: every server gets its share. */
    record CalmTraffic(long durationMs) implements Act {
        @Override
        public String title() {
            return "All servers are well: eight clients ask for pages through both balancers";
        }

        @Override
        public boolean play(Stage stage, Traffic traffic, Sightings sightings, Story story)
                throws InterruptedException {
            traffic.startNewTally();
            TimeUnit.MILLISECONDS.sleep(durationMs);
            Traffic.Tally tally = traffic.tally();
            tellTally(story, tally);
            boolean everyoneServed =
                    tally.answersByServer().size() == stage.platform().webServers().size();
            if (!everyoneServed) {
                story.note("WRONG: some servers got no request.");
            }
            return tally.failed() == 0 && everyoneServed;
        }
    }

    /** A server process is killed while clients are being served. */
    record KillServer(String server, long trafficAfterMs) implements Act {
        @Override
        public String title() {
            return "The process of " + server + " is killed (kill -9), as a crash would";
        }

        @Override
        public boolean play(Stage stage, Traffic traffic, Sightings sightings, Story story)
                throws InterruptedException {
            WebServer victim = stage.platform().webServer(server);
            traffic.startNewTally();
            long killedNs = System.nanoTime();
            stage.kill(victim);
            story.event("%s (%s) is dead.".formatted(server, victim.address()));
            boolean seen = awaitAll(stage, sightings, story, server, false, killedNs);
            TimeUnit.MILLISECONDS.sleep(trafficAfterMs);
            tellTally(story, traffic.tally());
            return seen && traffic.tally().failed() == 0;
        }
    }

    /** The killed server comes back and gets its share again. */
    record RestartServer(String server, long trafficAfterMs) implements Act {
        @Override
        public String title() {
            return server + " is started again";
        }

        @Override
        public boolean play(Stage stage, Traffic traffic, Sightings sightings, Story story)
                throws IOException, InterruptedException {
            traffic.startNewTally();
            long startedNs = System.nanoTime();
            stage.start(stage.platform().webServer(server));
            boolean seen = awaitAll(stage, sightings, story, server, true, startedNs);
            TimeUnit.MILLISECONDS.sleep(trafficAfterMs);
            Traffic.Tally tally = traffic.tally();
            tellTally(story, tally);
            boolean back = tally.answersByServer().containsKey(server);
            if (!back) {
                story.note("WRONG: " + server + " is up but serves nobody.");
            }
            return seen && back && tally.failed() == 0;
        }
    }

    private static boolean awaitAll(
            Stage stage, Sightings sightings, Story story, String server, boolean up, long sinceNs)
            throws InterruptedException {
        boolean all = true;
        for (Balancer balancer : stage.platform().balancers()) {
            Optional<Sightings.Sighting> seen =
                    sightings.await(balancer.name(), server, up, sinceNs, REACTION_LIMIT_MS);
            seen.ifPresentOrElse(
                    sighting ->
                            story.note(
                                    "%s knew that %s is %s after %d ms."
                                            .formatted(
                                                    balancer.name(),
                                                    server,
                                                    up ? "up" : "down",
                                                    TimeUnit.NANOSECONDS.toMillis(
                                                            sighting.atNs() - sinceNs))),
                    () ->
                            story.note(
                                    "WRONG: %s did not notice within %d s."
                                            .formatted(balancer.name(), REACTION_LIMIT_MS / 1000)));
            all &= seen.isPresent();
        }
        return all;
    }

    private static void tellTally(Story story, Traffic.Tally tally) {
        story.event(
                "Clients: %d requests, %d failed, slowest %d ms; answered by %s."
                        .formatted(
                                tally.sent(),
                                tally.failed(),
                                tally.slowestMs(),
                                new TreeMap<>(tally.answersByServer())));
        tally.failures().forEach(failure -> story.note("FAILED: " + failure));
    }
}
