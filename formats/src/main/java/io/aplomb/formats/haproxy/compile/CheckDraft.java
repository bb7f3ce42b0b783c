package io.aplomb.formats.haproxy.compile;

import io.aplomb.model.proxy.CheckStep;
import io.aplomb.model.proxy.CheckStep.Expectation;
import io.aplomb.model.proxy.HealthCheck;
import io.aplomb.sample.log.LogFormat;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a section being read says about checking its servers. {@code http-check} and {@code
 * tcp-check} rules are kept apart, as only those of the chosen kind count; rules of the section
 * itself replace inherited ones (manual 4.2 "http-check", "tcp-check").
 */
final class CheckDraft {

    /** An HTTP server is well with these (manual 4.2 "option httpchk"). */
    private static final CheckStep.Expectation.Range SUCCESS = new Expectation.Range(200, 399);

    HealthCheck.Kind kind = HealthCheck.Kind.CONNECT;
    final List<CheckStep> httpSteps = new ArrayList<>();
    final List<CheckStep> tcpSteps = new ArrayList<>();

    /** Steps of {@code option redis-check} and kin; null for other kinds. */
    @Nullable List<CheckStep> protocolSteps;

    /** What {@code option httpchk} sends, until an {@code http-check send} adds to it. */
    HttpRequest request = HttpRequest.DEFAULT;

    /** What the first {@code http-check send} gives, and where it stands among the steps. */
    private @Nullable HttpRequest firstSend;

    private int firstSendIndex;
    boolean httpInherited;

    /** The request is that of the defaults' {@code option httpchk}. */
    boolean requestInherited;

    boolean tcpInherited;
    boolean disableOn404;
    boolean sendState;

    /** The parts of a check's request; null parts are left to the option or its defaults. */
    record HttpRequest(
            @Nullable String method,
            @Nullable LogFormat uri,
            @Nullable String version,
            List<CheckStep.Field> fields,
            @Nullable LogFormat body) {

        static final HttpRequest DEFAULT = new HttpRequest(null, null, null, List.of(), null);

        HttpRequest {
            fields = List.copyOf(fields);
        }

        /** The parts given here, those of the other where none is. */
        HttpRequest over(HttpRequest other) {
            return new HttpRequest(
                    method == null ? other.method : method,
                    uri == null ? other.uri : uri,
                    version == null ? other.version : version,
                    fields.isEmpty() ? other.fields : fields,
                    body == null ? other.body : body);
        }

        CheckStep.HttpSend step(@Nullable String comment) {
            return new CheckStep.HttpSend(
                    comment,
                    method == null ? "OPTIONS" : method,
                    uri == null ? Expressions.literal("/") : uri,
                    version == null ? "HTTP/1.0" : version,
                    fields,
                    body);
        }
    }

    CheckDraft copy() {
        CheckDraft copy = new CheckDraft();
        copy.kind = kind;
        copy.httpSteps.addAll(httpSteps);
        copy.tcpSteps.addAll(tcpSteps);
        copy.protocolSteps = protocolSteps;
        copy.request = request;
        copy.firstSend = firstSend;
        copy.firstSendIndex = firstSendIndex;
        copy.httpInherited = true;
        copy.requestInherited = true;
        copy.tcpInherited = true;
        copy.disableOn404 = disableOn404;
        copy.sendState = sendState;
        return copy;
    }

    /** The {@code http-check} rules of this very section. */
    List<CheckStep> ownHttpSteps() {
        if (httpInherited) {
            httpInherited = false;
            httpSteps.clear();
            firstSend = null;
        }
        return httpSteps;
    }

    /** The {@code tcp-check} rules of this very section. */
    List<CheckStep> ownTcpSteps() {
        if (tcpInherited) {
            tcpInherited = false;
            tcpSteps.clear();
        }
        return tcpSteps;
    }

    /** An {@code http-check send}: the first one completes what the option says. */
    void send(HttpRequest given, @Nullable String comment) {
        List<CheckStep> steps = ownHttpSteps();
        if (requestInherited) {
            // Seen in HAProxy 2.6: a section's own rules know nothing of an inherited option line.
            requestInherited = false;
            request = HttpRequest.DEFAULT;
        }
        if (firstSend == null) {
            firstSend = given;
            firstSendIndex = steps.size();
        }
        steps.add(given.step(comment));
    }

    /** Whether the rules open their connections themselves. */
    boolean hasConnectStep() {
        List<CheckStep> steps = kind == HealthCheck.Kind.HTTP ? httpSteps : tcpSteps;
        return steps.stream().anyMatch(CheckStep.Connect.class::isInstance);
    }

    HealthCheck build(boolean logTransitions) {
        List<CheckStep> steps =
                switch (kind) {
                    case CONNECT, SSL_HELLO -> List.of();
                    case TCP -> protocolSteps == null ? tcpSteps : protocolSteps;
                    case HTTP -> completeHttp();
                };
        return new HealthCheck(kind, steps, logTransitions, disableOn404, sendState);
    }

    /** The rules with the request and the expectation that HAProxy takes when none is given. */
    private List<CheckStep> completeHttp() {
        List<CheckStep> steps = new ArrayList<>(httpSteps);
        HttpRequest given = firstSend;
        if (given != null) {
            String comment = steps.get(firstSendIndex).comment();
            steps.set(firstSendIndex, given.over(request).step(comment));
        } else {
            int afterConnect =
                    !steps.isEmpty() && steps.getFirst() instanceof CheckStep.Connect ? 1 : 0;
            steps.add(afterConnect, request.step(null));
        }
        if (steps.stream().noneMatch(CheckStep.Expect.class::isInstance)) {
            steps.add(expectSuccess());
        }
        return steps;
    }

    private static CheckStep.Expect expectSuccess() {
        return new CheckStep.Expect(
                null,
                false,
                new Expectation.Status(List.of(SUCCESS)),
                0,
                null,
                null,
                null,
                null,
                null,
                null);
    }
}
