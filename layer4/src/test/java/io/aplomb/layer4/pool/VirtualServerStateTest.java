package io.aplomb.layer4.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.layer4.Servers;
import io.aplomb.layer4.pool.Pool.Target;
import io.aplomb.layer4.pool.PoolEffect.PoolChanged;
import io.aplomb.layer4.pool.PoolEffect.QuorumGained;
import io.aplomb.layer4.pool.PoolEffect.QuorumLost;
import io.aplomb.layer4.pool.PoolEffect.ServerDown;
import io.aplomb.layer4.pool.PoolEffect.ServerUp;
import io.aplomb.model.vrrp.Checker;
import io.aplomb.model.vrrp.Script;
import io.aplomb.model.vrrp.VirtualServer;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** keepalived.conf(5), "Virtual server(s)", and what keepalived 2.2.7 was seen to do. */
class VirtualServerStateTest {

    @Test
    void start_serversThatAreUpUntilTheyFail_areServedAtOnce() {
        VirtualServerState state = new VirtualServerState(new Servers().weights(3, 2).build());
        assertThat(state.start(false)).containsExactly(new PoolChanged(), new QuorumGained(5));
        assertThat(told(state)).isEqualTo("0*3 1*2");
    }

    @Test
    void start_alpha_serversWaitForTheirChecks() {
        VirtualServerState state = new VirtualServerState(new Servers().alpha().build());
        assertThat(state.start(true))
                .containsExactly(new PoolChanged(), new ServerDown(0), new ServerDown(1));
        assertThat(told(state)).isEmpty();
        assertThat(state.checked(1, 0, true, 0))
                .containsExactly(new PoolChanged(), new ServerUp(1), new QuorumGained(1));
        assertThat(told(state)).isEqualTo("1*1");
    }

    @Test
    void failure_removesTheServer_orInhibitsIt() {
        VirtualServerState removed = new VirtualServerState(new Servers().build());
        List<PoolEffect> _ = removed.start(false);
        assertThat(removed.checked(0, 0, false, 0))
                .containsExactly(new PoolChanged(), new ServerDown(0));
        assertThat(told(removed)).isEqualTo("1*1");

        VirtualServerState inhibited = new VirtualServerState(new Servers().inhibit().build());
        List<PoolEffect> _ = inhibited.start(false);
        List<PoolEffect> _ = inhibited.checked(0, 0, false, 0);
        assertThat(told(inhibited)).isEqualTo("0*0(failed) 1*1");
    }

    @Test
    void quorumLost_theSorryServerTakesThePlaceOfAll() {
        // As keepalived: "Lost quorum 2-0=2 > ...; Adding sorry server; Removing alive servers".
        VirtualServerState state =
                new VirtualServerState(
                        new Servers().weights(1, 1, 1).quorum(2, 0).sorry(false).build());
        List<PoolEffect> _ = state.start(false);
        assertThat(state.checked(0, 0, false, 0))
                .containsExactly(new PoolChanged(), new ServerDown(0));
        assertThat(state.checked(1, 0, false, 0))
                .containsExactly(new PoolChanged(), new ServerDown(1), new QuorumLost(1));
        assertThat(told(state)).isEqualTo("3*1");
        assertThat(state.checked(0, 0, true, 0))
                .containsExactly(new PoolChanged(), new ServerUp(0), new QuorumGained(2));
        assertThat(told(state)).isEqualTo("0*1 2*1");
    }

    @Test
    void quorumLost_withoutSorryServer_theLivingServe() {
        VirtualServerState state = new VirtualServerState(new Servers().quorum(2, 0).build());
        List<PoolEffect> _ = state.start(false);
        assertThat(state.checked(0, 0, false, 0))
                .containsExactly(new PoolChanged(), new ServerDown(0), new QuorumLost(1));
        assertThat(told(state)).isEqualTo("1*1");
    }

