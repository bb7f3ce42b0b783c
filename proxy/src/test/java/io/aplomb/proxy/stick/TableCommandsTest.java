package io.aplomb.proxy.stick;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.model.proxy.StickTableSpec;
import io.aplomb.model.proxy.StickTableSpec.KeyType;
import io.aplomb.model.proxy.StickTableSpec.Store;
import io.aplomb.sample.Value;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The expected answers are those of HAProxy 2.6 to the same commands. */
class TableCommandsTest {

    private long nowMs = 5_000;
    private final StickTable addresses =
            table(
                    "t1",
                    KeyType.IP,
                    20_480,
                    30_000,
                    new Store("gpc0", 0, 1),
                    new Store("server_id", 0, 1),
                    new Store("conn_cnt", 0, 1),
                    new Store("conn_rate", 3_000, 1),
                    new Store("gpt0", 0, 1));
    private final StickTable paths = table("t2", KeyType.STRING, 3, 0);
    private final StickTable numbers =
            table("t3", KeyType.INTEGER, 100, 10_000, new Store("gpc", 0, 3));
    private final TableCommands commands = new TableCommands(List.of(addresses, paths, numbers));

    @BeforeEach
    void fill() {
        commands.set(words("t1 key 127.0.0.1 data.conn_cnt 5 data.gpc0 2"));
        commands.set(words("t1 key 1.2.3.4 data.gpc0 7 data.conn_rate 5 data.server_id 7"));
        paths.obtain(Value.of("/verylongpathhere"));
        paths.obtain(Value.of("/a"));
    }

    @Test
    void show_noArgument_headersOfAllTables() {
        assertThat(commands.show(List.of()))
                .isEqualTo(
                        """
                        # table: t1, type: ip, size:20480, used:2
                        # table: t2, type: string, size:3, used:2
                        # table: t3, type: integer, size:100, used:0
                        """);
    }

    @Test
    void show_table_entriesInOrderOfKeysAndHaproxysOrderOfData() {
        nowMs += 1;
        assertThat(withoutNames(commands.show(words("t1"))))
                .isEqualTo(
                        """
                        # table: t1, type: ip, size:20480, used:2
                        0x: key=1.2.3.4 use=0 exp=29999 server_id=7 gpt0=0 gpc0=7 conn_cnt=0 conn_rate(3000)=5
                        0x: key=127.0.0.1 use=0 exp=29999 server_id=0 gpt0=0 gpc0=2 conn_cnt=5 conn_rate(3000)=0
                        """);
        assertThat(withoutNames(commands.show(words("t2"))))
                .isEqualTo(
                        """
                        # table: t2, type: string, size:3, used:2
                        0x: key=/a use=0 exp=0
                        0x: key=/verylongpat use=0 exp=0
                        """);
    }

    @Test
    void show_arrays_oneNumberAnElement() {
        commands.set(words("t3 key 5"));
        assertThat(withoutNames(commands.show(words("t3"))))
                .endsWith("0x: key=5 use=0 exp=10000 gpc0=0 gpc1=0 gpc2=0\n");
    }

    @Test
    void show_keyOrFilter_onlyThose() {
        assertThat(withoutNames(commands.show(words("t1 key 1.2.3.4"))))
                .startsWith("# table: t1, type: ip, size:20480, used:2\n0x: key=1.2.3.4 use=0 ");
        assertThat(commands.show(words("t1 key 9.9.9.9"))).isEmpty();
        assertThat(commands.show(words("t1 data.gpc0 gt 3")).lines()).hasSize(2);
        assertThat(commands.show(words("t1 data.gpc0 gt 1 data.conn_cnt eq 5")).lines()).hasSize(2);
        assertThat(commands.show(words("t1 data.gpc0 gt 100")).lines()).hasSize(1);
    }

    @Test
    void clear_filterKeyAll() {
        assertThat(commands.clear(words("t1 data.gpc0 gt 3"))).isEmpty();
        assertThat(addresses.used()).isEqualTo(1);
        assertThat(commands.clear(words("t1 key 127.0.0.1"))).isEmpty();
        assertThat(addresses.used()).isZero();
        assertThat(commands.clear(words("t2"))).isEmpty();
        assertThat(paths.used()).isZero();
    }

    @Test
    void clear_trackedKey_isRefused() {
        paths.track(Value.of("/a"));
        assertThat(commands.clear(words("t2 key /a")))
                .isEqualTo("Entry currently in use, cannot remove\n");
        commands.clear(words("t2"));
        assertThat(paths.used()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "show  | nope                     | No such table",
                "show  | t2 key                   | Key value expected",
                "show  | t1 data.gpc0 xx 3        | Filter entry #1: Require and operator among \"eq\", \"ne\", \"le\", \"ge\", \"lt\", \"gt\"",
                "show  | t2 data.gpc0 gt 1        | Filter entry #1: Data type not stored in this table",
                "clear | nope                     | No such table",
                "clear | t3 key                   | Key value expected",
                "set   | t1                       | Required arguments: <table> key <key> [data.<store_data_type> <value>]*",
                "set   | t2 key                   | Key value expected",
                "set   | t1 key zz                | Invalid key",
                "set   | t3 key 5 data.gpc0 1     | Data type not stored in this table",
                "set   | t1 key 1.2.3.4 data.foo 7 | Unknown data type",
                "set   | t1 key 1.2.3.4 data.gpc0 x | Require a valid integer value to store",
                "set   | t1 key 1.2.3.4 data.gpc0 | Require a valid integer value to store",
                "set   | t2 key a b               | \"data.<type>\" followed by a value expected",
            })
    void wrongCommand_saysWhatIsWrong(String command, String words, String answer) {
        List<String> arguments = words(words);
        String got =
                switch (command) {
                    case "show" -> commands.show(arguments);
                    case "clear" -> commands.clear(arguments);
                    default -> commands.set(arguments);
                };
        assertThat(got).isEqualTo(answer + "\n");
    }

    @Test
    void hostileKey_cannotForgeALine() {
        paths.obtain(Value.of("/x\n0x1: y"));
        assertThat(commands.show(words("t2"))).contains("key=/x\\n0x1:\\ y use=0");
    }

    private static String withoutNames(String text) {
        return text.replaceAll("0x[0-9a-f]+:", "0x:");
    }

    private static List<String> words(String text) {
        return List.of(text.strip().split(" +"));
    }

    private StickTable table(String name, KeyType type, int size, long expireMs, Store... stores) {
        return new StickTable(
                new StickTableSpec(name, type, 12, size, expireMs, false, null, List.of(stores)),
                () -> nowMs);
    }
}
