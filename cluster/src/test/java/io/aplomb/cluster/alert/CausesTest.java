package io.aplomb.cluster.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.cluster.alert.Happening.AttributeChanged;
import io.aplomb.cluster.alert.Happening.Fenced;
import io.aplomb.cluster.alert.Happening.NodeChanged;
import io.aplomb.cluster.alert.Happening.Operated;
import io.aplomb.cluster.alert.Happening.Ran;
import io.aplomb.cluster.alert.Happening.Turn;
import io.aplomb.cluster.alert.Happening.Turned;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What belongs to what. */
class CausesTest {
    private static final Ran VIP = new Ran("vip", false);
    private static final Ran WEB = new Ran("web", false);

    private Bulletin bulletin = Bulletin.EMPTY.forRecipients(Set.of("a"));
    private Map<String, Set<String>> needs = Map.of("web", Set.of("vip"));
    private Set<String> wanted = Set.of("vip", "web", "db", "cache");
    private long clockMs = 1000;

    private final Situation situation =
            new Situation() {
                @Override
                public boolean isMember(String node) {
                    return !node.equals("stranger");
                }

                @Override
                public boolean isWanted(String resource) {
                    return wanted.contains(resource);
                }

                @Override
                public Set<String> needs(String resource) {
                    return needs.getOrDefault(resource, Set.of());
                }
            };

    static Operated done(String resource, String operation, String node) {
        return new Operated(node, resource, operation, 0, 0, 0, 0, 20, "");
    }

    static Operated failed(String resource, String operation, long intervalMs, String node) {
        return new Operated(node, resource, operation, intervalMs, 7, 0, 0, 20, "");
    }

    static NodeChanged lost(String node, Ran... alone) {
        return new NodeChanged(node, 3, false, false, "it is silent", Set.of(alone));
    }

    static NodeChanged there(String node) {
        return new NodeChanged(node, 3, true, false, "", Set.of());
    }

    private static Fenced fenced(String node, boolean succeeded, boolean wasThere) {
        return new Fenced(node, "off", "power", "n1", succeeded, wasThere, "", Set.of());
    }

    private News happens(Happening what) {
        int before = bulletin.waiting().size();
        clockMs += 100;
        bulletin = Causes.noted(bulletin, what, clockMs, situation);
        return bulletin.waiting().get(before);
    }

    private List<Turn> turns() {
        return bulletin.waiting().stream()
                .filter(news -> news.what() instanceof Turned)
                .map(news -> ((Turned) news.what()).turn())
                .toList();
    }

    @Test
    void nodeLost_isACause_andItsFencingAndTheMovesComeOfIt() {
        News cause = happens(lost("n3", VIP, WEB));

        assertThat(cause.isCause()).isTrue();
        assertThat(happens(fenced("n3", true, false)).incident()).isEqualTo(cause.number());
        assertThat(happens(done("cache", "stop", "n1")).incident()).isEqualTo(cause.number());
        assertThat(happens(done("vip", "start", "n1")).incident()).isEqualTo(cause.number());
        assertThat(turns()).isEmpty();
        assertThat(happens(done("web", "start", "n1")).incident()).isEqualTo(cause.number());
        assertThat(turns()).containsExactly(Turn.RESTORED);
        assertThat(happens(there("n3")).incident()).isEqualTo(cause.number());
        assertThat(turns()).containsExactly(Turn.RESTORED, Turn.RECOVERED);
        assertThat(bulletin.open()).isEmpty();
        assertThat(happens(done("vip", "start", "n3")).incident()).isZero();
    }

    @Test
    void nodeBack_beforeWhatItRanAlone_isNoRecoveryYet() {
        happens(lost("n3", VIP));
        happens(there("n3"));
        assertThat(turns()).isEmpty();

        happens(done("vip", "start", "n3"));

        assertThat(turns()).containsExactly(Turn.RECOVERED);
        assertThat(bulletin.open()).isEmpty();
    }

    @Test
    void whatNobodyWants_isNotMissed() {
        happens(lost("n3", new Ran("orphan", false)));
        happens(there("n3"));

        assertThat(turns()).containsExactly(Turn.RECOVERED);
    }

    @Test
    void promotedRole_isMissedUntilItIsPromotedElsewhere() {
        happens(lost("n3", new Ran("db", true)));
        happens(done("db", "start", "n1"));
        assertThat(turns()).isEmpty();

        happens(done("db", "promote", "n1"));

        assertThat(turns()).containsExactly(Turn.RESTORED);
    }

    @Test
    void node_thatLeavesInOrder_breaksNothing() {
        NodeChanged left = new NodeChanged("n3", 3, false, true, "it left in order", Set.of());

        assertThat(happens(left).incident()).isZero();
        assertThat(bulletin.open()).isEmpty();
    }

    @Test
    void fencingOfANodeThatIsThere_isTheCause_notTheLossThatFollows() {
        News cause = happens(fenced("n3", true, true));

        assertThat(cause.isCause()).isTrue();
        assertThat(happens(lost("n3", VIP)).incident()).isEqualTo(cause.number());
        happens(done("vip", "start", "n1"));
        assertThat(turns()).containsExactly(Turn.RESTORED);
    }

    @Test
    void fencingThatFails_isACauseOfItsOwn_onceForAllAttempts() {
        News lost = happens(lost("n3", VIP));
        News cause = happens(fenced("n3", false, false));

        assertThat(cause.isCause()).isTrue();
        assertThat(happens(fenced("n3", false, false)).incident()).isEqualTo(cause.number());
        assertThat(happens(fenced("n3", true, false)).incident()).isEqualTo(lost.number());
        assertThat(turns()).containsExactly(Turn.RECOVERED);
        assertThat(bulletin.open()).extracting(Incident::kind).containsExactly(Incident.Kind.NODE);
    }

