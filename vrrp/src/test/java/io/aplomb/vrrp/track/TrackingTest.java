package io.aplomb.vrrp.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.aplomb.vrrp.track.TrackedItem.Kind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** keepalived's weights; the numbers marked so were read from the log of keepalived 2.2.7. */
class TrackingTest {

    /** Changing effective priority from 100 to ..., or no such line. */
    @ParameterizedTest
    @CsvSource({
        "2,    false, true,  102",
        "2,    false, false, 100",
        "-20,  false, false, 80",
        "-20,  false, true,  100",
        "5,    true,  true,  95",
        "5,    true,  false, 100",
        "-5,   true,  false, 105",
        "-5,   true,  true,  100",
        "200,  false, true,  254",
        "-200, false, false, 1",
    })
    void priority_asKeepalivedLogsIt(int weight, boolean reverse, boolean up, int expected) {
        TrackedItem item = new TrackedItem(Kind.SCRIPT, "s", weight, reverse);

        Verdict verdict = judge(100, List.of(item), Map.of("s", TrackStatus.of(up)));

        assertThat(verdict).isEqualTo(new Verdict(expected, List.of(), List.of()));
    }

    /** Module 16: the script adds 2 to 101 and to 100; where it fails, 101 is less than 102. */
    @Test
    void item136_positiveWeight_isAddedWhileTheScriptSucceeds() {
        List<TrackedItem> script = List.of(TrackedItem.script("check_haproxy", 2));
        var up = Map.of("check_haproxy", TrackStatus.UP);
        var down = Map.of("check_haproxy", TrackStatus.DOWN);

        assertThat(judge(101, script, up).priority()).isEqualTo(103);
        assertThat(judge(100, script, up).priority()).isEqualTo(102);
        assertThat(judge(101, script, down).priority()).isEqualTo(101);
    }

    @Test
    void priority_isBasePlusTheSumOfAll() {
        List<TrackedItem> items =
                List.of(
                        TrackedItem.script("a", 10),
                        TrackedItem.script("b", -30),
                        new TrackedItem(Kind.INTERFACE, "eth1", 5, false));

        Verdict verdict =
                judge(
                        100,
                        items,
                        Map.of(
                                "a", TrackStatus.UP,
                                "b", TrackStatus.DOWN,
                                "eth1", TrackStatus.UP));

        assertThat(verdict.priority()).isEqualTo(85);
    }

    @Test
    void weighted_unknown_addsNothingAndHoldsNothingUp() {
        List<TrackedItem> items =
                List.of(TrackedItem.script("up", 10), TrackedItem.script("down", -10));

        assertThat(judge(100, items, Map.of())).isEqualTo(new Verdict(100, List.of(), List.of()));
    }

    @Test
    void weightZero_isAFaultWhileDown_andAwaitedWhileUnknown() {
        List<TrackedItem> items = List.of(TrackedItem.script("s", 0));

        assertThat(judge(100, items, Map.of("s", TrackStatus.DOWN)).faults()).containsExactly("s");
        assertThat(judge(100, items, Map.of("s", TrackStatus.UP)).faults()).isEmpty();
        assertThat(judge(100, items, Map.of()).unknown()).containsExactly("s");
    }

    @Test
    void weightZeroReversed_isAFaultWhileUp() {
        List<TrackedItem> items = List.of(TrackedItem.script("s", 0).reversed());

        assertThat(judge(100, items, Map.of("s", TrackStatus.UP)).faults()).containsExactly("s");
        assertThat(judge(100, items, Map.of("s", TrackStatus.DOWN)).faults()).isEmpty();
    }

    @Test
    void owner_neverChanges_butFaults() {
        List<TrackedItem> items =
                List.of(TrackedItem.script("w", -50), TrackedItem.script("zero", 0));
        var down = Map.of("w", TrackStatus.DOWN, "zero", TrackStatus.DOWN);

        assertThat(judge(255, items, down)).isEqualTo(new Verdict(255, List.of("zero"), List.of()));
    }

    @Test
    void weights_neverReach255() {
        List<TrackedItem> items = List.of(TrackedItem.script("s", 1));

        assertThat(judge(254, items, Map.of("s", TrackStatus.UP)).priority()).isEqualTo(254);
    }

    @ParameterizedTest
    @CsvSource({
        "1,    false, 7,    107, false",
        "-3,   false, 7,    79,  false",
        "1,    true,  7,    93,  false",
        "1,    false, 900,  254, false",
        "1,    false, -253, 1,   false",
        "1,    false, -254, 1,   true",
        "254,  false, -1,   1,   true",
        "0,    false, 0,    100, false",
        "0,    false, -1,   100, true",
        "0,    true,  0,    100, true",
        "0,    true,  5,    100, false",
        "2147483647, false, 2147483647, 254, false",
    })
    void file_addsItsNumberTimesTheWeight(
            int weight, boolean reverse, int number, int priority, boolean fault) {
        TrackedItem file = new TrackedItem(Kind.FILE, "f", weight, reverse);

        Verdict verdict = judge(100, List.of(file), Map.of("f", new TrackStatus.Value(number)));

        assertThat(verdict.priority()).isEqualTo(priority);
        assertThat(verdict.faults()).isEqualTo(fault ? List.of("f") : List.of());
    }

    @Test
    void member_ofAGroup_keepsWhatFaultsOnly() {
        TrackedItem weighted = TrackedItem.script("w", 5);
        TrackedItem zero = TrackedItem.script("z", 0);

        assertThat(Tracking.ofMember(List.of(weighted, zero), false)).containsExactly(zero);
        assertThat(Tracking.ofMember(List.of(weighted, zero), true))
                .containsExactly(weighted, zero);
    }

    @Test
    void weight_beyond254_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> TrackedItem.script("s", 255));
        assertThatIllegalArgumentException().isThrownBy(() -> TrackedItem.script("s", -255));
    }

    private static Verdict judge(
            int base, List<TrackedItem> items, Map<String, TrackStatus> statuses) {
        return Tracking.judge(
                base, items, name -> statuses.getOrDefault(name, TrackStatus.UNKNOWN));
    }
}
