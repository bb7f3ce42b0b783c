package io.aplomb.cluster.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.cluster.alert.Happening.Ran;
import io.aplomb.cluster.alert.Message.Status;
import io.aplomb.cluster.alert.Selection.Sort;
import io.aplomb.cluster.alert.Teller.Delivery;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Storms over those who tell: leaders die while they tell, or are deposed and do not know; marks
 * get lost. Everything is told, in order, and twice only where a leader changed.
 */
class TellerSimulationTest {
    private static final int STORMS = 300;
    private static final int STEPS = 400;
    private static final long SECOND_NS = 1_000_000_000L;

    private static final Selection ALL =
            new Selection(Set.of(Sort.NODE, Sort.FENCING, Sort.RESOURCE), Set.of());
    private static final List<Recipient> RECIPIENTS =
            List.of(
                    new Recipient("script", "/s", "", Map.of(), ALL, 1, "%H", false),
                    new Recipient("mail", "aplomb:mail", "", Map.of(), ALL, 1, "%H", true));
    private static final Situation SITUATION =
            new Situation() {
                @Override
                public boolean isMember(String node) {
                    return true;
                }

                @Override
                public boolean isWanted(String resource) {
                    return true;
                }

                @Override
                public Set<String> needs(String resource) {
                    return resource.equals("web") ? Set.of("vip") : Set.of();
                }
            };

    /** One node that may lead, with what it tells at the moment. */
    private static final class Node {
        private final Teller teller = new Teller();
        private final List<Delivery> underWay = new ArrayList<>();
    }

    /** What a recipient was told: by which leadership, and what. */
    private record Told(int leadership, Message message) {}

    private static final class Storm {
        private final Random random;
        private final Map<String, List<Told>> told = new HashMap<>();
        private final List<News> all = new ArrayList<>();
        private Bulletin bulletin = Bulletin.EMPTY.forRecipients(Set.of("script", "mail"));
        private Node leader = new Node();
        private int leadership;
        private long nowNs = SECOND_NS;

        Storm(long seed) {
            this.random = new Random(seed);
        }

        void run() {
            for (int step = 0; step < STEPS; step++) {
                switch (random.nextInt(12)) {
                    case 0, 1, 2 -> happens();
                    case 3 -> change();
                    default -> {
                        // time alone
                    }
                }
                pass(random.nextBoolean());
            }
            // in quiet weather all comes to its end
            for (int step = 0; step < STEPS && !bulletin.waiting().isEmpty(); step++) {
                pass(true);
            }
        }

        private void happens() {
            String resource = random.nextBoolean() ? "vip" : "web";
            String node = "n" + random.nextInt(3);
            Happening what =
                    switch (random.nextInt(5)) {
                        case 0 -> CausesTest.lost(node, new Ran(resource, false));
                        case 1 -> CausesTest.there(node);
                        case 2 -> CausesTest.failed(resource, "monitor", 10_000, node);
                        case 3 -> CausesTest.done(resource, "stop", node);
                        default -> CausesTest.done(resource, "start", node);
                    };
            long before = bulletin.last();
            bulletin = Causes.noted(bulletin, what, 1, SITUATION);
            bulletin.waiting().stream().filter(news -> news.number() > before).forEach(all::add);
        }

        /** The leader dies; what it was telling arrived, or did not. */
        private void change() {
            for (Delivery delivery : leader.underWay) {
                if (random.nextBoolean()) {
                    arrives(delivery);
                }
            }
            leadership++;
            leader = new Node();
        }

        private void arrives(Delivery delivery) {
            delivery.messages()
                    .forEach(
                            message ->
                                    told.computeIfAbsent(
                                                    delivery.recipient().key(),
                                                    _ -> new ArrayList<>())
                                            .add(new Told(leadership, message)));
        }

        private void pass(boolean agreed) {
            nowNs += random.nextInt(3000) * 1_000_000L;
            for (Delivery delivery : List.copyOf(leader.underWay)) {
                if (random.nextInt(3) > 0) {
                    leader.underWay.remove(delivery);
                    arrives(delivery);
                    leader.teller.finished(delivery);
                }
            }
            leader.underWay.addAll(leader.teller.next(bulletin, RECIPIENTS, nowNs));
            if (agreed) {
                bulletin = bulletin.told(leader.teller.untold(bulletin));
            }
        }
    }

    private static boolean isTold(News news) {
        return !(news.what() instanceof Happening.Turned);
    }

    @Test
    void storms_everythingIsTold_inOrder_andTwiceOnlyWhereALeaderChanged() {
        int twice = 0;
        for (long seed = 0; seed < STORMS; seed++) {
            Storm storm = new Storm(seed);
            storm.run();

            assertThat(storm.bulletin.waiting()).as("seed %d: untold", seed).isEmpty();
            twice += events(seed, storm);
            causes(seed, storm);
        }
        assertThat(twice).as("storms that do no harm show nothing").isPositive();
    }

    private static int events(long seed, Storm storm) {
        Map<Long, Integer> by = new HashMap<>();
        int twice = 0;
        long last = 0;
        int leadership = 0;
        for (Told told : storm.told.getOrDefault("script", List.of())) {
            long number = told.message().head().number();
            if (told.leadership() > leadership) {
                leadership = told.leadership();
            } else {
                assertThat(number).as("seed %d: in order", seed).isGreaterThan(last);
            }
            last = number;
            Integer before = by.put(number, told.leadership());
            if (before != null) {
                twice++;
                assertThat(before)
                        .as("seed %d: %d twice by one leader", seed, number)
                        .isLessThan(told.leadership());
            }
        }
        assertThat(by.keySet())
                .as("seed %d: events that were told", seed)
                .containsAll(
                        storm.all.stream()
                                .filter(TellerSimulationTest::isTold)
                                .map(News::number)
                                .toList());
        return twice;
    }

    private static void causes(long seed, Storm storm) {
        Set<Long> alarms = new HashSet<>();
        Set<Long> news = new HashSet<>();
        for (Told told : storm.told.getOrDefault("mail", List.of())) {
            told.message().news().forEach(each -> news.add(each.number()));
            if (told.message().status() == Status.ALARM) {
                assertThat(told.message().news()).as("seed %d: an alarm is one", seed).hasSize(1);
                alarms.add(told.message().incident());
            }
        }
        assertThat(alarms)
                .as("seed %d: alarms", seed)
                .containsExactlyInAnyOrderElementsOf(
                        storm.all.stream().filter(News::isCause).map(News::number).toList());
        assertThat(news)
                .as("seed %d: all that came of it", seed)
                .containsAll(storm.all.stream().map(News::number).toList());
    }
}
