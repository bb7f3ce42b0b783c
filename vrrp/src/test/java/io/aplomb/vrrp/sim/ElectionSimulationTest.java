package io.aplomb.vrrp.sim;

import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * Thousands of schedules, each from one seed, on a virtual clock. A failure prints its seed; {@code
 * APLOMB_VRRP_SEED} runs that one alone, {@code APLOMB_VRRP_SEEDS} says how many to run.
 */
class ElectionSimulationTest {
    private static final long SEEDS =
            Long.parseLong(Objects.requireNonNullElse(System.getenv("APLOMB_VRRP_SEEDS"), "1000"));

    @Test
    void routers_afterAnyStorm_agreeOnTheBestAndSurviveIt() {
        simulate(false);
    }

    @Test
    void groups_afterAnyStorm_moveAsOne() {
        simulate(true);
    }

    private static void simulate(boolean grouped) {
        String only = System.getenv("APLOMB_VRRP_SEED");
        long first = only == null ? 0 : Long.parseLong(only);
        long end = only == null ? SEEDS : first + 1;
        for (long seed = first; seed < end; seed++) {
            Schedule schedule = new Schedule(seed, grouped);
            try {
                schedule.run();
            } catch (AssertionError | RuntimeException failed) {
                throw new AssertionError("seed " + seed + ": " + schedule, failed);
            }
        }
    }
}
