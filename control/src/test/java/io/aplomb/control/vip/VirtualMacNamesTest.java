package io.aplomb.control.vip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** As keepalived 2.2.7 names them, seen with {@code ip link}. */
class VirtualMacNamesTest {

    @Test
    void name_isThatOfTheRouter_ofEitherFamily() {
        VirtualMacNames names = new VirtualMacNames("vrrp", List.of());
        assertThat(names.next(false, 51)).isEqualTo("vrrp.51");
        assertThat(names.next(true, 66)).isEqualTo("vrrp.66");
    }

    @Test
    void name_thatIsTaken_getsANumber() {
        VirtualMacNames names = new VirtualMacNames("vrrp", List.of("vrrp.51"));
        assertThat(names.next(false, 51)).isEqualTo("vrrp1.51");
        assertThat(names.next(false, 51)).isEqualTo("vrrp2.51");
        assertThat(names.next(true, 51)).isEqualTo("vrrp6.51");
        assertThat(names.next(true, 51)).isEqualTo("vrrp3.51");
        assertThat(names.next(false, 52)).isEqualTo("vrrp.52");
    }
}