    @Test
    void operationThatFails_isACause_andRecoveredWhenTheResourceRuns() {
        News cause = happens(failed("vip", "monitor", 10_000, "n1"));

        assertThat(cause.isCause()).isTrue();
        assertThat(happens(new AttributeChanged("n1", 1, "fail-count-vip#monitor_10000", "1")))
                .extracting(News::incident)
                .isEqualTo(cause.number());
        assertThat(happens(done("vip", "stop", "n1")).incident()).isEqualTo(cause.number());
        assertThat(turns()).isEmpty();
        happens(done("vip", "start", "n1"));
        assertThat(turns()).containsExactly(Turn.RECOVERED);
    }

    @Test
    void failure_ofWhatNeedsAFailedResource_comesOfThat() {
        News cause = happens(failed("vip", "monitor", 10_000, "n1"));

        assertThat(happens(failed("web", "monitor", 10_000, "n1")).incident())
                .isEqualTo(cause.number());
        happens(done("vip", "start", "n2"));
        assertThat(turns()).as("web is still missing").isEmpty();
        happens(done("web", "start", "n2"));
        assertThat(turns()).containsExactly(Turn.RECOVERED);
    }

    @Test
    void failure_ofWhatNeedsNoFailedResource_isACauseOfItsOwn() {
        News first = happens(failed("web", "monitor", 10_000, "n1"));
        News second = happens(failed("vip", "monitor", 10_000, "n1"));

        assertThat(first.isCause()).isTrue();
        assertThat(second.isCause()).as("vip does not need web").isTrue();
    }

    @Test
    void failureElsewhere_afterALoss_isACauseOfItsOwn() {
        happens(lost("n3", VIP));

        assertThat(happens(failed("vip", "start", 0, "n1")).isCause()).isTrue();
        happens(done("vip", "start", "n2"));
        assertThat(turns()).containsExactly(Turn.RESTORED, Turn.RECOVERED);
    }

    @Test
    void stopThatFailed_isOverWhenItIsStopped() {
        happens(failed("vip", "stop", 0, "n1"));

        happens(done("vip", "stop", "n1"));

        assertThat(turns()).containsExactly(Turn.RECOVERED);
    }

    @Test
    void operations_withoutACause_standForThemselves() {
        assertThat(happens(done("vip", "stop", "n1")).incident()).isZero();
        assertThat(happens(new AttributeChanged("n1", 1, "standby", "on")).incident()).isZero();
    }

    @Test
    void whatIsWantedNoLonger_isMissedNoLonger() {
        happens(lost("n3", VIP, WEB));
        happens(failed("db", "start", 0, "n1"));
        wanted = Set.of("vip");

        bulletin = Causes.reviewed(bulletin, clockMs, situation);
        assertThat(turns()).containsExactly(Turn.DROPPED);
        happens(done("vip", "start", "n1"));
        assertThat(turns()).containsExactly(Turn.DROPPED, Turn.RESTORED);
    }

    @Test
    void node_thatBelongsToTheClusterNoLonger_isMissedNoLonger() {
        happens(lost("stranger"));

        bulletin = Causes.reviewed(bulletin, clockMs, situation);

        assertThat(turns()).containsExactly(Turn.DROPPED);
        assertThat(bulletin.open()).isEmpty();
    }

    @Test
    void nobodyToTell_nothingIsKept() {
        bulletin = Bulletin.EMPTY;

        bulletin = Causes.noted(bulletin, lost("n3"), 1, situation);

        assertThat(bulletin).isEqualTo(Bulletin.EMPTY);
    }

    @Test
    void time_whereACommandSaysNone_isThatOfTheLogBefore() {
        happens(lost("n3"));
        bulletin = Causes.noted(bulletin, done("cache", "start", "n1"), 0, situation);

        assertThat(bulletin.waiting().getLast().atMs()).isEqualTo(clockMs);
    }

    @Test
    void bulletin_isBounded_andTheNewestStay() {
        for (int i = 0; i < 3 * Bulletin.MAX_WAITING; i++) {
            bulletin =
                    Causes.noted(bulletin, failed("r" + i, "start", 0, "n1"), clockMs, situation);
        }

        assertThat(bulletin.waiting()).hasSize(Bulletin.MAX_WAITING);
        assertThat(bulletin.waiting().getLast().number()).isEqualTo(3L * Bulletin.MAX_WAITING);
        assertThat(bulletin.open()).hasSize(Bulletin.MAX_OPEN);
    }

    @Test
    void marks_prune_whatEverybodyWasTold() {
        bulletin = bulletin.forRecipients(Set.of("a", "b"));
        happens(done("vip", "start", "n1"));
        happens(done("web", "start", "n1"));

        bulletin = bulletin.told(Map.of("a", 2L));
        assertThat(bulletin.waiting()).hasSize(2);
        bulletin = bulletin.told(Map.of("b", 1L, "stranger", 7L));
        assertThat(bulletin.waiting()).extracting(News::number).containsExactly(2L);
        bulletin = bulletin.told(Map.of("b", 999L));
        assertThat(bulletin.told()).isEqualTo(Map.of("a", 2L, "b", 2L));
        bulletin = bulletin.told(Map.of("b", 1L));
        assertThat(bulletin.told()).as("marks never go back").containsEntry("b", 2L);
    }

    @Test
    void newRecipient_isToldWhatHappensFromThenOn() {
        happens(done("vip", "start", "n1"));

        bulletin = bulletin.forRecipients(Set.of("a", "b"));

        assertThat(bulletin.told()).isEqualTo(Map.of("a", 0L, "b", 1L));
    }
}