    @Test
    void hysteresis_movesBothThresholds() {
        // Gained at 3 + 1, lost below 3 - 1.
        VirtualServerState state =
                new VirtualServerState(
                        new Servers().weights(1, 1, 1, 1).quorum(3, 1).alpha().build());
        List<PoolEffect> _ = state.start(false);
        for (int i = 0; i < 3; i++) {
            List<PoolEffect> _ = state.checked(i, 0, true, 0);
        }
        assertThat(state.hasQuorum()).isFalse();
        assertThat(state.checked(3, 0, true, 0)).contains(new QuorumGained(4));
        List<PoolEffect> _ = state.checked(0, 0, false, 0);
        List<PoolEffect> _ = state.checked(1, 0, false, 0);
        assertThat(state.hasQuorum()).isTrue();
        assertThat(state.checked(2, 0, false, 0)).contains(new QuorumLost(1));
    }

    @Test
    void sorryServerInhibited_standsByWithWeightZero() {
        VirtualServerState state =
                new VirtualServerState(new Servers().weights(1).sorry(true).build());
        List<PoolEffect> _ = state.start(false);
        assertThat(told(state)).isEqualTo("0*1 1*0(failed)");
        List<PoolEffect> _ = state.checked(0, 0, false, 0);
        assertThat(told(state)).isEqualTo("1*1");
    }

    @Test
    void start_alphaWithSorryServer_theSorryServerServes() {
        VirtualServerState state =
                new VirtualServerState(new Servers().alpha().sorry(false).build());
        assertThat(state.start(false)).containsExactly(new PoolChanged(), new QuorumLost(0));
        assertThat(told(state)).isEqualTo("2*1");
    }

    @Test
    void weight_aCheckSets_countsForPoolAndQuorum() {
        VirtualServerState state =
                new VirtualServerState(new Servers().weights(5, 1).quorum(4, 0).build());
        List<PoolEffect> _ = state.start(false);
        assertThat(state.checked(0, 0, true, -3))
                .containsExactly(new PoolChanged(), new QuorumLost(3));
        assertThat(told(state)).isEqualTo("0*2 1*1");
        assertThat(state.checked(0, 0, true, -9)).containsExactly(new PoolChanged());
        assertThat(told(state)).isEqualTo("0*0 1*1");
    }

    @Test
    void weightChange_ofExitStatuses() {
        // keepalived.conf(5): exit status 10 sets the weight to 8 of a single check.
        VirtualServer server = new Servers().weights(3).build();
        Script script = new Script(List.of("/bin/true"), null, Servers.HERE);
        Checker.Misc misc =
                new Checker.Misc(script, 1, true, Servers.timing(0, false), Servers.HERE);
        assertThat(VirtualServerState.weightChange(misc, server.realServers().getFirst(), 10, 0))
                .isEqualTo(5);
        assertThat(VirtualServerState.weightChange(misc, server.realServers().getFirst(), 0, 5))
                .isEqualTo(5);
        assertThat(VirtualServerState.weightChange(misc, server.realServers().getFirst(), 2, 5))
                .isEqualTo(-3);
    }

    @Test
    void stop_omega_tellsThatAllIsGone() {
        VirtualServerState silent = new VirtualServerState(new Servers().build());
        List<PoolEffect> _ = silent.start(false);
        assertThat(silent.stop()).isEmpty();

        VirtualServerState omega = new VirtualServerState(new Servers().omega().build());
        List<PoolEffect> _ = omega.start(false);
        List<PoolEffect> _ = omega.checked(1, 0, false, 0);
        assertThat(omega.stop()).containsExactly(new ServerDown(0), new QuorumLost(0));
    }

    private static String told(VirtualServerState state) {
        return state.pool().targets().stream()
                .map(VirtualServerStateTest::told)
                .collect(Collectors.joining(" "));
    }

    private static String told(Target target) {
        return target.slot() + "*" + target.weight() + (target.failed() ? "(failed)" : "");
    }
}
