package io.aplomb.app.cluster.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aplomb.app.cluster.tool.CommandFailure;
import io.aplomb.cluster.live.Member;
import io.aplomb.cluster.live.Membership;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** One network more, one less, other addresses in one. */
class NetworksTest {
    private static Member member(int number, String... addresses) {
        return new Member(
                "n" + number,
                number,
                "id" + number,
                Member.Kind.VOTER,
                List.of(addresses),
                5405,
                5406);
    }

    private static Membership of(Member... members) {
        return new Membership("c", "id", 3, List.of(members));
    }

    private static final Membership ONE = of(member(1, "10.0.0.1"), member(2, "10.0.0.2"));

    private static final Membership THREE =
            of(
                    member(1, "10.0.0.1", "10.1.0.1", "10.2.0.1"),
                    member(2, "10.0.0.2", "10.1.0.2", "10.2.0.2"));

    @Test
    void network_isAdded_whereEveryNodeHasAnAddressInIt() throws CommandFailure {
        assertThat(Networks.added(ONE, Map.of("n2", "10.1.0.2", "n1", "10.1.0.1")))
                .isEqualTo(
                        of(member(1, "10.0.0.1", "10.1.0.1"), member(2, "10.0.0.2", "10.1.0.2")));
        refused(() -> Networks.added(ONE, Map.of("n1", "10.1.0.1")), "given for n2");
        refused(() -> Networks.added(ONE, Map.of("n3", "10.1.0.1")), "'n3' does not belong");
        refused(
                () -> Networks.added(ONE, Map.of("n1", "10.1.0.1", "n2", "10.0.0.1")),
                "10.0.0.1 is there twice");
    }

    @Test
    void networks_areRemoved_butForTheFirst() throws CommandFailure {
        assertThat(Networks.removed(THREE, List.of(1, 2))).isEqualTo(ONE);
        assertThat(Networks.removed(THREE, List.of(1)))
                .isEqualTo(
                        of(member(1, "10.0.0.1", "10.2.0.1"), member(2, "10.0.0.2", "10.2.0.2")));
        refused(() -> Networks.removed(THREE, List.of(0)), "network 0");
        refused(() -> Networks.removed(THREE, List.of(3)), "they are 0 to 2");
    }

    @Test
    void address_isChanged_butForTheFirstNetwork() throws CommandFailure {
        assertThat(Networks.updated(THREE, 1, Map.of("n1", "10.1.0.9")).members().getFirst())
                .isEqualTo(member(1, "10.0.0.1", "10.1.0.9", "10.2.0.1"));
        refused(() -> Networks.updated(THREE, 0, Map.of("n1", "10.1.0.9")), "network 0");
    }

    private interface Change {
        Membership make() throws CommandFailure;
    }

    private static void refused(Change change, String why) {
        assertThatThrownBy(change::make)
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining(why);
    }
}
