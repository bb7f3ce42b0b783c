package io.aplomb.proxy.stats;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.aplomb.model.proxy.Proxy;
import io.aplomb.model.proxy.StatsPage;
import io.aplomb.proxy.runtime.RunningProxies;
import io.aplomb.sample.SampleContext;
import io.aplomb.sample.acl.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answers requests for the statistics page (configuration manual 4.2 "stats ..."). Accounts and
 * {@code stats http-request} rules have been seen to before. Any thread; does not block.
 */
public final class StatsService {

    private final SnapshotReader reader;
    private final ServerControl control;

    public StatsService(SnapshotReader reader, ServerControl control) {
        this.reader = reader;
        this.control = control;
    }

    /**
     * One request.
     *
     * @param method GET, HEAD (answered as GET, the caller leaves the body out) or POST
     * @param target path and query, beginning with the page's {@code stats uri}
     * @param body of a POST; null when not all of it is there
     */
    public record Request(String method, String target, byte @Nullable [] body) {}

    /**
     * The answer to it.
     *
     * @param proxy whose page it is
     * @param client what {@code stats admin} conditions look at
     */
    public StatsAnswer answer(
            RunningProxies proxies, Proxy proxy, Request request, SampleContext client) {
        StatsPage page = proxy.stats();
        String target = request.target();
        StatsQuery query =
                StatsQuery.parse(target.substring(Math.min(page.uri().length(), target.length())));
        boolean admin = mayAct(page, client);
        return request.method().equals("POST")
                ? act(proxies, page, query, admin, request.body())
                : show(proxies, proxy, query, admin);
    }

    private static boolean mayAct(StatsPage page, SampleContext client) {
        for (StatsPage.AdminRule rule : page.adminWhen()) {
            Condition condition = rule.condition();
            if (condition == null || condition.holds(client)) {
                return true;
            }
        }
        return false;
    }

    private StatsAnswer show(RunningProxies proxies, Proxy proxy, StatsQuery query, boolean admin) {
        StatsPage page = proxy.stats();
        StatsSnapshot all = reader.read(proxies);
        List<ProxyRows> shown =
                all.proxies().stream()
                        .filter(rows -> inScope(page, proxy, rows.proxy().name()))
                        .filter(rows -> query.shows(rows.proxy().name()))
                        .toList();
        StatsSnapshot snapshot = new StatsSnapshot(shown, all.process());
        StatsFilter filter =
                new StatsFilter(-1, -1, -1, query.upOnly(), query.withoutMaintenance());
        String body =
                switch (query.form()) {
                    case HTML -> new HtmlPage(page, query, snapshot, admin).write();
                    case CSV -> StatsText.csv(snapshot, filter);
                    case TYPED -> StatsText.typed(snapshot, filter);
                    case JSON -> StatsJson.stats(snapshot, filter);
                    case JSON_SCHEMA -> StatsJson.schema();
                };
        String contentType = query.form().contentType();
        if (page.refreshSeconds() > 0 && !query.noRefresh()) {
            String seconds = Long.toString(page.refreshSeconds());
            return StatsAnswer.text(
                    200, contentType, body, new StatsAnswer.Field("refresh", seconds));
        }
        return StatsAnswer.text(200, contentType, body);
    }

    /** Manual 4.2 "stats scope": a dot is the proxy of the page itself. */
    private static boolean inScope(StatsPage page, Proxy own, String name) {
        return page.scopes().isEmpty()
                || page.scopes().contains(name)
                || (page.scopes().contains(".") && own.name().equals(name));
    }

    private StatsAnswer act(
            RunningProxies proxies,
            StatsPage page,
            StatsQuery query,
            boolean admin,
            byte @Nullable [] body) {
        ActionResult result;
        if (!admin) {
            result = ActionResult.DENY;
        } else if (body == null) {
            result = ActionResult.EXCD;
        } else {
            result = AdminForm.parse(new String(body, UTF_8)).perform(proxies, control);
        }
        String location =
                page.uri() + ";st=" + result + query.link(query.upOnly(), query.noRefresh(), "");
        return StatsAnswer.text(303, "text/plain", "", new StatsAnswer.Field("location", location));
    }
}
