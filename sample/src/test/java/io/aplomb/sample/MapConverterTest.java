package io.aplomb.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.base.Check;
import io.aplomb.base.Diagnostics;
import io.aplomb.base.SourcePosition;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Maps of manual section 7.3.1. */
final class MapConverterTest {

    private static final Map<String, List<String>> FILES =
            Map.of(
                    "hosts.map", List.of("# hosts", "", "  www.a.example   app one  ", "b\tbeta"),
                    "paths.map", List.of("/ root", "/img images", "/img/big large"),
                    "nets.map", List.of("10.0.0.0/8 ten", "10.1.0.0/16 ten-one", "::1 six"),
                    "codes.map", List.of("200:299 good", "404 lost"),
                    "regex.map", List.of("^/u/([a-z]+)$ user-\\1", "^/ other"),
                    "numbers.map", List.of("a 1", "b -2"),
                    "addresses.map", List.of("a 10.0.0.1"),
                    "bad.map", List.of("a x"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "str(www.a.example),map(hosts.map) | app one",
                "str(b),map_str(hosts.map) | beta",
                "str(c),map(hosts.map) | !none!",
                "str(c),map(hosts.map,none) | none",
                "str(/img/big/x),map_beg(paths.map) | large",
                "str(/imgs),map_beg(paths.map) | images",
                "str(/x),map_beg(paths.map) | root",
                "ipv4(10.1.2.3),map_ip(nets.map) | ten-one",
                "ipv4(10.2.2.3),map_ip(nets.map) | ten",
                "ipv6(::1),map_ip(nets.map) | six",
                "str(10.2.2.3),map_ip(nets.map) | ten",
                "int(204),map_int(codes.map) | good",
                "int(404),map_int(codes.map) | lost",
                "int(500),map_int(codes.map,bad) | bad",
                "str(/u/ann),map_regm(regex.map) | user-ann",
                "str(/v),map_regm(regex.map) | other",
                "str(/u/ann),map_reg(regex.map) | user-\\1",
                "str(a),map_str_int(numbers.map),add(1) | 2",
                "str(a),map_str_ip(addresses.map),ipmask(8) | 10.0.0.0",
            })
    void map_key_givesItsValue(String expression, String expected) {
        Diagnostics out = new Diagnostics();
        SampleExpression parsed = read(expression, out);
        assertThat(out.render()).isEmpty();
        String text = Check.present(parsed, expression).evaluateText(new FakeContext());
        assertThat(text == null ? "!none!" : text).isEqualTo(expected);
    }

    @Test
    void map_wrongFile_isRefusedWithItsLine() {
        Diagnostics out = new Diagnostics();
        assertThat(read("str(a),map_str_int(bad.map)", out)).isNull();
        assertThat(out.render()).contains("map file 'bad.map' line 1: 'x' is not of type sint");
        Diagnostics absent = new Diagnostics();
        assertThat(read("str(a),map(none.map)", absent)).isNull();
        assertThat(absent.render()).contains("cannot read the map file 'none.map'");
    }

    private static @Nullable SampleExpression read(String text, Diagnostics out) {
        return new SampleParser(FILES::get).read(text, SourcePosition.ofFile("t"), out);
    }
}
