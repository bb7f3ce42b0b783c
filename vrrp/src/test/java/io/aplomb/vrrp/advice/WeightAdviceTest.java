package io.aplomb.vrrp.advice;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.base.Severity;
import io.aplomb.base.net.IpAddress;
import io.aplomb.vrrp.advice.Advice.Topic;
import io.aplomb.vrrp.router.Election;
import io.aplomb.vrrp.router.RouterConfig;
import io.aplomb.vrrp.router.VirtualAddress;
import io.aplomb.vrrp.track.TrackedItem;
import io.aplomb.vrrp.wire.VrrpVersion;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WeightAdviceTest {
    private static final PeerPriorities NEXT_IS_102 = new PeerPriorities(102, 102);

    /** Module 16: 101 and weight 2 against 100 and weight 2. Failure brings 101 below 102. */
    @Test
    void item136_asWritten_needsNoAdvice() {
        assertThat(about(election(101), NEXT_IS_102, TrackedItem.script("check_haproxy", 2)))
                .isEmpty();
    }

    @Test
    void positiveWeight_whoseLossLeavesTheHighest_isExplained() {
        List<Advice> advice =
                about(election(150), NEXT_IS_102, TrackedItem.script("check_haproxy", 2));

        assertThat(advice)
                .containsExactly(
                        new Advice(
                                Topic.FAILURE_KEEPS_MASTER,
                                Severity.WARNING,
                                "VI_1",
                                "check_haproxy",
                                "when 'check_haproxy' fails the priority goes from 152 to 150 and"
                                        + " the next router has 102: the addresses stay here."
                                        + " Weight -49, or 0 for a fault, moves them",
                                "quand « check_haproxy » échoue, la priorité passe de 152 à 150 et"
                                        + " le routeur suivant a 102 : les adresses restent ici."
                                        + " Le poids -49, ou 0 pour une panne, les déplace"));
    }

    @Test
    void weightAdvised_doesMove() {
        assertThat(about(election(150), NEXT_IS_102, TrackedItem.script("check_haproxy", -49)))
                .isEmpty();
        assertThat(topics(about(election(150), NEXT_IS_102, TrackedItem.script("s", -48))))
                .containsExactly(Topic.FAILURE_TIES);
        assertThat(about(election(150), NEXT_IS_102, TrackedItem.script("s", -20)).getFirst())
                .extracting(Advice::english)
                .asString()
                .contains("Weight -49,");
    }

    @Test
    void reversedItem_whoseFailureIsWelcome_needsNoAdvice() {
        assertThat(about(election(150), NEXT_IS_102, TrackedItem.script("s", 5).reversed()))
                .isEmpty();
    }

    @Test
    void lowerThanThePeer_evenWhenWell_isSaid() {
        assertThat(topics(about(election(90), NEXT_IS_102, TrackedItem.script("s", 2))))
                .containsExactly(Topic.NEVER_PREFERRED);
    }

    @Test
    void unknownPeers_raiseNoGuess() {
        assertThat(about(election(150), null, TrackedItem.script("s", 2))).isEmpty();
    }

    @Test
    void fileWithoutBound_raisesNoGuess() {
        TrackedItem file = new TrackedItem(TrackedItem.Kind.FILE, "f", 1, false);

        assertThat(about(election(150), NEXT_IS_102, file)).isEmpty();
    }

    @Test
    void weightZero_isExplainedInBothSenses() {
        Advice plain = about(election(100), null, TrackedItem.script("s", 0)).getFirst();
        Advice reversed =
                about(election(100), null, TrackedItem.script("s", 0).reversed()).getFirst();

        assertThat(plain.topic()).isEqualTo(Topic.WEIGHT_ZERO);
        assertThat(plain.english()).startsWith("when 's' fails this router gives");
        assertThat(plain.french()).startsWith("quand « s » échoue, ce routeur rend");
        assertThat(reversed.english()).startsWith("while 's' is up");
    }

    @Test
    void sumOutOfRange_isExplained() {
        assertThat(
                        topics(
                                about(
                                        election(200),
                                        null,
                                        TrackedItem.script("a", 30),
                                        TrackedItem.script("b", 30))))
                .containsExactly(Topic.CLAMPED);
        assertThat(topics(about(election(10), null, TrackedItem.script("a", -10))))
                .containsExactly(Topic.CLAMPED);
        assertThat(about(election(10), null, TrackedItem.script("a", -9))).isEmpty();
    }

    @Test
    void owner_andGroupMember_ignoreWeights() {
        TrackedItem item = TrackedItem.script("s", 5);

        assertThat(topics(about(election(255), NEXT_IS_102, item)))
                .containsExactly(Topic.OWNER_IGNORES_WEIGHTS);
        assertThat(topics(WeightAdvice.about(config(election(100), item), true, NEXT_IS_102)))
                .containsExactly(Topic.GROUP_IGNORES_WEIGHTS);
    }

    @Test
    void nopreempt_fightsWeights() {
        Election nopreempt = election(101).withPreempt(false, 0);

        assertThat(topics(about(nopreempt, null, TrackedItem.script("s", 2))))
                .containsExactly(Topic.NOPREEMPT_FIGHTS_WEIGHTS);
        assertThat(topics(about(nopreempt, null))).isEmpty();
    }

    @Test
    void preemption_withoutEffect_isSaid() {
        Election master = new Election(100, true, false, 5, 3, false, false);
        Election both = election(100).withPreempt(false, 5);

        assertThat(topics(about(master, null)))
                .containsExactly(Topic.NOPREEMPT_WITHOUT_EFFECT, Topic.DELAY_WITHOUT_EFFECT);
        assertThat(topics(about(both, null))).containsExactly(Topic.DELAY_WITHOUT_EFFECT);
    }

    @Test
    void autoPriority_isNoPriorityOfVrrp() {
        Advice advice = WeightAdvice.aboutAutoPriority(50);

        assertThat(advice.topic()).isEqualTo(Topic.AUTO_PRIORITY);
        assertThat(advice.english()).contains("max_auto_priority 50", "VRRP");
        assertThat(advice.french()).contains("max_auto_priority 50", "VRRP");
    }

    private static Election election(int priority) {
        return Election.DEFAULT.withPriority(priority);
    }

    private static RouterConfig config(Election election, TrackedItem... items) {
        VirtualAddress address = VirtualAddress.of(IpAddress.v4(1));
        return RouterConfig.of("VI_1", 51, VrrpVersion.V2, List.of(address))
                .with(election)
                .withTracked(Arrays.asList(items));
    }

    private static List<Advice> about(
            Election election, @Nullable PeerPriorities peers, TrackedItem... items) {
        return WeightAdvice.about(config(election, items), false, peers);
    }

    private static List<Topic> topics(List<Advice> advice) {
        return advice.stream().map(Advice::topic).toList();
    }
}
