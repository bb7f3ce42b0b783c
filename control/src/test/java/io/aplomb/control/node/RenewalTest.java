package io.aplomb.control.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.cluster.live.Member;
import io.aplomb.control.pki.ClusterAuthority;
import io.aplomb.control.pki.ClusterIdentity;
import io.aplomb.control.pki.NodeSubject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A certificate is another one long before its end, for the same key. */
class RenewalTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final Duration YEAR = Duration.ofDays(365);

    @TempDir private Path state;
    private final AtomicReference<Instant> clock = new AtomicReference<>(NOW);

    private final Member me =
            new Member("n1", 1, "id", Member.Kind.VOTER, List.of("192.0.2.1"), 5405, 5406);

    private Renewal started(boolean withAuthority) throws Exception {
        ClusterAuthority authority = ClusterAuthority.create("test", NOW);
        ClusterIdentity identity =
                authority.identity(
                        new NodeSubject("test", "n1", UUID.randomUUID()), List.of(), NOW);
        identity.save(state);
        if (withAuthority) {
            authority.save(state);
        }
        return new Renewal(state, identity, clock::get);
    }

    @Test
    void certificate_inTheFirstHalfOfItsLife_staysAsItIs() throws Exception {
        Renewal renewal = started(true);
        clock.set(NOW.plus(YEAR.minusDays(1)));

        assertThat(renewal.check(me)).isFalse();
    }

    @Test
    void certificate_afterHalfOfItsLife_isAnotherOneForTheSameKey() throws Exception {
        Renewal renewal = started(true);
        ClusterIdentity before = renewal.identity();
        clock.set(NOW.plus(YEAR.plusDays(1)));

        assertThat(renewal.check(me)).isTrue();
        assertThat(renewal.identity().subject()).isEqualTo(before.subject());
        assertThat(renewal.certificate().getPublicKey())
                .isEqualTo(before.certificate().getPublicKey());
        assertThat(renewal.certificate().getNotAfter().toInstant())
                .isAfter(NOW.plus(YEAR.multipliedBy(2)));
        assertThat(renewal.certificate().getSubjectAlternativeNames().toString())
                .contains("192.0.2.1");
        assertThat(ClusterIdentity.load(state).orElseThrow().certificate())
                .isEqualTo(renewal.certificate());
        assertThat(renewal.check(me)).as("once").isFalse();
    }

    @Test
    void certificate_withoutTheAuthority_staysAsItIs() throws Exception {
        Renewal renewal = started(false);
        ClusterIdentity before = renewal.identity();
        clock.set(NOW.plus(YEAR.multipliedBy(3)));

        assertThat(renewal.check(me)).isFalse();
        assertThat(renewal.identity()).isEqualTo(before);
    }
}
