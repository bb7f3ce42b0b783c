package io.aplomb.control.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aplomb.base.net.IpAddress;
import io.aplomb.base.net.IpNetwork;
import io.aplomb.cluster.live.LapsePolicy;
import io.aplomb.control.guard.GuardSettings.SelfFence;
import io.aplomb.control.guard.GuardSettings.WatchdogSettings;
import io.aplomb.linux.netlink.RouteKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The lines between daemon and guard. */
class GuardTextTest {
    private static final int CASES = 2_000;
    private static final long SEED = 20_261_121;

    @Test
    void orders_areReadAsTheyWereWritten() {
        Random random = new Random(SEED);
        for (int i = 0; i < CASES; i++) {
            GuardOrder order = order(random);
            String line = OrderText.write(order);
            assertThat(line).as("case %d", i).isPrintable().doesNotContain("\n");
            assertThat(OrderText.read(line)).as("case %d: %s", i, line).isEqualTo(order);
        }
    }

    @Test
    void reports_areReadAsTheyWereWritten() {
        List<GuardReport> reports =
                List.of(
                        new GuardReport.Ready(4711, "not locked in memory: why, äh?"),
                        new GuardReport.Ready(1, ""),
                        new GuardReport.Seen(Long.MAX_VALUE),
                        new GuardReport.Lapsed(LapsePolicy.DEMOTE, 3),
                        new GuardReport.Stopped("group:a b=c%", 124, 5000),
                        new GuardReport.Demoted("db", 1),
                        new GuardReport.AllStopped(2, 77),
                        new GuardReport.SelfFencing("reboot -f"),
                        new GuardReport.Remark("two\nlines"),
                        new GuardReport.Died(9, "status 137"));
        for (GuardReport report : reports) {
            String line = ReportText.write(report);
            assertThat(line).doesNotContain("\n");
            assertThat(ReportText.read(line)).isEqualTo(report);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "lease",
                "lease until=x policy=stop",
                "lease until=1 policy=never",
                "hold id=a nothing=1",
                "hold id=a",
                "hold id=a address=nowhere device=",
                "hold id=a stop=prayer limit=1",
                "release id=%4",
                "release id=%ff",
                "release name",
                "reboot now=1"
            })
    void unreadableLine_isRefused(String line) {
        assertThatThrownBy(() -> OrderText.read(line)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void octets_becomeLinesWhereverTheyAreCut() {
        byte[] all = "one\ntwo\n\nthree\nfo".getBytes(StandardCharsets.US_ASCII);
        for (int size = 1; size <= all.length; size++) {
            LineBuffer buffer = new LineBuffer();
            List<String> lines = new ArrayList<>();
            for (int at = 0; at < all.length; at += size) {
                int end = Math.min(all.length, at + size);
                lines.addAll(buffer.add(java.util.Arrays.copyOfRange(all, at, end)));
            }
            assertThat(lines).containsExactly("one", "two", "", "three");
        }
    }

    @Test
    void deadline_afterASleep_countsTheSleep() {
        LeaseClock clock = new LeaseClock();
        // 5 s of sleep before all this.
        assertThat(clock.deadline(1_000, 5_900, 900)).isEqualTo(6_000);
        // The machine slept 300; the deadline was reckoned before or after that, nobody knows.
        assertThat(clock.deadline(1_050, 6_250, 950)).isEqualTo(6_050);
        // The one after that was reckoned after the sleep.
        assertThat(clock.deadline(1_100, 6_300, 1_000)).isEqualTo(6_400);
        assertThat(clock.deadline(Long.MAX_VALUE, 6_300, 1_000)).isEqualTo(Long.MAX_VALUE);
    }

    private static GuardOrder order(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> new GuardOrder.Configure(settings(random));
            case 1 ->
                    new GuardOrder.Lease(
                            random.nextLong(),
                            LapsePolicy.values()[random.nextInt(LapsePolicy.values().length)]);
            case 2 -> new GuardOrder.Release(text(random) + "x");
            case 3 -> new GuardOrder.Mark(random.nextLong());
            case 4 -> new GuardOrder.Done();
            default -> new GuardOrder.Keep(hold(random));
        };
    }

    private static GuardSettings settings(Random random) {
        List<SelfFence> ways = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            ways.add(
                    random.nextBoolean()
                            ? new SelfFence.MagicKey('b')
                            : new SelfFence.Program(words(random)));
        }
        return new GuardSettings(
                1 + random.nextInt(1_000),
                ways,
                random.nextBoolean()
                        ? Optional.empty()
                        : Optional.of(new WatchdogSettings(Path.of("/dev/watch dog"), 10)));
    }

    private static Hold hold(Random random) {
        List<Hold.Removal> removals = new ArrayList<>();
        IpAddress v6 = Objects.requireNonNull(IpAddress.parse("2001:db8::1"));
        removals.add(new Hold.Address(v6, random.nextBoolean() ? "" : "eth0"));
        if (random.nextBoolean()) {
            IpNetwork network = Objects.requireNonNull(IpNetwork.parse("198.51.100.0/24"));
            removals.add(
                    new Hold.RouteRemoval(
                            new RouteKey(1, network, 254, 0, random.nextInt(99), 0xba)));
        }
        return new Hold(
                text(random) + "x",
                Set.copyOf(words(random)),
                removals,
                steps(random),
                steps(random));
    }

    private static List<Step> steps(Random random) {
        List<Step> steps = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            long limitMs = random.nextInt(100_000);
            steps.add(
                    switch (random.nextInt(5)) {
                        case 0 ->
                                new Step.Kill(
                                        new Step.Group(random.nextInt(), random.nextLong()),
                                        5,
                                        limitMs);
                        case 1 ->
                                new Step.Kill(
                                        new Step.Session(random.nextInt(), random.nextLong()),
                                        0,
                                        limitMs);
                        case 2 -> new Step.Kill(new Step.ControlGroup(text(random)), 5, limitMs);
                        case 3 -> new Step.Kill(new Step.PidFile(text(random)), 5, limitMs);
                        default -> new Step.Command(words(random), variables(random), limitMs);
                    });
        }
        return steps;
    }

    private static Map<String, String> variables(Random random) {
        Map<String, String> variables = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            variables.put("OCF_RESKEY_" + i, text(random));
        }
        return variables;
    }

    private static List<String> words(Random random) {
        List<String> words = new ArrayList<>();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            words.add(i + text(random));
        }
        return words;
    }

    private static String text(Random random) {
        String alphabet = "abcZ09 =%\n\t\"'\\äß€\u0000\uD83D\uDE00/-";
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            int at = random.nextInt(alphabet.codePointCount(0, alphabet.length()));
            text.appendCodePoint(alphabet.codePointAt(alphabet.offsetByCodePoints(0, at)));
        }
        return text.toString();
    }
}
