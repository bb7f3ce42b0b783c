package io.aplomb.lab.demo;

import io.aplomb.lab.demo.Platform.Balancer;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * {@code aplomb demo}: starts the platform, plays the scenario and tells it. As an ordinary user,
 * with nothing to install.
 */
public final class Demo {

    private final Program program;
    private final PrintStream out;

    /**
     * @param program how to start this program's own commands as children
     */
    public Demo(Program program, PrintStream out) {
        this.program = program;
        this.out = out;
    }

    /**
     * Runs the scenario.
     *
     * @param once end after the scenario; otherwise the platform stays up until the process is
     *     asked to end
     * @return true when every act went as it must: no idempotent request failed, each failure was
     *     noticed
     * @throws IOException when the platform cannot be started
     */
    public boolean run(boolean once) throws IOException, InterruptedException {
        Story story = new Story(out, System.nanoTime());
        Sightings sightings = new Sightings();
        Platform platform = Platform.standard();
        try (Stage stage = new Stage(program, platform, story, sightings)) {
            Thread cleaner = Thread.ofPlatform().unstarted(() -> closeQuietly(stage));
            Runtime.getRuntime().addShutdownHook(cleaner);
            boolean good = play(stage, sightings, story, once);
            removeHook(cleaner);
            return good;
        }
    }

    private boolean play(Stage stage, Sightings sightings, Story story, boolean once)
            throws IOException, InterruptedException {
        Platform platform = stage.platform();
        story.chapter("Three application servers, two load balancers, on loopback addresses");
        stage.startAll();
        story.event("The platform is up.");
        tellWhereToLook(story, stage);

        boolean good = true;
        try (Traffic traffic =
                new Traffic(
                        platform.balancers().stream()
                                .map(balancer -> URI.create(balancer.url()))
                                .toList())) {
            traffic.start();
            for (Act act : Scenario.standard().acts()) {
                story.chapter(act.title());
                good &= act.play(stage, traffic, sightings, story);
            }
        }
        good &= takeOver(story);
        story.chapter(
                good
                        ? "Done: one server died under load and came back; no request failed"
                        : "NOT as it must be: see the lines marked WRONG or FAILED above");
        if (!once) {
            tellWhereToLook(story, stage);
            story.note("The platform stays up for you to try. Ctrl-C ends it.");
            new CountDownLatch(1).await();
        }
        return good;
    }

    /** The virtual IP, for real where an ordinary user may have a network of their own. */
    private boolean takeOver(Story story) throws IOException, InterruptedException {
        story.chapter("Two more machines with one virtual IP (VRRP)");
        Optional<String> obstacle = TakeoverProcess.obstacle();
        if (obstacle.isPresent()) {
            story.note(
                    "This user may not have a network of its own here, so adverts go over UDP between");
            story.note("loopback addresses. The reason: " + obstacle.get());
            return LoopbackTakeover.play(program, story);
        }
        return TakeoverProcess.play(program, story);
    }

    private static void tellWhereToLook(Story story, Stage stage) {
        for (Balancer balancer : stage.platform().balancers()) {
            story.note(
                    "%s  pages %s   statistics %s"
                            .formatted(balancer.name(), balancer.url(), balancer.statisticsUrl()));
            story.note("     its configuration: " + stage.configurationFile(balancer));
        }
    }

    private static void closeQuietly(Stage stage) {
        try {
            stage.close();
        } catch (IOException e) {
            System.err.println("aplomb: the demo's folder could not be removed: " + e.getMessage());
        }
    }

    private static void removeHook(Thread cleaner) {
        try {
            Runtime.getRuntime().removeShutdownHook(cleaner);
        } catch (IllegalStateException alreadyEnding) {
            // The hook itself is doing the clean-up then.
        }
    }
}
