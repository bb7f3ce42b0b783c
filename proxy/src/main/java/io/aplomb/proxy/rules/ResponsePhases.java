package io.aplomb.proxy.rules;

import io.aplomb.http.FieldName;
import io.aplomb.http.HttpHead;
import io.aplomb.model.proxy.Captures;
import io.aplomb.model.proxy.Proxy;
import io.aplomb.model.proxy.Reply;
import io.aplomb.proxy.persist.Cacheability;
import io.aplomb.proxy.persist.CookieCapture;
import io.aplomb.proxy.persist.ResponseCookies;
import io.aplomb.proxy.persist.StickRules;
import io.aplomb.proxy.runtime.BackendRuntime;
import io.aplomb.proxy.runtime.Counter;
import io.aplomb.proxy.stream.Stream;
import io.aplomb.proxy.stream.Termination.Cause;
import io.aplomb.proxy.stream.Termination.Phase;
import java.util.List;

/**
 * What happens to a response between its arrival and the client, in HAProxy's order: captures,
 * stick rules, http-response rules of the backend then of the frontend, persistence cookie, {@code
 * option checkcache}, http-after-response rules. Not for 1xx responses other than 101.
 */
public final class ResponsePhases {

    /** What {@code option checkcache} answers: 502 in the proxy's own words. */
    private static final Reply BLOCKED =
            new Reply(502, null, new Reply.Body.DefaultErrors(), List.of());

    private ResponsePhases() {}

    /**
     * Runs all of it. A verdict that does not go on throws the response away: termination state and
     * counters are noted, what remains is to send {@link io.aplomb.proxy.reply.Replies#of}.
     */
    public static Verdict response(Stream stream) {
        HttpHead response = stream.responseHead();
        BackendRuntime backend = stream.backendRuntime();
        if (response == null || backend == null) {
            return Verdict.Plain.CONTINUE;
        }
        capture(response, stream, stream.frontendRuntime().part().captures().response());
        StickRules.onResponse(backend, stream);
        Verdict verdict = rules(stream);
        if (!verdict.goesOn()) {
            return ended(verdict, stream);
        }
        CookieCapture.ofResponse(response, stream);
        boolean setsCookies = response.contains(FieldName.SET_COOKIE);
        boolean done = ResponseCookies.manage(response, backend, stream);
        Cacheability cacheability = Cacheability.of(response, stream);
        if (!done || !ResponseCookies.insert(response, backend, stream, cacheability)) {
            return ended(Verdict.Plain.FAILED, stream);
        }
        if (backend.part().checkCache() && setsCookies && cacheability.ofCookies()) {
            return ended(new Verdict.Deny(BLOCKED), stream);
        }
        return afterResponse(stream) ? Verdict.Plain.CONTINUE : ended(Verdict.Plain.FAILED, stream);
    }

    /**
     * The http-after-response rules on any response that goes to the client, the proxy's own too.
     *
     * @return false when a rewrite failed in strict mode
     */
    public static boolean afterResponse(Stream stream) {
        return (stream.isOwnBackend() || ruled(stream.backendConfig(), stream))
                && ruled(stream.frontendConfig(), stream);
    }

    private static boolean ruled(Proxy proxy, Stream stream) {
        return HttpRules.runResponse(proxy.rules().httpAfterResponse(), proxy, stream).goesOn();
    }

    private static Verdict rules(Stream stream) {
        Proxy frontend = stream.frontendConfig();
        Proxy backend = stream.backendConfig();
        if (!stream.isOwnBackend()) {
            Verdict verdict =
                    HttpRules.runResponse(backend.rules().httpResponse(), backend, stream);
            if (!verdict.goesOn()) {
                return verdict;
            }
        }
        return HttpRules.runResponse(frontend.rules().httpResponse(), frontend, stream);
    }

    private static void capture(HttpHead response, Stream stream, List<Captures.Slot> slots) {
        for (int i = 0; i < slots.size(); i++) {
            String header = slots.get(i).header();
            int index = header == null ? -1 : RequestPhases.lastIndexOf(response, header);
            if (index >= 0) {
                stream.captures().captureResponse(i, response.value(index));
            }
        }
    }

    private static Verdict ended(Verdict verdict, Stream stream) {
        switch (verdict) {
            case Verdict.Plain plain -> endedPlainly(plain, stream);
            case Verdict.Deny _, Verdict.Tarpit _ -> {
                stream.count(Counter.DENIED_RESPONSES);
                stream.countServer(Counter.DENIED_RESPONSES);
                stream.termination().end(Cause.PROXY, Phase.HEADERS);
            }
            case Verdict.Answer _,
                    Verdict.Redirect _,
                    Verdict.Authenticate _,
                    Verdict.ServerRedirect _,
                    Verdict.Monitor _,
                    Verdict.Statistics _,
                    Verdict.Metrics _ ->
                    stream.termination().end(Cause.LOCAL, Phase.HEADERS);
            case Verdict.WaitForBody _ -> {}
        }
        return verdict;
    }

    private static void endedPlainly(Verdict.Plain verdict, Stream stream) {
        switch (verdict) {
            case CONTINUE, ALLOW -> {}
            case CLOSE, DROP -> {
                stream.count(Counter.DENIED_RESPONSES);
                stream.countServer(Counter.DENIED_RESPONSES);
                stream.termination().end(Cause.PROXY, Phase.HEADERS);
            }
            case FAILED -> {
                stream.count(Counter.INTERNAL_ERRORS);
                stream.countServer(Counter.INTERNAL_ERRORS);
                stream.termination().end(Cause.PROXY, Phase.HEADERS);
            }
        }
    }
}
