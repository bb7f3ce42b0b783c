package io.aplomb.formats.pcs;

import io.aplomb.formats.pcs.ClusterOrder.Subject;
import java.util.Map;

/** {@code pcs quorum}: who has a voice. A witness takes the place of Corosync's quorum device. */
final class QuorumCommands implements CommandSet {

    static final String WITNESS =
            "a witness takes its place, on any third machine: 'aplomb quorum witness add NAME"
                    + " [addr=ADDRESS]', shown by 'aplomb quorum status'";
    private static final String OPTIONS =
            "a cluster of two goes on alone with a witness ('aplomb quorum witness add NAME') or"
                    + " with fencing ('aplomb stonith create'); what nodes without a majority do,"
                    + " 'aplomb property set no-quorum-policy=...' says";

    private static final Router WITNESSES =
            new Router(
                    "quorum witness",
                    Map.of(
                            "add", QuorumCommands::addWitness,
                            "remove", QuorumCommands::removeWitness,
                            "delete", QuorumCommands::removeWitness,
                            "status", call -> StatusCommands.plain(Subject.QUORUM, call)),
                    "status");

    private static final Router ROUTER =
            new Router(
                    "quorum",
                    Map.of(
                            "config", call -> StatusCommands.plain(Subject.QUORUM, call),
                            "status", call -> StatusCommands.plain(Subject.QUORUM, call),
                            "expected-votes", QuorumCommands::expectVotes,
                            "unblock", QuorumCommands::unblock,
                            "update", call -> ClusterCommands.refused(call, OPTIONS),
                            "device", call -> ClusterCommands.refused(call, WITNESS),
                            "witness", WITNESSES),
                    "config");

    @Override
    public PcsAnswer run(Call call) {
        return ROUTER.run(call);
    }

    private static PcsAnswer expectVotes(Call call) {
        call.options().only();
        call.expectWords(1, 1);
        String votes = call.word(0);
        if (!votes.matches("0*[1-9]\\d{0,2}")) {
            throw InvalidCommand.because(
                    OptionChecks.invalidValue(votes, "expected votes", "a positive integer"));
        }
        return ClusterCommands.order(new ClusterOrder.ExpectVotes(Integer.parseInt(votes)), call);
    }

    private static PcsAnswer unblock(Call call) {
        call.options().only("--force");
        call.expectWords(0, 0);
        return ClusterCommands.order(new ClusterOrder.Unblock(call.options().force()), call);
    }

    private static PcsAnswer addWitness(Call call) {
        call.options().only("--wait", "--force");
        ClusterOrder.Host host = HostWords.host(call.word(0), call.from(1).words());
        return ClusterCommands.order(new ClusterOrder.AddWitness(host), call);
    }

    private static PcsAnswer removeWitness(Call call) {
        call.options().only("--force");
        call.expectWords(0, 1);
        return ClusterCommands.order(
                new ClusterOrder.RemoveWitness(call.words().isEmpty() ? "" : call.word(0)), call);
    }
}
