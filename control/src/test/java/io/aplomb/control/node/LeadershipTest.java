package io.aplomb.control.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.cluster.live.Input;
import io.aplomb.control.store.MemberId;
import io.aplomb.control.store.Members;
import io.aplomb.control.store.StoreStatus;
import io.aplomb.control.store.StoreStatus.Role;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a controller is told when it believes what is not so. */
class LeadershipTest {
    private static StoreStatus store(Role role, long term, @Nullable String leader) {
        return new StoreStatus(
                role,
                term,
                Optional.ofNullable(leader).map(name -> new MemberId(name, "1")),
                1,
                1,
                new Members(List.of(), List.of()),
                List.of());
    }

    @Test
    void correction_ofALeaderThatWasToldThatItFollows_saysThatItLeads() {
        assertThat(Leadership.correction(store(Role.LEADER, 7, "a"), "a", -1))
                .contains(new Input.Leads(7));
    }

    @Test
    void correction_ofALeaderOfAnOlderTerm_saysTheNewOne() {
        assertThat(Leadership.correction(store(Role.LEADER, 7, "a"), "a", 6))
                .contains(new Input.Leads(7));
    }

    @Test
    void correction_ofOneThatLeadsNoMore_saysWhoDoes() {
        assertThat(Leadership.correction(store(Role.FOLLOWER, 8, "b"), "a", 7))
                .contains(new Input.Follows("b", 8));
    }

    @Test
    void correction_whenTheLeaderIsGone_saysThatNobodyLeads() {
        assertThat(Leadership.correction(store(Role.CANDIDATE, 8, null), "b", -1))
                .contains(new Input.Follows(null, 8));
    }

    @Test
    void correction_ofOneThatWasElectedAndIsNotReady_saysThatNobodyLeads() {
        assertThat(Leadership.correction(store(Role.LEADER_NOT_READY, 8, "a"), "b", -1))
                .contains(new Input.Follows(null, 8));
    }

    @Test
    void correction_ofWhatIsSo_isNone() {
        assertThat(Leadership.correction(store(Role.FOLLOWER, 8, "b"), "b", -1)).isEmpty();
        assertThat(Leadership.correction(store(Role.LEADER, 8, "a"), "a", 8)).isEmpty();
        assertThat(Leadership.correction(store(Role.CANDIDATE, 8, null), null, -1)).isEmpty();
    }
}
