package io.aplomb.cluster.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aplomb.cluster.alert.Bulletin;
import io.aplomb.cluster.alert.Causes;
import io.aplomb.cluster.alert.Happening;
import io.aplomb.cluster.alert.Happening.Ran;
import io.aplomb.cluster.alert.Situation;
import io.aplomb.model.cib.Element;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is read is what was written; damaged octets are refused, whatever they are. */
class CodecTest {
    private static final OperationOrder ORDER =
            new OperationOrder(
                    3,
                    4,
                    5,
                    "vip",
                    new AgentName("ocf", "heartbeat", "IPaddr2"),
                    "start",
                    0,
                    20_000,
                    0,
                    Map.of("ip", "10.0.0.1", "CRM_meta_timeout", "20000"),
                    0,
                    "digest");
    private static final OperationResult RESULT =
            new OperationResult(
                    ORDER, 9, 1, OperationResult.Status.TIMEOUT, "\u00e9t\u00e9", 1, 2, 3, 4);
    private static final Membership MEMBERSHIP =
            new Membership(
                    "name",
                    "id",
                    2,
                    List.of(
                            new Member(
                                    "n1",
                                    1,
                                    "uuid/2",
                                    Member.Kind.VOTER,
                                    List.of("10.0.0.1", "::1"),
                                    5405,
                                    5406),
                            new Member(
                                    "w", 2, "u", Member.Kind.WITNESS, List.of("10.0.0.2"), 1, 2)));
    private static final FencingRecord FENCING =
            new FencingRecord("n1", "reboot", "d", "n2", false, 12, "why");

    static Stream<Command> commands() {
        Element configuration = Cibs.empty(MEMBERSHIP).childOrEmpty("configuration");
        return Stream.of(
                new Command.ReplaceConfiguration(configuration, "0.1", "me", "words", 7),
                new Command.ReplaceConfiguration(configuration, null, "me", "words", 7),
                new Command.ChangeMembership(MEMBERSHIP),
                new Command.TakeOffice("n1", 5),
                new Command.NodeUp("n1", "inc", Map.of("a", "b"), 4),
                new Command.BarSession("n1", 4, true),
                new Command.NodeDown("n1", 4, false, "cause", 9),
                new Command.RequestShutdown("n1", 4),
                new Command.GiveOrders(5, List.of(new PendingOrder("n1", 4, ORDER, 8))),
                new Command.RecordResults("n1", 4, 2, List.of(RESULT), 8),
                new Command.ExpireOrder("n1", ORDER, 8),
                new Command.SetAttribute("n1", "name", null),
                new Command.SetAttribute("n1", "name", "value"),
                new Command.CleanUp(null, "n1", null, true),
                new Command.ClearFailures("r", "n1"),
                new Command.ForgetResource("n1", "r"),
                new Command.RecordFencing(FENCING, 7),
                new Command.SetTicket("t", "granted", "true"),
                new Command.PutDocument("haproxy.cfg", "text", -1, "me", "words", 3),
                new Command.AlertsTold(Map.of("alert/recipient", 3L)));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void command_isReadAsItWasWritten(Command command) {
        assertThat(CommandCodec.decode(CommandCodec.encode(command))).isEqualTo(command);
        assertThat(CommandCodec.decodeEntry(CommandCodec.encode(command, 99)))
                .isEqualTo(new CommandCodec.Entry(command, 99));
        assertThat(CommandCodec.decodeEntry(CommandCodec.encode(command)).atMs()).isZero();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void command_damaged_isRefusedOrAnother(Command command) {
        byte[] octets = CommandCodec.encode(command);
        Random random = new Random(1);
        for (int i = 0; i < 300; i++) {
            byte[] damaged = Arrays.copyOf(octets, random.nextInt(octets.length + 1));
            for (int j = 0; j < 3 && damaged.length > 0; j++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            try {
                assertThat(CommandCodec.decode(damaged)).isNotNull();
            } catch (IllegalArgumentException refused) {
                assertThat(refused).hasMessageNotContaining("java.");
            }
        }
    }

    @Test
    void state_isReadAsItWasWritten() {
        ClusterState state = ClusterState.initial(MEMBERSHIP);
        for (Command command : commands().toList()) {
            state = StateMachine.apply(state, command).state();
        }

        assertThat(StateCodec.decode(StateCodec.encode(state))).isEqualTo(state);
    }

    @Test
    void bulletin_isReadAsItWasWritten() {
        Set<Ran> ran = Set.of(new Ran("db", true), new Ran("vip", false));
        Situation none = new AgreedSituation(ClusterState.initial(MEMBERSHIP));
        Bulletin bulletin = Bulletin.EMPTY.forRecipients(Set.of("alert", "alert/recipient"));
        for (Happening what :
                List.of(
                        new Happening.NodeChanged("n1", 1, false, false, "why", ran),
                        new Happening.Fenced("n1", "off", "d", "w", false, false, "no", ran),
                        new Happening.Operated("n1", "vip", "monitor", 5, 7, 0, 0, 9, "gone"),
                        new Happening.Operated("w", "vip", "start", 0, 1, 0, 0, 9, ""),
                        new Happening.AttributeChanged("w", 2, "colour", "\u00e9t\u00e9"),
                        new Happening.Operated("w", "vip", "start", 0, 0, 0, 0, 9, ""),
                        new Happening.NodeChanged("w", 2, true, false, "", Set.of()))) {
            bulletin = Causes.noted(bulletin, what, 12, none);
        }
        bulletin = bulletin.told(Map.of("alert", 2L));
        ClusterState state = ClusterState.initial(MEMBERSHIP).with(bulletin);

        assertThat(bulletin.open()).hasSize(2);
        assertThat(StateCodec.decode(StateCodec.encode(state))).isEqualTo(state);
    }

    @Test
    void octets_none_areRefused() {
        assertThatThrownBy(() -> ElementCodec.decode(new byte[0]))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
