package io.aplomb.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.base.net.IpAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The cast matrix between the types of samples. */
final class CastTest {

    private static final List<Value> VALUES =
            List.of(
                    Value.of(true),
                    Value.of(16_909_060L),
                    Value.of(IpAddress.LOOPBACK_V4),
                    Value.of(IpAddress.LOOPBACK_V6),
                    Value.of("12ab"),
                    Value.of(new byte[] {65, 66}),
                    new Value.MethodValue("GET"));

    @Test
    void cast_impossibleByType_isNullForEveryValue() {
        for (Value value : VALUES) {
            for (SampleType wanted : SampleType.values()) {
                if (!value.type().castsTo(wanted)) {
                    assertThat(value.castTo(wanted)).as("%s to %s", value, wanted).isNull();
                }
            }
        }
    }

    @Test
    void cast_toOwnType_isIdentity() {
        for (Value value : VALUES) {
            assertThat(value.castTo(value.type())).isEqualTo(value);
            assertThat(value.castTo(SampleType.ANY)).isEqualTo(value);
        }
    }

    @Test
    void cast_integerToAddress_isFourOctets() {
        assertThat(Value.of(16_909_060L).castTo(SampleType.IPV4))
                .isEqualTo(Value.of(IpAddress.v4(0x0102_0304)));
        assertThat(Value.of(16_909_060L).castTo(SampleType.IPV6))
                .hasToString("IpValue[address=::ffff:1.2.3.4]");
    }

    @Test
    void cast_textToInteger_readsLeadingNumberAndSaturates() {
        assertThat(Value.of("12ab").asInteger()).isEqualTo(12);
        assertThat(Value.of("-7").asInteger()).isEqualTo(-7);
        assertThat(Value.of("").asInteger()).isNull();
        assertThat(Value.of("9223372036854775807").asInteger()).isEqualTo(Long.MAX_VALUE);
        assertThat(Value.of("9223372036854775808").asInteger()).isEqualTo(Long.MAX_VALUE);
        assertThat(Value.of("-9223372036854775808").asInteger()).isEqualTo(Long.MIN_VALUE);
        assertThat(Value.of("-99999999999999999999").asInteger()).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void cast_v6ToV4_onlyWhereOneIsInside() {
        assertThat(Value.of(IpAddress.v6(0x2001_0db8_0000_0000L, 1)).castTo(SampleType.IPV4))
                .isNull();
        assertThat(Value.of(IpAddress.v6(0, 0xFFFF_0102_0304L)).castTo(SampleType.IPV4))
                .isEqualTo(Value.of(IpAddress.v4(0x0102_0304)));
    }
}
