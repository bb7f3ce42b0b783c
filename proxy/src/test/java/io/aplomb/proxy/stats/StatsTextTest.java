package io.aplomb.proxy.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Lines were compared with those of HAProxy 2.6 for the same configuration. */
class StatsTextTest {

    private final StatsSnapshot snapshot = new SampleProxies().snapshot();

    @Test
    void csv_header_isHaproxys() throws IOException {
        assertThat(StatsText.csv(snapshot, StatsFilter.ALL).lines().findFirst())
                .hasValue(recorded("haproxy-2.6-header.csv").strip());
    }

    @Test
    void csv_rowsOfAllKinds_areInHaproxysOrder() {
        List<String> lines = StatsText.csv(snapshot, StatsFilter.ALL).lines().skip(1).toList();
        assertThat(lines)
                .extracting(
                        line ->
                                line.split(",")[0]
                                        + "/"
                                        + line.replaceFirst("^[^,]*,", "").split(",")[0])
                .startsWith(
                        "web/FRONTEND",
                        "web/http1",
                        "app/s1",
                        "app/s2",
                        "app/bk",
                        "app/off",
                        "app/BACKEND",
                        "st/FRONTEND",
                        "st/BACKEND");
    }

    @Test
    void csv_idleFrontend_isByteForByteHaproxys() {
        assertThat(line("web,FRONTEND"))
                .isEqualTo(
                        "web,FRONTEND,,,0,0,1000,0,0,0,0,0,0,,,,,OPEN,,,,,,,,,1,1,0,,,,0,0,0,0,,,,"
                                + "0,0,0,0,0,0,,0,0,0,,,0,0,0,0,,,,,,,,,,,,,,,,,,,,,http,,0,0,0,0,"
                                + "0,0,0,,,0,0,,,,,,,0,,,,,,,,,-,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,"
                                + "0,0,0,0,0,0,0,0,");
    }

    @Test
    void csv_uncheckedBackup_isByteForByteHaproxys() {
        assertThat(line("app,bk"))
                .isEqualTo(
                        "app,bk,0,0,0,0,,0,0,0,,0,,0,0,0,0,no check,1,0,1,,,0,,,1,2,3,,0,,2,0,,0,,,"
                                + ",0,0,0,0,0,0,,,,0,0,0,,,,,-1,,,0,0,0,0,,,,,,,,,,,,"
                                + "127.0.0.1:18090,,http,,,,,,,,0,0,0,,,0,,0,0,0,0,0,0,0,0,0,1,,,,"
                                + "-,0,0,0,,,,,,,,,,,,,,,,,,,,,,");
    }

    @Test
    void csv_maintainedServersNotWanted_areLeftOut() {
        StatsFilter filter = new StatsFilter(-1, -1, -1, false, true);
        assertThat(StatsText.csv(snapshot, filter)).contains("app,s1,").doesNotContain("app,off,");
    }

    @Test
    void csv_oneServerWanted_isAlone() {
        StatsFilter filter = new StatsFilter(2, 4, 1, false, false);
        assertThat(StatsText.csv(snapshot, filter).lines().skip(1).filter(line -> !line.isEmpty()))
                .singleElement()
                .asString()
                .startsWith("app,s1,");
    }

    @Test
    void typed_value_hasPlaceTagsAndType() {
        assertThat(StatsText.typed(snapshot, StatsFilter.ALL).lines())
                .contains(
                        "F.1.0.0.pxname.1:KNS:str:web",
                        "F.1.0.103.ssl_sess.1:MCP:u64:0",
                        "B.2.0.33.rate.1:MGP:u32:0",
                        "S.2.1.33.rate.1:MRP:u32:0");
    }

    @Test
    void json_value_hasHaproxysShape() {
        assertThat(StatsJson.stats(snapshot, StatsFilter.ALL))
                .startsWith(
                        "[[{\"objType\":\"Frontend\",\"proxyId\":1,\"id\":0,\"field\":{\"pos\":0,"
                                + "\"name\":\"pxname\"},\"processNum\":1,\"tags\":{\"origin\":"
                                + "\"Key\",\"nature\":\"Name\",\"scope\":\"Service\"},\"value\":{"
                                + "\"type\":\"str\",\"value\":\"web\"}},")
                .endsWith("]]\n");
    }

    private String line(String beginning) {
        return StatsText.csv(snapshot, StatsFilter.ALL)
                .lines()
                .filter(line -> line.startsWith(beginning))
                .findFirst()
                .orElseThrow();
    }

    private static String recorded(String name) throws IOException {
        try (InputStream in = StatsTextTest.class.getResourceAsStream(name)) {
            assertThat(in).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
