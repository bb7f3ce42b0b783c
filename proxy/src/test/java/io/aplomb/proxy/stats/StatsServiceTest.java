package io.aplomb.proxy.stats;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.model.proxy.Proxy;
import io.aplomb.proxy.health.ServerHealth;
import io.aplomb.proxy.runtime.BackendRuntime;
import io.aplomb.proxy.runtime.ServerRuntime;
import io.aplomb.sample.SampleContext;
import java.lang.reflect.InvocationHandler;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Configuration manual 4.2 "stats enable" and following. */
class StatsServiceTest {

    private final SampleProxies sample = new SampleProxies();
    private final StatsService service = new StatsService(sample.reader(), sample);
    private final Proxy proxy =
            sample.running().config().proxies().stream()
                    .filter(each -> each.name().equals("st"))
                    .findFirst()
                    .orElseThrow();

    @Test
    void page_names_areEscaped() {
        assertThat(body(get("/stats")))
                .contains("Statistics Report for pid 7 on &lt;n1&gt;")
                .doesNotContain("<n1>");
    }

    @Test
    void page_servers_haveColourStatusAndLegend() {
        assertThat(body(get("/stats")))
                .contains("<tr class=\"active_going_down\">")
                .contains("<tr class=\"backup_no_check\">")
                .contains("<tr class=\"maintain\">")
                .contains("127.0.0.1:18090, id: 1, cookie: &#39;a&#39;")
                .contains("0s MAINT");
    }

    @Test
    void page_refresh_isSaidUnlessDeclined() {
        assertThat(get("/stats").fields()).contains(new StatsAnswer.Field("refresh", "10"));
        assertThat(get("/stats;norefresh").fields())
                .doesNotContain(new StatsAnswer.Field("refresh", "10"));
    }

    @Test
    void page_scope_showsMatchingProxiesAndKeepsTheChoice() {
        assertThat(body(get("/stats?scope=ap")))
                .contains("id=\"app\"")
                .doesNotContain("id=\"web\"")
                .contains("/stats;csv;norefresh?scope=ap");
    }

    @Test
    void page_upOnly_hidesServersThatAreDown() {
        assertThat(body(get("/stats;up")))
                .contains("id=\"app/s1\"")
                .doesNotContain("id=\"app/off\"");
    }

    @Test
    void page_everyForm_hasItsType() {
        assertThat(get("/stats;csv").fields())
                .contains(new StatsAnswer.Field("content-type", "text/plain"));
        assertThat(get("/stats;json").fields())
                .contains(new StatsAnswer.Field("content-type", "application/json"));
        assertThat(body(get("/stats;csv"))).startsWith("# pxname,svname,");
    }

    @Test
    void page_resultOfAnAction_isTold() {
        assertThat(body(get("/stats;st=PART"))).contains("Action partially processed.");
    }

    @Test
    void post_drain_drainsAndRedirects() {
        StatsAnswer answer = post("s=s1&action=drain&b=%232");
        assertThat(answer.status()).isEqualTo(303);
        assertThat(answer.fields()).contains(new StatsAnswer.Field("location", "/stats;st=DONE"));
        assertThat(status("s1")).isEqualTo("DRAIN 1/3");
    }

    @Test
    void post_unknownServerAmongOthers_isPartial() {
        assertThat(location(post("s=s1&s=zz&action=ready&b=app"))).isEqualTo("/stats;st=PART");
    }

    @Test
    void post_unknownAction_isRefused() {
        assertThat(location(post("s=s1&action=foo&b=app"))).isEqualTo("/stats;st=ERRP");
    }

    @Test
    void post_noServer_changesNothing() {
        assertThat(location(post("action=maint&b=app"))).isEqualTo("/stats;st=NONE");
    }

    @Test
    void post_bodyNotWhole_isTooMuch() {
        StatsAnswer answer = answer(new StatsService.Request("POST", "/stats", null));
        assertThat(location(answer)).isEqualTo("/stats;st=EXCD");
    }

    @ParameterizedTest
    @CsvSource({
        "s=s1&b=app, NONE",
        "s=s1&action=ready, NONE",
        "'', NONE",
        "junk, NONE",
        "action=&b=app&s=s1, ERRP",
        "s=s1&action=ready&b=zz, ERRP",
        "s=zz&action=ready&b=app, ERRP",
        "junk&action=ready&s=s1&b=app, DONE",
        "s=s%31&action=ready&b=ap%70, DONE",
        "s=s1&action=ready&b=ap%7, ERRP",
        "s=s1&action=enable&b=app, NONE",
        "s=s1&action=disable&b=app, DONE",
        "s=off&action=enable&b=app, DONE",
        "s=s1&action=stop&b=app, DONE",
        "s=s1&action=dagent&b=app, NONE"
    })
    void post_answer_isHaproxys(String form, String result) {
        assertThat(location(post(form))).isEqualTo("/stats;st=" + result);
    }

    @Test
    void post_killSessions_endsThem() {
        post("s=s2&action=shutdown&b=app");
        assertThat(sample.killed()).isEqualTo(List.of("s2"));
    }

    private StatsAnswer get(String target) {
        return answer(new StatsService.Request("GET", target, null));
    }

    private StatsAnswer post(String body) {
        return answer(new StatsService.Request("POST", "/stats", body.getBytes(UTF_8)));
    }

    private StatsAnswer answer(StatsService.Request request) {
        return service.answer(sample.running(), proxy, request, noClient());
    }

    private static String body(StatsAnswer answer) {
        return new String(answer.body(), UTF_8);
    }

    private static String location(StatsAnswer answer) {
        return answer.fields().stream()
                .filter(field -> field.name().equals("location"))
                .map(StatsAnswer.Field::value)
                .findFirst()
                .orElseThrow();
    }

    private String status(String name) {
        BackendRuntime backend = Objects.requireNonNull(sample.running().backend("app"));
        ServerRuntime server = Objects.requireNonNull(backend.server(name));
        return backend.read(server, ServerHealth::statusText);
    }

    /** {@code if TRUE} asks nothing of the client. */
    private static SampleContext noClient() {
        InvocationHandler unasked =
                (_, method, _) -> {
                    throw new AssertionError(method + " was not to be asked");
                };
        return (SampleContext)
                java.lang.reflect.Proxy.newProxyInstance(
                        SampleContext.class.getClassLoader(),
                        new Class<?>[] {SampleContext.class},
                        unasked);
    }
}
