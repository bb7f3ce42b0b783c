package io.aplomb.proxy.check;

import io.aplomb.model.net.EndpointSpec;
import io.aplomb.model.proxy.CheckStep;
import io.aplomb.model.proxy.HealthCheck;
import io.aplomb.proxy.health.CheckResult;
import io.aplomb.proxy.health.CheckStatus;
import io.aplomb.proxy.net.UnixDialer;
import io.aplomb.sample.SampleContext;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One check from its connection to its result. Blocks; for a virtual thread of its own. */
final class CheckRun {

    private final CheckPlan plan;
    private final SampleContext context;
    private final UnixDialer dialer;
    private final long startNs = System.nanoTime();
    private @Nullable CheckConnection connection;
    private boolean overTls;

    CheckRun(CheckPlan plan, SampleContext context, UnixDialer dialer) {
        this.plan = plan;
        this.context = context;
        this.dialer = dialer;
    }

    CheckResult run() {
        try {
            return steps();
        } catch (CheckFailure failure) {
            return new CheckResult(failure.status(), failure.code(), elapsedMs(), failure.info());
        } finally {
            if (connection != null) {
                connection.close();
            }
        }
    }

    private CheckResult steps() throws CheckFailure {
        HealthCheck check = plan.check();
        return switch (check.kind()) {
            case CONNECT -> {
                connect(plan.target(), plan.tls(), plan.serverName(), plan.sendProxy());
                yield passed(overTls ? CheckStatus.L6_OK : CheckStatus.L4_OK, 0, "");
            }
            case SSL_HELLO -> {
                connect(plan.target(), false, null, plan.sendProxy());
                SslHello.exchange(open());
                yield passed(CheckStatus.L6_OK, 0, "");
            }
            case HTTP -> http(check.steps());
            case TCP -> script(check.steps());
        };
    }

    private CheckResult http(List<CheckStep> steps) throws CheckFailure {
        HttpConversation http = new HttpConversation(context, plan);
        int step = 0;
        for (CheckStep next : steps) {
            step++;
            switch (next) {
                case CheckStep.Connect connect -> connect(connect);
                case CheckStep.HttpSend send -> http.send(orDefault(), send);
                case CheckStep.Expect expect -> http.expect(open(), expect, elapsedMs());
                case CheckStep.SetVariable set -> Variables.apply(context, set);
                case CheckStep.Send _, CheckStep.SendFormat _ ->
                        throw new CheckFailure(
                                CheckStatus.UNKNOWN, "raw data in an HTTP check, step " + step);
            }
        }
        return http.conclude(open(), elapsedMs());
    }

    private CheckResult script(List<CheckStep> steps) throws CheckFailure {
        TcpConversation tcp = new TcpConversation(context, plan.bufferBytes());
        boolean spoke = false;
        int step = 0;
        for (CheckStep next : steps) {
            step++;
            switch (next) {
                case CheckStep.Connect connect -> {
                    connectStep(connect, step);
                    tcp.startAnew();
                }
                case CheckStep.Send send -> {
                    orDefault().send(send.data().toArray());
                    spoke = true;
                }
                case CheckStep.SendFormat send -> {
                    orDefault().send(tcp.octetsOf(send));
                    spoke = true;
                }
                case CheckStep.Expect expect -> {
                    tcp.expect(orDefault(), expect, step);
                    spoke = true;
                }
                case CheckStep.SetVariable set -> Variables.apply(context, set);
                case CheckStep.HttpSend _ ->
                        throw new CheckFailure(
                                CheckStatus.UNKNOWN,
                                "an HTTP request in a TCP check, step " + step);
            }
        }
        orDefault();
        CheckStatus lowest = overTls ? CheckStatus.L6_OK : CheckStatus.L4_OK;
        return passed(spoke ? CheckStatus.L7_OK : lowest, 0, tcp.successText());
    }

    private void connectStep(CheckStep.Connect connect, int step) throws CheckFailure {
        try {
            connect(connect);
        } catch (CheckFailure failure) {
            String where =
                    connect.port() > 0
                            ? " at step %d of tcp-check (connect port %d)"
                                    .formatted(step, connect.port())
                            : " at step %d of tcp-check (connect)".formatted(step);
            throw new CheckFailure(
                    failure.status(), failure.info() + where + StepText.comment(connect.comment()));
        }
    }

    private void connect(CheckStep.Connect step) throws CheckFailure {
        if (connection != null) {
            connection.close();
        }
        connect(
                plan.targetFor(step.address(), step.port()),
                step.tls() || plan.tls(),
                step.sni() == null ? plan.serverName() : step.sni(),
                step.sendProxy() || plan.sendProxy());
    }

    private void connect(
            EndpointSpec target, boolean tls, @Nullable String serverName, boolean sendProxy)
            throws CheckFailure {
        CheckConnection opened = CheckConnection.open(target, plan.connectTimeoutMs(), dialer);
        connection = opened;
        overTls = tls;
        opened.deadlineIn(plan.answerTimeoutMs());
        if (sendProxy) {
            opened.send(opened.proxyHeader());
        }
        if (tls) {
            opened.startTls(plan.tlsContext().get(), serverName);
        }
    }

    /** A script without a connect step connects to the server as it is configured. */
    private CheckConnection orDefault() throws CheckFailure {
        if (connection == null) {
            connect(plan.target(), plan.tls(), plan.serverName(), plan.sendProxy());
        }
        return open();
    }

    private CheckConnection open() {
        return io.aplomb.base.Check.present(connection, "connection of a check");
    }

    private CheckResult passed(CheckStatus status, int code, String info) {
        return new CheckResult(status, code, elapsedMs(), info);
    }

    private long elapsedMs() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs);
    }
}
