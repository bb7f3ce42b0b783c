package io.aplomb.lab.demo;

import java.util.List;

/** The acts of a demonstration, in order. */
record Scenario(List<Act> acts) {

    private static final long CALM_MS = 1_500;

    Scenario {
        acts = List.copyOf(acts);
    }

    /** What {@code aplomb demo} plays. */
    static Scenario standard() {
        return new Scenario(
                List.of(
                        new Acts.CalmTraffic(CALM_MS),
                        new Acts.KillServer("web2", CALM_MS),
                        new Acts.RestartServer("web2", CALM_MS)));
    }
}
